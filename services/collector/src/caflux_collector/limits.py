"""Which of a PV's events are left out because somebody asked for it: suspension, maximum rate, deadband.

In this order, for each event as it arrives: while its PV is suspended, or when the maximum rate does not
allow it yet, it is held, and replaces what was held before. Else it is archived unless it lies within the
deadband of the last archived one. A change of severity passes any deadband, and so does a value that is not
finite where it differs from the last, as in EPICS base. What is held goes when something newer came;
where the limit was lifted meanwhile, it is archived all the same.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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
    def many(known: Memory, slots: Slots) -> "list[Last]":
        """Read what is known of some slots."""
        columns = (
            known.kept_time,
            known.kept_value,
            known.kept_severity,
            known.due,
            known.interval,
            known.deadband,
        )
        return [Last(*row) for row in zip(*(column[slots].tolist() for column in columns), strict=True)]

    @staticmethod
    def write_many(lasts: "list[Last]", known: Memory, slots: Slots) -> None:
        """Remember them."""
        known.kept_time[slots] = [last.time for last in lasts]
        known.kept_value[slots] = [last.value for last in lasts]
        known.kept_severity[slots] = [last.severity for last in lasts]
        known.due[slots] = [last.due for last in lasts]

    @staticmethod
    def of(known: Memory, slot: int) -> "Last":
        """Read what is known of a slot."""
        return Last.many(known, np.array([slot]))[0]

    def write(self, known: Memory, slot: int) -> None:
        """Remember it."""
        Last.write_many([self], known, np.array([slot]))

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


@dataclass(slots=True)
class _Decided:
    """What became of the events of one slot: which are archived, how many dropped, and which one is held."""

    keep: list[bool]
    in_band: int = 0
    replaced: int = 0
    holding: int = -1
    release_at: int = 0


def limit(
    records: NDArray[np.void], time: NDArray[np.int64], known: Memory
) -> tuple[NDArray[np.bool_] | None, Dropped]:
    """Give which of RECORD[n], which are by slot, are archived (None: all of them), and what is dropped."""
    care = known.care[records["slot"]]
    if not care.any():
        return None, {}
    keep = care == 0
    suspended = np.flatnonzero(care & memory.SUSPENDED)
    limited = np.flatnonzero(~keep & (care & memory.SUSPENDED == 0))
    parts = [_suspend(records[suspended], time[suspended], known)] if len(suspended) else []
    if len(limited):
        keep[limited], dropped = _limit(records[limited], time[limited], known)
        parts.append(dropped)
    causes = {cause for part in parts for cause in part}
    return keep, {cause: np.concatenate([p[cause] for p in parts if cause in p]) for cause in causes}


def _suspend(records: NDArray[np.void], time: NDArray[np.int64], known: Memory) -> Dropped:
    """Hold the last event of each slot; drop the others."""
    slot = records["slot"]
    last = np.append(slot[1:] != slot[:-1], True)
    dropped = known.held.drop(slot[last])
    known.held.hold(held.SUSPENDED, records[last], time[last], NEVER)
    cause = held.CAUSES[held.SUSPENDED]
    return {**dropped, cause: np.append(dropped.get(cause, slot[:0]), slot[~last])}


def _limit(
    records: NDArray[np.void], time: NDArray[np.int64], known: Memory
) -> tuple[NDArray[np.bool_], Dropped]:
    """Apply deadband and maximum rate to events of slots that have one of them."""
    slot = records["slot"]
    starts = np.flatnonzero(np.diff(slot.astype(np.int64), prepend=-1))
    slots = slot[starts]
    lasts, before = Last.many(known, slots), known.held.release_times(slots)
    columns = [
        column.tolist() for column in (time, records["value"], records["severity"], records["received"])
    ]
    edges = [*starts.tolist(), len(slot)]
    decided = [
        _decide(last, release_at, list(zip(*(column[start:stop] for column in columns), strict=True)))
        for last, release_at, (start, stop) in zip(lasts, before, pairwise(edges), strict=True)
    ]
    Last.write_many(lasts, known, slots)
    dropped = _Counted(known.held.drop(slots), slots)
    holding = np.array([each.holding for each in decided])
    rows = (starts + holding)[holding >= 0]
    release_at = np.array([each.release_at for each in decided])[holding >= 0]
    known.held.hold(held.RATE, records[rows], time[rows], release_at)
    dropped.add(held.CAUSES[held.RATE], [each.replaced for each in decided])
    dropped.add(DEADBAND, [each.in_band for each in decided])
    return np.concatenate([np.array(each.keep) for each in decided]), dropped.all


def _decide(last: Last, release_at: int | None, events: list[tuple[int, float, int, int]]) -> _Decided:
    """Decide on the events of one slot: time (ns), value, severity and when it was received (ns) of each.

    `release_at` is when the one that was held for the maximum rate was due, None where none was.
    """
    done = _Decided([])
    for row, (when, value, severity, received) in enumerate(events):
        done.replaced += done.holding >= 0
        done.holding = -1
        if last.is_too_soon(when):
            done.holding = row
            if release_at is None:
                release_at = received + last.due - when
            done.keep.append(False)
            continue
        release_at = None
        within = last.is_within(value, severity)
        done.in_band += within
        done.keep.append(not within)
        if not within:
            last.keep(when, value, severity)
    done.release_at = release_at or 0
    return done


@dataclass(slots=True)
class _Counted:
    """Dropped events by cause, to which those are added that are counted by slot."""

    all: Dropped
    slots: Slots

    def add(self, cause: str, counts: list[int]) -> None:
        """Add so many of each slot."""
        if any(counts):
            self.all[cause] = np.append(self.all.get(cause, self.slots[:0]), np.repeat(self.slots, counts))


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
    lasts = Last.many(known, taken.slot)
    rows = zip(lasts, _rows(taken), strict=True)
    kept = np.array([_release(last, *row[1:], by_rate=row[0] in by_rate) for last, row in rows], np.bool_)
    Last.write_many(lasts, known, taken.slot)
    for block, time in taken.blocks:
        last = Last.of(known, block.slot)
        (last.keep_held if block.slot in by_rate else last.keep)(time, math.nan, block.severity)
        last.write(known, block.slot)
    dropped: Dropped = {DEADBAND: taken.slot[~kept]} if not kept.all() else {}
    return taken.only(kept), dropped


def _rows(taken: Released) -> Iterator[tuple[int, int, float, int]]:
    columns = taken.slot.tolist(), taken.time.tolist(), taken.value.tolist(), taken.severity.tolist()
    return zip(*columns, strict=True)


def _release(last: Last, time: int, value: float, severity: int, *, by_rate: bool) -> bool:
    """Give whether a number that was held is archived; one that was held by a suspension always is."""
    if by_rate and last.is_within(value, severity):
        return False
    (last.keep_held if by_rate else last.keep)(time, value, severity)
    return True
