from itertools import pairwise

import numpy as np
from caflux_storage import Event
from caflux_storage.gaps import SLACK, Samplings, find_gaps, known_ns, open_since, unknown_in
from caflux_storage.holding import NEVER, Unknown
from caflux_testing.plain import held_at
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
    "suspended",
    "unsuspended",
    "typechange",
]
S = 1_000_000_000
Row = tuple[int, int | None, str]


def gaps(
    *events: tuple[int, str], samples: list[int] | None = None, start: int = 0, stop: int = 1_000 * S
) -> list[Row]:
    """Give (start, stop, cause) in seconds."""
    told = [Event("A", time * S, kind, f"why {time}") for time, kind in events]
    begun = open_since(told)
    later = [time * S for time in samples or [] if begun is not None and begun < time * S < stop]
    found = find_gaps(told, Samplings(later[0], later[-1]) if later else None, start, stop)
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
    assert gaps((10, "connected"), (13, "typechange"), (14, "connected")) == []


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


def test_a_suspension_lasts_until_its_end_or_a_new_start() -> None:
    assert gaps((10, "suspended"), (20, "unsuspended")) == [(10, 20, "suspended")]
    assert gaps((10, "noaccess"), (20, "access")) == [(10, 20, "noaccess")]
    assert gaps((10, "noaccess"), (12, "disconnected"), (14, "connected")) == [(10, 14, "noaccess")]
    assert gaps((8, "disconnected"), (9, "connected"), (10, "noaccess"), (20, "stopped")) == [
        (8, 9, "disconnected"),
        (10, None, "noaccess"),
    ]
    assert gaps((10, "suspended"), (12, "disconnected"), (14, "connected"), (20, "unsuspended")) == [
        (10, 20, "suspended")
    ]
    assert gaps((10, "suspended"), (12, "disconnected"), (14, "unsuspended"), (20, "connected")) == [
        (10, 20, "suspended")
    ]
    assert gaps((10, "suspended"), (12, "stopped"), (14, "started"), (20, "connected")) == [
        (10, 20, "suspended")
    ]


def test_samples_lost_after_the_carried_one_matter_to_a_range_that_begins_later() -> None:
    events = [Event("A", 10, "dropped", "lost until 19 ns", 3)]

    assert [gap.stop for gap in find_gaps(events, None, 50, 100, carried=9)] == [20]
    assert [gap.stop for gap in find_gaps(events, None, 50, 100, carried=15)] == [20]
    assert find_gaps(events, None, 50, 100, carried=20) == []
    assert find_gaps(events, None, 50, 100) == []


def test_lost_samples_are_a_gap_after_which_nothing_is_known_until_the_next() -> None:
    events = [
        Event("A", 10, "overflow", "the spool was full; lost until 19 ns", 7),
        Event("A", 30, "dropped"),
    ]

    found = find_gaps(events, None, 15, 100)

    assert [(gap.start, gap.stop, gap.cause, gap.count) for gap in found] == [
        (10, 20, "overflow", 7),
        (30, 31, "dropped", 0),
    ]
    assert unknown_in(found) == [Unknown(10, 20, resumes=False), Unknown(30, 31, resumes=False)]


def test_a_wrong_clock_lasts_until_it_is_right_or_a_new_start_and_nothing_is_unknown() -> None:
    told = [(5, "clock"), (65, "clock"), (70, "clock_right"), (80, "clock"), (85, "started"), (90, "clock")]

    found = find_gaps([Event("A", time, kind, "own time", 1) for time, kind in told], None, 0, 100)
    clocks = [(gap.start, gap.stop, gap.count) for gap in found if gap.cause == "clock"]

    assert clocks == [(5, 70, 2), (80, 85, 1), (90, None, 1)]
    assert [gap.start for gap in unknown_in(found)] == [85]


def test_a_gap_that_lasts_is_unknown_for_ever() -> None:
    found = find_gaps([Event("A", 10, "disconnected")], None, 0, 100)

    assert unknown_in(found) == [Unknown(10, NEVER)]


unknowns = st.tuples(st.integers(-20, 110), st.integers(1, 60), st.booleans())


@given(st.lists(st.integers(-20, 99)), st.lists(unknowns, max_size=5), st.integers(0, 100))
def test_the_known_time_is_what_a_plain_computation_gives(
    times: list[int], gaps: list[tuple[int, int, bool]], end: int
) -> None:
    times = sorted(times)
    unknown = [Unknown(start, start + length, resumes) for start, length, resumes in gaps]
    points = [(time, 0.0, 0) for time in times]

    found = known_ns(np.array(times, np.int64), unknown, 0, end)

    assert found == sum(held_at(points, unknown, time) is not None for time in range(end))
