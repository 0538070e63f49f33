"""received = archived + pending + dropped, per PV and in total."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from caflux_collector.accounting import RING_FULL, Accounting
from caflux_collector.batch import Batch, tally
from caflux_collector.health import total
from caflux_collector.layout import Size, create
from caflux_collector.ring import Memory, Ring
from caflux_contracts.engine import Counts
from caflux_testing.dbr import CaEvent, Libca
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SLOTS = 5
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["archived", "spooled", "deadband", "rate", "sampled", "lost"]),
        st.lists(st.integers(0, SLOTS - 1), max_size=6),
    ),
    max_size=10,
)


def batch(slots: list[int]) -> Batch:
    return Batch(b"", len(slots), *tally(np.array(slots, np.uint32)))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_every_figure_is_the_sum_of_what_was_noted(
    tmp_path_factory: Any, steps: list[tuple[str, list[int]]]
) -> None:
    path: Path = tmp_path_factory.mktemp("ring") / "ring.bin"
    accounting = Accounting(Memory(*create(path, Size(SLOTS, 4, 64))))
    noted: dict[str, Counter[int]] = {}
    for what, slots in steps:
        noted.setdefault(what, Counter()).update(set(slots) if what == "sampled" else slots)
        note(accounting, what, slots)
    path.unlink()

    def of(what: str) -> list[int]:
        return [noted.get(what, Counter())[slot] for slot in range(SLOTS)]

    assert accounting.archived.tolist() == of("archived")
    assert accounting.spooled.tolist() == of("spooled")
    assert accounting.received().tolist() == of("sampled")
    dropped = [sum(both) for both in zip(of("deadband"), of("rate"), strict=True)]
    assert accounting.dropped().tolist() == dropped
    assert (accounting.archived_total, accounting.spooled_total) == (sum(of("archived")), sum(of("spooled")))
    by_cause = {cause: sum(of(cause)) for cause in ("deadband", "rate", "lost") if sum(of(cause))}
    assert accounting.dropped_by_cause() == by_cause


def note(accounting: Accounting, what: str, slots: list[int]) -> None:
    if what == "archived":
        accounting.on_archived(batch(slots))
    elif what == "spooled":
        accounting.on_spooled(batch(slots))
    elif what == "sampled":
        accounting.on_sampled(np.array(sorted(set(slots)), np.uint32))
    elif what == "lost":
        accounting.drop_unnamed("lost", len(slots))
    else:
        accounting.drop(what, np.array(slots, np.uint32))


def test_a_full_ring_is_a_cause(new_ring: Callable[..., Ring], libca: Libca) -> None:
    ring = new_ring(records=4)
    accounting = Accounting(ring)
    assert accounting.dropped_by_cause() == {}
    for k in range(7):
        libca.post(ring.usr(k % 2).value or 0, CaEvent("double", [k]))
    accounting.drop("deadband", np.array([1], np.uint32))
    assert accounting.received()[:2].tolist() == [4, 3]
    assert accounting.dropped()[:2].tolist() == [2, 2]
    assert accounting.dropped_by_cause() == {"deadband": 1, RING_FULL: 3}


COUNTS = st.builds(
    lambda archived, pending, dropped: Counts(
        received=archived + pending + sum(dropped.values()),
        archived=archived,
        pending=pending,
        dropped=dropped,
    ),
    st.integers(0, 99),
    st.integers(0, 99),
    st.dictionaries(st.sampled_from(["rate", "ring_full", "refused"]), st.integers(1, 9)),
)


@given(st.lists(COUNTS, max_size=4))
def test_the_sum_over_threads_closes_too(parts: list[Counts]) -> None:
    counts = total(parts)
    assert counts.received == counts.archived + counts.pending + sum(counts.dropped.values())
    assert counts.received == sum(part.received for part in parts)
    assert set(counts.dropped) == {cause for part in parts for cause in part.dropped}
