"""Which of a PV's events are left out because somebody asked for it: suspension, maximum rate, deadband.

In this order, for each event as it arrives: while its PV is suspended, or when the maximum rate does not
allow it yet, it is held, and replaces what was held before. Else it is archived unless it lies within the
deadband of the last archived one. A change of severity passes any deadband, and so does a value that is not
finite where it differs from the last, as in EPICS base. What is held goes when something newer came.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caflux_collector import held, memory
from caflux_collector.held import NEVER, Released
from caflux_collector.memory import Memory
from caflux_collector.ring import Block

DEADBAND = "deadband"
Slots = NDArray[np.integer]
Dropped = dict[str, Slots]
"""By cause, the slot of each dropped event."""


@dataclass(slots=True)
class Last:
    """A PV's limits, and its last archived event: time, value, severity (-1 before the first)."""

    time: int
    value: float
    severity: int
    due: int
    interval: int
    deadband: float

    @staticmethod
    def of(known: Memory, slot: int) -> "Last":
        """Read what is known of a slot."""
        return Last(
            int(known.kept_time[slot]),
            float(known.kept_value[slot]),
            int(known.kept_severity[slot]),
            int(known.due[slot]),
            int(known.interval[slot]),
            float(known.deadband[slot]),
        )

    def write(self, known: Memory, slot: int) -> None:
        """Remember it."""
        known.kept_time[slot], known.kept_value[slot] = self.time, self.value
        known.kept_severity[slot], known.due[slot] = self.severity, self.due

    def is_too_soon(self, time: int) -> bool:
        """Tell whether the maximum rate forbids an event at a time (ns)."""
        return self.severity >= 0 and self.time <= time < self.due

    def is_within(self, value: float, severity: int) -> bool:
        """Tell whether a value lies within the deadband of the last."""
        if math.isnan(self.deadband) or severity != self.severity:
            return False
        same = value == self.value or (math.isnan(value) and math.isnan(self.value))
        return same or abs(value - self.value) <= self.deadband

    def keep(self, time: int, value: float, severity: int) -> None:
        """Note an event that is archived."""
        self.time, self.value, self.severity, self.due = time, value, severity, time + self.interval

    def keep_held(self, time: int, value: float, severity: int) -> None:
        """Note an event that was held: it counts for the interval that began when it was released."""
        due = self.due + self.interval
        self.keep(time, value, severity)
        self.due = due


class _Dropping:
    """Collects the slots of dropped events by cause."""

    def __init__(self, dropped: Dropped) -> None:
        self._parts: dict[str, list[Slots]] = {cause: [slots] for cause, slots in dropped.items()}

    def add(self, cause: str, slots: Slots) -> None:
        if len(slots):
            self._parts.setdefault(cause, []).append(slots)

    def all(self) -> Dropped:
        return {cause: np.concatenate(parts) for cause, parts in self._parts.items()}


def limit(
    records: NDArray[np.void], time: NDArray[np.int64], known: Memory
) -> tuple[NDArray[np.bool_] | None, Dropped]:
    """Give which of RECORD[n], which are by slot, are archived (None: all of them), and what is dropped."""
    slot = records["slot"]
    care = known.care[slot]
    if not care.any():
        return None, {}
    rows = np.flatnonzero(care)
    starts = _starts(slot[rows])
    before = known.held.release_times(slot[rows[starts]])
    dropping = _Dropping(known.held.drop(slot[rows[starts]]))
    keep = care == 0
    _suspend(records, time, np.flatnonzero(care & memory.SUSPENDED), known, dropping)
    for first, last, release_at in zip(starts, [*starts[1:], len(rows)], before, strict=True):
        start, stop = int(rows[first]), int(rows[last - 1]) + 1
        if not care[start] & memory.SUSPENDED:
            part = slice(start, stop)
            keep[part] = _limit_one(records[part], time[part], release_at, known, dropping)
    return keep, dropping.all()


def _starts(slot: Slots) -> list[int]:
    starts: list[int] = np.flatnonzero(np.diff(slot.astype(np.int64), prepend=-1)).tolist()
    return starts


def _suspend(
    records: NDArray[np.void],
    time: NDArray[np.int64],
    rows: NDArray[np.intp],
    known: Memory,
    dropping: _Dropping,
) -> None:
    """Hold the last event of each slot; drop the others."""
    if len(rows):
        slot = records["slot"][rows]
        is_last = np.append(slot[1:] != slot[:-1], True)
        dropping.add(held.CAUSES[held.SUSPENDED], slot[~is_last])
        last = rows[is_last]
        known.held.hold(held.SUSPENDED, records[last], time[last], NEVER)


def _limit_one(
    records: NDArray[np.void],
    time: NDArray[np.int64],
    release_at: int | None,
    known: Memory,
    dropping: _Dropping,
) -> list[bool]:
    """Decide on the events of one slot; give which are archived.

    Args:
        records: RECORD[n].
        time: to archive them at, [n], ns.
        release_at: when the one that was held for the maximum rate was due, None where none was.
        known: about all slots.
        dropping: collects what is dropped.
    """
    slot = int(records["slot"][0])
    last, keep, in_band, replaced, holding = Last.of(known, slot), list[bool](), 0, 0, -1
    columns = zip(time.tolist(), records["value"].tolist(), records["severity"].tolist(), strict=True)
    for row, (when, value, severity) in enumerate(columns):
        replaced += holding >= 0
        holding = -1
        if last.is_too_soon(when):
            holding = row
            if release_at is None:
                release_at = int(records["received"][row]) + last.due - when
            keep.append(False)
            continue
        release_at = None
        within = last.is_within(value, severity)
        in_band += within
        keep.append(not within)
        if not within:
            last.keep(when, value, severity)
    last.write(known, slot)
    if release_at is not None:
        known.held.hold(held.RATE, records[[holding]], time[[holding]], release_at)
    dropping.add(held.CAUSES[held.RATE], np.full(replaced, slot))
    dropping.add(DEADBAND, np.full(in_band, slot))
    return keep


def limit_block(block: Block, time: int, known: Memory) -> tuple[bool, Dropped]:
    """Give whether a string or waveform is archived, and what is dropped; there is no deadband for it."""
    slot = block.slot
    care = int(known.care[slot])
    if not care:
        return True, {}
    one = np.array([slot])
    (release_at,) = known.held.release_times(one)
    dropped, last = known.held.drop(one), Last.of(known, slot)
    if care & memory.SUSPENDED:
        known.held.hold_block(held.SUSPENDED, block, time, NEVER)
    elif last.is_too_soon(time):
        due = block.received + last.due - time if release_at is None else release_at
        known.held.hold_block(held.RATE, block, time, due)
    else:
        last.keep(time, math.nan, block.severity)
        last.write(known, slot)
        return True, dropped
    return False, dropped


def release(now_ns: int, known: Memory) -> tuple[Released, Dropped] | None:
    """Take out what was held and is due, if anything; give it, and what is in its deadband after all."""
    slots = known.held.due(now_ns)
    if not len(slots):
        return None
    by_rate = set(slots[known.held.cause[slots] == held.RATE].tolist())
    taken = known.held.take(slots)
    keep = [_release_one(*row, known, by_rate=row[0] in by_rate) for row in _rows(taken)]
    for block, time in taken.blocks:
        last = Last.of(known, block.slot)
        (last.keep_held if block.slot in by_rate else last.keep)(time, math.nan, block.severity)
        last.write(known, block.slot)
    kept = np.array(keep, np.bool_)
    dropped: Dropped = {DEADBAND: taken.slot[~kept]} if not kept.all() else {}
    return taken.only(kept), dropped


def _rows(taken: Released) -> Iterator[tuple[int, int, float, int]]:
    columns = taken.slot.tolist(), taken.time.tolist(), taken.value.tolist(), taken.severity.tolist()
    return zip(*columns, strict=True)


def _release_one(slot: int, time: int, value: float, severity: int, known: Memory, *, by_rate: bool) -> bool:
    """Give whether a number that was held is archived; one that was held by a suspension always is."""
    last = Last.of(known, slot)
    if by_rate and last.is_within(value, severity):
        return False
    (last.keep_held if by_rate else last.keep)(time, value, severity)
    last.write(known, slot)
    return True
