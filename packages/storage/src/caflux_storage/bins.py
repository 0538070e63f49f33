"""Bins of equal width over one PV's time, in one pass: of samples, and of narrower bins (rollups).

A bin holds the samples with begin <= time < begin + width, and what was held in it, which `holding` says:
also what was sampled in the bins before. So the time-weighted mean of a bin may lie outside of min and max,
which are of the bin's own samples; and its severity is the worst that was sampled or held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from caflux_storage.holding import Holding, Pieces, Unknown
from caflux_storage.samples import Samples
from caflux_storage.summary import Bytes, Floats, Ints, Summaries


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """m bins of one PV that hold a sample or covered time; `time` is where they begin, ns, ascending."""

    width: int
    time: Ints
    of: Summaries

    def __len__(self) -> int:
        return len(self.time)


def width_for(start: int, stop: int, bins: int) -> int:
    """Give the least width (ns) with which at most `bins` bins cover start <= time < stop (ns)."""
    return max(1, -(-(stop - start) // bins))


class Binner:
    """Takes one PV's samples, or narrower bins of them, in time order, and gives its bins."""

    def __init__(self, start: int, stop: int, width: int, unknown: Sequence[Unknown] = ()) -> None:
        """Divide start <= time < stop (ns) into bins of `width` ns; the last one may end after `stop`."""
        self._start = start
        self._stop = stop
        self._width = width
        self._sums = Summaries.empty(-(-(stop - start) // width))
        # Not a method of its own: in a circle the two would wait for the garbage collector, which an engine
        # of many PVs has look seldom.
        self._holding = Holding(unknown, partial(_edges, start, width))
        self._value, self._severity = np.nan, 0

    @property
    def known(self) -> int:
        """In how many ns so far it was known what the PV held; with narrower bins, to within their width."""
        return self._holding.known

    def hold(self, carried: Samples) -> None:
        """Say what the PV held when the range began: its last sample before it, the only one of `carried`."""
        self._holding.hold(int(carried.time[0]), self._start)
        self._value, self._severity = float(carried.value[0]), int(carried.severity[0])

    def add(self, chunk: Samples) -> None:
        """Take samples with start <= time < stop that follow what was taken before."""
        if not len(chunk):
            return
        self._sums.add_samples(self._bin(chunk.time), chunk.value, chunk.severity)
        self._add_held(self._holding.take(chunk.time), chunk.value, chunk.severity)

    def add_bins(self, bins: Bins) -> None:
        """Take bins that lie within one of these each and follow what was taken before.

        Where some are missing in between, the last sample before is held.
        """
        if not len(bins):
            return
        sums = bins.of
        self._sums.merge(self._bin(bins.time), sums)
        # What was held within these bins is in them; what is held after one is its last sample, or, where it
        # has none, what was held before it.
        newest = np.maximum.accumulate(np.where(sums.count > 0, np.arange(len(bins)), -1))
        value = np.where(newest >= 0, sums.last[newest], self._value)
        severity = np.where(newest >= 0, sums.last_severity[newest], self._severity)
        nothing = np.zeros(len(bins))
        self._add_held(
            self._holding.take(np.stack([bins.time, bins.time + bins.width], 1).ravel()),
            np.stack([nothing + np.nan, value], 1).ravel(),
            np.stack([nothing, severity], 1).ravel().astype(np.uint8),
        )

    def finish(self, now: int) -> Bins:
        """Give the bins; the last value is held until the range ends, or until `now` (ns) if earlier."""
        rest = self._holding.until(min(self._stop, now))
        self._add_held(rest, np.empty(0), np.empty(0, np.uint8))
        some = np.flatnonzero((self._sums.count > 0) | (self._sums.covered > 0))
        found = self._sums[some]
        found.mean[:] = np.clip(found.mean, found.min, found.max)
        return Bins(self._width, self._start + some * self._width, found)

    def _add_held(self, pieces: Pieces, value: Floats, severity: Bytes) -> None:
        # -1, for what was held before, is the last of these.
        values = np.append(value, self._value)
        severities = np.append(severity, np.uint8(self._severity))
        self._sums.add_held(self._bin(pieces.at), values[pieces.of], severities[pieces.of], pieces.held)
        if len(value):
            self._value, self._severity = float(value[-1]), int(severity[-1])

    def _bin(self, time: Ints) -> Ints:
        return (time - self._start) // self._width


def _edges(start: int, width: int, since: int, until: int) -> Ints:
    """Give the times t at which bins begin with since < t < until."""
    first, last = (since - start) // width, (until - 1 - start) // width
    return start + np.arange(first + 1, last + 1) * width
