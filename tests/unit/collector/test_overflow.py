"""Which PVs lost samples when the spool had to let batches go, from when to when."""

from caflux_collector.overflow import Overflow
from caflux_collector.spool import Entry
from caflux_storage.encode import encode_event, encode_text, sample_prefix
from caflux_storage.seam import Event
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_700_000_000_000_000_000
SAMPLES = st.lists(
    st.tuples(st.sampled_from(["a", 'b \\"x" y', "c,d=e"]), st.integers(NOW, NOW + 100)), max_size=9
)


def entry(samples: list[tuple[str, int]]) -> Entry:
    lines = [encode_text(sample_prefix(pv), time, 'a\n"text"', 0, 0) for pv, time in samples]
    return Entry(b"".join(lines), len(lines))


def of_events(events: list[Event]) -> Entry:
    return Entry(b"".join(map(encode_event, events)), 0)


def test_without_samples_there_are_no_events() -> None:
    overflow = Overflow()
    overflow.note([])
    overflow.note([of_events([Event("a", NOW, "connected"), Event("a", NOW, "overflow", "of somebody", 5)])])
    assert overflow.take() == []


@given(st.lists(SAMPLES, max_size=4), st.booleans())
def test_there_is_one_event_a_pv_with_its_span_and_number(
    batches: list[list[tuple[str, int]]], lost_themselves: bool
) -> None:
    overflow = Overflow()
    for batch in batches:
        overflow.note([entry(batch)])
        if lost_themselves:  # the events were spooled at a stop, and had to go as well
            overflow.note([of_events(overflow.take())])
    events = overflow.take()
    samples = [sample for batch in batches for sample in batch]
    assert sorted(event.pv for event in events) == sorted({pv for pv, _ in samples})
    for event in events:
        times = [time for pv, time in samples if pv == event.pv]
        assert (event.kind, event.time, event.count) == ("overflow", min(times), len(times))
        assert str(max(times)) in event.detail
    assert overflow.take() == []
