"""Which PVs lost samples when the spool had to let batches go, from when to when."""

from caflux_collector.overflow import overflow_events
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


def test_without_samples_there_are_no_events() -> None:
    assert overflow_events([]) == []
    lost = encode_event(Event("a", NOW, "connected"))
    assert overflow_events([Entry(lost, 0)]) == []


@given(st.lists(SAMPLES, max_size=4))
def test_there_is_one_event_a_pv_with_its_span_and_number(batches: list[list[tuple[str, int]]]) -> None:
    events = overflow_events([entry(batch) for batch in batches])
    samples = [sample for batch in batches for sample in batch]
    assert sorted(event.pv for event in events) == sorted({pv for pv, _ in samples})
    for event in events:
        times = [time for pv, time in samples if pv == event.pv]
        assert (event.kind, event.time, event.count) == ("overflow", min(times), len(times))
        assert str(max(times)) in event.detail
