"""What a PV holds between its samples, as pieces of time in which it is known.

A PV holds the value of a sample until the next one (a step, not a line), except where it is not known:

- within a gap nothing is known. After a gap that `resumes` (the connection was gone: the IOC sends what it
  has when it is back) the newest sample until then is held again; after any other (samples were dropped)
  nothing is known before the next sample;
- before the first sample, unless `hold` said what was carried in, and after the last `until`.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from caflux_storage.summary import Ints

NEVER = np.iinfo(np.int64).max
"""The end of a gap that lasts."""


class Unknown(NamedTuple):
    """start <= time < stop (ns), in which nobody knows what the PV holds."""

    start: int
    stop: int
    resumes: bool = True


class Unknowns:
    """The gaps of a PV; `starts` and `stops` are where they begin and end, ns, each ascending."""

    def __init__(self, unknown: Sequence[Unknown]) -> None:
        gaps = np.array([(gap.start, gap.stop) for gap in unknown], np.int64).reshape(-1, 2)
        self.starts, self.stops = np.sort(gaps[:, 0]), np.sort(gaps[:, 1])
        self._ends = np.sort(np.array([gap.stop for gap in unknown if not gap.resumes], np.int64))

    def at(self, at: Ints, sampled: Ints) -> NDArray[np.bool_]:
        """Tell at which times it is not known whether the sample taken at `sampled` is still held."""
        within = _until(self.starts, at) > _until(self.stops, at)
        return within | (_until(self._ends, at) > _until(self._ends, sampled))


class Pieces(NamedTuple):
    """k pieces of time, one after the other.

    Attributes:
        at: int64[k], when each begins, ns.
        of: int64[k], which sample was held: an index of those just taken, or -1 for the one taken before.
        held: int64[k], for how long it is known that it was held, ns; 0 in gaps.
    """

    at: Ints
    of: Ints
    held: Ints


def no_edges(since: int, until: int) -> Ints:
    """Give no times: nothing is to be cut."""
    del since, until
    return np.empty(0, np.int64)


class Holding:
    """Takes the times of one PV's samples in order and gives the pieces of time between them.

    Attributes:
        known: ns of all pieces that were given.
    """

    def __init__(self, unknown: Sequence[Unknown] = (), edges: Callable[[int, int], Ints] = no_edges) -> None:
        """Know the gaps, and where pieces are to be cut.

        Args:
            unknown: The gaps; they may overlap.
            edges: Gives the times t to cut at with since < t < until, ascending, ns.
        """
        self.known = 0
        self._unknown = Unknowns(unknown)
        self._edges = edges
        self._sampled: int | None = None
        self._until = 0

    def hold(self, sampled: int, start: int) -> None:
        """Say that the sample of time `sampled` was held when the range began at `start` (ns)."""
        self._sampled, self._until = sampled, start

    def take(self, times: Ints) -> Pieces:
        """Give what was held until the last of some samples (at least one) that follow those before."""
        if self._sampled is None:
            self._until = int(times[0])
            sampled, of = times, np.arange(len(times))
        else:
            sampled = np.concatenate([[self._sampled], times])
            of = np.arange(-1, len(times))
        until = int(times[-1])
        found = self._pieces(sampled, of, until)
        self._sampled = self._until = until
        return found

    def until(self, end: int) -> Pieces:
        """Give what the last sample was held until `end` (ns)."""
        if self._sampled is None or end <= self._until:
            none = np.empty(0, np.int64)
            return Pieces(none, none, none)
        found = self._pieces(np.array([self._sampled], np.int64), np.array([-1]), end)
        self._until = end
        return found

    def _pieces(self, sampled: Ints, of: Ints, end: int) -> Pieces:
        """Cut what the samples held where one begins, a gap begins or ends, and at the edges."""
        since = self._until
        gaps = [_between(times, since, end) for times in (self._unknown.starts, self._unknown.stops)]
        cuts = np.sort(np.concatenate([self._edges(since, end), *gaps]))
        at = np.concatenate([[since], sampled[1:], cuts])
        which = np.concatenate([np.arange(len(sampled)), np.searchsorted(sampled, cuts, side="right") - 1])
        if len(cuts):
            order = np.argsort(at, kind="stable")
            at, which = at[order], which[order]
        held = np.diff(np.append(at, end))
        if len(self._unknown.starts):
            held[self._unknown.at(at, sampled[which])] = 0
        self.known += int(held.sum())
        return Pieces(at, of[which], held)


def _between(times: Ints, since: int, until: int) -> Ints:
    return times[np.searchsorted(times, since, side="right") : np.searchsorted(times, until)]


def _until(times: Ints, at: Ints) -> NDArray[np.intp]:
    return np.searchsorted(times, at, side="right")
