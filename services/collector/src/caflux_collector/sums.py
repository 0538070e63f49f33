"""The open minute and hour of every slot, summed up from columns of samples for all slots at once."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from caflux_storage.bins import Bins
from caflux_storage.rollups import HOUR, MINUTE
from caflux_storage.summary import Bytes, Floats, Ints, Summaries, run_begins, run_ends
from numpy.typing import NDArray

from caflux_collector.open_bins import NONE, OpenBins

Slots = Ints
Emit = Callable[[Slots, Bins], None]


class Columns(NamedTuple):
    """n samples by slot, within a slot by time."""

    slot: Slots
    time: Ints
    value: Floats
    severity: Bytes

    def of(self, index: NDArray[Any]) -> "Columns":
        """Give those that a mask or indices select."""
        return Columns(*(column[index] for column in self))

    def held(self) -> "Held":
        """Give each as what was held from it on."""
        return Held(self.time, self.value, self.severity)


class Held(NamedTuple):
    """What was held by n rows, since when."""

    time: Ints
    value: Floats
    severity: Bytes

    def of(self, index: NDArray[Any]) -> "Held":
        """Give those that a mask or indices select."""
        return Held(*(column[index] for column in self))

    def put(self, index: NDArray[Any], other: "Held") -> None:
        """Write other rows over some."""
        self.time[index], self.value[index], self.severity[index] = other

    def shifted(self) -> "Held":
        """Give of each row the one before it; of the first, nothing of use."""
        return Held(np.roll(self.time, 1), np.roll(self.value, 1), np.roll(self.severity, 1))

    @staticmethod
    def nothing(n: int) -> "Held":
        """Give n rows of nothing."""
        return Held(np.zeros(n, np.int64), np.full(n, np.nan), np.zeros(n, np.uint8))

    def grown(self, n: int) -> "Held":
        """Give it with room for n rows."""
        more = Held.nothing(n - len(self.time))
        return Held(
            np.append(self.time, more.time),
            np.append(self.value, more.value),
            np.append(self.severity, more.severity),
        )


class _Runs(NamedTuple):
    """Runs of samples of one slot in one minute; `first` and `last` are each slot's first and last run."""

    begins: Ints
    ends: Ints
    minute: Ints
    first: Ints
    last: Ints


class Sums:
    """Open bins; what closes is given to `emit`, of each slot in order.

    Attributes:
        newest: by slot, its newest sample.
        closed: int64[slots], until when (ns) bins were closed without a sample that is later.
    """

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._minutes, self._hours = OpenBins(MINUTE), OpenBins(HOUR)
        self.newest = Held.nothing(0)
        self._before = Held.nothing(0)
        self.closed = np.empty(0, np.int64)

    def grow(self, slots: int) -> None:
        """Have room for so many slots."""
        self._minutes.grow(slots)
        self._hours.grow(slots)
        self.newest, self._before = self.newest.grown(slots), self._before.grown(slots)
        self.closed = np.append(self.closed, np.zeros(slots - len(self.closed), np.int64))

    def add(self, columns: Columns) -> None:
        """Take samples, each later than the one before it of its slot and than `newest`."""
        slot, time, value, severity = columns
        begins = run_begins(slot)
        slots = slot[begins]
        before = columns.held().shifted()
        before.put(begins, self.newest.of(slots))
        runs = _runs_of(slot, time, begins)
        rows = Summaries.empty(len(runs.begins))
        of = np.repeat(np.arange(len(rows)), np.diff(np.append(runs.begins, len(slot))))
        rows.add_samples(of, value, severity)
        since = before.time.copy()
        since[runs.begins] = np.maximum(since[runs.begins], runs.minute)
        rows.add_held(of, before.value, before.severity, time - since)
        self._put(slots, runs, rows, columns.held(), before)
        self.newest.put(slots, columns.held().of(run_ends(begins, len(slot))))

    def _put(self, slots: Slots, runs: _Runs, rows: Summaries, held: Held, before: Held) -> None:
        """Add rows of minutes to the open bins; those that are followed by another are closed."""
        open_, opens = self._minutes, runs.minute[runs.first]
        self.close_minutes(slots[(open_.start[slots] != NONE) & (open_.start[slots] != opens)])
        self._open(slots, runs, runs.first, before)
        open_.merge(slots, rows[runs.first], held.time[runs.ends[runs.first]])
        rank, more = 1, runs.last > runs.first
        while more.any():
            # One after the other, since a slot must be named once: mostly there are no more than two.
            self.close_minutes(slots[more])
            run = runs.first[more] + rank
            self._open(slots[more], runs, run, before)
            open_.merge(slots[more], rows[run], held.time[runs.ends[run]])
            rank += 1
            more = runs.last >= runs.first + rank

    def _open(self, slots: Slots, runs: _Runs, run: Slots, before: Held) -> None:
        """Open the minutes of these runs where they are not."""
        fresh = self._minutes.start[slots] == NONE
        slots, run = slots[fresh], run[fresh]
        self._minutes.start[slots] = runs.minute[run]
        self._before.put(slots, before.of(runs.begins[run]))

    def close_minutes(self, slots: Slots) -> None:
        """Close the open minutes of these slots, and add them to their hours."""
        if not len(slots):
            return
        bins = self._minutes.close(slots)
        self._emit(slots, bins)
        hours, hour = self._hours, bins.time - bins.time % HOUR
        self.close_hours(slots[(hours.start[slots] != NONE) & (hours.start[slots] != hour)])
        fresh = slots[hours.start[slots] == NONE]
        hours.start[fresh] = hours.until[fresh] = hour[hours.start[slots] == NONE]
        before = self._before.of(slots)
        hours.of.add_held(slots, before.value, before.severity, bins.time - hours.until[slots])
        hours.merge(slots, bins.of, bins.time + MINUTE)

    def close_hours(self, slots: Slots) -> None:
        """Close the open hours of these slots."""
        if len(slots):
            self._emit(slots, self._hours.close(slots))

    def close_past(self, now: Ints) -> None:
        """Close the bins that have ended at `now` (ns, by slot)."""
        for bins, close in ((self._minutes, self.close_minutes), (self._hours, self.close_hours)):
            slots = bins.past(now)
            self.closed[slots] = bins.start[slots] + bins.width
            close(slots)

    def cut(self, slots: Slots, start: Ints, stop: Ints) -> None:
        """Close what is open of slots (each named once) before `start` (ns), forget what is before `stop`."""
        minutes, hours = self._minutes.start, self._hours.start
        self.close_minutes(slots[(minutes[slots] != NONE) & (minutes[slots] < start)])
        self.close_hours(slots[(hours[slots] != NONE) & (hours[slots] < start)])
        for bins in (self._minutes, self._hours):
            bins.discard(slots[bins.start[slots] < stop])

    def forget(self, slots: Slots) -> None:
        """Begin anew with these slots."""
        self.newest.put(slots, Held.nothing(len(slots)))
        self.closed[slots] = 0
        self._minutes.discard(slots)
        self._hours.discard(slots)


def _runs_of(slot: Slots, time: Ints, begins: Slots) -> _Runs:
    minute = time // MINUTE
    fresh = np.append(True, (minute[1:] != minute[:-1]) | (slot[1:] != slot[:-1]))
    at = np.flatnonzero(fresh)
    first = np.searchsorted(at, begins)
    return _Runs(at, run_ends(at, len(slot)), minute[at] * MINUTE, first, run_ends(first, len(at)))
