"""Which PV lists are in doubt."""

from caflux_collector.doubt import doubt
from caflux_contracts.collectors import Assignment
from caflux_contracts.pvs import AssignedPv, PvState
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.sets(st.sampled_from("abcdefgh"))


def pvs(names: set[str]) -> dict[str, AssignedPv]:
    return {name: AssignedPv(name=name) for name in names}


def listed(names: set[str], revision: int = 7, total: int | None = None) -> Assignment:
    given = list(pvs(names).values())
    return Assignment(collector="c", revision=revision, lease_s=15, total=total, pvs=given)


@given(NAMES, NAMES, st.integers(0, 9), st.integers(0, 9))
def test_a_list_that_lacks_nothing_is_never_in_doubt(
    known: set[str], more: set[str], revision: int, before: int
) -> None:
    assert doubt(pvs(known), before, listed(known | more, revision)) is None


@given(NAMES, NAMES.filter(bool), st.integers(7, 9))
def test_some_pvs_are_removed_at_once(known: set[str], wanted: set[str], revision: int) -> None:
    assert doubt(pvs(known), 7, listed(wanted, revision)) is None
    assert doubt(pvs(known), None, listed(wanted, revision)) is None


@given(NAMES.filter(bool), st.sampled_from([None, 0]), st.one_of(st.none(), st.integers(0, 9)))
def test_no_pvs_at_all_are_doubted(known: set[str], total: int | None, before: int | None) -> None:
    found = doubt(pvs(known), before, listed(set(), total=total))
    assert found is not None
    assert found.reason == "config-api assigns no PVs at all"
    assert found.missing == known


def test_a_share_that_others_took_over_is_not_doubted() -> None:
    assert doubt(pvs({"a", "b"}), 6, listed(set(), total=2)) is None


@given(NAMES, NAMES, st.integers(0, 6))
def test_a_configuration_that_went_back_is_doubted_where_it_lacks_pvs(
    known: set[str], wanted: set[str], revision: int
) -> None:
    found = doubt(pvs(known), 7, listed(wanted, revision, total=8))
    if known <= wanted:
        assert found is None
    else:
        assert found is not None
        assert f"from revision 7 to {revision}" in found.reason
        assert found.missing == known - wanted


def test_a_pv_that_is_paused_is_not_missing() -> None:
    paused = listed(set()).model_copy(update={"pvs": [AssignedPv(name="a", state=PvState.PAUSED)]})
    assert doubt(pvs({"a"}), 7, paused) is None
