"""Which PVs lost samples when batches had to go, from when to when, and which events went with them."""

import tempfile
import tracemalloc
from pathlib import Path

import pytest
from caflux_collector.overflow import MOST_KEPT, Overflow
from caflux_collector.segment import SegmentReader
from caflux_storage.decode import decode
from caflux_storage.encode import encode_event, encode_text, sample_prefix
from caflux_storage.seam import Event
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_700_000_000_000_000_000
FULL = "the spool was full"
NAMES = st.sampled_from(["a", 'b \\"x" y', "c,d=e", "f\\g"])
SAMPLES = st.lists(st.tuples(NAMES, st.integers(NOW, NOW + 100)), max_size=9)
TEXTS = st.sampled_from(["x", 'a\n"text"', "sample,pv=a value=1 5\nsample,pv=b value=2 6", "\\"])


def lines_of(samples: list[tuple[str, int]], text: str = "x") -> bytes:
    return b"".join(encode_text(sample_prefix(pv), time, text, 0, 0) for pv, time in samples)


def lines_of_events(events: list[Event]) -> bytes:
    return b"".join(map(encode_event, events))


def all_of(overflow: Overflow) -> list[Event]:
    events = []
    while len(overflow):
        told, lines = overflow.take(3)
        told += decode(b"".join(lines.values())).events
        assert len(told) <= 3
        events += told
    return events


def saved(path: Path) -> list[Event]:
    reader, events = SegmentReader(path), list[Event]()
    while (entry := reader.next()) is not None:
        assert entry.points == 0
        events += decode(entry.lines).events
    reader.close()
    return events


@pytest.fixture
def overflow(tmp_path: Path) -> Overflow:
    return Overflow(tmp_path / "lost.events")


def test_without_losses_there_is_nothing_to_tell(overflow: Overflow) -> None:
    overflow.note(b"", FULL)
    assert (len(overflow), overflow.take(10)) == (0, ([], {}))


def test_other_lines_are_kept(overflow: Overflow) -> None:
    events = [
        Event("a", NOW, "connected", 'at "ioc:5064"\nsample,pv=a value=1 5', 2),
        Event("b c", NOW, "overflow", "of somebody", 5),
    ]
    lines = lines_of_events(events) + b"sample_1m,pv=a count=3i,mean=1.5 1700000000000000000\n"
    overflow.note(lines_of([("a", NOW)]) + lines, FULL)
    assert len(overflow) == 4
    (span,), kept = overflow.take(10)
    assert (span.kind, span.pv, span.count) == ("overflow", "a", 1)
    assert kept == {"": lines}


@given(st.lists(SAMPLES, max_size=4), TEXTS, st.booleans(), st.booleans())
def test_there_is_one_event_a_pv_with_its_span_and_number(
    batches: list[list[tuple[str, int]]], text: str, lost_themselves: bool, restarted: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lost.events"
        overflow = Overflow(path)
        for batch in batches:
            overflow.note(lines_of(batch, text), FULL)
            if restarted:  # what the engine before wrote down had to go as well
                overflow.save()
                told, overflow = saved(path), Overflow(path)
                overflow.note(lines_of_events(told), FULL)
            if lost_themselves:  # they were spooled, and had to go as well
                overflow.note(lines_of_events(all_of(overflow)), FULL)
        overflow.save()
        on_disk, events = saved(path), all_of(overflow)
        assert on_disk == events
        overflow.forget()
        assert not path.exists()
    samples = [sample for batch in batches for sample in batch]
    assert sorted(event.pv for event in events) == sorted({pv for pv, _ in samples})
    for event in events:
        times = [time for pv, time in samples if pv == event.pv]
        assert (event.kind, event.time, event.count) == ("overflow", min(times), len(times))
        assert event.detail == f"{FULL}; lost until {max(times)} ns"
    assert len(overflow) == 0


def test_what_can_not_be_written_down_leaves_the_file_before(tmp_path: Path) -> None:
    overflow = Overflow(tmp_path / "lost.events")
    overflow.note(lines_of([("a", NOW)]), FULL)
    overflow.save()
    (tmp_path / "lost.new").mkdir()
    overflow.note(lines_of([("b", NOW)]), FULL)
    with pytest.raises(OSError, match=r"lost\.new"):
        overflow.save()
    assert [event.pv for event in saved(tmp_path / "lost.events")] == ["a"]
    overflow.forget()
    overflow.forget()  # there may be none


def test_losses_take_memory_by_pv_not_by_sample(overflow: Overflow) -> None:
    batch = lines_of([(f"SR:MAGNET:{k:05}", NOW + k) for k in range(3_000)])
    overflow.note(batch, FULL)
    tracemalloc.start()
    for _ in range(5):
        overflow.note(batch, FULL)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 1_000_000
    assert len(overflow) == 3_000
    assert overflow.take(1)[0][0].count == 6


def test_the_newest_events_are_kept_where_there_are_too_many(overflow: Overflow) -> None:
    events = [Event("a", NOW + k, "connected") for k in range(MOST_KEPT + 10)]
    overflow.note(lines_of_events(events), FULL)
    assert overflow.take(MOST_KEPT + 10) == ([], {"": lines_of_events(events[10:])})
