"""Which events are archived, and at what time: pure decisions on columns.

Rules: every event is archived, unless the PV is suspended or has a deadband or a maximum rate (`limits`).
An IOC's timestamp before 1991 or more than 30 minutes ahead is not trusted: the sample gets its receive time,
and the IOC's clock is told of (`ioc_clock`). A repeated timestamp with another value moves on by 1 ns; with
the same value it is the same point again. An older timestamp than the last is archived as it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caflux_collector.layout import EPICS_EPOCH_S
from caflux_collector.limits import Dropped, limit, limit_block
from caflux_collector.memory import SECOND, Memory
from caflux_collector.ring import Block

EARLIEST = 662_688_000 * SECOND
"""1991-01-01 UTC in ns since 1970."""
AHEAD = 30 * 60 * SECOND


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of n events; all columns but `dropped` are of the kept ones, by PV."""

    slot: NDArray[np.uint32]
    time: NDArray[np.int64]
    value: NDArray[np.float64]
    severity: NDArray[np.uint8]
    status: NDArray[np.uint16]
    dropped: Dropped
    """By cause, the slot of each dropped event."""


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
    if memory.clocks.any_wrong or not good.all():
        memory.clocks.note(slot, own, records["received"], good)
        raw = np.where(good, own, records["received"])
    time = _separate(records, raw, memory)
    keep, dropped = limit(records, time, memory)
    if keep is not None:
        records, slot, time = records[keep], slot[keep], time[keep]
    return Verdict(slot, time, records["value"], records["severity"], records["status"], dropped)


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


def judge_block(block: Block, memory: Memory) -> tuple[int | None, Dropped]:
    """Give when a string or waveform is to be archived (ns, None: not now), and what is dropped."""
    slot = np.array([block.slot])
    nsec, received = np.array([block.nsec], np.uint32), np.array([block.received], np.int64)
    own = ioc_time(np.array([block.secs], np.uint32), nsec)
    good = trusted(own, nsec, received)
    raw = int(own[0])
    if memory.clocks.any_wrong or not good[0]:
        memory.clocks.note(slot, own, received, good)
        raw = raw if good[0] else block.received
    time = _separate_block(block, raw, memory)
    keep, dropped = limit_block(block, time, memory)
    return (time if keep else None), dropped


def _separate_block(block: Block, raw: int, memory: Memory) -> int:
    slot, bits, alarm = block.slot, hash(block.data), block.status << 8 | block.severity
    same = bits == memory.bits[slot] and alarm == memory.alarm[slot]
    time = separated(raw, int(memory.raw_time[slot]), int(memory.time[slot]), same=bool(same))
    memory.raw_time[slot], memory.time[slot] = raw, time
    memory.bits[slot], memory.alarm[slot] = bits, alarm
    return time
