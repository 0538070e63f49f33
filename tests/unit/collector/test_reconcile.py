"""Following a PV list: carrying out the plan gives what was wanted."""

from caflux_collector.reconcile import Plan, reconcile
from caflux_contracts.pvs import AssignedPv, Mode, PvState
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", "c", "d"])
PVS = st.builds(
    lambda name, state, deadband: AssignedPv(name=name, state=state, deadband=deadband),
    NAMES,
    st.sampled_from(PvState),
    st.none() | st.sampled_from([0.0, 1.0]),
)
LISTS = st.lists(PVS, max_size=6, unique_by=lambda pv: pv.name)


def carried_out(plan: Plan, current: dict[str, AssignedPv]) -> dict[str, AssignedPv]:
    result = dict(current)
    for name in plan.remove:
        del result[name]
    for pv in [*plan.pause, *plan.resume, *plan.change, *plan.note]:
        assert pv.name in result
        result[pv.name] = pv
    for pv in plan.add:
        assert pv.name not in result
        result[pv.name] = pv
    return result


def steps(plan: Plan) -> list[str]:
    rest = [*plan.pause, *plan.resume, *plan.add, *plan.change, *plan.note]
    return plan.remove + [pv.name for pv in rest]


def by_name(pvs: list[AssignedPv]) -> dict[str, AssignedPv]:
    return {pv.name: pv for pv in pvs}


@given(LISTS, LISTS)
def test_the_plan_gives_what_is_wanted(now: list[AssignedPv], wanted: list[AssignedPv]) -> None:
    plan = reconcile(by_name(now), wanted)
    assert carried_out(plan, by_name(now)) == by_name(wanted)
    assert len(steps(plan)) == len(set(steps(plan)))


@given(LISTS, LISTS)
def test_pvs_that_did_not_change_are_not_touched(now: list[AssignedPv], wanted: list[AssignedPv]) -> None:
    same = {pv.name for pv in wanted if by_name(now).get(pv.name) == pv}
    assert same.isdisjoint(steps(reconcile(by_name(now), wanted)))


@given(LISTS)
def test_nothing_is_done_twice(pvs: list[AssignedPv]) -> None:
    assert steps(reconcile(by_name(pvs), pvs)) == []


@given(st.lists(PVS, max_size=8))
def test_a_pv_that_is_listed_twice_is_one_pv(wanted: list[AssignedPv]) -> None:
    plan = reconcile({}, wanted)
    assert sorted(pv.name for pv in plan.add) == sorted({pv.name for pv in wanted})
    assert carried_out(plan, {}) == by_name(wanted)


def test_pausing_resuming_and_changing_are_told_apart() -> None:
    active, scanned = AssignedPv(name="p"), AssignedPv(name="p", mode=Mode.SCAN, period_s=1)
    paused = AssignedPv(name="p", state=PvState.PAUSED, deadband=1)
    assert reconcile({"p": active}, [paused]) == Plan([], [paused], [], [], [], [])
    assert reconcile({"p": paused}, [active]) == Plan([], [], [active], [], [], [])
    assert reconcile({"p": active}, [scanned]) == Plan([], [], [], [], [scanned], [])


def test_a_pv_that_moves_is_known_to_and_nothing_else_is_done() -> None:
    here, moving = AssignedPv(name="p"), AssignedPv(name="p", moving=True)
    assert reconcile({"p": here}, [moving]) == Plan([], [], [], [], [], [moving])
    other = AssignedPv(name="p", moving=True, deadband=1)
    assert reconcile({"p": here}, [other]) == Plan([], [], [], [], [other], [])
