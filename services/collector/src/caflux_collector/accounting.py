"""What became of every event, per PV and in total: received = archived + pending + dropped by cause."""

import threading

import numpy as np
from numpy.typing import NDArray

from caflux_collector.batch import Batch
from caflux_collector.ring import Memory

RING_FULL = "ring_full"


class Accounting:
    """Counters of one work thread; written by it alone, read by anyone.

    Attributes:
        archived: i8[slots], samples that the archive acknowledged.
        spooled: i8[slots], samples that went to the spool (and from there to the archive, later).
        last_time: i8[slots], time of the newest archived sample, ns; 0 before the first.
        replayed: samples that came out of the spool into the archive.
        adopted: samples that an earlier engine had left in its spool or ring.
    """

    def __init__(self, ring: Memory) -> None:
        slots = ring.layout.size.slots
        self._ring = ring
        self._lock = threading.Lock()
        self._dropped: dict[str, NDArray[np.int64]] = {}
        self._sampled = np.zeros(slots, np.int64)
        self._extra: dict[str, int] = {}
        self.archived = np.zeros(slots, np.int64)
        self.spooled = np.zeros(slots, np.int64)
        self.last_time = np.zeros(slots, np.int64)
        self.archived_total = 0
        self.spooled_total = 0
        self.replayed = 0
        self.adopted = 0

    def on_archived(self, batch: Batch) -> None:
        """Note a batch that the archive took."""
        self.archived[batch.slots] += batch.counts
        self.archived_total += batch.points

    def on_spooled(self, batch: Batch) -> None:
        """Note a batch that went to the spool."""
        self.spooled[batch.slots] += batch.counts
        self.spooled_total += batch.points

    def on_sampled(self, slots: NDArray[np.uint32]) -> None:
        """Note samples that scan mode took from the cache: they count as received."""
        self._sampled[slots] += 1

    def drop(self, cause: str, slots: NDArray[np.uint32]) -> None:
        """Note one dropped sample for each entry of `slots`."""
        with self._lock:
            column = self._dropped.setdefault(cause, np.zeros(len(self.archived), np.int64))
        np.add.at(column, slots, 1)

    def drop_unnamed(self, cause: str, count: int) -> None:
        """Note dropped samples of which only the number is known here; the log and events say whose."""
        with self._lock:
            self._extra[cause] = self._extra.get(cause, 0) + count

    def received(self) -> NDArray[np.int64]:
        """Give events received per slot, i8[slots]."""
        return self._ring.received.astype(np.int64) + self._sampled

    def dropped(self) -> NDArray[np.int64]:
        """Give events dropped per slot by any cause, i8[slots]."""
        total = self._ring.dropped.astype(np.int64)
        with self._lock:
            for column in self._dropped.values():
                total += column
        return total

    def dropped_by_cause(self) -> dict[str, int]:
        """Give events dropped in total, by cause, without the causes that never happened."""
        with self._lock:
            causes = {cause: int(column.sum()) for cause, column in self._dropped.items()}
            for cause, count in self._extra.items():
                causes[cause] = causes.get(cause, 0) + count
        causes[RING_FULL] = int(self._ring.dropped.sum())
        return {cause: count for cause, count in causes.items() if count}
