"""Which events are archived, and at what time: pure decisions on columns.

Rules: every event is archived, unless the PV has a deadband or a maximum rate. An IOC's timestamp before 1991
or more than 30 minutes ahead is not trusted: the sample gets its receive time, a note keeps the IOC's own.
A repeated timestamp with another value moves on by 1 ns; with the same value it is the same point again.
An older timestamp than the last is archived as it is.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from caflux_collector.layout import EPICS_EPOCH_S

SECOND = 1_000_000_000
EARLIEST = 662_688_000 * SECOND
"""1991-01-01 UTC in ns since 1970."""
AHEAD = 30 * 60 * SECOND


@dataclass(slots=True)
class Memory:
    """What is known of every slot from the events before."""

    slots: int
    raw_time: NDArray[np.int64] = field(init=False)
    time: NDArray[np.int64] = field(init=False)
    bits: NDArray[np.int64] = field(init=False)
    alarm: NDArray[np.int64] = field(init=False)
    kept_value: NDArray[np.float64] = field(init=False)
    kept_time: NDArray[np.int64] = field(init=False)
    kept_severity: NDArray[np.int16] = field(init=False)
    deadband: NDArray[np.float64] = field(init=False)
    interval: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        for name in ("raw_time", "time", "bits", "alarm", "kept_time", "interval"):
            setattr(self, name, np.zeros(self.slots, np.int64))
        self.kept_value = np.full(self.slots, np.nan)
        self.kept_severity = np.full(self.slots, -1, np.int16)
        self.deadband = np.full(self.slots, np.nan)

    def limit(self, slot: int, deadband: float | None, max_rate_hz: float | None) -> None:
        """Set a PV's deadband (its own units) and maximum rate (events a second)."""
        self.deadband[slot] = np.nan if deadband is None else deadband
        self.interval[slot] = 0 if max_rate_hz is None else round(SECOND / max_rate_hz)

    def too_soon(self, slot: int, time: int) -> bool:
        """Tell whether a PV's maximum rate forbids an event at a time."""
        since = time - int(self.kept_time[slot])
        return bool(self.kept_severity[slot] >= 0) and 0 <= since < int(self.interval[slot])

    def keep(self, slot: int, time: int, severity: int, value: float = np.nan) -> None:
        """Note an event that is archived, for deadband and rate."""
        self.kept_time[slot], self.kept_severity[slot], self.kept_value[slot] = time, severity, value

    def forget(self, slot: int) -> None:
        """Begin anew with a slot, as after its PV's type changed."""
        self.raw_time[slot] = self.time[slot] = self.kept_time[slot] = 0
        self.kept_value[slot], self.kept_severity[slot] = np.nan, -1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of n events; all columns but `dropped` and `clock` are of the kept ones, by PV."""

    slot: NDArray[np.uint32]
    time: NDArray[np.int64]
    value: NDArray[np.float64]
    severity: NDArray[np.uint8]
    status: NDArray[np.uint16]
    dropped: dict[str, NDArray[np.uint32]]
    """By cause, the slot of each dropped event."""
    clock: list[tuple[int, int, int]]
    """Slot, time given (ns) and the IOC's own time (ns) of each event whose clock was not trusted."""


def ioc_time(secs: NDArray[np.uint32], nsec: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Turn EPICS timestamps into ns since 1970."""
    return (secs.astype(np.int64) + EPICS_EPOCH_S) * SECOND + nsec


def trusted(
    time: NDArray[np.int64], nsec: NDArray[np.uint32], received: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which timestamps are believed."""
    result: NDArray[np.bool_] = (time >= EARLIEST) & (time <= received + AHEAD) & (nsec < SECOND)
    return result


def separated(raw: int, last_raw: int, last: int, *, same: bool) -> int:
    """Give the time to archive an event at: `raw`, unless the event before it stands there already.

    Args:
        raw: its timestamp, ns.
        last_raw: the timestamp of the event before.
        last: what that one was archived at.
        same: whether the two have the same value and alarm.
    """
    if not last_raw <= raw <= last:
        return raw
    return last if same and raw == last_raw else last + 1


def judge(records: NDArray[np.void], memory: Memory) -> Verdict:
    """Decide on RECORD[n] in order of arrival, and remember what the next decision needs."""
    records = records[np.argsort(records["slot"], kind="stable")]
    slot = records["slot"]
    own = ioc_time(records["secs"], records["nsec"])
    good = trusted(own, records["nsec"], records["received"])
    raw = own
    clock: list[tuple[int, int, int]] = []
    if not good.all():
        raw = np.where(good, own, records["received"])
        bad = np.flatnonzero(~good)
        clock = list(zip(slot[bad].tolist(), raw[bad].tolist(), own[bad].tolist(), strict=True))
    time = _separate(records, raw, memory)
    keep, dropped = _limit(records, time, memory)
    if keep is not None:
        records, slot, time = records[keep], slot[keep], time[keep]
    return Verdict(slot, time, records["value"], records["severity"], records["status"], dropped, clock)


def _separate(records: NDArray[np.void], raw: NDArray[np.int64], memory: Memory) -> NDArray[np.int64]:
    """Move repeated timestamps with another value on by 1 ns; remember the last of every slot."""
    slot, n = records["slot"], len(records)
    bits = np.ascontiguousarray(records["value"]).view(np.int64)
    alarm = records["status"].astype(np.int64) << 8 | records["severity"]
    first = np.ones(n, np.bool_)
    first[1:] = slot[1:] != slot[:-1]
    before, reached = np.empty(n, np.int64), np.empty(n, np.int64)
    before[1:] = reached[1:] = raw[:-1]
    before[first], reached[first] = memory.raw_time[slot[first]], memory.time[slot[first]]
    time = raw
    taken = (raw >= before) & (raw <= reached)
    if taken.any():
        time = raw.copy()
        for s in np.unique(slot[taken]).tolist():
            start, stop = np.searchsorted(slot, np.array([s, s + 1], slot.dtype)).tolist()
            what = list(zip(bits[start:stop].tolist(), alarm[start:stop].tolist(), strict=True))
            _separate_one(s, what, memory, time[start:stop])
    last = np.flatnonzero(np.append(first[1:], True)) if n else np.empty(0, np.intp)
    ends = slot[last]
    memory.raw_time[ends], memory.time[ends] = raw[last], time[last]
    memory.bits[ends], memory.alarm[ends] = bits[last], alarm[last]
    return time


def _separate_one(slot: int, what: list[tuple[int, int]], memory: Memory, time: NDArray[np.int64]) -> None:
    """Move the times of one slot's events where it is needed; `what` is the bits and alarm of each."""
    last_raw, last = int(memory.raw_time[slot]), int(memory.time[slot])
    before = int(memory.bits[slot]), int(memory.alarm[slot])
    for row, own in enumerate(time.tolist()):
        last = separated(own, last_raw, last, same=what[row] == before)
        last_raw, before = own, what[row]
        time[row] = last


def _limit(
    records: NDArray[np.void], time: NDArray[np.int64], memory: Memory
) -> tuple[NDArray[np.bool_] | None, dict[str, NDArray[np.uint32]]]:
    """Apply deadband and maximum rate to the slots that have one; None where all are kept."""
    slot = records["slot"]
    limited = ~np.isnan(memory.deadband[slot]) | (memory.interval[slot] > 0)
    if not limited.any():
        return None, {}
    keep = np.ones(len(records), np.bool_)
    dropped: dict[str, list[int]] = {"deadband": [], "rate": []}
    for row in np.flatnonzero(limited).tolist():
        s, value, severity = int(slot[row]), float(records["value"][row]), int(records["severity"][row])
        cause = _cause(s, value, severity, int(time[row]), memory)
        if cause is None:
            memory.keep(s, int(time[row]), severity, value)
        else:
            keep[row] = False
            dropped[cause].append(s)
    return keep, {cause: np.array(slots, np.uint32) for cause, slots in dropped.items() if slots}


def _cause(slot: int, value: float, severity: int, time: int, memory: Memory) -> str | None:
    """Say why an event is not archived; a change of severity always is, if the rate allows.

    A value that is not finite exceeds the deadband where it differs from the last, as in EPICS base.
    """
    if memory.too_soon(slot, time):
        return "rate"
    band, kept = float(memory.deadband[slot]), float(memory.kept_value[slot])
    if math.isnan(band) or severity != memory.kept_severity[slot]:
        return None
    same = value == kept or (math.isnan(value) and math.isnan(kept))
    return "deadband" if same or abs(value - kept) <= band else None
