"""The judge decides on columns as a plain program would that takes one event after the other."""

import math
import struct
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from caflux_collector.held import RATE, SUSPENDED
from caflux_collector.judge import judge, judge_block
from caflux_collector.layout import EPICS_EPOCH_S, RECORD
from caflux_collector.limits import Dropped, release
from caflux_collector.memory import SECOND, Memory
from caflux_collector.ring import Block
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NOW = 1_700_000_000 * SECOND
EPICS_ZERO = EPICS_EPOCH_S * SECOND
YEAR_1991 = 662_688_000 * SECOND
HALF_AN_HOUR = 1_800 * SECOND
SLOTS = 3
STRING = 14


@dataclass(frozen=True)
class One:
    """One event; times in ns."""

    slot: int
    stamp: int
    value: float
    severity: int
    status: int
    received: int

    @property
    def what(self) -> tuple[bytes, int, int]:
        return struct.pack("<d", self.value), self.severity, self.status

    def record(self) -> tuple[Any, ...]:
        secs, nsec = divmod(self.stamp, SECOND)
        stamp = (secs - EPICS_EPOCH_S, nsec)
        return self.slot, self.status, self.severity, 20, *stamp, self.value, self.received

    def block(self) -> Block:
        secs, nsec = divmod(self.stamp, SECOND)
        head = (self.slot, self.status, self.severity, STRING, 1, secs - EPICS_EPOCH_S, nsec, self.received)
        return Block(*head, self.what[0])


@dataclass
class Slot:
    """What the reference knows of one slot."""

    raw: int = 0
    time: int = 0
    what: object = None
    kept: One | None = None
    kept_at: int = 0
    due: int = 0
    held: tuple[str, One, int, int] | None = None
    """Cause, event, the time to archive it at, when it is due."""
    suspended: bool = False
    deadband: float | None = None
    interval: int = 0


@dataclass
class Reference:
    """The rules, one event at a time."""

    numbers: bool
    slots: list[Slot] = field(default_factory=lambda: [Slot() for _ in range(SLOTS)])
    archived: dict[int, list[tuple[int, Any]]] = field(default_factory=lambda: defaultdict(list))
    dropped: Counter[tuple[str, int]] = field(default_factory=Counter)

    def on(self, event: One) -> None:
        slot = self.slots[event.slot]
        time = self.time_of(slot, event)
        if not slot.suspended and slot.deadband is None and not slot.interval:
            self.keep(
                slot, event, time, time
            )  # what is still held, by a limit that was lifted, is due anyway
            return
        earlier, slot.held = slot.held, None
        if earlier:
            self.dropped[earlier[0], event.slot] += 1
        if slot.suspended:
            slot.held = ("suspended", event, time, 2**62)
        elif slot.kept and slot.kept_at <= time < slot.due:
            begun = earlier[3] if earlier and earlier[0] == "rate" else event.received + slot.due - time
            slot.held = ("rate", event, time, begun)
        elif self.in_deadband(slot, event):
            self.dropped["deadband", event.slot] += 1
        else:
            self.keep(slot, event, time, time + slot.interval)

    @staticmethod
    def time_of(slot: Slot, event: One) -> int:
        believed = YEAR_1991 <= event.stamp <= event.received + HALF_AN_HOUR
        raw = event.stamp if believed else event.received
        if slot.raw <= raw <= slot.time:
            again = raw == slot.raw and event.what == slot.what
            time = slot.time if again else slot.time + 1
        else:
            time = raw
        slot.raw, slot.time, slot.what = raw, time, event.what
        return time

    def in_deadband(self, slot: Slot, event: One) -> bool:
        if not self.numbers or slot.deadband is None or slot.kept is None:
            return False
        value, last = event.value, slot.kept.value
        if event.severity != slot.kept.severity:
            return False
        if math.isnan(value) or math.isnan(last):
            return math.isnan(value) and math.isnan(last)
        return value == last or abs(value - last) <= slot.deadband

    def keep(self, slot: Slot, event: One, time: int, due: int) -> None:
        slot.kept, slot.kept_at, slot.due = event, time, due
        self.archived[event.slot].append((time, event.what))

    def release(self, now: int) -> None:
        for number, slot in enumerate(self.slots):
            if not slot.held or slot.held[3] > now:
                continue
            (cause, event, time, _), slot.held = slot.held, None
            if cause == "suspended":
                self.keep(slot, event, time, time + slot.interval)
            elif self.in_deadband(slot, event):
                self.dropped["deadband", number] += 1
            else:
                self.keep(slot, event, time, slot.due + slot.interval)

    def make_due(self, slot: Slot, *causes: str) -> None:
        if slot.held and slot.held[0] in causes:
            slot.held = (*slot.held[:3], 0)

    def limit(self, number: int, deadband: float | None, interval: int) -> None:
        slot = self.slots[number]
        if interval != slot.interval:
            self.make_due(slot, "rate")
            slot.due = slot.kept_at + interval
        if slot.deadband is None and not slot.interval:
            slot.kept = None
        slot.deadband, slot.interval = deadband, interval

    def suspend(self, number: int) -> None:
        self.slots[number].suspended = True

    def resume(self, number: int) -> None:
        self.slots[number].suspended = False
        self.make_due(self.slots[number], "rate", "suspended")

    def forget(self, number: int) -> None:
        slot = self.slots[number]
        slot.raw = slot.time = slot.due = 0
        slot.kept = None
        self.make_due(slot, "rate")

    def retire(self, number: int) -> None:
        slot = self.slots[number]
        if slot.suspended and slot.held and slot.held[0] == "suspended":
            self.dropped["suspended", number] += 1
            slot.held = None
        self.resume(number)


@dataclass
class Columns:
    """The judge itself, with what it gave collected."""

    numbers: bool
    memory: Memory = field(default_factory=lambda: Memory(SLOTS))
    archived: dict[int, list[tuple[int, Any]]] = field(default_factory=lambda: defaultdict(list))
    dropped: Counter[tuple[str, int]] = field(default_factory=Counter)

    def on(self, events: list[One]) -> None:
        if self.numbers:
            verdict = judge(np.array([event.record() for event in events], RECORD), self.memory)
            self.drop(verdict.dropped)
            self.keep(verdict)
        else:
            for event in events:
                time, dropped = judge_block(event.block(), self.memory)
                self.drop(dropped)
                if time is not None:
                    self.archived[event.slot].append((time, event.what))

    def keep(self, columns: Any) -> None:
        rows = zip(columns.slot, columns.time, columns.value, columns.severity, columns.status, strict=True)
        for slot, time, value, severity, status in rows:
            self.archived[int(slot)].append((int(time), (struct.pack("<d", value), severity, status)))

    def drop(self, dropped: Dropped) -> None:
        for cause, slots in dropped.items():
            self.dropped.update((cause, int(slot)) for slot in slots)

    def release(self, now: int) -> None:
        found = release(now, self.memory)
        if found:
            self.keep(found[0])
            self.drop(found[1])
            for block, time in found[0].blocks:
                what = block.data, block.severity, block.status
                self.archived[block.slot].append((time, what))

    def limit(self, slot: int, deadband: float | None, interval: int) -> None:
        self.memory.limit(slot, deadband, 1e9 / interval if interval else None)

    def suspend(self, slot: int) -> None:
        self.memory.suspend(np.array([slot]), on=True)

    def resume(self, slot: int) -> None:
        self.memory.suspend(np.array([slot]), on=False)

    def forget(self, slot: int) -> None:
        self.memory.forget(slot)

    def retire(self, slot: int) -> None:
        self.drop(self.memory.retire(slot))

    def holding(self) -> dict[int, str]:
        causes = {RATE: "rate", SUSPENDED: "suspended"}
        return {slot: causes[c] for slot, c in enumerate(self.memory.held.cause.tolist()) if c}


# Few different times and values, so that they repeat; some clocks are wrong. Arrivals are ms apart at most.
VALUES = st.sampled_from([0.0, -0.0, 1.0, 2.0, 5.0, math.nan, math.inf, -math.inf, 5e-324, 2.0**53])
STAMPS = st.integers(NOW, NOW + 12) | st.sampled_from(
    [EPICS_ZERO, YEAR_1991, NOW + 3_600 * SECOND, NOW - SECOND]
)
EVENT = st.builds(
    One, st.integers(0, SLOTS - 1), STAMPS, VALUES, st.integers(0, 1), st.integers(0, 1), st.just(NOW)
)
SLOT = st.integers(0, SLOTS - 1)
DEADBANDS = st.none() | st.sampled_from([0.0, 1.0, 1.5])
INTERVALS = st.sampled_from([0, 3, 3, 7, 1_000])
ACTIONS = st.lists(
    st.tuples(st.just("on"), st.lists(EVENT, max_size=9))
    | st.tuples(st.just("release"), st.integers(0, 20))
    | st.tuples(st.sampled_from(["forget", "retire"]), SLOT)
    | st.tuples(st.sampled_from(["suspend", "resume"]), SLOT)
    | st.tuples(st.just("limit"), SLOT, DEADBANDS, INTERVALS),
    max_size=12,
)
Limits = list[tuple[float | None, int]]
LIMITS = st.lists(st.tuples(DEADBANDS, INTERVALS), min_size=SLOTS, max_size=SLOTS)


@pytest.mark.parametrize("numbers", [True, False], ids=["numbers", "strings"])
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(limits=LIMITS, actions=ACTIONS)
def test_columns_are_judged_as_one_event_after_the_other(
    numbers: bool, limits: Limits, actions: list[Any]
) -> None:
    plain, columns = Reference(numbers), Columns(numbers)
    for slot, (deadband, interval) in enumerate(limits):
        plain.limit(slot, deadband, interval)
        columns.limit(slot, deadband, interval)
    arrived, passed = Counter[int](), 0
    for action, *given_ in actions:
        if action == "on":
            passed += 1
            events = [One(e.slot, e.stamp, e.value, e.severity, e.status, NOW + passed) for e in given_[0]]
            arrived.update(event.slot for event in events)
            for event in events:
                plain.on(event)
            columns.on(events)
        elif action == "release":
            passed += given_[0]
            plain.release(NOW + passed)
            columns.release(NOW + passed)
        else:
            getattr(plain, action)(*given_)
            getattr(columns, action)(*given_)
        assert columns.holding() == {n: s.held[0] for n, s in enumerate(plain.slots) if s.held}
    assert columns.archived == plain.archived
    assert columns.dropped == plain.dropped
    for slot in range(SLOTS):
        lost = sum(count for (_, of), count in columns.dropped.items() if of == slot)
        assert arrived[slot] == len(columns.archived[slot]) + lost + (slot in columns.holding())


RATE_HZ = 10
TENTH = SECOND // RATE_HZ


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 2 * TENTH), min_size=1, max_size=40),
    st.sampled_from([0, TENTH // 4, TENTH, 5 * TENTH]),
)
def test_a_burst_ends_at_its_true_value_and_no_rate_is_exceeded(steps: list[int], flush: int) -> None:
    """However the events come: the last is archived, at its own time, soon after the interval is over."""
    columns = Columns(numbers=True)
    columns.memory.limit(0, None, RATE_HZ)
    now = NOW
    for number, step in enumerate(steps):
        now += step
        columns.on([One(0, now, float(number), 0, 0, now)])
        if flush:
            columns.release(now - now % flush)
    columns.release(now + 2 * TENTH)
    times = [time for time, _ in columns.archived[0]]
    assert times[-1] == now
    assert struct.unpack("<d", columns.archived[0][-1][1][0])[0] == len(steps) - 1
    assert times == sorted(times)
    assert len(times) <= (times[-1] - times[0]) // TENTH + 2
