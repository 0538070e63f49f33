"""From looks to health: hysteresis and the restart budget."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from caflux_contracts.health import Health
from caflux_supervisor.decide import Restart, Rules, State, begin, overall, restart, settle
from caflux_supervisor.looks import Look
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=5)
RULES = Rules()

WELL = Look(Health.OK)
BAD = Look(Health.DEGRADED, "slow")
DOWN = Look(Health.DOWN, "away")
HANGS = Look(Health.DOWN, "hangs", stuck=True)


def after(
    looks: Sequence[Look], state: State | None = None, rules: Rules = RULES, step: timedelta = STEP
) -> State:
    state = state or begin(START, Health.OK, "")
    at = state.checked or START
    for look in looks:
        at += step
        state = settle(state, look, at, rules)
    return state


def verdict(state: State, earlier: Sequence[datetime] = ()) -> Restart:
    assert state.checked is not None
    return restart(state, earlier, state.checked, RULES)


def test_first_good_look_is_believed_at_once() -> None:
    assert after([WELL], begin(START)).health is Health.OK


def test_part_that_was_never_well_is_starting_for_the_grace_and_then_down() -> None:
    starting = after([DOWN] * 5, begin(START))
    assert starting.health is Health.UNKNOWN
    assert starting.detail == "starting: away"

    assert after([DOWN] * 3, starting).health is Health.DOWN


def test_bad_looks_count_only_when_they_last() -> None:
    short = after([DOWN, DOWN, DOWN])
    assert short.health is Health.OK

    lasting = after([DOWN], short)
    assert lasting.health is Health.DOWN
    assert lasting.detail == "away"
    assert lasting.since == START + STEP, "it is down since the first look that found it so"


def test_good_looks_count_sooner_than_bad_ones() -> None:
    down = after([DOWN] * 4)

    assert after([WELL], down).health is Health.DOWN
    assert after([WELL, WELL], down).health is Health.OK


def test_two_looks_settle_nothing_however_rare_looks_are() -> None:
    rare = timedelta(minutes=5)

    twice = after([DOWN, DOWN], step=rare)
    assert twice.health is Health.OK
    down = after([DOWN], twice, step=rare)
    assert down.health is Health.DOWN
    assert down.since == START + rare

    assert after([WELL], down, step=rare).health is Health.DOWN
    assert after([WELL, WELL], down, step=rare).health is Health.OK


def test_worse_looks_of_different_kinds_add_up() -> None:
    assert after([BAD, DOWN, BAD, DOWN]).health is Health.DOWN


@given(st.lists(st.sampled_from([[DOWN, WELL], [BAD, WELL], [DOWN, BAD, WELL]]), max_size=30))
def test_health_never_changes_while_good_looks_come_in_between(rounds: list[list[Look]]) -> None:
    assert after([look for looks in rounds for look in looks]).health is Health.OK


@given(st.integers(0, 30))
def test_looks_that_are_now_better_and_now_worse_settle_nothing(times: int) -> None:
    degraded = begin(START, Health.DEGRADED, "slow")

    assert after([DOWN, WELL] * times, degraded).health is Health.DEGRADED


@given(
    st.lists(st.sampled_from([WELL, BAD, DOWN, HANGS]), max_size=40),
    st.sampled_from([WELL, BAD, DOWN]),
    st.sampled_from([begin(START), begin(START, Health.OK, ""), begin(START, Health.DOWN, "")]),
)
def test_same_look_again_and_again_is_believed_in_the_end(past: list[Look], look: Look, state: State) -> None:
    settled = after([*past, *[look] * 8], state)

    assert settled.health is look.health
    assert settled.detail == look.detail


@given(st.lists(st.sampled_from([WELL, BAD, DOWN, HANGS]), max_size=60))
def test_engine_is_never_restarted_in_a_loop(looks: list[Look]) -> None:
    state, at = begin(START), START
    restarts: list[datetime] = []
    for look in [*looks, *[HANGS] * 1_000]:
        at += STEP
        state = settle(state, look, at, RULES)
        if restart(state, restarts, at, RULES) is Restart.YES:
            restarts.append(at)
    for first, fourth in zip(restarts, restarts[RULES.restarts :], strict=False):
        assert fourth - first >= RULES.window
    assert restarts, "an engine that hangs for good is restarted at some time"


def test_manager_has_its_try_first() -> None:
    state = after([HANGS] * 6)
    assert verdict(state) is Restart.NO

    state = after([HANGS], state)
    assert verdict(state) is Restart.YES


def test_engine_that_is_down_but_not_stuck_is_left_alone() -> None:
    state = after([DOWN] * 100)

    assert verdict(state) is Restart.NO


def test_spent_budget_is_told_from_no_need() -> None:
    state = after([HANGS] * 20)

    assert verdict(state, [START] * 3) is Restart.SPENT


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], Health.UNKNOWN),
        ([Health.OK, Health.OK], Health.OK),
        ([Health.OK, Health.UNKNOWN], Health.UNKNOWN),
        ([Health.DEGRADED, Health.UNKNOWN, Health.OK], Health.DEGRADED),
        ([Health.DEGRADED, Health.DOWN], Health.DOWN),
    ],
)
def test_whole_is_as_its_worst_part(parts: list[Health], whole: Health) -> None:
    assert overall(parts) is whole
