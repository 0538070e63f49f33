"""Who has which PV: as many collectors as wanted, within their room, and nobody lets go too early."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from caflux_config_api.collectors.lots import Lots, Party, draw
from hypothesis import given
from hypothesis import strategies as st

IDS = ["a", "b", "c", "d"]


@dataclass(frozen=True)
class Pv:
    replicas: int = 1
    pinned: str | None = None


PVS = st.dictionaries(
    st.sampled_from([f"P{number}" for number in range(30)]),
    st.builds(Pv, st.integers(1, 3), st.sampled_from([None, *IDS])),
)


def party(
    name: str, *, live: bool = True, draining: bool = False, capacity: int = 100, settled: int | None = None
) -> Party:
    return Party(name, live, draining, capacity, settled)


PARTIES = st.lists(
    st.builds(
        Party,
        st.sampled_from(IDS),
        st.booleans(),
        st.booleans(),
        st.integers(1, 20),
        st.one_of(st.none(), st.integers(0, 5)),
    ),
    unique_by=lambda one: one.id,
)


def first(parties: list[Party], pvs: Mapping[str, Pv], revision: int = 1) -> Lots:
    return draw(Lots(), {}, revision, parties, pvs)


@given(PARTIES, PVS)
def test_each_has_as_many_as_wanted_where_there_is_room(parties: list[Party], pvs: dict[str, Pv]) -> None:
    lots = first(parties, pvs)
    taking = [one for one in parties if one.live] or parties
    taking = [one for one in taking if not one.draining] or taking
    have = Counter(one for owners in lots.owners.values() for one in owners)

    assert lots.owners.keys() == pvs.keys()
    assert all(have[one.id] <= one.capacity for one in parties)
    assert set(have) <= {one.id for one in taking}
    full = {one.id for one in taking if have[one.id] == one.capacity}
    for name, owners in lots.owners.items():
        assert len(set(owners)) == len(owners) <= pvs[name].replicas
        if len(owners) < pvs[name].replicas:  # the others had no room, at that moment
            assert {one.id for one in taking} - set(owners) <= full


def test_a_pinned_one_is_where_it_is_pinned_while_that_one_takes_pvs() -> None:
    pvs = {f"P{number}": Pv(pinned="b") for number in range(20)}

    there = first([party("a"), party("b"), party("c")], pvs)
    assert set(there.owners.values()) == {("b",)}
    dead = draw(there, pvs, 2, [party("a"), party("b", live=False), party("c")], pvs)
    assert {one for owners in dead.owners.values() for one in owners} == {"a", "c"}


@given(st.lists(st.tuples(PARTIES, PVS), min_size=2, max_size=8))
def test_nobody_who_lives_lets_go_before_the_others_have_settled(
    course: list[tuple[list[Party], dict[str, Pv]]],
) -> None:
    before, known = Lots(), dict[str, Pv]()
    since = dict[str, int]()
    for revision, (parties, pvs) in enumerate(course, start=1):
        after = draw(before, known, revision, parties, pvs)
        live = {one.id: one for one in parties if one.live}
        for name in pvs.keys() & known.keys():
            if set(before.owners[name]) - set(after.owners[name]):
                since[name] = revision
            had = {*before.owners[name], *(before.leaving[name].keepers if name in before.leaving else ())}
            has = {*after.owners[name], *(after.leaving[name].keepers if name in after.leaving else ())}
            for gone in (had - has) & live.keys():
                owners = [live[one] for one in after.owners[name] if one in live]
                assert after.owners[name], f"{gone} let go of {name}, and nobody has it"
                settled = [one.settled is None or one.settled >= since.get(name, 0) for one in owners]
                assert all(settled), f"{gone} let go of {name} too early"
        before, known = after, pvs


def test_it_is_time_to_hand_over_when_the_new_one_has_settled() -> None:
    pvs = {f"P{number}": Pv() for number in range(20)}
    alone = first([party("a", settled=1)], pvs)
    assert not alone.leaving

    joined = draw(alone, pvs, 2, [party("a", settled=1), party("b", settled=1)], pvs)
    moved = {name for name, owners in joined.owners.items() if owners == ("b",)}
    assert moved
    assert {name: left.keepers for name, left in joined.leaving.items()} == dict.fromkeys(moved, ("a",))
    assert not joined.hand_over([party("a", settled=2), party("b", settled=1)])
    settled = [party("a", settled=2), party("b", settled=2)]
    assert joined.hand_over(settled)
    assert not draw(joined, pvs, 3, settled, pvs).leaving


def test_what_nobody_else_has_room_for_stays() -> None:
    pvs = {f"P{number}": Pv() for number in range(20)}
    alone = first([party("a")], pvs)
    drained = draw(alone, pvs, 2, [party("a", draining=True), party("b", capacity=5)], pvs)

    without = {name for name, owners in drained.owners.items() if not owners}
    assert len(without) == 15
    assert all(drained.leaving[name].keepers == ("a",) for name in without)
