"""Batches that wait on disk for the archive, and the account of those that have no room there."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog
from caflux_storage.seam import Event

from caflux_collector.accounting import EXPIRED, REFUSED, Accounting
from caflux_collector.batch import Batch
from caflux_collector.overflow import Overflow
from caflux_collector.refused import is_sample, split_lines
from caflux_collector.segment import Entry
from caflux_collector.spool import Spool, SpoolFullError, Taken
from caflux_collector.store import Written

log = structlog.get_logger("caflux.spool")

OVERFLOW, DISK_FULL, FAILED = "overflow", "disk_full", "spool_failed"
"""Causes of a loss: the oldest had to go; there is no room at all; the disk does not work."""
_WHY = {
    OVERFLOW: "the spool was full",
    DISK_FULL: "the disk of the spool was full",
    FAILED: "the spool could not be written",
}
_SAVE_NS = 10_000_000_000


class Shelf:
    """A work thread's spool, its losses accounted for.

    Attributes:
        filled: set when there may be something to take.
    """

    def __init__(self, spool: Spool, accounting: Accounting, now_ns: Callable[[], int]) -> None:
        self._spool = spool
        self._accounting = accounting
        self._now_ns = now_ns
        self._overflow = Overflow(spool.lost_path)
        self._trouble: str | None = None
        self._saved_ns: int | None = None
        self._unsaved = False
        self._out = 0
        self.filled = asyncio.Event()
        accounting.adopt(spool.points)
        if not spool.is_empty:
            self.filled.set()

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return self._spool.is_empty and not self._out

    @property
    def points(self) -> int:
        """Samples on disk."""
        return self._spool.points

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self._spool.size

    def adopt(self, folder: Path) -> None:
        """Take over a spool that nobody uses any more."""
        before = self._spool.points
        self._spool.adopt(folder)
        self._accounting.adopt(self._spool.points - before)
        self.filled.set()

    def put(self, batch: Batch) -> None:
        """Keep a batch, or account for its loss."""
        self._accounting.on_spooled(batch)
        for part in self._parts(batch):
            cause, reason = self._append(part)
            if cause is not None:
                self._lose(part, cause, adopted=False)
            if cause != self._trouble:
                self._tell_trouble(cause, reason)
        self.filled.set()

    def _parts(self, batch: Batch) -> Iterator[Entry]:
        """Give a batch in parts of which the spool holds several; nearly always that is the whole one."""
        most = self._spool.most_length
        if len(batch.lines) <= most:
            yield Entry(batch.lines, batch.points, batch.policy)
            return
        part, size = list[bytes](), 0
        for line in split_lines(batch.lines):
            if part and size + len(line) > most:
                yield Entry(b"".join(part), sum(map(is_sample, part)), batch.policy)
                part, size = [], 0
            part.append(line)
            size += len(line)
        yield Entry(b"".join(part), sum(map(is_sample, part)), batch.policy)

    def _append(self, part: Entry) -> tuple[str | None, str]:
        """Give why a batch can't be kept, as cause and in words; no cause where it is."""
        try:
            self._spool.append(part.lines, part.points, self._let_go, part.policy)
        except SpoolFullError as error:
            return DISK_FULL, str(error)
        except OSError as error:
            return FAILED, str(error)
        finally:
            self._note_damage()
        return None, ""

    def _let_go(self, entry: Entry, adopted: bool) -> None:
        if not len(self._overflow):
            log.error("spool full, the oldest samples are let go", points=self._spool.points)
        self._lose(entry, OVERFLOW, adopted=adopted)

    def _lose(self, entry: Entry, cause: str, *, adopted: bool) -> None:
        """Account for a batch that is not in the spool any more."""
        self._overflow.note(entry.lines, _WHY[cause], entry.policy)
        self._accounting.on_let_go(cause, entry.lines, entry.points, adopted=adopted)
        self._save_now_and_then()

    def _tell_trouble(self, cause: str | None, reason: str) -> None:
        if cause is None:
            log.info("spool takes samples again")
        else:
            log.error("spool can't take samples, they are lost", cause=cause, reason=reason)
        self._trouble = cause

    def _note_damage(self) -> None:
        damaged, self._spool.damaged = self._spool.damaged, 0
        if damaged:
            log.error("part of the spool is damaged, samples are lost", samples=damaged)
            self._accounting.on_damaged(damaged)

    def take(self, most_bytes: int, most_points: int) -> Taken | None:
        """Give the oldest batches that nobody has taken, as one of about that size, or none."""
        taken = self._spool.take(most_bytes, most_points)
        self._note_damage()
        if taken is not None:
            self._out += 1
            return taken
        self.filled.clear()
        if self.is_empty:
            self._accounting.on_spool_empty()
        return None

    def done(self, taken: Taken, written: Written) -> None:
        """Account for what was taken: the archive has it, but for the samples that it did not take."""
        self._out -= 1
        self._spool.done(taken)
        self._accounting.on_replayed(taken.lines, taken.points, adopted=taken.adopted)
        self._accounting.on_refused(REFUSED, written.refused)
        self._accounting.on_refused(EXPIRED, written.expired)
        self.filled.set()

    def give_back(self, taken: Taken) -> None:
        """Leave what was taken for another attempt; where its place is gone, account for its loss."""
        self._out -= 1
        if not self._spool.give_back(taken):
            self._let_go(taken.entry, taken.adopted)
        self.filled.set()

    def tell(self, most: int) -> tuple[list[Event], dict[str, bytes]]:
        """Give some of what was lost, for the archive: events, lines by policy; once all is told, none."""
        if len(self._overflow):
            return self._overflow.take(most)
        if self._saved_ns is not None:
            self._saved_ns = None
            self._overflow.forget()
            self._spool.beside = 0
        return [], {}

    def _save_now_and_then(self) -> None:
        now = self._now_ns()
        if self._saved_ns is None or not 0 <= now - self._saved_ns < _SAVE_NS:
            self._saved_ns = now
            self._save()

    def _save(self) -> None:
        try:
            self._spool.beside = self._overflow.save()
            self._unsaved = False
        except OSError as error:
            if not self._unsaved:
                log.warning("what was lost can't be written down for the next engine", reason=str(error))
            self._unsaved = True

    def close(self) -> None:
        """Make everything durable for the next engine, what it has to tell, too."""
        if len(self._overflow):
            self._save()
        self._spool.close()
