"""From the ring to batches: everything that arrived is in one, in order, and gives back its own room only."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch, tally
from caflux_collector.events import EventQueue
from caflux_collector.layout import FLAG_BLOCK, FLAG_SCAN
from caflux_collector.memory import Memory
from caflux_collector.names import NamesFile
from caflux_collector.pipeline import Pipeline
from caflux_collector.places import Places
from caflux_collector.ring import Position, Ring
from caflux_collector.rollup import Rollup
from caflux_collector.scan import Scanner
from caflux_storage.decode import SampleRow, decode
from caflux_storage.retention import Retention
from caflux_storage.seam import Event
from caflux_testing.dbr import CaEvent, Libca

NOW = 1_700_000_000_000_000_000
S = 1_000_000_000


@dataclass
class Line:
    """The stages of a work thread, with what they hand over."""

    ring: Ring
    libca: Libca
    names: NamesFile
    batches: list[Batch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.memory = Memory(self.ring.layout.size.slots)
        self.scanner = Scanner(self.ring)
        self.events = EventQueue()
        self.accounting = Accounting(self.ring)
        self.pipeline = Pipeline(
            self.ring,
            self.names,
            self.memory,
            self.scanner,
            self.events,
            self.accounting,
            Rollup(self.names, Places(self.ring.layout.size.slots)),
            self.batches.append,
        )

    def post(self, pv: str, event: CaEvent) -> None:
        if pv not in self.names.pv:
            self.names.add(pv)
        slot = self.names.pv.index(pv)
        if event.kind == "string" or len(event.values) != 1:
            self.ring.flags[slot] |= FLAG_BLOCK
        self.libca.post(self.ring.usr(slot).value or 0, event)

    def scan(self, pv: str, period_ns: int | None) -> None:
        slot = self.names.pv.index(pv) if pv in self.names.pv else self.names.add(pv)
        self.ring.flags[slot] = FLAG_SCAN if period_ns else 0
        self.scanner.set(slot, period_ns, NOW)

    def samples(self) -> list[SampleRow]:
        return [row for batch in self.batches for row in decode(batch.lines).samples]

    def noted(self) -> list[Event]:
        return [event for batch in self.batches for event in decode(batch.lines).events]


@pytest.fixture
def line(new_ring: Callable[..., Ring], libca: Libca, tmp_path: Path) -> Iterator[Line]:
    names = NamesFile(tmp_path / "names")
    yield Line(new_ring(records=256, bytes=65_536), libca, names)
    names.close()


def test_numbers_strings_and_waveforms_become_lines(line: Line) -> None:
    line.post("n", CaEvent("long", [7], NOW, severity=2, status=3))
    line.post("s", CaEvent("string", [b'a "b"'], NOW + 1))
    line.post("w", CaEvent("short", [1, 2], NOW + 2))
    line.post("l.VAL$", CaEvent("char", list(b"long\0"), NOW + 3))
    assert line.pipeline.flush(NOW) == 4
    assert line.samples() == [
        ("n", NOW, 7.0, None, None, None, 2, 3),
        ("s", NOW + 1, None, 'a "b"', None, None, None, None),
        ("w", NOW + 2, None, None, "i2:2:AQACAA==", None, None, None),
        ("l.VAL$", NOW + 3, None, "long", None, None, None, None),
    ]
    assert sum(batch.points for batch in line.batches) == 4
    assert line.accounting.last_time[:4].tolist() == [NOW, NOW + 1, NOW + 2, NOW + 3]


def test_a_batch_counts_its_samples_by_slot(line: Line) -> None:
    for pv in "abacaa":
        line.post(pv, CaEvent("double", [1]))
    line.pipeline.flush(NOW)
    first = line.batches[0]
    assert dict(zip(first.slots.tolist(), first.counts.tolist(), strict=True)) == {0: 4, 1: 1, 2: 1}


def test_the_last_batch_gives_back_all_that_was_read(line: Line) -> None:
    line.post("n", CaEvent("double", [1]))
    line.post("s", CaEvent("string", [b"x"]))
    line.pipeline.flush(NOW)
    assert line.batches[-1].position == line.ring.written() == Position(1, 64)
    line.batches.clear()
    line.pipeline.flush(NOW)
    assert line.batches == []  # nothing came, nothing is handed over


def test_no_batch_gives_back_what_is_in_a_later_one(line: Line) -> None:
    """A kill between two batches must not lose the second: it has to be in the ring still."""
    line.pipeline.batch_bytes, line.pipeline.batch_lines = 100, 4
    for k in range(10):
        line.post("n", CaEvent("double", [k], NOW + k))
        line.post("w", CaEvent("double", [k, k], NOW + k))
    line.pipeline.flush(NOW)
    assert len(line.batches) > 6
    blocks = 0
    for batch in line.batches:
        rows = decode(batch.lines).samples
        assert batch.position is not None
        blocks += sum(row[0] == "w" for row in rows)
        assert batch.position.byte == blocks * 64
    assert [row[1] - NOW for row in line.samples() if row[0] == "n"] == list(range(10))


def test_what_a_deadband_drops_is_given_back_and_counted(line: Line) -> None:
    line.memory.limit(0, 5, None)
    for k in range(4):
        line.post("n", CaEvent("double", [k], NOW + k))
    assert line.pipeline.flush(NOW) == 1
    assert line.accounting.dropped_by_cause() == {"deadband": 3}
    assert line.batches[-1].position == Position(4, 0)


@pytest.mark.parametrize("values", [[1.0], [1.0, 2.0]], ids=["numbers", "waveforms"])
def test_a_maximum_rate_ends_at_the_true_value(line: Line, values: list[float]) -> None:
    line.names.add("p")
    line.memory.limit(0, None, 1)
    for k in range(6):
        line.post("p", CaEvent("double", [k * value for value in values], NOW + k * S // 2))
    assert line.pipeline.flush(NOW) == 3
    assert [row[1] - NOW for row in line.samples()] == [0, S, 2 * S]
    assert line.accounting.dropped_by_cause() == {"rate": 2}
    assert line.batches[-1].position == line.ring.written()  # what is held is not in the ring's way
    received = time.time_ns()
    assert line.pipeline.flush(line.memory.held.release_at[0] - 1) == 0
    assert line.pipeline.flush(received + S // 2) == 1
    assert line.samples()[-1][1] - NOW == 5 * S // 2
    assert line.accounting.received().sum() == len(line.samples()) + 2


def test_the_last_flush_takes_what_a_maximum_rate_holds(line: Line) -> None:
    line.names.add("n")
    line.names.add("s")
    for slot in (0, 1):
        line.memory.limit(slot, None, 0.001)
    for k in range(3):
        line.post("n", CaEvent("double", [k], NOW + k))
        line.post("s", CaEvent("string", [b"%d" % k], NOW + k))
    line.pipeline.flush(NOW)
    assert line.pipeline.finish(NOW) == 2
    assert [(row[0], row[1] - NOW) for row in line.samples()] == [("n", 0), ("s", 0), ("n", 2), ("s", 2)]
    assert line.accounting.dropped_by_cause() == {"rate": 2}


def test_blocks_at_one_time_are_moved_apart_unless_they_are_the_same(line: Line) -> None:
    post = [([1.0, 2.0], 0), ([1.0, 2.0], 0), ([1.0, 2.0], 1), ([3.0, 2.0], 1), ([3.0, 2.0], 1)]
    for values, severity in post:
        line.post("w", CaEvent("double", values, NOW, severity=severity))
    line.post("w", CaEvent("double", [9.0, 9.0], NOW + 1))
    line.pipeline.flush(NOW)
    assert [row[1] - NOW for row in line.samples()] == [0, 0, 1, 2, 2, 3]


@pytest.mark.parametrize(
    "event", [CaEvent("double", [1], NOW - 40 * 365 * 86_400 * S), CaEvent("string", [b"x"])]
)
def test_a_wrong_clock_leaves_a_note_and_the_receive_time(line: Line, event: CaEvent) -> None:
    wrong = CaEvent(event.kind, event.values)  # 1990
    line.post("p", wrong)
    line.pipeline.flush(NOW)
    ((pv, when, *_),) = line.samples()
    assert (pv, when > NOW) == ("p", True)
    assert [(e.pv, e.time, e.kind) for e in line.noted()] == [("p", when, "clock")]
    assert str(wrong.stamp_ns) in line.noted()[0].detail


def test_events_are_handed_over_without_samples(line: Line) -> None:
    line.events.put(Event("p", NOW, "connected", "ioc:5064"))
    line.pipeline.flush(NOW)
    assert line.noted() == [Event("p", NOW, "connected", "ioc:5064")]
    assert line.batches[0].points == 0


def test_scan_mode_samples_the_cache_and_counts_what_it_took(line: Line) -> None:
    line.scan("p", 10 * S)
    for k in range(5):
        line.post("p", CaEvent("double", [k], NOW + k))
    assert line.pipeline.flush(NOW) == 1
    assert [(row[1] - NOW, row[2]) for row in line.samples()] == [(4, 4.0)]
    line.post("p", CaEvent("double", [9], NOW + 9))
    assert line.pipeline.flush(NOW + 9 * S) == 0
    assert line.pipeline.flush(NOW + 10 * S) == 1
    assert line.accounting.received().sum() == 2


def test_scan_mode_gives_back_the_room_of_strings_it_holds(line: Line) -> None:
    """Or a thread whose PVs are all scanned would fill its ring and drop everything."""
    line.scan("s", 3_600 * S)
    line.pipeline.flush(NOW)
    for k in range(5_000):
        line.post("s", CaEvent("string", [b"%d" % k], NOW + k))
        if k % 100 == 0:
            line.pipeline.flush(NOW + 1)
            line.ring.commit(line.batches[-1].position or Position())
    line.pipeline.flush(NOW + 1)
    assert line.ring.dropped.sum() == 0
    assert line.samples() == []
    line.pipeline.flush(NOW + 3_600 * S)
    assert [row[3] for row in line.samples()] == ["4999"]
    assert line.accounting.dropped_by_cause() == {"scan": 4_999}


def test_the_last_flush_takes_what_scan_mode_holds(line: Line) -> None:
    line.scan("s", 3_600 * S)
    line.pipeline.flush(NOW)
    line.post("s", CaEvent("string", [b"last"], NOW))
    assert line.pipeline.finish(NOW + 1) == 1
    assert [row[3] for row in line.samples()] == ["last"]
    assert line.accounting.received().sum() == sum(batch.points for batch in line.batches)


def test_slots_are_tallied() -> None:
    slots, counts = tally(np.array([5, 2, 5, 5], np.uint32))
    assert (slots.tolist(), counts.tolist()) == ([2, 5], [1, 3])


def test_what_is_of_other_classes_goes_elsewhere_and_the_ring_is_given_back_with_the_last(line: Line) -> None:
    for pv in "abst":
        line.post(pv, CaEvent("string" if pv in "st" else "double", [b"x" if pv in "st" else 1], NOW))
    places = line.pipeline.rollup.places
    for pv, name in {"b": "short", "t": "long"}.items():
        places.set(line.names.pv.index(pv), name)
    line.pipeline.flush(NOW)

    found = {row[0]: batch.policy for batch in line.batches for row in decode(batch.lines).samples}
    assert found == {"a": "", "b": "short_raw", "s": "", "t": "long_raw"}
    numbers, texts = line.batches[:2], line.batches[2:4]
    assert [batch.position is None for batch in (*numbers, *texts)] == [True, False, True, False]
    assert line.batches[-1].position == line.ring.written()


def test_a_value_that_is_held_since_before_its_class_keeps_any_is_kept(line: Line) -> None:
    """An IOC sends it as its PV connects, with the time at which it was set."""
    places = line.pipeline.rollup.places = Places(
        line.ring.layout.size.slots, lambda: {"short": Retention(raw=10 * S)}
    )
    for pv, age in (("a", 9), ("b", 11)):
        line.post(pv, CaEvent("double", [1], NOW - age * S))
        places.set(line.names.pv.index(pv), "short")
    line.post("t", CaEvent("string", [b"x"], NOW - 11 * S))
    places.set(line.names.pv.index("t"), "short")
    line.pipeline.flush(NOW)

    found = {row[0]: batch.policy for batch in line.batches for row in decode(batch.lines).samples}
    assert found == {"a": "short_raw", "b": "", "t": ""}
