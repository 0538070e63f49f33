"""Slots have another PV when nothing of the one before is under way: in any order of what can happen."""

import functools
import itertools
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch
from caflux_collector.events import EventQueue
from caflux_collector.layout import FLAG_BLOCK, FLAG_SCAN, Size
from caflux_collector.memory import Memory
from caflux_collector.names import NamesFile
from caflux_collector.pipeline import Pipeline
from caflux_collector.places import Places
from caflux_collector.producer import Producer, PythonProducer, make_producer
from caflux_collector.recover import recover
from caflux_collector.ring import Ring
from caflux_collector.rollup import Rollup
from caflux_collector.scan import Scanner
from caflux_collector.slots import Slots
from caflux_collector.spool import Bounds, Spool
from caflux_storage.decode import decode
from caflux_testing.dbr import CaEvent, Libca
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

SIZE = Size(slots=2, records=64, bytes=4_096)
KINDS = {"number": 0, "text": FLAG_BLOCK, "sampled": FLAG_SCAN, "other": 0}
NAMES = list(KINDS)
NOW = 1_700_000_000_000_000_000
_rings = itertools.count()


def samples_of(lines: bytes) -> list[tuple[str, int]]:
    return [(row[0], row[1]) for row in decode(lines).samples]


class SlotsMachine(RuleBasedStateMachine):
    """PVs come, go and post; batches are archived or spooled late or never; the engine is killed at times.

    Whatever was posted is archived, spooled or recovered under the PV that posted it. No two events have the
    same time.
    """

    make: Any

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="caflux-slots-"))
        self.producer: Producer = self.make()
        self.times = itertools.count(NOW)
        self.posted: set[tuple[str, int]] = set()
        self.archived: set[tuple[str, int]] = set()
        self.begin()

    def begin(self) -> None:
        index = next(_rings) % 256
        self.ring = Ring(index, self.folder / "ring-0.bin", SIZE, self.producer)
        self.names = NamesFile(self.folder / "ring-0.names")
        self.accounting = Accounting(self.ring, self.names.slot_of)
        self.rollup = Rollup(self.names, Places(SIZE.slots))
        self.slots = Slots(self.ring, self.names, self.accounting, self.forget)
        self.memory, self.scanner = Memory(SIZE.slots), Scanner(self.ring)
        self.batches: list[Batch] = []
        self.order: list[Batch] = []
        self.safe: set[int] = set()  # batches by id: they stay in `kept`
        self.kept: list[Batch] = []
        self.spooled: list[Batch] = []
        self.on: dict[str, int] = {}
        self.had: dict[str, int] = {}
        self.own: Counter[str] = Counter()
        self.pipeline = Pipeline(
            self.ring,
            self.names,
            self.memory,
            self.scanner,
            EventQueue(),
            self.accounting,
            self.rollup,
            self.put,
        )
        self.libca = Libca(self.producer.callback.value)

    def put(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.order.append(batch)
        self.kept.append(batch)

    @rule(pv=st.sampled_from(NAMES))
    def add(self, pv: str) -> None:
        if pv in self.on:
            return
        try:
            slot = self.slots.take(pv)
        except ValueError:
            assert len(self.names.pv) == SIZE.slots
            return
        assert self.names.pv[slot] == pv
        if self.had.get(pv) != slot:
            self.own[pv] = 0
        self.on[pv] = self.had[pv] = slot
        kind = self.ring.flags[slot] = KINDS[pv]
        self.scanner.set(slot, 1 if kind == FLAG_SCAN else None, 0)

    @precondition(lambda self: self.on)
    @rule(which=st.integers(0, 1))
    def remove(self, which: int) -> None:
        slot = self.on.pop(list(self.on)[which % len(self.on)])
        self.scanner.set(slot, None, 0)
        self.slots.rest(slot, self.slots.turn(slot))

    @precondition(lambda self: self.on)
    @rule(which=st.integers(0, 1), count=st.integers(1, 5))
    def post(self, which: int, count: int) -> None:
        pv, slot = list(self.on.items())[which % len(self.on)]
        for _ in range(count):
            kind = KINDS[pv]
            if self.ring.written().record - self.ring.given_back().record >= SIZE.records - 1:
                return
            if self.ring.written().byte - self.ring.given_back().byte > SIZE.bytes // 2:
                return
            time = next(self.times)
            value: Any = b"text" if kind == FLAG_BLOCK else 1.0
            self.libca.post(
                self.ring.usr(slot).value or 0,
                CaEvent("string" if kind == FLAG_BLOCK else "double", [value], time),
            )
            if kind == FLAG_SCAN:
                self.flush()  # each value is sampled before the next
            self.posted.add((pv, time))
            self.own[pv] += 1

    @rule()
    def sweep(self) -> None:
        for slot in self.slots.sweep():
            self.own[self.names.pv[slot]] = 0
            assert self.ring.cached(np.array([slot], np.uint32))[0]["received"] == 0

    def forget(self, slot: int) -> None:
        self.memory.forget(slot)
        self.scanner.forget(slot)
        self.rollup.forget(slot)

    @rule()
    def flush(self) -> None:
        self.pipeline.flush(next(self.times))

    @precondition(lambda self: self.batches)
    @rule(number=st.integers(0, 3))
    def archive(self, number: int) -> None:
        batch = self.done_with(number)
        self.accounting.on_archived(batch)
        self.archived |= set(samples_of(batch.lines))

    @precondition(lambda self: self.batches)
    @rule(number=st.integers(0, 3))
    def spool(self, number: int) -> None:
        batch = self.done_with(number)
        self.accounting.on_spooled(batch)
        self.spooled.append(batch)

    def done_with(self, number: int) -> Batch:
        """Give one of the oldest batches, and give back the ring up to the first that is not safe yet."""
        batch = self.batches.pop(number % len(self.batches))
        self.safe.add(id(batch))
        while self.order and id(self.order[0]) in self.safe:
            if position := self.order.pop(0).position:
                self.ring.commit(position)
        return batch

    @precondition(lambda self: self.spooled)
    @rule()
    def replay(self) -> None:
        batch = self.spooled.pop(0)
        self.accounting.on_replayed(batch.lines, batch.points, adopted=False)
        self.archived |= set(samples_of(batch.lines))

    @rule()
    def kill(self) -> None:
        """SIGKILL leaves the files as they are; what was in memory only is gone, and the ring has it."""
        left = self.folder / "left"
        left.mkdir()
        for file in ("ring-0.bin", "ring-0.names"):
            shutil.move(self.folder / file, left / file)
        self.ring.mute()
        self.names.close()
        for batch in self.spooled:
            self.archived |= set(samples_of(batch.lines))
        scanned = {row for batch in self.batches for row in samples_of(batch.lines)}
        spool = Spool(self.folder / "spool", Bounds(10**9))
        recover(left, [spool], NOW)
        while (taken := spool.take(1_000_000, 1_000_000)) is not None:
            self.archived |= set(samples_of(taken.lines))
            spool.done(taken)
        spool.close()
        shutil.rmtree(left)
        # What scan mode sampled is in no ring; samples are what an engine that is killed may lose.
        self.posted -= {row for row in scanned if row not in self.archived}
        self.begin_after_check()

    def begin_after_check(self) -> None:
        assert self.archived == self.posted
        self.begin()

    @invariant()
    def nothing_is_under_a_wrong_name(self) -> None:
        assert self.archived <= self.posted

    @invariant()
    def counts_close_and_are_the_pvs_own(self) -> None:
        on_disk = sum(batch.points for batch in self.spooled)
        counts = self.accounting.counts(on_disk)
        assert counts.received == counts.archived + counts.pending + sum(counts.dropped.values())
        assert counts.dropped == {}
        slots = np.array(list(self.on.values()), np.intp)
        of_pvs = self.accounting.by_pv(slots)
        assert (of_pvs.pending >= 0).all()
        assert dict(zip(self.on, of_pvs.received.tolist(), strict=True)) == {
            pv: self.own[pv] for pv in self.on
        }

    def teardown(self) -> None:
        self.ring.mute()
        self.names.close()
        try:
            self.flush()
            while self.batches:
                self.archive(0)
            while self.spooled:
                self.replay()
            assert self.archived == self.posted
            assert self.accounting.counts(0).pending == 0
        finally:
            shutil.rmtree(self.folder)


@functools.cache
def compiled() -> Producer:
    producer = make_producer()
    assert producer.name == "compiled", (
        "caflux_collector/_ring.c was not compiled: install gcc and sync again"
    )
    return producer


class CompiledMachine(SlotsMachine):
    make = staticmethod(compiled)


class PythonMachine(SlotsMachine):
    make = PythonProducer


PROPERTY = settings(deadline=None, max_examples=30, stateful_step_count=30)
CompiledMachine.TestCase.settings = PythonMachine.TestCase.settings = PROPERTY
TestCompiled = CompiledMachine.TestCase
TestPython = PythonMachine.TestCase


@pytest.mark.parametrize("archived_first", [True, False])
def test_a_slot_goes_to_another_pv_whose_counts_begin_anew(
    tmp_path: Path, producer: Producer, archived_first: bool
) -> None:
    ring = Ring(0, tmp_path / "ring", Size(slots=1, records=8, bytes=1_024), producer)
    names = NamesFile(tmp_path / "names")
    accounting = Accounting(ring, names.slot_of)
    forgotten: list[int] = []
    slots = Slots(ring, names, accounting, forgotten.append)
    assert slots.take("old") == 0
    Libca(producer.callback.value).post(ring.usr(0).value or 0, CaEvent("double", [1], NOW))
    slots.rest(0, slots.turn(0))
    steps: list[Callable[[], None]] = [
        lambda: ring.commit(ring.written()),
        lambda: accounting.on_archived(Batch(b"", 1, np.array([0], np.uint32), np.array([1]))),
    ]
    for step in reversed(steps) if archived_first else steps:
        assert slots.sweep() == []
        with pytest.raises(ValueError, match="all 1 slots"):
            slots.take("new")
        step()
    assert slots.sweep() == forgotten == [0]
    assert slots.take("new") == 0
    assert names.pv == ["new"]
    assert accounting.by_pv(np.array([0])).received[0] == 0
    assert accounting.counts(0).received == accounting.counts(0).archived == 1
    assert names.slot_of("sample,pv=old") is None
    names.close()
    ring.mute()


def test_a_pv_that_comes_back_goes_on_where_it_was(tmp_path: Path, producer: Producer) -> None:
    ring = Ring(0, tmp_path / "ring", Size(slots=3, records=8, bytes=1_024), producer)
    names = NamesFile(tmp_path / "names")
    slots = Slots(ring, names, Accounting(ring, names.slot_of), list[int]().append)
    slots.take("a")
    turn = slots.turn(0)
    assert slots.take("a") == 0  # before the work thread said that it is done with it
    slots.rest(0, turn)
    assert slots.sweep() == []
    slots.rest(0, slots.turn(0))
    assert slots.take("a") == 0
    assert slots.sweep() == []
    slots.rest(0, slots.turn(0))
    assert slots.sweep() == [0]
    assert slots.take("a") == 0  # nobody had it meanwhile
    assert slots.take("b") == 1
    slots.rest(0, slots.turn(0))
    assert slots.sweep() == [0]
    assert slots.take("c") == 0
    assert slots.take("a") == 2
    names.close()
    ring.mute()
