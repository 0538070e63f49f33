"""What became of every event, per PV and in total: received = archived + pending + dropped by cause.

Pending is what was received and is neither archived nor dropped yet: in the ring, held back, in a batch, or
in the spool. It is the rest, so that the sum closes at any moment; where it does not come down to what is
spooled and held back once nothing arrives, something was lost without an account.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from caflux_contracts.engine import Counts
from numpy.typing import NDArray

from caflux_collector.batch import Batch, tally_lines
from caflux_collector.ring import Memory

RING_FULL = "ring_full"
TOO_LARGE = "too_large"
REFUSED = "refused"
EXPIRED = "expired"
"""They waited for longer than their retention class keeps them."""
DAMAGED = "damaged"
Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PvCounts:
    """Of n PVs, what became of their events: columns of i8[n].

    Attributes:
        received: events that arrived, and those that came out of an earlier engine's spool.
        archived: what the archive took.
        pending: the rest.
        spooled: of the pending ones, those on disk.
        held: of the pending ones, those that are held back.
        dropped: by cause, without the causes that never happened.
        last_time: of the newest archived sample, ns since 1970; 0 before the first.
    """

    received: Column
    archived: Column
    pending: Column
    spooled: Column
    held: Column
    dropped: dict[str, Column]
    last_time: Column


class Accounting:
    """Counters of one work thread; written by it alone, read by anyone.

    Args:
        ring: whose events are counted.
        slot_of: gives the slot of a PV by what its sample lines begin with, None for one without.
        holding: gives the slots of samples that wait since they may not be archived now.

    Attributes:
        archived: i8[slots], samples that the archive acknowledged, at once or out of the spool.
        spooled: i8[slots], samples on disk; those of an earlier engine are not among them.
        last_time: i8[slots], time of the newest archived sample, ns; 0 before the first.
        archived_total: samples that the archive took at once.
        spooled_total: samples that went to the spool.
        replayed: samples that came out of the spool into the archive.
        adopted: samples that an earlier engine had left in its spool or ring.
    """

    def __init__(
        self,
        ring: Memory,
        slot_of: Callable[[str], int | None] | None = None,
        holding: Callable[[], NDArray[np.intp]] | None = None,
    ) -> None:
        slots = ring.layout.size.slots
        self._ring = ring
        self._in_ring = {RING_FULL: ring.dropped, TOO_LARGE: ring.too_large}
        self._slot_of = slot_of or _nobody
        self._holding = holding or _nothing
        self._lock = threading.Lock()
        self._dropped: dict[str, Column] = {}
        self._sampled = np.zeros(slots, np.int64)
        self._from_before = np.zeros(slots, np.int64)
        self._extra: dict[str, int] = {}
        self._received_before = 0
        self.archived = np.zeros(slots, np.int64)
        self.spooled = np.zeros(slots, np.int64)
        self.last_time = np.zeros(slots, np.int64)
        self.archived_total = 0
        self.spooled_total = 0
        self.replayed = 0
        self.adopted = 0

    def adopt(self, points: int) -> None:
        """Note samples of an earlier engine that wait in the spool; whose they are is known later."""
        self.adopted += points

    def begin(self, slot: int) -> None:
        """Count for another PV from now on; what the one before had stays in the totals.

        Nothing of the slot is under way, so that no other thread writes to it.
        """
        with self._lock:
            for cause, column in [*self._dropped.items(), *self._in_ring.items()]:
                if column[slot]:
                    self._extra[cause] = self._extra.get(cause, 0) + int(column[slot])
                column[slot] = 0
            self._received_before += int(self._ring.received[slot]) + int(self._sampled[slot])
            self._ring.received[slot] = self._sampled[slot] = 0
        for column in (self._from_before, self.archived, self.spooled, self.last_time):
            column[slot] = 0

    def on_archived(self, batch: Batch) -> None:
        """Note a batch that the archive took."""
        self.archived[batch.slots] += batch.counts
        self.archived_total += batch.points

    def on_spooled(self, batch: Batch) -> None:
        """Note a batch that went to the spool."""
        self.spooled[batch.slots] += batch.counts
        self.spooled_total += batch.points

    def on_replayed(self, lines: bytes, points: int, *, adopted: bool) -> None:
        """Note a batch out of the spool, maybe of an earlier engine: the archive took it."""
        slots, counts = self._out_of_spool(lines, adopted=adopted)
        self.archived[slots] += counts
        self.replayed += points

    def on_let_go(self, cause: str, lines: bytes, points: int, *, adopted: bool) -> None:
        """Note a batch out of the spool, maybe of an earlier engine: it was let go."""
        slots, counts = self._out_of_spool(lines, adopted=adopted)
        self._drop_many(cause, slots, counts, points)

    def on_damaged(self, points: int) -> None:
        """Note samples of the spool that can't be read: nobody knows yet whose."""
        self.drop_unnamed(DAMAGED, points)

    def on_spool_empty(self) -> None:
        """Note that nothing waits in the spool: whose samples should still be there, they were damaged."""
        slots = np.flatnonzero(self.spooled)
        if len(slots):
            counts = self.spooled[slots]
            self.drop_unnamed(DAMAGED, -int(counts.sum()))
            self._drop_many(DAMAGED, slots, counts, int(counts.sum()))
            self.spooled[slots] = 0

    def on_refused(self, cause: str, lines: Sequence[bytes]) -> None:
        """Note samples that were in an archived batch, one a line: the archive did not take them."""
        if not lines:
            return
        slots, counts = self._whose(b"".join(lines))
        self.archived[slots] -= counts
        self.archived_total -= len(lines)
        self._drop_many(cause, slots, counts, len(lines))

    def on_sampled(self, slots: NDArray[np.uint32]) -> None:
        """Note samples that scan mode took from the cache: they count as received."""
        self._sampled[slots] += 1

    def drop(self, cause: str, slots: NDArray[np.integer]) -> None:
        """Note one dropped sample for each entry of `slots`."""
        np.add.at(self._column(cause), slots, 1)

    def drop_unnamed(self, cause: str, count: int) -> None:
        """Note dropped samples of which only the number is known here; the log and events say whose."""
        with self._lock:
            self._extra[cause] = self._extra.get(cause, 0) + count

    def _drop_many(self, cause: str, slots: NDArray[np.intp], counts: Column, points: int) -> None:
        """Note dropped samples by slot; those of PVs without one, too."""
        self._column(cause)[slots] += counts
        if points != (known := int(counts.sum())):
            self.drop_unnamed(cause, points - known)

    def _column(self, cause: str) -> Column:
        with self._lock:
            return self._dropped.setdefault(cause, np.zeros(len(self.archived), np.int64))

    def _out_of_spool(self, lines: bytes, *, adopted: bool) -> tuple[NDArray[np.intp], Column]:
        slots, counts = self._whose(lines)
        if adopted:
            self._from_before[slots] += counts
        else:
            self.spooled[slots] -= counts
        return slots, counts

    def _whose(self, lines: bytes) -> tuple[NDArray[np.intp], Column]:
        """Give the slots that have samples in lines and how many each; PVs without a slot are left out."""
        found = [(self._slot_of(prefix), count) for prefix, count in tally_lines(lines).items()]
        known = [(slot, count) for slot, count in found if slot is not None]
        columns = np.array(known, np.int64).reshape(-1, 2)
        return columns[:, 0].astype(np.intp), columns[:, 1]

    def received(self) -> Column:
        """Give events received per slot, those of an earlier engine's spool too; i8[]."""
        return self.arrived() + self._from_before[: self._ring.used]

    def arrived(self) -> Column:
        """Give events that this engine received itself per slot that was ever used, i8[]."""
        used = self._ring.used
        return self._ring.received[:used].astype(np.int64) + self._sampled[:used]

    def received_total(self) -> int:
        """Give events received, those that an earlier engine had left among them."""
        with self._lock:
            return int(self.arrived().sum()) + self._received_before + self.adopted

    def dropped(self) -> Column:
        """Give events dropped per slot by any cause, i8[slots]."""
        total = self._ring.dropped.astype(np.int64) + self._ring.too_large.astype(np.int64)
        with self._lock:
            for column in self._dropped.values():
                total += column
        return total

    def dropped_for(self, cause: str) -> Column | None:
        """Give events dropped per slot by a cause, a view of i8[slots]; None where there were none."""
        if cause == RING_FULL:
            return self._ring.dropped.view(np.int64)
        with self._lock:
            return self._dropped.get(cause)

    def dropped_by_cause(self) -> dict[str, int]:
        """Give events dropped in total, by cause, without the causes that never happened."""
        with self._lock:
            causes = {cause: int(column.sum()) for cause, column in self._dropped.items()}
            for cause, count in self._extra.items():
                causes[cause] = causes.get(cause, 0) + count
            for cause, column in self._in_ring.items():
                causes[cause] = causes.get(cause, 0) + int(column[: self._ring.used].sum())
        return {cause: count for cause, count in causes.items() if count}

    def counts(self, on_disk: int) -> Counts:
        """Give what became of all events; `on_disk` is how many samples wait in the spool."""
        # What is received grows before the others: it is read last, so that pending is never negative.
        archived = self.archived_total + self.replayed
        dropped = self.dropped_by_cause()
        received = self.received_total()
        return Counts(
            received=received,
            archived=archived,
            pending=received - archived - sum(dropped.values()),
            spooled=on_disk,
            held=len(self._holding()),
            dropped=dropped,
        )

    def by_pv(self, slots: NDArray[np.intp]) -> PvCounts:
        """Give what became of the events of n PVs."""
        archived, spooled = self.archived[slots], self.spooled[slots]
        with self._lock:
            dropped = {cause: column[slots] for cause, column in self._dropped.items()}
        dropped |= {cause: column[slots].astype(np.int64) for cause, column in self._in_ring.items()}
        dropped = {cause: column for cause, column in dropped.items() if column.any()}
        last_time = self.last_time[slots]
        received = self._ring.received[slots].astype(np.int64)
        received += self._sampled[slots] + self._from_before[slots]
        pending = received - archived
        for column in dropped.values():
            pending -= column
        held = np.bincount(self._holding(), minlength=len(self.archived))[slots]
        return PvCounts(received, archived, pending, spooled, held, dropped, last_time)


def _nothing() -> NDArray[np.intp]:
    """Hold nothing."""
    return np.empty(0, np.intp)


def _nobody(prefix: str) -> None:
    """Know no PV."""
    del prefix
