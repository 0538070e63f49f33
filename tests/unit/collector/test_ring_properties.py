"""The ring against a plain model, both callbacks against each other, and a reader beside a writer."""

import itertools
import math
import tempfile
import threading
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caflux_collector.compiled import compiled
from caflux_collector.layout import FLAG_BLOCK, FLAG_SCAN, RECORD, TAILS, Size
from caflux_collector.producer import CompiledProducer, Producer, PythonProducer
from caflux_collector.ring import Position, Ring
from caflux_testing.dbr import EPICS_EPOCH_S, TIME_TYPES, CaEvent, Libca
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

TINY = Size(slots=4, records=4, bytes=512)
PROPERTY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_numbers = itertools.count()

INTEGERS = {
    "short": (-(2**15), 2**15 - 1),
    "enum": (0, 2**16 - 1),
    "char": (0, 255),
    "long": (-(2**31), 2**31 - 1),
}
STAMPS = st.integers(EPICS_EPOCH_S * 10**9, (EPICS_EPOCH_S + 2**32) * 10**9 - 1)
SEVERITIES, STATUSES = st.integers(0, 3), st.integers(0, 65_535)


def values(kind: str) -> st.SearchStrategy[Any]:
    if kind == "string":
        return st.binary(max_size=40)
    if kind in INTEGERS:
        return st.integers(*INTEGERS[kind])
    return st.floats(width=32 if kind == "float" else 64)


def scalars() -> st.SearchStrategy[CaEvent]:
    kinds = st.sampled_from(sorted(TIME_TYPES))
    return kinds.flatmap(
        lambda kind: st.builds(CaEvent, st.just(kind), st.tuples(values(kind)), STAMPS, SEVERITIES, STATUSES)
    )


def waveforms() -> st.SearchStrategy[CaEvent]:
    kinds = st.sampled_from(sorted(TIME_TYPES))
    return kinds.flatmap(
        lambda kind: st.builds(
            CaEvent, st.just(kind), st.lists(values(kind), max_size=9), STAMPS, SEVERITIES, STATUSES
        )
    )


class Compiled(CompiledProducer):
    """The compiled callback, or a failure that says what is missing."""

    def __init__(self) -> None:
        library = compiled()
        assert library, "the C files of caflux_collector were not compiled: install gcc and sync again"
        super().__init__(library)


def make_ring(folder: str, producer: Producer, size: Size) -> Ring:
    # Tests share the compiled callback's 256 rings; one that is done with is muted.
    number = next(_numbers)
    return Ring(number % 256, Path(folder) / f"ring-{number}.bin", size, producer)


class RingMachine(RuleBasedStateMachine):
    """Any order of events, reading and giving back, at sizes where everything wraps and fills up."""

    producer: type[Compiled] | type[PythonProducer]

    @initialize()
    def make(self) -> None:
        producer = self.producer()
        self.folder = tempfile.TemporaryDirectory()
        self.ring = make_ring(self.folder.name, producer, TINY)
        self.libca = Libca(producer.callback.value)
        self.numbers: deque[tuple[int, CaEvent]] = deque()
        self.blocks: deque[tuple[int, CaEvent]] = deque()
        self.unread = [0, 0]
        self.received, self.dropped = [0] * TINY.slots, [0] * TINY.slots
        self.last: dict[int, CaEvent] = {}
        self.head = self.tail = self.too_large = 0

    def teardown(self) -> None:
        if hasattr(self, "ring"):
            self.ring.mute()
            self.folder.cleanup()

    def post(self, slot: int, event: CaEvent) -> None:
        usr = self.ring.usr(slot).value
        self.libca.post(usr or 0, event)

    @rule(slot=st.integers(0, 1), event=scalars())
    def number(self, slot: int, event: CaEvent) -> None:
        self.post(slot, event)
        if event.kind == "string":
            return
        self.last[slot] = event
        self.received[slot] += 1
        if len(self.numbers) < TINY.records:
            self.numbers.append((slot, event))
            self.unread[0] += 1
        else:
            self.dropped[slot] += 1

    @rule(event=waveforms())
    def block(self, event: CaEvent) -> None:
        slot = 2
        self.ring.flags[slot] = FLAG_BLOCK
        self.post(slot, event)
        self.received[slot] += 1
        data = stored(event)
        size = -(-(32 + len(data) + 1) // 32) * 32
        to_end = TINY.bytes - self.head % TINY.bytes
        pad = to_end if to_end < size else 0
        if size > TINY.bytes // 2:
            self.too_large += 1
        elif self.head + pad + size - self.tail <= TINY.bytes:
            self.head += pad + size
            self.blocks.append((slot, event))
            self.unread[1] += 1
        else:
            self.dropped[slot] += 1

    @rule(event=scalars())
    def scanned(self, event: CaEvent) -> None:
        self.ring.flags[3] = FLAG_SCAN
        self.post(3, event)
        if event.kind != "string":
            self.last[3] = event

    @rule(most=st.integers(1, 5))
    def read_numbers(self, most: int) -> None:
        start = len(self.numbers) - self.unread[0]
        expected = list(self.numbers)[start : start + most]
        records = self.ring.read_records(self.ring.written().record, most)
        assert [seen(record) for record in records] == [wanted(slot, event) for slot, event in expected]
        self.unread[0] -= len(expected)

    @rule()
    def read_blocks(self) -> None:
        start = len(self.blocks) - self.unread[1]
        blocks = list(self.ring.read_blocks(self.ring.written().byte))
        assert [(b.slot, b.type, b.count, b.data, b.severity, b.status) for b in blocks] == [
            (slot, TIME_TYPES[e.kind], len(e.values), stored(e), e.severity, e.status)
            for slot, e in list(self.blocks)[start:]
        ]
        self.unread[1] = 0

    @rule()
    def give_back(self) -> None:
        self.ring.commit(self.ring.position)
        while len(self.numbers) > self.unread[0]:
            self.numbers.popleft()
        while len(self.blocks) > self.unread[1]:
            self.blocks.popleft()
        self.tail = self.ring.position.byte

    @invariant()
    def everything_is_counted(self) -> None:
        if hasattr(self, "ring"):
            assert self.ring.received.tolist() == self.received
            assert self.ring.dropped.tolist() == self.dropped
            assert self.ring.too_large.sum() == self.ring.too_large[2] == self.too_large
            assert self.ring.written().byte == self.head

    @invariant()
    def the_cache_has_the_last(self) -> None:
        for slot, event in getattr(self, "last", {}).items():
            (record,) = self.ring.cached(np.array([slot], np.uint32))
            assert seen(record) == wanted(slot, event)


def stored(event: CaEvent) -> bytes:
    data = event.elements()
    return data.partition(b"\0")[0] if (event.kind, len(event.values)) == ("string", 1) else data


def seen(record: np.void) -> tuple[Any, ...]:
    stamp = (int(record["secs"]) + EPICS_EPOCH_S) * 10**9 + int(record["nsec"])
    fields = (int(record[name]) for name in ("slot", "type", "severity", "status"))
    return (*fields, stamp, plain(record["value"]))


def wanted(slot: int, event: CaEvent) -> tuple[Any, ...]:
    (value,) = event.values
    assert not isinstance(value, bytes)
    return (slot, TIME_TYPES[event.kind], event.severity, event.status, event.stamp_ns, plain(value))


def plain(value: float) -> str:
    return "nan" if math.isnan(value) else float(value).hex()


class CompiledMachine(RingMachine):
    producer = Compiled


class PythonMachine(RingMachine):
    producer = PythonProducer


MACHINE = settings(PROPERTY, max_examples=60, stateful_step_count=40)
CompiledMachine.TestCase.settings = MACHINE
PythonMachine.TestCase.settings = MACHINE
TestCompiled = CompiledMachine.TestCase
TestPython = PythonMachine.TestCase


@settings(PROPERTY, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 4), scalars() | waveforms()), max_size=30))
def test_both_callbacks_write_the_same_file(events: list[tuple[int, CaEvent]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for producer in (Compiled(), PythonProducer()):
            ring = make_ring(folder, producer, TINY)
            ring.flags[1] = ring.flags[2] = FLAG_BLOCK
            ring.flags[3] = FLAG_SCAN
            libca = Libca(producer.callback.value)
            for slot, event in events:
                libca.post(ring.usr(slot).value or 0, event)
            ring.mute()
            files.append(without_what_may_differ(ring))
        assert files[0] == files[1]


def without_what_may_differ(ring: Ring) -> bytes:
    """Give the memory without receive times, and without the sequence numbers that only C code needs."""
    where, memory = ring.layout, np.array(ring.buffer(), np.uint8)
    memory[where.at["at_seq"] :][: 4 * where.size.slots] = 0
    received = RECORD.itemsize - 8
    for part, count in (("at_cache", where.size.slots), ("at_records", where.size.records)):
        memory[where.at[part] :][: count * RECORD.itemsize].reshape(count, -1)[:, received:] = 0
    position = 0
    while position < ring.written().byte:  # the model above shows that blocks are where they should be
        at = where.at["at_bytes"] + position % where.size.bytes
        memory[at + 24 : at + 32] = 0
        position += int(memory[at : at + 4].view("<u4")[0])
    return memory.tobytes()


@pytest.mark.parametrize(("producer", "events"), [(Compiled, 200_000), (PythonProducer, 20_000)])
def test_nothing_is_lost_between_a_writer_and_a_reader(
    tmp_path: Path, producer: type[Compiled] | type[PythonProducer], events: int
) -> None:
    """A ring much smaller than what passes through it; the writer waits where it is full."""
    callback = producer()
    ring = make_ring(str(tmp_path), callback, Size(slots=2, records=1_024, bytes=16_384))
    ring.flags[1] = FLAG_BLOCK
    gone_wrong: list[BaseException] = []
    writer = threading.Thread(target=write_all, args=(ring, callback, events, gone_wrong), daemon=True)
    writer.start()
    numbers, blocks = list[float](), list[int]()
    while len(numbers) + len(blocks) < events and (writer.is_alive() or ring.written() != ring.position):
        written = ring.written()
        numbers += ring.read_records(written.record, 256)["value"].tolist()
        blocks += [int(np.frombuffer(block.data)[0]) for block in ring.read_blocks(written.byte)]
        ring.commit(ring.position)
    writer.join()
    assert not gone_wrong
    assert numbers == [k for k in range(events) if k % 8]
    assert blocks == [k for k in range(events) if k % 8 == 0]
    assert ring.received.tolist() == [len(numbers), len(blocks)]
    assert ring.dropped.sum() == 0
    ring.mute()


def write_all(ring: Ring, producer: Producer, events: int, gone_wrong: list[BaseException]) -> None:
    try:
        libca = Libca(producer.callback.value)
        usr = [ring.usr(slot).value or 0 for slot in (0, 1)]
        for k in range(events):
            if k % 128 == 0:
                wait_for_room(ring)
            libca.post(usr[k % 8 == 0], CaEvent("double", [k] * (1 + k % 3 if k % 8 == 0 else 1)))
    except BaseException as error:  # noqa: BLE001 - shown by the test, on its own thread
        gone_wrong.append(error)


def wait_for_room(ring: Ring) -> None:
    """Wait until the next 128 events fit, whatever they are; the reader runs meanwhile."""
    while True:
        head, tail = ring.written(), Position(*(int(ring._words[offset // 8]) for offset in TAILS))
        if head.record - tail.record <= 512 and head.byte - tail.byte <= 8_192:
            return
