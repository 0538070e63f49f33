"""Which PVs are due when, and when the flaky IOC is there."""

from caflux_demo_ioc.__main__ import flaky_arguments, parse
from caflux_demo_ioc.flaky import is_up
from caflux_demo_ioc.ioc import TICK_S, Schedule
from hypothesis import given
from hypothesis import strategies as st

periods = st.lists(st.integers(1, 100).map(lambda ticks: ticks * TICK_S), min_size=1, max_size=20)


@given(periods)
def test_all_are_due_at_first(periods: list[float]) -> None:
    assert Schedule(periods).due(0) == list(range(len(periods)))


@given(periods)
def test_each_is_due_once_in_its_period(periods: list[float]) -> None:
    schedule = Schedule(periods)
    for index, period in enumerate(periods):
        every = round(period / TICK_S)
        for start in (1, 1 + every):
            assert sum(index in schedule.due(tick) for tick in range(start, start + every)) == 1


def test_pvs_of_one_period_are_spread_over_it() -> None:
    schedule = Schedule([1.0] * 10)
    assert [len(schedule.due(tick)) for tick in range(1, 11)] == [1] * 10


@given(st.floats(0, 1e6), st.floats(0.1, 1e3), st.floats(0.1, 1e3))
def test_the_flaky_ioc_is_up_for_its_share(now: float, up: float, down: float) -> None:
    assert is_up(0.0, up, down)
    assert not is_up(up, up, down)
    assert is_up(now, up, down) == ((now % (up + down)) < up)


def test_the_second_ioc_is_given_what_the_first_was() -> None:
    options = parse(["--prefix", "X:", "--flaky-ca-port", "7", "--interface", "0.0.0.0", "--seed", "3"])
    second = parse(flaky_arguments(options))
    assert second.only_flaky
    assert (second.prefix, second.flaky_ca_port, second.interface, second.seed) == ("X:", 7, "0.0.0.0", 3)
