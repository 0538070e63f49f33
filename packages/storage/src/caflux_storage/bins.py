"""Bins of equal width over one PV's time, in one pass: of samples, and of narrower bins (rollups).

A bin holds the samples with begin <= time < begin + width. A PV holds the value of a sample until the next
one (a step, not a line), also into the next bins, except where it is not known what it holds:

- within a gap nothing is known. After a gap that `resumes` (the connection was gone: the IOC sends what it
  has when it is back) the newest sample until then is held again; after any other (samples were dropped)
  nothing is known before the next sample;
- before the first sample, unless `hold` said what was carried in, and after `finish(now)`.

The time-weighted mean of a bin may lie outside of min and max, which are of the bin's own samples, since it
counts what was held when the bin began; so does the severity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from caflux_storage.samples import Samples
from caflux_storage.summary import Bytes, Floats, Ints, Summaries

NEVER = np.iinfo(np.int64).max
"""The end of a gap that lasts."""


class Unknown(NamedTuple):
    """start <= time < stop (ns), in which nobody knows what the PV holds."""

    start: int
    stop: int
    resumes: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """m bins of one PV that hold a sample or covered time; `time` is where they begin, ns, ascending."""

    width: int
    time: Ints
    of: Summaries

    def __len__(self) -> int:
        return len(self.time)


class _Held(NamedTuple):
    """What the PV holds: of the sample at `time`, known to have been held until `until` at least (ns)."""

    time: int
    value: float
    severity: int
    until: int


def width_for(start: int, stop: int, bins: int) -> int:
    """Give the least width (ns) with which at most `bins` bins cover start <= time < stop (ns)."""
    return max(1, -(-(stop - start) // bins))


class Binner:
    """Takes one PV's samples, or narrower bins of them, in time order, and gives its bins.

    Attributes:
        known: ns in which it was known what the PV held, be it a number or not; with narrower bins, to within
            their width.
    """

    def __init__(self, start: int, stop: int, width: int, unknown: Sequence[Unknown] = ()) -> None:
        """Divide start <= time < stop (ns) into bins of `width` ns; the last one may end after `stop`."""
        self._start = start
        self._stop = stop
        self._width = width
        self._sums = Summaries.empty(-(-(stop - start) // width))
        self._held: _Held | None = None
        self.known = 0
        gaps = np.array([(gap.start, gap.stop) for gap in unknown], np.int64).reshape(-1, 2)
        self._starts, self._stops = np.sort(gaps[:, 0]), np.sort(gaps[:, 1])
        self._ends = np.sort(np.array([gap.stop for gap in unknown if not gap.resumes], np.int64))

    def hold(self, carried: Samples) -> None:
        """Say what the PV held when the range began: its last sample before it, the only one of `carried`."""
        time, value, severity = int(carried.time[0]), float(carried.value[0]), int(carried.severity[0])
        self._held = _Held(time, value, severity, self._start)

    def add(self, chunk: Samples) -> None:
        """Take samples with start <= time < stop that follow what was taken before."""
        if not len(chunk):
            return
        self._sums.add_samples((chunk.time - self._start) // self._width, chunk.value, chunk.severity)
        self._take_held(chunk.time, chunk.value, chunk.severity)

    def add_bins(self, bins: Bins) -> None:
        """Take bins that lie within one of these each and follow what was taken before.

        Where some are missing in between, the last sample before is held.
        """
        if not len(bins):
            return
        sums = bins.of
        self._sums.merge((bins.time - self._start) // self._width, sums)
        # What was held within these bins is in them; what is held after one is its last sample, or, where it
        # has none, what was held before it.
        newest = np.maximum.accumulate(np.where(sums.count > 0, np.arange(len(bins)), -1))
        before = _Held(0, np.nan, 0, 0) if self._held is None else self._held
        sampled = newest >= 0
        value = np.where(sampled, sums.last[newest], before.value)
        severity = np.where(sampled, sums.last_severity[newest], before.severity)
        nothing = np.zeros(len(bins))
        self._take_held(
            np.stack([bins.time, bins.time + bins.width], 1).ravel(),
            np.stack([nothing + np.nan, value], 1).ravel(),
            np.stack([nothing, severity], 1).ravel().astype(np.uint8),
        )

    def finish(self, now: int) -> Bins:
        """Give the bins; the last value is held until the range ends, or until `now` (ns) if earlier."""
        self._hold_until(min(self._stop, now))
        some = np.flatnonzero((self._sums.count > 0) | (self._sums.covered > 0))
        found = self._sums[some]
        found.mean[:] = np.clip(found.mean, found.min, found.max)
        return Bins(self._width, self._start + some * self._width, found)

    def _take_held(self, time: Ints, value: Floats, severity: Bytes) -> None:
        since = int(time[0])
        if (held := self._held) is not None:
            since = held.until
            time, value = np.append(held.time, time), np.append(held.value, value)
            severity = np.append(np.uint8(held.severity), severity)
        until = int(time[-1])
        self._weigh(time, value, severity, since, until)
        self._held = _Held(until, float(value[-1]), int(severity[-1]), until)

    def _hold_until(self, end: int) -> None:
        if (held := self._held) is None or end <= held.until:
            return
        time, value = np.array([held.time], np.int64), np.array([held.value])
        self._weigh(time, value, np.array([held.severity], np.uint8), held.until, end)
        self._held = held._replace(until=end)

    def _weigh(self, time: Ints, value: Floats, severity: Bytes, since: int, until: int) -> None:
        """Add what was held from `since` to `until`, the time of the last sample at the earliest.

        The first sample is from `since` or before, the others follow. Where a bin or a gap begins or ends,
        what is held is cut in two.
        """
        cuts = np.concatenate(
            [
                self._edges(since, until),
                _between(self._starts, since, until),
                _between(self._stops, since, until),
            ]
        )
        at = np.concatenate([[since], time[1:], np.sort(cuts)])
        of = np.concatenate([np.arange(len(time)), np.searchsorted(time, np.sort(cuts), side="right") - 1])
        order = np.argsort(at, kind="stable")
        at, of = at[order], of[order]
        held = np.diff(np.append(at, until))
        held[self._is_unknown(at, time[of])] = 0
        self.known += int(held.sum())
        self._sums.add_held((at - self._start) // self._width, value[of], severity[of], held)

    def _edges(self, since: int, until: int) -> Ints:
        first, last = (since - self._start) // self._width + 1, (until - self._start - 1) // self._width
        return self._start + np.arange(first, last + 1) * self._width

    def _is_unknown(self, at: Ints, sampled: Ints) -> NDArray[np.bool_]:
        """Tell at which times it is not known whether the sample taken at `sampled` is still held."""
        within = _until(self._starts, at) > _until(self._stops, at)
        return within | (_until(self._ends, at) > _until(self._ends, sampled))


def _between(times: Ints, since: int, until: int) -> Ints:
    return times[np.searchsorted(times, since, side="right") : np.searchsorted(times, until)]


def _until(times: Ints, at: Ints) -> NDArray[np.intp]:
    return np.searchsorted(times, at, side="right")
