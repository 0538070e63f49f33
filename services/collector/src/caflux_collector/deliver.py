"""From encoded batches to the archive: bounded writes under way, retry, and the spool while it is away.

While the archive takes what it is given, batches are written directly, a few at a time; those that wait for
their turn are written together. The first one that it can't take, or not soon enough, goes to the spool, and
so do all that follow until the archive took a write again, soon enough; from then on live batches go
directly, and the rest of the spool is replayed beside them, oldest first. A batch leaves its place in the
ring only when it is archived, spooled, or accounted for as dropped; so a slow archive must not hold batches
for longer than the ring has room.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

import numpy as np
import structlog
from caflux_storage.seam import ArchiveUnavailable, Event, Writer

from caflux_collector.accounting import EXPIRED, REFUSED, Accounting
from caflux_collector.backoff import Backoff
from caflux_collector.batch import Batch
from caflux_collector.layout import Size
from caflux_collector.link import Link
from caflux_collector.quarantine import Quarantine
from caflux_collector.ring import Position
from caflux_collector.shelf import Shelf
from caflux_collector.spool import Spool, Taken
from caflux_collector.store import Store, Written

log = structlog.get_logger("caflux.deliver")

_TOLD_AT_ONCE = 1_000
"""Events of losses that follow one batch: those of 100,000 PVs are not to be written in one go."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one work thread's delivery.

    Attributes:
        in_flight: writes of live batches under way at once; and as many at most out of the spool.
        batch_points: samples of one write; more are not put together.
        batch_bytes: bytes of one write; more are not put together.
        queue_bytes: of batches in memory; what comes on top is spooled.
        queue_points: of batches in memory; a quarter of the ring, so that the rest is left for what arrives
            while the oldest write is still under way.
        write_s: after so many seconds without an answer a batch is spooled, and the archive is away.
        search_s: after so many seconds of looking for lines that the archive refuses, too.
        replay_s: after so many seconds without an answer a write out of the spool is tried again.
        retry_first_s: before the second attempt while the archive is away; doubled for each further one.
        retry_most_s: the longest of these, also where the archive asks for more.
    """

    in_flight: int = 3
    batch_points: int = 50_000
    batch_bytes: int = 8 * 1024 * 1024
    queue_bytes: int = 32 * 1024 * 1024
    queue_points: int = Size().records // 4
    write_s: float = 4.0
    search_s: float = 10.0
    replay_s: float = 20.0
    retry_first_s: float = 0.25
    retry_most_s: float = 30.0


@dataclass(slots=True)
class _Place:
    """A batch's place in the order in which the ring is given back.

    Attributes:
        probe: it is written to see whether the archive is back.
    """

    position: Position | None
    safe: bool = False
    probe: bool = False


@dataclass(frozen=True, slots=True)
class Hooks:
    """What delivery tells its thread: room in the ring, events to archive; and the clock it reads (ns)."""

    commit: Callable[[Position], None]
    report: Callable[[list[Event]], None]
    now_ns: Callable[[], int]


_Waiting = tuple[Batch, _Place]


class Deliver:
    """Delivery of one work thread; it lives on that thread's event loop.

    Attributes:
        queue_bytes: encoded batches in memory that wait or are being written.
    """

    def __init__(
        self,
        writer: Writer,
        spool: Spool,
        accounting: Accounting,
        quarantine: Quarantine,
        hooks: Hooks,
        limits: Limits | None = None,
    ) -> None:
        self._accounting = accounting
        self._hooks = hooks
        self._limits = limits = limits or Limits()
        self._store = Store(writer, quarantine, hooks.now_ns)
        self._shelf = Shelf(spool, accounting, hooks.now_ns)
        backoff = Backoff(limits.retry_first_s, limits.retry_most_s, SystemRandom().random)
        self._link = Link(backoff, hooks.now_ns)
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._idle = asyncio.Event()
        self._idle.set()
        self._places: deque[_Place] = deque()
        self._tasks: list[asyncio.Task[None]] = []
        self.queue_bytes = 0
        self._queue_points = 0

    def start(self) -> None:
        """Begin to write."""
        jobs = [self._write_queued() for _ in range(self._limits.in_flight)]
        jobs += [self._replay(beside_live=number == 0) for number in range(self._limits.in_flight)]
        self._tasks = [asyncio.create_task(job) for job in jobs]

    def adopt(self, folder: Path) -> None:
        """Take over the spool of a work thread that is gone."""
        self._shelf.adopt(folder)

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
        elif self._is_full() or not self._may_write(place):
            self._to_spool([(batch, place)])
        else:
            self._idle.clear()
            self._queue.put_nowait((batch, place))

    def _is_full(self) -> bool:
        return self.queue_bytes > self._limits.queue_bytes or self._queue_points > self._limits.queue_points

    def _may_write(self, place: _Place) -> bool:
        """Tell whether a batch may go directly; where nothing is spooled it has to try the archive."""
        if self._link.error is None:
            return True
        place.probe = self._shelf.is_empty and self._link.claim()
        return place.probe

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
            self._to_spool([self._queue.get_nowait()])
        self._link.close()
        self._shelf.close()
        await self._store.close()

    async def _write_queued(self) -> None:
        while True:
            group = [await self._queue.get()]
            group += self._more(group[0][0])
            if self._queue.empty():
                self._idle.set()
            try:
                await self._write(group)
            except asyncio.CancelledError:
                self._to_spool(group)
                raise
            finally:
                for _ in group:
                    self._queue.task_done()

    def _more(self, first: Batch) -> list[_Waiting]:
        """Give what else waits and fits into one write: the slower the archive, the larger its writes."""
        size, points, more = len(first.lines), first.points, list[_Waiting]()
        while size < self._limits.batch_bytes and points < self._limits.batch_points and self._queue.qsize():
            batch, place = self._queue.get_nowait()
            more.append((batch, place))
            size, points = size + len(batch.lines), points + batch.points
        return more

    async def _write(self, group: list[_Waiting]) -> None:
        if self._link.error and not any(place.probe for _, place in group):
            self._to_spool(group)
            return
        limits, done = self._limits, list[Written]()
        try:
            for policy, lines in _by_policy(group).items():
                done.append(await self._store.write(lines, policy, limits.write_s, limits.search_s))
        except ArchiveUnavailable as error:
            self._link.failed(error)
            self._to_spool(group)
            return
        for batch, place in group:
            self._accounting.on_archived(batch)
            self._safe(batch, place)
        for written in done:
            self._accounting.on_refused(REFUSED, written.refused)
            self._accounting.on_refused(EXPIRED, written.expired)
        self._took(max(written.seconds for written in done))

    def _to_spool(self, group: list[_Waiting]) -> None:
        for batch, place in group:
            self._shelf.put(batch)
            self._safe(batch, place)

    def _safe(self, batch: Batch, place: _Place) -> None:
        self.queue_bytes -= len(batch.lines)
        self._queue_points -= batch.points
        place.safe = True
        position = None
        while self._places and self._places[0].safe:
            position = self._places.popleft().position or position
        if position:
            self._hooks.commit(position)

    async def _replay(self, *, beside_live: bool) -> None:
        """Write what is spooled, oldest first; but for one, replays wait while live batches do."""
        while True:
            await self._shelf.filled.wait()
            if not beside_live:
                await self._idle.wait()
            await self._link.turn()
            taken = self._shelf.take(self._limits.batch_bytes, self._limits.batch_points)
            if taken is None:
                self._link.give_back()
            else:
                await self._write_taken(taken)

    async def _write_taken(self, taken: Taken) -> None:
        try:
            written = await self._store.write(taken.lines, taken.policy, self._limits.replay_s)
        except ArchiveUnavailable as error:
            self._link.failed(error)
            self._shelf.give_back(taken)
        except asyncio.CancelledError:
            self._shelf.give_back(taken)
            raise
        else:
            self._shelf.done(taken, written)
            self._took(written.seconds)

    def _took(self, seconds: float) -> None:
        self._link.took(seconds, self._limits.write_s)
        if self._link.error is None:
            events, lines = self._shelf.tell(_TOLD_AT_ONCE)
            self._hooks.report(events)
            for policy, some in lines.items():
                self.put(Batch(some, 0, np.empty(0, np.uint32), np.empty(0, np.int64), policy=policy))

    @property
    def error(self) -> str | None:
        """Why the archive does not take live batches, or None while it does."""
        return self._link.error

    @property
    def in_flight(self) -> int:
        """Writes that are under way."""
        return self._store.under_way

    @property
    def last_write_ns(self) -> int:
        """When the archive last took a batch; 0 before the first."""
        return self._link.last_write_ns

    @property
    def spool_points(self) -> int:
        """Samples in the spool."""
        return self._shelf.points

    @property
    def spool_bytes(self) -> int:
        """What the spool takes on disk."""
        return self._shelf.size


def _by_policy(group: list[_Waiting]) -> dict[str, bytes]:
    """Give the lines of some batches by where in the archive they go; mostly that is one place."""
    found: dict[str, list[bytes]] = {}
    for batch, _ in group:
        found.setdefault(batch.policy, []).append(batch.lines)
    return {policy: lines[0] if len(lines) == 1 else b"".join(lines) for policy, lines in found.items()}
