"""Functions that look along time."""

from collections.abc import Callable

import numpy as np

from caflux_query_api.arithmetic.signals import INVALID, Floats, Ints, Signal

_S = 1e-9


def shift(signal: Signal, duration: int) -> Signal:
    """Give what a signal holds `duration` (ns) later: that of an hour ago, for minus an hour."""
    return Signal(
        signal.time - duration, signal.value, signal.severity, signal.before, signal.severity_before
    )


def diff(signal: Signal) -> Signal:
    """Give at each time by how much the value changed there; unknown at the first."""
    with np.errstate(all="ignore"):
        change = np.diff(signal.value, prepend=signal.before)
    return _with(signal, change)


def rate(signal: Signal) -> Signal:
    """Give at each time the change there per second since the time before; unknown at the first."""
    with np.errstate(all="ignore"):
        change = np.diff(signal.value, prepend=np.nan)
        passed = np.diff(signal.time, prepend=signal.time[:1]) * _S
        return _with(signal, change / passed)


def integral(signal: Signal, start: int, stop: int) -> Signal:
    """Give the integral since `start` (ns) over seconds, at each time up to `stop`, and 0 at `start`.

    What is unknown or infinite adds nothing; while it lasts, the integral is unknown.
    """
    times = _grid(signal.time, start, stop)
    value, severity = signal.at(times)
    finite = np.isfinite(value)
    total = _running(np.where(finite, value, 0.0), times)
    return Signal(times, np.where(finite, total, np.nan), severity)


def mean(signal: Signal, window: int, start: int, stop: int) -> Signal:
    """Give the time-weighted mean of the `window` (ns) up to each time.

    It is taken at the signal's times, and where a change of it leaves the window, with start <= time < stop.
    Of the window counts what is known and finite; where the value itself is unknown, so is its mean.
    """
    leaving = signal.time + window
    times = _grid(np.union1d(signal.time, leaving), start, stop)
    value, severity = signal.at(times)
    inner = _grid(signal.time, start - window, stop)
    known, _ = signal.at(inner)
    finite = np.isfinite(known)
    middle = float(np.median(known[finite])) if finite.any() else 0.0
    with np.errstate(all="ignore"):
        total = _within(np.where(finite, known - middle, 0.0), inner, times, window)
        weight = _within(finite.astype(np.float64), inner, times, window)
        result = np.where(weight > 0, middle + total / weight, value)
    return Signal(times, np.where(np.isfinite(value), result, np.nan), severity)


def _with(signal: Signal, value: Floats) -> Signal:
    return Signal(signal.time, value, signal.severity, np.nan, INVALID)


def _grid(times: Ints, start: int, stop: int) -> Ints:
    """Give `start`, and the times between it and `stop`."""
    inside = times[np.searchsorted(times, start, side="right") : np.searchsorted(times, stop)]
    return np.append(np.int64(start), inside) if start < stop else inside


def _running(value: Floats, times: Ints) -> Floats:
    """Give the integral from the first time to each, in seconds."""
    with np.errstate(all="ignore"):
        pieces = value[:-1] * (np.diff(times) * _S)
    return np.append(0.0, np.cumsum(pieces)) if len(times) else np.empty(0)


def _within(value: Floats, inner: Ints, times: Ints, window: int) -> Floats:
    """Give the integral of a step function over the window up to each time."""
    running = _running(value, inner)

    def until(moments: Ints) -> Floats:
        index = np.clip(np.searchsorted(inner, moments, side="right") - 1, 0, None)
        passed = np.clip(moments - inner[index], 0, None) * _S
        integrated: Floats = running[index] + value[index] * passed
        return integrated

    return until(times) - until(times - window)


Windowed = Callable[[Signal, int, int, int], Signal]

WINDOWS: dict[str, Windowed] = {
    "shift": lambda signal, duration, _start, _stop: shift(signal, duration),
    "diff": lambda signal, _duration, _start, _stop: diff(signal),
    "rate": lambda signal, _duration, _start, _stop: rate(signal),
    "integral": lambda signal, _duration, start, stop: integral(signal, start, stop),
    "mean": mean,
}
"""By name: a signal, a duration and the range that is wanted (all ns) to a signal."""
