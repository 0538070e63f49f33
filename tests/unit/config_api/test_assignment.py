"""Rendezvous hashing: PVs are spread evenly, and few move."""

from collections import Counter

from caflux_config_api.assignment import owner
from hypothesis import given
from hypothesis import strategies as st

COLLECTORS = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=8, unique=True)
PVS = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=40, unique=True)


def spread(pvs: list[str], collectors: list[str]) -> dict[str, str | None]:
    return {pv: owner(pv, collectors) for pv in pvs}


def test_nobody_has_what_there_is_nobody_for() -> None:
    assert owner("A", []) is None


@given(COLLECTORS, PVS)
def test_each_has_one_of_them_whatever_their_order(collectors: list[str], pvs: list[str]) -> None:
    before = spread(pvs, collectors)

    assert set(before.values()) <= set(collectors)
    assert spread(pvs, collectors[::-1]) == before


@given(COLLECTORS, PVS, st.data())
def test_who_goes_moves_only_its_own(collectors: list[str], pvs: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(collectors))
    before = spread(pvs, collectors)
    after = spread(pvs, [collector for collector in collectors if collector != gone])

    assert {pv for pv in pvs if before[pv] != after[pv]} == {pv for pv in pvs if before[pv] == gone}


@given(COLLECTORS, PVS, st.text(min_size=1, max_size=20))
def test_who_comes_takes_and_moves_nothing_else(collectors: list[str], pvs: list[str], new: str) -> None:
    before = spread(pvs, collectors)
    after = spread(pvs, [*collectors, new])

    assert all(after[pv] in (before[pv], new) for pv in pvs)


def test_shares_are_even_and_a_newcomer_takes_its_part() -> None:
    pvs = [f"SR:C{number // 40:02}-MG{{PS:{number % 40}}}I-RB" for number in range(20_000)]
    four = spread(pvs, ["a", "b", "c", "d"])
    five = spread(pvs, ["a", "b", "c", "d", "e"])

    assert all(abs(count - 5_000) < 300 for count in Counter(four.values()).values())
    moved = sum(four[pv] != five[pv] for pv in pvs)
    assert abs(moved - 4_000) < 300


def test_every_version_spreads_alike() -> None:
    """Collectors of two versions side by side, and every config-api process, must agree."""
    pvs = ["DEMO:current", "SR:C01-BI{BPM:1}Pos:X-I", "Ångström", "電流"]

    assert [owner(pv, ["one", "two", "three"]) for pv in pvs] == ["two", "three", "two", "one"]
