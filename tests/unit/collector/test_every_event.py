"""Whatever happens to it, every event ends in one account of its PV, all the way from libca to the spool."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch
from caflux_collector.events import EventQueue
from caflux_collector.layout import FLAG_BLOCK, FLAG_SCAN, Size
from caflux_collector.memory import Memory
from caflux_collector.names import Prefixes
from caflux_collector.pipeline import Pipeline
from caflux_collector.places import Places
from caflux_collector.producer import Producer
from caflux_collector.refused import is_sample, split_lines
from caflux_collector.ring import Ring
from caflux_collector.rollup import Rollup
from caflux_collector.scan import Scanner
from caflux_storage.decode import decode
from caflux_testing.dbr import CaEvent, Libca
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

NOW = 1_700_000_000_000_000_000
S = 1_000_000_000
NAMES = ["a", "b", 'c "d" \\ e', "f,g=h"]
SLOTS = len(NAMES)
TEXT = SLOTS - 1
"""The PV that is a string."""


@dataclass
class Thread:
    """A work thread's stages with an archive and a spool that the test moves by hand."""

    ring: Ring
    libca: Libca
    queue: list[Batch] = field(default_factory=list)
    spool: deque[Batch] = field(default_factory=deque)
    now: int = NOW
    posted: int = 0

    def __post_init__(self) -> None:
        names = Prefixes(list(NAMES))
        self.memory = Memory(SLOTS)
        self.scanner = Scanner(self.ring)
        self.accounting = Accounting(self.ring, names.slot_of, self.holding)
        events, rollup = EventQueue(), Rollup(names, Places(SLOTS))
        stages = (self.ring, names, self.memory, self.scanner, events, self.accounting, rollup)
        self.pipeline = Pipeline(*stages, self.queue.append)
        self.ring.flags[TEXT] = FLAG_BLOCK

    def holding(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        return np.append(self.memory.held.holding(), np.array(self.scanner.holding(), np.intp))

    def post(self, slots: list[int]) -> None:
        """Post to some PVs; times repeat, and now and then the IOC's clock is wrong."""
        for slot in slots:
            self.posted += 1
            stamp = NOW + self.posted // 3 if self.posted % 7 else NOW - 50 * 365 * 86_400 * S
            event = CaEvent("double", [self.posted // 2], max(stamp, 700_000_000 * S))
            if slot == TEXT:
                event = CaEvent(
                    "string", [b'"%d"\nsample,pv=a ' % self.posted], stamp if stamp > NOW else NOW
                )
            self.libca.post(self.ring.usr(slot).value or 0, event)

    def flush(self, step: int) -> None:
        self.now += step
        self.pipeline.flush(self.now)
        if self.queue and self.queue[-1].position:
            self.ring.commit(self.queue[-1].position)

    def archive(self, refused: int) -> None:
        """Archive the oldest batch; of its samples the first few are refused."""
        if self.queue:
            batch = self.queue.pop(0)
            self.accounting.on_archived(batch)
            samples = [line for line in split_lines(batch.lines) if is_sample(line)]
            self.accounting.on_refused("refused", samples[:refused])

    def to_spool(self) -> None:
        if self.queue:
            self.spool.append(self.queue.pop())
            self.accounting.on_spooled(self.spool[-1])

    def replay(self) -> None:
        if self.spool:
            batch = self.spool.popleft()
            self.accounting.on_replayed(batch.lines, batch.points, adopted=False)

    def let_go(self) -> None:
        if self.spool:
            batch = self.spool.popleft()
            self.accounting.on_let_go("overflow", batch.lines, batch.points, adopted=False)

    def damage(self) -> None:
        """Lose all that is in the spool."""
        self.accounting.on_damaged(sum(batch.points for batch in self.spool))
        self.spool.clear()
        self.accounting.on_spool_empty()

    def fail(self) -> None:
        """Lose a batch: the archive is away, and the spool can't be written."""
        if self.queue:
            batch = self.queue.pop()
            self.accounting.drop("spool_failed", batch.slots.repeat(batch.counts))

    def scan(self, slot: int, period_ns: int) -> None:
        self.ring.flags[slot] = FLAG_BLOCK * (slot == TEXT) + FLAG_SCAN * (period_ns > 0)
        self.scanner.set(slot, period_ns or None, self.now)

    def limit(self, slot: int, deadband: float | None, rate: float | None) -> None:
        self.memory.limit(slot, deadband, rate)

    def suspend(self, slot: int) -> None:
        self.pipeline.suspend(np.array([slot]), self.now)

    def resume(self, slot: int) -> None:
        self.pipeline.resume(np.array([slot]), self.now)

    def retire(self, slot: int) -> None:
        self.scanner.set(slot, None, 0)
        for cause, slots in self.memory.retire(slot).items():
            self.accounting.drop(cause, slots)

    def forget(self, slot: int) -> None:
        self.memory.forget(slot)

    def waiting(self) -> list[int]:
        """Count, for each PV, what waits in a batch, in the spool, or is held; the ring is empty."""
        found = Counter[int](self.holding().tolist())
        for batch in [*self.queue, *self.spool]:
            found.update(NAMES.index(row[0]) for row in decode(batch.lines).samples)
        return [found[slot] for slot in range(SLOTS)]


SLOT = st.integers(0, SLOTS - 1)
ACTIONS = st.lists(
    st.tuples(st.just("post"), st.lists(SLOT, max_size=12))
    | st.tuples(st.just("flush"), st.sampled_from([0, 1, S // 4, 2 * S, 100 * S]))
    | st.tuples(st.just("archive"), st.integers(0, 2))
    | st.tuples(st.sampled_from(["to_spool", "replay", "let_go", "damage", "fail"]))
    | st.tuples(st.sampled_from(["suspend", "resume", "retire", "forget"]), SLOT)
    | st.tuples(st.just("scan"), SLOT, st.sampled_from([0, S, 5 * S]))
    | st.tuples(st.just("limit"), SLOT, st.sampled_from([None, 0.0, 3.0]), st.sampled_from([None, 0.1, 1e9])),
    max_size=30,
)


@pytest.fixture(scope="module")
def ring_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path: Path = tmp_path_factory.mktemp("ring") / "ring.bin"
    yield path
    path.unlink(missing_ok=True)


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(actions=ACTIONS)
@example(actions=[("suspend", 0), ("post", [0, 0]), ("flush", 0), ("retire", 0), ("flush", 0)])
@example(actions=[("scan", TEXT, S), ("post", [TEXT] * 3), ("flush", 0), ("suspend", TEXT), ("flush", 5 * S)])
def test_every_event_ends_in_one_account_of_its_pv(
    ring_path: Path, compiled: Producer, actions: list[Any]
) -> None:
    ring_path.unlink(missing_ok=True)
    ring = Ring(250, ring_path, Size(SLOTS, 32, 1_024), compiled)  # it is full now and then
    thread = Thread(ring, Libca(compiled.callback.value))
    try:
        for action, *given_ in actions:
            method: Callable[..., None] = getattr(thread, action)
            method(*given_)
            figures = thread.accounting.by_pv(np.arange(SLOTS))
            assert (figures.pending >= 0).all()
            assert (figures.spooled >= 0).all()
            if action in ("flush", "suspend", "resume"):
                assert figures.pending.tolist() == thread.waiting()
        finish(thread)
    finally:
        ring.mute()


def finish(thread: Thread) -> None:
    """Stop, and write everything: nothing is pending then, and received = archived + dropped."""
    thread.pipeline.finish(thread.now)
    while thread.queue:
        thread.archive(0)
    while thread.spool:
        thread.replay()
    figures = thread.accounting.by_pv(np.arange(SLOTS))
    for waits in (figures.pending, figures.spooled, figures.held):
        assert waits.tolist() == [0] * SLOTS
    counts = thread.accounting.counts(0)
    assert (counts.pending, counts.held) == (0, 0)
    assert counts.received == figures.received.sum() == counts.archived + sum(counts.dropped.values())
    assert counts.dropped == {cause: column.sum() for cause, column in figures.dropped.items()}
