"""Step functions of time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from caflux_storage import Samples
from caflux_storage.holding import NEVER, Unknown, Unknowns
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Severities = NDArray[np.uint8]

INVALID = 3
LINK_ALARM = 14
"""Alarm status of a severity that comes from a record's inputs (EPICS `alarm.h`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """A value that holds from each time to the next; NaN where it is not known.

    Attributes:
        time: int64[n], ns since 1970, strictly ascending.
        value: float64[n].
        severity: uint8[n].
        before: The value before the first time.
        severity_before: The severity before the first time.
    """

    time: Ints
    value: Floats
    severity: Severities
    before: float = np.nan
    severity_before: int = INVALID

    def at(self, times: Ints) -> tuple[Floats, Severities]:
        """Give values and severities at ascending times."""
        if len(times) == len(self.time) and (times is self.time or np.array_equal(times, self.time)):
            return self.value, self.severity
        index = np.searchsorted(self.time, times, side="right")
        value = np.append(self.before, self.value)[index]
        return value, np.append(np.uint8(self.severity_before), self.severity)[index]

    def until(self, stop: int) -> "Signal":
        """Give it without what comes from `stop` (ns) on."""
        end = int(np.searchsorted(self.time, stop))
        return Signal(
            self.time[:end], self.value[:end], self.severity[:end], self.before, self.severity_before
        )


def constant(value: float) -> Signal:
    """Give a signal that never changes."""
    return Signal(np.empty(0, np.int64), np.empty(0), np.empty(0, np.uint8), value, 0)


def union(signals: Sequence[Signal]) -> Ints:
    """Give the times at which any of them may change."""
    times = [signal.time for signal in signals if len(signal.time)]
    if not times:
        return np.empty(0, np.int64)
    first, *others = times
    if all(len(other) == len(first) and np.array_equal(first, other) for other in others):
        return first
    return np.unique(np.concatenate(times))


def held(samples: Samples, unknown: Sequence[Unknown]) -> Signal:
    """Give what a PV holds: the value of a sample until the next one, and nothing that is known in a gap.

    After a gap that `resumes` the newest sample until then is held again, after any other nothing is known
    before the next sample. Texts and waveforms are not known to arithmetic.

    Args:
        samples: In time order; the first may lie before the range.
        unknown: The gaps of this PV.
    """
    signal = Signal(samples.time, samples.value, samples.severity)
    if not unknown or not len(samples):
        return signal
    gaps = Unknowns(unknown)
    edges = np.concatenate([gaps.starts, gaps.stops])
    times = np.union1d(samples.time, edges[(edges > samples.time[0]) & (edges < NEVER)])
    value, severity = signal.at(times)
    sampled = samples.time[np.searchsorted(samples.time, times, side="right") - 1]
    lost = gaps.at(times, sampled)
    return Signal(times, np.where(lost, np.nan, value), np.where(lost, np.uint8(INVALID), severity))


def samples_of(signal: Signal, start: int, stop: int) -> Samples:
    """Give a signal's rows with start <= time < stop (ns), and the last one before them.

    A severity that is not NO_ALARM has the status LINK, as that of a record which takes it from its inputs.
    """
    first = max(0, int(np.searchsorted(signal.time, start)) - 1)
    rows = slice(first, int(np.searchsorted(signal.time, stop)))
    severity = signal.severity[rows]
    status = np.where(severity > 0, LINK_ALARM, 0).astype(np.uint8)
    return Samples(signal.time[rows], signal.value[rows], severity, status)


def resampled(signal: Signal, start: int, stop: int, period: int) -> Signal:
    """Give what a signal holds at each multiple of `period` (ns since 1970) with start <= time < stop."""
    first = -(-start // period) * period
    times = np.arange(first, stop, period, dtype=np.int64)
    value, severity = signal.at(times)
    return Signal(times, value, severity)
