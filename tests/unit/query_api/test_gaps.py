from itertools import pairwise

import numpy as np
from caflux_query_api.gaps import SLACK, find_gaps
from caflux_storage import Event
from hypothesis import given
from hypothesis import strategies as st

KINDS = [
    "connected",
    "disconnected",
    "started",
    "stopped",
    "paused",
    "resumed",
    "removed",
    "clock",
    "overflow",
]
S = 1_000_000_000
Row = tuple[int, int | None, str]
NO_SAMPLES = np.empty(0, np.int64)


def gaps(
    *events: tuple[int, str], samples: list[int] | None = None, start: int = 0, stop: int = 1_000 * S
) -> list[Row]:
    """Give (start, stop, cause) in seconds."""
    found = find_gaps(
        [Event("A", time * S, kind, f"why {time}") for time, kind in events],
        np.array(samples or [], np.int64) * S,
        start,
        stop,
    )
    assert all(gap.detail == f"why {gap.start // S}" for gap in found)
    return [(gap.start // S, None if gap.stop is None else gap.stop // S, gap.cause) for gap in found]


def test_a_gap_lasts_from_the_loss_to_the_connection() -> None:
    assert gaps((10, "disconnected"), (20, "connected")) == [(10, 20, "disconnected")]
    assert gaps((10, "paused"), (20, "resumed"), (21, "connected")) == [(10, 21, "paused")]
    assert gaps((10, "stopped"), (15, "started"), (20, "connected")) == [(10, 20, "stopped")]
    assert gaps((10, "removed")) == [(10, None, "removed")]


def test_the_first_cause_stays() -> None:
    events = [(10, "disconnected"), (12, "stopped"), (14, "started"), (20, "connected")]
    assert gaps(*events) == [(10, 20, "disconnected")]


def test_until_the_first_connection_nothing_is_recorded() -> None:
    assert gaps((10, "started"), (20, "connected")) == [(10, 20, "started")]
    assert gaps((10, "resumed"), start=50 * S) == [(10, None, "resumed")]


def test_other_events_are_no_gaps() -> None:
    assert (
        gaps((10, "connected"), (11, "clock"), (12, "overflow"), (13, "typechange"), (14, "connected")) == []
    )


def test_several_gaps_come_in_order() -> None:
    events = [(1, "paused"), (2, "connected"), (3, "disconnected"), (4, "connected"), (5, "stopped")]
    assert gaps(*events) == [(1, 2, "paused"), (3, 4, "disconnected"), (5, None, "stopped")]


def test_a_gap_that_began_before_the_range_keeps_its_beginning() -> None:
    assert gaps((10, "stopped"), (60, "connected"), start=50 * S) == [(10, 60, "stopped")]
    assert gaps((10, "stopped"), start=50 * S) == [(10, None, "stopped")]
    assert gaps((10, "stopped"), (50, "connected"), start=50 * S) == []


def test_a_pv_that_is_resumed_while_its_ioc_is_away_is_not_recorded() -> None:
    assert gaps((10, "paused"), (20, "resumed")) == [(10, None, "paused")]


def test_samples_that_go_on_end_a_gap_that_no_event_ended() -> None:
    after = 10 + SLACK // S
    assert gaps((10, "removed"), samples=[5, 9, 10, 11, after]) == [(10, None, "removed")]
    assert gaps((10, "removed"), samples=[5, 9, 10, 11, after + 1]) == [(10, 11, "removed")]


def test_a_sample_of_a_clock_that_is_ahead_does_not_hide_a_gap() -> None:
    assert gaps((10, "disconnected"), (20, "connected"), samples=[9, 12, 25]) == [(10, 20, "disconnected")]


def test_without_a_beginning_there_is_no_gap() -> None:
    assert gaps((10, "connected")) == []
    assert gaps() == []


@given(
    st.lists(st.tuples(st.integers(0, 100), st.sampled_from(KINDS))), st.integers(0, 50), st.integers(51, 100)
)
def test_gaps_never_overlap_and_touch_the_range(events: list[tuple[int, str]], start: int, stop: int) -> None:
    found = gaps(*sorted(events), start=start * S, stop=stop * S)

    for begin, end, _ in found:
        assert begin < stop
        assert end is None or end > start
    for (_, end, _), (begin, _, _) in pairwise(found):
        assert end is not None
        assert end <= begin
