"""From encoded batches to the archive: bounded writes under way, retry, and the spool while it is away.

While the archive takes what it is given, batches are written directly, a few at a time. The first one that it
can't take, or not soon enough, goes to the spool, and so do all that follow until a batch out of the spool
was taken; from then on live batches go directly again, and the rest of the spool is replayed beside them,
oldest first. A batch leaves its place in the ring only when it is archived, spooled, or accounted for as
dropped; so a slow archive must not hold batches for longer than the ring has room.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog
from caflux_storage.encode import encode_event
from caflux_storage.seam import ArchiveRefused, ArchiveUnavailable, Event, PartialWrite, Writer

from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch
from caflux_collector.layout import Size
from caflux_collector.overflow import Overflow
from caflux_collector.refused import is_sample, quarantine, refused_lines
from caflux_collector.ring import Position
from caflux_collector.spool import Entry, Spool

log = structlog.get_logger("caflux.deliver")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one work thread's delivery.

    Attributes:
        in_flight: writes under way at once.
        queue_bytes: of batches in memory; what comes on top is spooled.
        queue_points: of batches in memory; a quarter of the ring, so that the rest is left for what arrives
            while the oldest write is still under way.
        write_s: after so many seconds without an answer a batch is spooled, and the archive is away.
        retry_first_s: before the second attempt to replay a batch; doubled for each further one.
        retry_most_s: the longest of these.
    """

    in_flight: int = 3
    queue_bytes: int = 32 * 1024 * 1024
    queue_points: int = Size().records // 4
    write_s: float = 4.0
    retry_first_s: float = 0.25
    retry_most_s: float = 10.0


@dataclass(slots=True)
class _Place:
    """A batch's place in the order in which the ring is given back."""

    position: Position | None
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Hooks:
    """What delivery tells its thread: room in the ring, events to archive; and the clock it reads (ns)."""

    commit: Callable[[Position], None]
    report: Callable[[list[Event]], None]
    now_ns: Callable[[], int]


class Deliver:
    """Delivery of one work thread; it lives on that thread's event loop.

    Attributes:
        error: why the archive does not take batches, or None while it does.
        last_write_ns: when it last took one; 0 before the first.
        queue_bytes: encoded batches in memory that wait or are being written.
    """

    def __init__(
        self,
        writer: Writer,
        spool: Spool,
        accounting: Accounting,
        quarantine_path: Path,
        hooks: Hooks,
        limits: Limits | None = None,
    ) -> None:
        self._writer = writer
        self._spool = spool
        self._accounting = accounting
        self._quarantine_path = quarantine_path
        self._hooks = hooks
        self._limits = limits or Limits()
        self._queue: asyncio.Queue[tuple[Batch, _Place]] = asyncio.Queue()
        self._places: deque[_Place] = deque()
        self._spooled = asyncio.Event()
        self._overflow = Overflow()
        self._tasks: list[asyncio.Task[None]] = []
        self.error: str | None = None
        self.last_write_ns = 0
        self.queue_bytes = 0
        self._queue_points = 0
        accounting.adopt(spool.points)
        if spool.points:
            self._spooled.set()

    def start(self) -> None:
        """Begin to write."""
        jobs = [self._write_queued() for _ in range(self._limits.in_flight)]
        self._tasks = [asyncio.create_task(job) for job in [*jobs, self._replay()]]

    def failed(self) -> BaseException | None:
        """Give the error that ended one of its tasks, which must not happen."""
        return next((task.exception() for task in self._tasks if task.done() and not task.cancelled()), None)

    def put(self, batch: Batch) -> None:
        """Take a batch over."""
        place = _Place(batch.position)
        self._places.append(place)
        self.queue_bytes += len(batch.lines)
        self._queue_points += batch.points
        if not batch.lines:
            self._safe(batch, place)
        elif self.error or self._is_full():
            self._to_spool(batch, place)
        else:
            self._queue.put_nowait((batch, place))

    def _is_full(self) -> bool:
        return self.queue_bytes > self._limits.queue_bytes or self._queue_points > self._limits.queue_points

    async def close(self, patience_s: float) -> None:
        """Write what waits, for so long; what the archive has not taken then goes to the spool."""
        try:
            await asyncio.wait_for(self._queue.join(), patience_s)
        except TimeoutError:
            log.warning("archive too slow at shutdown, spooling the rest", batches=self._queue.qsize())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._queue.empty():
            self._to_spool(*self._queue.get_nowait())
        self._spool_overflow()
        self._spool.close()
        await self._writer.close()

    async def _write_queued(self) -> None:
        while True:
            batch, place = await self._queue.get()
            try:
                await self._write(batch, place)
            except asyncio.CancelledError:
                self._to_spool(batch, place)
                raise
            finally:
                self._queue.task_done()

    async def _write(self, batch: Batch, place: _Place) -> None:
        if self.error:
            self._to_spool(batch, place)
            return
        try:
            refused = await self._store_soon(batch.lines)
        except ArchiveUnavailable as error:
            self._went_away(str(error))
            self._to_spool(batch, place)
            return
        self._accounting.on_archived(batch)
        self._accounting.on_refused(refused)
        self._safe(batch, place)

    async def _store_soon(self, lines: bytes) -> list[bytes]:
        """Write lines before the ring is in need of their room; maybe they are stored nevertheless."""
        try:
            async with asyncio.timeout(self._limits.write_s):
                return await self._store(lines)
        except TimeoutError as error:
            raise ArchiveUnavailable(
                f"the archive did not answer within {self._limits.write_s:g} s"
            ) from error

    async def _store(self, lines: bytes) -> list[bytes]:
        """Write lines; give the samples that were refused for good. They are in quarantine."""
        refused: list[tuple[bytes, str]] = []
        try:
            await self._writer.write(lines)
        except (PartialWrite, ArchiveRefused):
            refused = await refused_lines(self._writer, lines)
        self.last_write_ns = self._hooks.now_ns()
        if refused:
            log.error("archive refused lines", lines=len(refused), reason=refused[0][1])
            self._set_aside(refused)
        return [line for line, _ in refused if is_sample(line)]

    def _set_aside(self, refused: list[tuple[bytes, str]]) -> None:
        try:
            quarantine(self._quarantine_path, refused, self._hooks.now_ns())
        except OSError:
            log.exception("quarantine file can't be written", lines=len(refused))

    def _to_spool(self, batch: Batch, place: _Place) -> None:
        try:
            self._note_gone(self._spool.make_room(len(batch.lines)))
            self._spool.append(batch.lines, batch.points)
        except OSError:
            log.exception("spool can't be written, samples are lost", points=batch.points)
            self._accounting.drop("spool_failed", batch.slots.repeat(batch.counts))
        else:
            self._accounting.on_spooled(batch)
        self._spooled.set()
        self._safe(batch, place)

    def _note_gone(self, gone: list[Entry]) -> None:
        """Account for batches that the spool had to let go, and for what in it can't be read."""
        if gone:
            self._overflow.note(gone)
            for entry in gone:
                self._accounting.on_let_go("overflow", entry.lines, entry.points)
        damaged, self._spool.damaged = self._spool.damaged, 0
        if damaged:
            log.error("segment of the spool is damaged, samples are lost", samples=damaged)
            self._accounting.on_damaged(damaged)

    def _spool_overflow(self) -> None:
        """Leave for the next engine to tell what this one could not."""
        events = self._overflow.take()
        if not events:
            return
        try:
            self._spool.append(b"".join(map(encode_event, events)), 0)
        except OSError:
            log.exception("spool can't be written, overflow is not noted in the archive", pvs=len(events))

    def _safe(self, batch: Batch, place: _Place) -> None:
        self.queue_bytes -= len(batch.lines)
        self._queue_points -= batch.points
        place.safe = True
        position = None
        while self._places and self._places[0].safe:
            position = self._places.popleft().position or position
        if position:
            self._hooks.commit(position)

    def _went_away(self, reason: str) -> None:
        if self.error is None:
            log.warning("archive away, spooling", reason=reason)
        self.error = reason

    async def _replay(self) -> None:
        delay = self._limits.retry_first_s
        while True:
            entry = self._spool.oldest()
            self._note_gone([])
            if entry is None:
                self._accounting.on_spool_empty()
                self._came_back()
                self._spooled.clear()
                await self._spooled.wait()
                continue
            try:
                refused = await self._store(entry.lines)
            except ArchiveUnavailable as error:
                self._went_away(str(error))
                await asyncio.sleep(delay)
                delay = min(2 * delay, self._limits.retry_most_s)
                continue
            delay = self._limits.retry_first_s
            if self._spool.done():
                self._accounting.on_replayed(entry.lines, entry.points)
                self._accounting.on_refused(refused)
            self._came_back()

    def _came_back(self) -> None:
        if self.error is not None:
            log.info("archive back", spooled=self._spool.points)
        self.error = None
        self._hooks.report(self._overflow.take())

    @property
    def spool_points(self) -> int:
        """Samples in the spool."""
        return self._spool.points

    @property
    def spool_bytes(self) -> int:
        """What the spool takes on disk."""
        return self._spool.size
