"""When a condition holds, and series of only those times."""

from collections.abc import Iterator

import numpy as np

from caflux_query_api.arithmetic.signals import INVALID, Floats, Ints, Signal

Range = tuple[int, int]
"""start <= time < stop, ns."""


def when_true(condition: Signal, start: int, stop: int) -> list[Range]:
    """Give the ranges within start <= time < stop (ns) in which a condition holds, in order."""
    return [(a, b) for a, b, state in _runs(condition, start, stop) if state == 1]


def when_unknown(condition: Signal, start: int, stop: int) -> list[Range]:
    """Give the ranges within start <= time < stop (ns) in which nobody knows whether a condition holds."""
    return [(a, b) for a, b, state in _runs(condition, start, stop) if np.isnan(state)]


def only_when(signal: Signal, condition: Signal, start: int, stop: int, least: int = 0) -> Signal:
    """Give a signal while a condition holds; unknown else, with a row where that begins.

    Where the condition begins to hold within the signal's step, a row says what it holds.

    Args:
        signal: Any.
        condition: Any; what is neither 0 nor unknown is true.
        start: The range that matters, ns.
        stop: Its end, not included.
        least: For so many ns at least; what it holds for less does not count.
    """
    runs = [run for run in when_true(condition, start, stop) if run[1] - run[0] >= least]
    bounds = np.array([time for run in runs for time in run], np.int64)
    edges = bounds[bounds < stop]
    times = np.union1d(signal.time[signal.time >= start], edges)
    value, severity = signal.at(times)
    true = np.searchsorted(bounds, times, side="right") % 2 == 1
    value, severity = np.where(true, value, np.nan), np.where(true, severity, np.uint8(INVALID))
    keep = true | np.isin(times, edges)
    return Signal(times[keep], value[keep], severity[keep])


def _truth(value: Floats) -> Floats:
    return np.where(np.isnan(value), np.nan, value != 0)


def _runs(condition: Signal, start: int, stop: int) -> Iterator[tuple[int, int, float]]:
    """Give the ranges of equal truth: 1 true, 0 false, NaN unknown."""
    if start >= stop:
        return
    inside = condition.time[(condition.time > start) & (condition.time < stop)]
    times: Ints = np.append(np.int64(start), inside)
    truth = _truth(condition.at(times)[0])
    same = (truth[1:] == truth[:-1]) | (np.isnan(truth[1:]) & np.isnan(truth[:-1]))
    begins = np.flatnonzero(np.append(True, ~same))
    bounds = np.append(times[begins], stop).tolist()
    yield from zip(bounds[:-1], bounds[1:], truth[begins].tolist(), strict=True)
