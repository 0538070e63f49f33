"""A PV is suspended if and only if it is active and the PV that controls it is known to be zero."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from caflux_collector.clock import SystemClock
from caflux_collector.conditions import Conditions
from caflux_collector.watch import Reading
from caflux_contracts.pvs import AssignedPv, PvState
from caflux_storage.seam import Event
from hypothesis import given, settings
from hypothesis import strategies as st

PVS = "abcde"


@dataclass(eq=False)
class Thread:
    """A work thread that notes what it is told."""

    suspended: set[int] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    def report(self, event: Event) -> None:
        self.events.append(event)

    def suspend(self, slots: Sequence[int]) -> None:
        assert not self.suspended & set(slots)
        self.suspended |= set(slots)

    def resume(self, slots: Sequence[int]) -> None:
        assert self.suspended >= set(slots)
        self.suspended -= set(slots)


@dataclass
class Values:
    """Values of PVs as the network brings them."""

    watched: set[str] = field(default_factory=set)
    readings: list[Reading] = field(default_factory=list)

    def add(self, pv: str) -> None:
        assert pv not in self.watched
        self.watched.add(pv)

    def remove(self, pv: str) -> None:
        self.watched.remove(pv)

    def poll(self) -> Iterable[Reading]:
        found, self.readings = self.readings, []
        return [reading for reading in found if reading.pv in self.watched]


@dataclass
class Site:
    """Two threads with the PVs a to e; a PV list says which are known."""

    threads: list[Thread] = field(default_factory=lambda: [Thread(), Thread()])
    values: Values = field(default_factory=Values)
    known: dict[str, AssignedPv] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.conditions = Conditions(self.values, self.place, SystemClock())

    def place(self, pv: str) -> tuple[Thread, int] | None:
        number = PVS.index(pv)
        return (self.threads[number % 2], number) if pv in self.known else None

    def follow(self, *pvs: AssignedPv) -> None:
        self.known = {pv.name: pv for pv in pvs}
        self.conditions.follow(self.known)

    def read(self, pv: str, value: float | None) -> None:
        self.values.readings.append(Reading(pv, value, 1))
        self.conditions.poll()

    def suspended(self) -> set[str]:
        return {PVS[slot] for thread in self.threads for slot in thread.suspended}

    def told(self, pv: str) -> list[tuple[str, str]]:
        thread = self.threads[PVS.index(pv) % 2]
        return [(event.kind, event.detail) for event in thread.events if event.pv == pv]


def test_thousands_may_have_one_controlling_pv_and_the_events_name_it() -> None:
    site = Site()
    site.follow(*(AssignedPv(name=pv, controlling_pv="beam") for pv in "abc"), AssignedPv(name="d"))
    assert site.suspended() == set()
    site.read("beam", 0.0)
    assert site.suspended() == {"a", "b", "c"}
    site.read("beam", -0.0)
    site.read("beam", 1.5)
    assert site.suspended() == set()
    assert site.told("a") == [("suspended", "beam is zero"), ("unsuspended", "beam suspends it no more")]
    assert site.told("d") == []


def test_what_is_not_known_suspends_nothing() -> None:
    site = Site()
    site.follow(AssignedPv(name="a", controlling_pv="b"))
    for value in (0.0, None, 0.0, math.nan, 5e-324):
        site.read("b", value)
        assert site.suspended() == ({"a"} if value == 0 else set())


def test_pvs_that_control_each_other_are_harmless() -> None:
    site = Site()
    site.follow(AssignedPv(name="a", controlling_pv="b"), AssignedPv(name="b", controlling_pv="a"))
    site.read("a", 0.0)
    site.read("b", 0.0)
    assert site.suspended() == {"a", "b"}
    site.read("a", 1.0)
    assert site.suspended() == {"a"}


ASSIGNED = st.builds(
    lambda name, control, paused: AssignedPv(
        name=name,
        controlling_pv=control if control != name else None,
        state=PvState.PAUSED if paused else PvState.ACTIVE,
    ),
    st.sampled_from(PVS),
    st.none() | st.sampled_from("abxy"),
    st.booleans(),
)
STEPS = st.lists(
    st.lists(ASSIGNED, max_size=5, unique_by=lambda pv: pv.name)
    | st.tuples(st.sampled_from("abxy"), st.sampled_from([0.0, 1.0, None, math.nan])),
    max_size=15,
)


@settings(deadline=None)
@given(STEPS)
def test_whatever_changes_the_right_pvs_are_suspended(steps: list[Any]) -> None:
    site, values = Site(), dict[str, float | None]()
    for step in steps:
        if isinstance(step, list):
            site.follow(*step)
        else:
            site.read(*step)
            if step[0] in site.values.watched:
                values[step[0]] = step[1]
        controlling = {
            pv.controlling_pv for pv in site.known.values() if pv.controlling_pv and pv.state == "active"
        }
        assert site.values.watched == controlling
        values = {pv: value for pv, value in values.items() if pv in controlling}
        expected = {
            pv.name
            for pv in site.known.values()
            if pv.state == "active" and values.get(pv.controlling_pv or "") == 0
        }
        assert site.suspended() == expected
        assert site.conditions.suspended == len(expected)
        for pv in PVS:
            kinds = [kind for kind, _ in site.told(pv)]
            both = ["suspended", "unsuspended"]
            assert kinds == both * (len(kinds) // 2) + ["suspended"] * (pv in expected)
