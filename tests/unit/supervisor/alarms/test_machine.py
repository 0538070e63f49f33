"""Samples and time go in, alarms come out."""

from itertools import pairwise

from caflux_contracts.alarms import (
    AlarmLevel,
    AlarmRuleSettings,
    AtLeast,
    Condition,
    Holds,
    Limits,
    Rate,
    Silent,
    Stuck,
)
from caflux_supervisor.alarms.judge import NS, Level, Point, Value
from caflux_supervisor.alarms.machine import Change, State, sample, start, tick
from hypothesis import given
from hypothesis import strategies as st

HIGH = Limits(high_minor=10, high_major=20, hysteresis=2)
CONDITIONS: list[Condition] = [
    HIGH,
    Limits(low_major=-5, low_minor=0, high_minor=10, hysteresis=1),
    AtLeast(at_least="minor"),
    Silent(longer_than_s=7),
    Stuck(longer_than_s=5, within=1),
    Rate(per_s=2, over_s=4),
]

values = st.one_of(st.integers(-10, 30).map(float), st.sampled_from([float("nan"), 10.0, 20.0]))
delays = st.integers(0, 8)


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[int, Point]]:
    """Give samples as they come, at whole seconds."""
    gaps = draw(st.lists(st.integers(1, 12), max_size=25))
    at, told = 0, []
    for gap in gaps:
        at += gap * NS
        told.append((at, Point(at, draw(values), draw(st.integers(0, 3)))))
    return told


def rule(condition: Condition, on: float = 0, off: float = 0) -> AlarmRuleSettings:
    watched = {"expression": '"A" > 1'} if isinstance(condition, Holds) else {"pvs": ["A"]}
    settings = {**watched, "condition": condition, "on_delay_s": on, "off_delay_s": off}
    return AlarmRuleSettings.model_validate(settings)


def play(
    settings: AlarmRuleSettings, story: list[tuple[int, Point]], end_s: int, ticks: list[int] | None = None
) -> tuple[State, list[Change]]:
    """Tell a story from 0 on, with ticks at some seconds besides."""
    state, changes = start(0), list[Change]()
    told: list[tuple[int, Point | None]] = [*story, *((at * NS, None) for at in ticks or [])]
    for at, point in sorted(told, key=lambda item: (item[0], item[1] is None)):
        if at > end_s * NS:
            break
        state, more = tick(settings, state, at) if point is None else sample(settings, state, point, at)
        changes += more
    state, more = tick(settings, state, end_s * NS)
    return state, changes + more


def levels(changes: list[Change]) -> list[tuple[int, Level]]:
    return [(change.at // NS, change.level) for change in changes]


def told(
    condition: Condition, *samples: tuple[int, Value], until: int, on: float = 0, off: float = 0
) -> object:
    story = [(at * NS, Point(at * NS, value)) for at, value in samples]
    return levels(play(rule(condition, on, off), story, until)[1])


@given(st.sampled_from(CONDITIONS), stories(), delays, delays, st.lists(st.integers(0, 200)))
def test_how_often_one_looks_makes_no_difference(
    condition: Condition, story: list[tuple[int, Point]], on: int, off: int, ticks: list[int]
) -> None:
    settings = rule(condition, on, off)
    often, seldom = play(settings, story, 200, ticks), play(settings, story, 200)
    assert levels(often[1]) == levels(seldom[1])
    assert often[0].level is seldom[0].level


@given(st.sampled_from(CONDITIONS), stories(), delays, delays)
def test_it_never_flaps_within_the_delays(
    condition: Condition, story: list[tuple[int, Point]], on: int, off: int
) -> None:
    _, changes = play(rule(condition, on, off), story, 200)
    assert [change.before for change in changes] == [Level.OK, *(c.level for c in changes)][: len(changes)]
    for earlier, later in pairwise(changes):
        assert earlier.level is not later.level
        assert later.at >= earlier.at
        if earlier.level is Level.OK:
            assert later.at - earlier.at >= on * NS
        if later.level is Level.OK and earlier.before is Level.OK:
            assert later.at - earlier.at >= off * NS


@given(stories(), delays, delays)
def test_delays_are_those_of_a_second_by_second_count(
    story: list[tuple[int, Point]], on: int, off: int
) -> None:
    """Each second, count for how long the raw level has been so."""
    state, changes = play(rule(HIGH, on, off), story, 200)
    raw_state, raw = play(rule(HIGH), story, 200)
    assert raw_state.level is raw_state.raw
    steps = dict(levels(raw))
    active, level, counted, expected = {1: False, 2: False}, Level.OK, {1: 0, 2: 0}, list[tuple[int, Level]]()
    for second in range(201):
        level = steps.get(second, level)
        for k in (1, 2):
            counted[k] = counted[k] + 1 if (level >= k) != active[k] else 0
            if counted[k] > (off if active[k] else on):
                active[k], counted[k] = not active[k], 0
        now = Level.MAJOR if active[2] else Level.MINOR if active[1] else Level.OK
        if now is not (expected[-1][1] if expected else Level.OK):
            expected.append((second, now))
    assert levels(changes) == expected
    assert state.level is (expected[-1][1] if expected else Level.OK)


@given(st.lists(st.floats(8.001, 10), max_size=20), st.sampled_from([9.0, 11.0]))
def test_within_the_hysteresis_it_stays_what_it_was(between: list[float], first: float) -> None:
    story = [(k * NS, Point(k * NS, value)) for k, value in enumerate([first, *between], 1)]
    _, changes = play(rule(HIGH), story, 100)
    assert len(changes) == (first > 10)


def test_limits_rise_fall_and_come_back_by_their_hysteresis() -> None:
    samples = (1, 10.0), (2, 10.1), (3, 20.1), (4, 19.0), (5, 18.0), (6, 8.1), (7, 8.0)
    assert told(HIGH, *samples, until=9) == [
        (2, Level.MINOR),
        (3, Level.MAJOR),
        (5, Level.MINOR),
        (7, Level.OK),
    ]
    low = Limits(low_major=-5, low_minor=0, hysteresis=1)
    assert told(low, (1, -1.0), (2, -6.0), (3, 0.5), (4, 1.0), until=9) == [
        (1, Level.MINOR),
        (2, Level.MAJOR),
        (3, Level.MINOR),
        (4, Level.OK),
    ]


def test_what_is_no_number_changes_nothing() -> None:
    assert told(HIGH, (1, 11.0), (2, float("nan")), (3, "text"), (4, None), until=9) == [(1, Level.MINOR)]


def test_silence_and_its_end_are_told_at_their_time() -> None:
    silent = Silent(longer_than_s=7)
    assert told(silent, (3, 1.0), (9, 1.0), (20, 1.0), until=30) == [
        (16, Level.MAJOR),
        (20, Level.OK),
        (27, Level.MAJOR),
    ]
    assert told(silent, until=30) == [(7, Level.MAJOR)]


def test_stuck_at_one_value_though_samples_come() -> None:
    stuck = Stuck(longer_than_s=5, within=1, level=AlarmLevel.MINOR)
    assert told(stuck, (1, 1.0), (3, 2.0), (5, 0.5), (8, 2.5), until=12) == [(6, Level.MINOR), (8, Level.OK)]
    assert told(stuck, until=30) == []


def test_what_was_stuck_before_the_watch_began_is_stuck_at_once() -> None:
    settings = rule(Stuck(longer_than_s=5))
    state, changes = sample(settings, start(100 * NS), Point(50 * NS, 1.0), 50 * NS, unbroken=False)
    assert levels(changes) == [(100, Level.MAJOR)]
    assert state.seen.changed == 50 * NS


def test_too_fast_a_change_ends_when_it_is_that_long_ago() -> None:
    fast = Rate(per_s=2, over_s=4)
    assert told(fast, (1, 0.0), (10, 8.0), until=30) == []
    assert told(fast, (1, 0.0), (10, -9.0), until=30) == [(10, Level.MAJOR), (14, Level.OK)]
    assert told(fast, (1, 0.0), (10, 3.0), (11, 6.0), (12, 9.0), until=30) == [
        (12, Level.MAJOR),
        (14, Level.OK),
    ]


def test_many_samples_cost_a_rate_no_memory() -> None:
    settings, state = rule(Rate(per_s=2, over_s=10)), start(0)
    for k in range(5_000):
        at = k * NS // 100
        state, changes = sample(settings, state, Point(at, at / NS), at)
        assert not changes
    assert len(state.seen.track) < 80


def test_severity_of_the_pv_itself() -> None:
    settings = rule(AtLeast(at_least="minor"))
    story = [(at * NS, Point(at * NS, 1.0, severity)) for at, severity in ((1, 1), (2, 2), (3, 3), (4, 0))]
    assert levels(play(settings, story, 9)[1]) == [(1, Level.MINOR), (2, Level.MAJOR), (4, Level.OK)]


def test_an_expression_that_is_unknown_stays_what_it_was() -> None:
    holds = Holds(level=AlarmLevel.MINOR)
    assert told(holds, (1, 1.0), (2, None), (3, 0.0), until=9) == [(1, Level.MINOR), (3, Level.OK)]


def test_a_time_that_nobody_saw_is_neither_silence_nor_a_jump() -> None:
    silent, _ = sample(rule(Silent(longer_than_s=7)), start(0), Point(NS, 1.0), NS)
    _, changes = sample(rule(Silent(longer_than_s=7)), silent, Point(99 * NS, 1.0), 99 * NS, unbroken=False)
    assert changes == []
    fast = rule(Rate(per_s=2, over_s=4))
    state, _ = sample(fast, start(0), Point(NS, 0.0), NS)
    _, changes = sample(fast, state, Point(99 * NS, 1e6), 99 * NS, unbroken=False)
    assert changes == []
