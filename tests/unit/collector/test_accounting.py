"""received = archived + pending + dropped, per PV and in total."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caflux_collector.accounting import RING_FULL, Accounting
from caflux_collector.batch import Batch, tally
from caflux_collector.health import total
from caflux_collector.layout import Size, create
from caflux_collector.ring import Memory, Ring
from caflux_contracts.engine import Counts
from caflux_storage.encode import encode_event, encode_numbers, encode_text, sample_prefix
from caflux_storage.seam import Event
from caflux_testing.dbr import CaEvent, Libca
from hypothesis import given, settings
from hypothesis import strategies as st

SLOTS = 5
NOW = 1_700_000_000_000_000_000
PREFIXES = [sample_prefix(name) for name in ("a", 'b "c" \\ d', "e,f=g", "h", "i")]
STRANGER = sample_prefix("of an earlier engine")
CAUSES = ("deadband", "rate", "spool_failed", "overflow", "refused", "damaged")
Slots = list[int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["archived", "spooled", "deadband", "rate", "sampled", "replay", "let go", "damaged", "refused"]
        ),
        st.lists(st.integers(0, SLOTS - 1), max_size=6),
    ),
    max_size=14,
)


def lines_of(slots: Slots, *, strangers: int = 0) -> bytes:
    numbers = [encode_numbers(PREFIXES, *columns(slot)) for slot in slots]
    texts = [encode_text(STRANGER, NOW, 'sample,pv=a "x"\nsample,pv=a ', 1, 2) for _ in range(strangers)]
    return b"".join([*texts, *numbers, encode_event(Event("a", NOW, "connected", "line\nend"))])


def columns(slot: int) -> tuple[Any, ...]:
    zero = np.zeros(1, np.uint8)
    return np.array([slot]), np.array([NOW]), np.array([np.nan if slot % 2 else 1.5]), zero, zero


def batch(slots: Slots) -> Batch:
    return Batch(lines_of(slots), len(slots), *tally(np.array(slots, np.uint32)))


@dataclass
class Model:
    """The same accounts with a Counter for each, and the spool as a list of batches."""

    accounting: Accounting
    spool: list[tuple[Slots, int, bool]]
    """Whose samples, how many of PVs without a slot, whether an earlier engine left them."""
    noted: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    strangers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.adopted = sum(len(slots) + strangers for slots, strangers, _ in self.spool)
        self.accounting.adopt(self.adopted)

    def step(self, what: str, slots: Slots) -> None:
        {"replay": self.replay, "let go": self.let_go, "damaged": self.damage}.get(
            what, lambda: self.note(what, slots)
        )()

    def note(self, what: str, slots: Slots) -> None:
        accounting, counted = self.accounting, Counter(slots)
        if what == "archived":
            accounting.on_archived(batch(slots))
        elif what == "spooled":
            accounting.on_spooled(batch(slots))
            self.spool.append((slots, 0, False))
        elif what == "sampled":
            counted = Counter(set(slots))
            accounting.on_sampled(np.array(sorted(counted), np.uint32))
        elif what == "refused":
            accounting.on_refused(
                "refused", [lines_of([slot]).splitlines(keepends=True)[0] for slot in slots]
            )
            self.noted["archived"].subtract(counted)
        else:
            accounting.drop(what, np.array(slots, np.uint32))
        self.noted[what].update(counted)

    def replay(self) -> None:
        if self.spool:
            slots, strangers, adopted = self.take("archived")
            lines = lines_of(slots, strangers=strangers)
            self.accounting.on_replayed(lines, len(slots) + strangers, adopted=adopted)

    def let_go(self) -> None:
        if self.spool:
            slots, strangers, adopted = self.take("overflow")
            lines = lines_of(slots, strangers=strangers)
            self.accounting.on_let_go("overflow", lines, len(slots) + strangers, adopted=adopted)

    def take(self, what: str) -> tuple[Slots, int, bool]:
        slots, strangers, before = self.spool.pop(0)
        self.noted[what].update(slots)
        self.noted["from before" if before else "unspooled"].update(slots)
        self.strangers[what] += strangers
        return slots, strangers, before

    def damage(self) -> None:
        """All of an earlier engine: a segment is of one engine."""
        while self.spool:
            slots, strangers, before = self.spool.pop(0)
            self.accounting.on_damaged(len(slots) + strangers)
            if before:
                self.strangers["damaged"] += len(slots) + strangers
            else:
                self.noted["damaged"].update(slots)
                self.noted["unspooled"].update(slots)
        self.accounting.on_spool_empty()

    def of(self, *whats: str) -> list[int]:
        return [sum(self.noted[what][slot] for what in whats) for slot in range(SLOTS)]


@pytest.fixture(scope="module")
def ring_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path: Path = tmp_path_factory.mktemp("ring") / "ring.bin"
    yield path
    path.unlink(missing_ok=True)


@settings(deadline=None)
@given(st.lists(st.tuples(st.lists(st.integers(0, SLOTS - 1), max_size=4), st.integers(0, 2))), STEPS)
def test_every_figure_is_the_sum_of_what_was_noted(
    ring_file: Path, left: list[tuple[Slots, int]], steps: list[tuple[str, Slots]]
) -> None:
    ring_file.unlink(missing_ok=True)
    slot_of = {prefix: slot for slot, prefix in enumerate(PREFIXES)}.get
    accounting = Accounting(Memory(*create(ring_file, Size(SLOTS, 4, 64))), slot_of)
    model = Model(accounting, [(slots, strangers, True) for slots, strangers in left])
    for what, slots in steps:
        model.step(what, slots)

    pvs = accounting.by_pv(np.arange(SLOTS))
    assert pvs.received.tolist() == model.of("sampled", "from before")
    assert pvs.archived.tolist() == model.of("archived")
    assert pvs.spooled.tolist() == [
        a - b for a, b in zip(model.of("spooled"), model.of("unspooled"), strict=True)
    ]
    assert {cause: column.tolist() for cause, column in pvs.dropped.items()} == {
        cause: model.of(cause) for cause in CAUSES if any(model.of(cause))
    }
    assert accounting.dropped().tolist() == model.of(*CAUSES)
    counts = accounting.counts(7)
    in_total = {c: sum(model.of(c)) + model.strangers[c] for c in CAUSES}
    assert counts.dropped == {cause: count for cause, count in in_total.items() if count}
    assert counts.received == sum(model.of("sampled")) + model.adopted
    assert counts.archived == sum(model.of("archived")) + model.strangers["archived"]
    assert counts.received == counts.archived + counts.pending + sum(counts.dropped.values())


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
