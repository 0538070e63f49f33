"""Minutes and hours of every PV, summed up from the stream that is archived.

The stream gives rows of an hour only where it has seen all of it: one engine, connected throughout, nothing
lost, nothing late. Whatever else happens to an hour of a PV makes it doubtful: a connection that comes or
goes, a start or a stop, a sample older than the one before it or one that was lost. A mark in the archive
says so; readers then take the samples of that hour, and `rebuild` makes its rows from them. So no row has to
be right in a case that is not simple.

What arrives is gathered for some seconds and then summed up for many PVs at once.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from caflux_storage.bins import Bins
from caflux_storage.encode import sample_prefix
from caflux_storage.rollups import HOUR, encode_rollups
from caflux_storage.seam import Event
from caflux_storage.summary import NS, Bytes, Floats, Ints, run_begins, run_ends
from numpy.typing import NDArray

from caflux_collector.doubts import BEGINS, KINDS, LOSSES, Doubts, hours_of, lost_until
from caflux_collector.places import Places
from caflux_collector.sums import Columns, Slots, Sums

PERIOD = 5 * NS
MOST = 131_072
"""Samples that are gathered, at most."""
_PART = 16_384
"""Samples that are summed up at once: what that needs for a moment is 100 bytes a sample."""
GRACE = 30 * NS
"""How long after its end, by the clock of its samples, a bin waits for the one that would close it."""
_MOST_HOURS = 48
"""Hours that one late sample makes doubtful, at most."""
_NEVER = np.iinfo(np.int64).max
_UNSEEN = _NEVER - 1
"""From when on the stream of a slot is whole: nobody knows yet, since nothing of it has come."""
_FIRST_ROOM = 1_024


class Names(Protocol):
    """The PV of every slot, by what its sample lines begin with."""

    prefix: Sequence[str]

    def slot_of_pv(self, pv: str) -> int | None:
        """Give a PV's slot, or None."""


class Rollup:
    """The rollups of one work thread; it alone calls this.

    Attributes:
        places: where things go.
    """

    def __init__(self, names: Names, places: Places) -> None:
        self._names = names
        self.places = places
        self._sums = Sums(self._emit)
        self._doubts = Doubts()
        self._columns: list[Columns] = []
        self._gathered = 0
        self._events: list[Event] = []
        self._blocks: list[tuple[int, int]] = []
        self._forgotten: dict[int, int] = {}
        self._began = 0
        self._lines: dict[str, list[bytes]] = {}
        self._behind = np.empty(0, np.int64)
        self._whole_from = np.empty(0, np.int64)

    def add(self, slot: NDArray[np.integer], time: Ints, value: Floats, severity: Bytes) -> None:
        """Take numbers that are archived, of each slot in order of arrival."""
        if len(slot):
            self._columns.append(Columns(slot.astype(np.int64), time, value.copy(), severity.copy()))
            self._gathered += len(slot)

    def on_block(self, slot: int, time: int) -> None:
        """Take note of a text or a waveform; it matters only to a PV that was a number before."""
        if slot < len(self._behind) and self._sums.newest.time[slot]:
            self._blocks.append((slot, time))

    def on_event(self, event: Event) -> None:
        """Take note of what happened to the recording of a PV."""
        if event.kind in KINDS:
            self._events.append(event)

    def forget(self, slot: int) -> None:
        """Begin anew with a slot that another PV gets."""
        self._forgotten[slot] = len(self._columns)

    def lines(self, now_ns: int) -> dict[str, bytes]:
        """Give the rows of bins that have closed, and marks, by where they go; mostly nothing yet."""
        if now_ns - self._began < PERIOD and self._gathered < MOST:
            return {}
        return self.finish(now_ns)

    def finish(self, now_ns: int) -> dict[str, bytes]:
        """Sum up all that was gathered, and give rows and marks, by where they go."""
        self._began = now_ns
        self._make_room(len(self._names.prefix))
        self._forget()
        for columns in self._gathered_by_slot():
            self._take(columns, now_ns)
        self._take_blocks(now_ns)
        self._take_events(now_ns)
        self._sums.close_past(now_ns - self._behind - GRACE)
        lines, self._lines = self._lines, {}
        if marks := self._doubts.encode():
            lines.setdefault("", []).append(marks)
        return {policy: b"".join(some) for policy, some in lines.items()}

    def _emit(self, slots: Slots, bins: Bins) -> None:
        for policy, which in self.places.rollups(slots, bins.width):
            rows = bins if which is None else Bins(bins.width, bins.time[which], bins.of[which])
            lines = encode_rollups(self._names.prefix, slots if which is None else slots[which], rows)
            self._lines.setdefault(policy, []).append(lines)

    def _make_room(self, slots: int) -> None:
        have = len(self._behind)
        if slots > have:
            room = max(slots, 2 * have, _FIRST_ROOM)
            self._behind = np.append(self._behind, np.zeros(room - have, np.int64))
            self._whole_from = np.append(self._whole_from, np.full(room - have, _UNSEEN))
            self._sums.grow(room)
            self._doubts.grow(room)

    def _forget(self) -> None:
        """Drop what is gathered of PVs whose slots are others' now; their last hours are doubtful anyway."""
        forgotten, self._forgotten = self._forgotten, {}
        if not forgotten:
            return
        for k, columns in enumerate(self._columns):
            gone = [slot for slot, chunks in forgotten.items() if k < chunks]
            self._columns[k] = columns.of(~np.isin(columns.slot, gone))
        slots = np.array(sorted(forgotten), np.int64)
        self._sums.forget(slots)
        self._whole_from[slots] = _UNSEEN

    def _gathered_by_slot(self) -> Iterator[Columns]:
        """Take what was gathered, in parts; all of a slot is in one of them."""
        columns, self._columns, self._gathered = self._columns, [], 0
        if not columns:
            return
        joined = Columns(*(np.concatenate([part[k] for part in columns]) for k in range(4)))
        columns.clear()
        order = np.argsort(joined.slot, kind="stable")
        begins = run_begins(joined.slot[order])
        fresh = np.append(True, np.diff(begins // _PART) > 0)
        for part in np.split(order, begins[fresh][1:]):
            yield joined.of(part)

    def _take(self, columns: Columns, now: int) -> None:
        """Sum up what is simple; what is not becomes a doubt."""
        keep = self._sift(columns, now)
        if keep is not None:
            columns = columns.of(keep)
        if len(columns.slot):
            self._sums.add(columns)
            ends = run_ends(run_begins(columns.slot), len(columns.slot))
            self._behind[columns.slot[ends]] = np.maximum(now - columns.time[ends], 0)

    def _sift(self, columns: Columns, now: int) -> NDArray[np.bool_] | None:
        """Tell which samples are to be summed up; None: all."""
        slot, time = columns.slot, columns.time
        newest = np.maximum(self._sums.newest.time, self._sums.closed - 1)
        fresh = np.append(True, slot[1:] != slot[:-1])
        previous = np.append(0, time[:-1])
        previous[fresh] = newest[slot[fresh]]
        keep = time > previous
        if keep.all() and (time[fresh] >= self._whole_from[slot[fresh]]).all():
            return None
        for s in np.unique(slot[~keep]).tolist():
            start, stop = np.searchsorted(slot, np.array([s, s + 1])).tolist()
            keep[start:stop] = self._in_order(s, time[start:stop], int(newest[s]), now)
        simple = keep & (time >= self._whole_from[slot])
        known = columns.of(keep & ~simple)
        self._doubt(known.slot, known.time - known.time % HOUR, now)
        self._sums.newest.put(known.slot, known.held())
        # A PV that another work thread had before comes without an event of its own.
        unseen = self._whole_from[known.slot] == _UNSEEN
        begun = np.maximum(known.time[unseen], now)
        self._whole_from[known.slot[unseen]] = begun - begun % HOUR + HOUR
        return simple

    def _in_order(self, slot: int, time: Ints, newest: int, now: int) -> NDArray[np.bool_]:
        """Tell which samples of a slot are later than all before; doubt the hours of the others.

        What is held after a late sample changes too, up to the next one. A sample at the time of the one
        before it is the same point again.
        """
        reached = np.maximum.accumulate(np.append(newest, time))
        late = (time < reached[:-1]) & (time != self._sums.newest.time[slot])
        for first, last in zip(time[late].tolist(), reached[:-1][late].tolist(), strict=True):
            hours = np.arange(first - first % HOUR, last + 1, HOUR)[:_MOST_HOURS]
            self._doubt(np.full(len(hours), slot), hours, now)
        later: NDArray[np.bool_] = time > reached[:-1]
        return later

    def _doubt(self, slot: Slots, hour: Ints, now: int) -> None:
        """Doubt hours of slots (ascending); what is open of them is not summed up further."""
        if not len(slot):
            return
        some = np.append(True, (slot[1:] != slot[:-1]) | (hour[1:] != hour[:-1]))
        slot, hour = slot[some], hour[some]
        self._doubts.add(slot, hour, self._names.prefix, now)
        for s, h in zip(
            *(column[self._whole_from[slot] < hour + HOUR].tolist() for column in (slot, hour)), strict=True
        ):
            self._cut({s: (h, h + HOUR)})
            self._whole_from[s] = max(self._whole_from[s], h + HOUR)

    def _cut(self, spans: dict[int, tuple[int, int]]) -> None:
        slots = np.array(sorted(spans), np.int64)
        start, stop = np.array([spans[slot] for slot in slots.tolist()], np.int64).T
        self._sums.cut(slots, start, stop)

    def _take_blocks(self, now: int) -> None:
        """Texts and waveforms of PVs that were numbers: nothing that is a number is held after them."""
        blocks, self._blocks = self._blocks, []
        newest = self._sums.newest
        for slot, time in blocks:
            self._doubt(np.array([slot], np.int64), np.array([time - time % HOUR], np.int64), now)
            if newest.time[slot] <= time:
                newest.time[slot], newest.value[slot] = time, np.nan

    def _take_events(self, now: int) -> None:
        """Doubt the hours that events touch, and begin or end to trust the stream."""
        events, self._events = self._events, []
        spans: dict[int, tuple[int, int]] = {}
        for event in events:
            prefix, hours = sample_prefix(event.pv), hours_of(event)
            self._doubts.add_hours(prefix, hours, now)
            slot = self._names.slot_of_pv(event.pv)
            if slot is None or slot >= len(self._behind):
                continue
            if slot in spans:
                self._cut(spans)
                spans = {}
            spans[slot] = hours[0], hours[-1] + HOUR
            self._trust(slot, event, hours[-1] + HOUR)
        if spans:
            self._cut(spans)

    def _trust(self, slot: int, event: Event, hour: int) -> None:
        """Trust the stream of a slot from an hour (its begin, ns) on, or no longer."""
        if event.kind in BEGINS:
            self._whole_from[slot] = _NEVER
        elif event.kind in LOSSES:
            self._whole_from[slot] = max(self._whole_from[slot], hour)
            if self._sums.newest.time[slot] <= lost_until(event):
                self._sums.newest.value[slot] = np.nan
        else:
            self._whole_from[slot] = hour
