"""What is lost is told of, per PV and cause, as rarely as once a minute, and the counts add up."""

import re
from collections.abc import Callable

import numpy as np
from caflux_collector.accounting import Accounting
from caflux_collector.losses import AGAIN, LOOK, Losses
from caflux_collector.ring import Ring
from caflux_storage.seam import Event
from caflux_testing.dbr import CaEvent, Libca
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NOW = 1_700_000_000_000_000_000
NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"]
Lose = Callable[[str, int], None]


def test_a_full_ring_is_told_of_at_once_and_once_a_minute(
    new_ring: Callable[..., Ring], libca: Libca
) -> None:
    ring = new_ring(records=4)
    losses = Losses(Accounting(ring), NAMES)
    told: list[Event] = []
    for second in range(151):
        for _ in range(10):
            libca.post(ring.usr(1).value or 0, CaEvent("double", [1]))
        told += losses.look(NOW + second * LOOK)
        told += losses.look(NOW + second * LOOK + LOOK - 1)  # too soon to look
    assert [((e.time - NOW) // LOOK, e.kind, e.count) for e in told] == [
        (0, "dropped", 6),
        (0, "dropped", 600),
        (60, "dropped", 600),
    ]
    assert [event.pv for event in told] == ["b"] * 3
    assert f"the ring was full; lost until {NOW + 120 * LOOK} ns" in told[-1].detail
    (rest,) = losses.look(NOW + 150 * LOOK, last=True)
    assert (rest.count, (rest.time - NOW) // LOOK) == (300, 120)


def test_what_was_asked_for_is_no_loss(new_ring: Callable[..., Ring]) -> None:
    accounting = Accounting(new_ring())
    losses = Losses(accounting, NAMES)
    for cause in ("deadband", "rate", "scan", "suspended"):
        accounting.drop(cause, np.array([1, 2]))
    assert list(losses.look(NOW, last=True)) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from([0, LOOK, 3 * LOOK, AGAIN]),
        st.sampled_from(["refused", "damaged"]),
        st.lists(st.integers(0, 3), max_size=5),
    ),
    max_size=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_counts_of_what_is_told_are_all_losses(
    new_ring: Callable[..., Ring], steps: list[tuple[int, str, list[int]]]
) -> None:
    accounting = Accounting(new_ring())
    losses, now, told = Losses(accounting, NAMES), NOW, list[Event]()
    for step, cause, slots in steps:
        now += step
        accounting.drop(cause, np.array(slots, np.intp))
        told += losses.look(now)
    told += losses.look(now, last=True)
    lost = [sum(slots.count(slot) for _, _, slots in steps) for slot in range(4)]
    assert [sum(event.count for event in told if event.pv == pv) for pv in NAMES[:4]] == lost
    for event in told:
        until = re.search(r"lost until (\d+) ns", event.detail)
        assert until
        assert NOW <= event.time <= int(until[1]) <= now
