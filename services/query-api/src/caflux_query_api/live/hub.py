"""One task that asks the archive for what is new in every PV that a client watches."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager

import structlog
from caflux_service.problems import Unavailable
from caflux_storage import TAIL, Archive, ArchiveError
from prometheus_client import CollectorRegistry, Counter, Gauge

from caflux_query_api.live.feed import Feed

_MOST_PAUSE_S = 5.0
_AGAIN = 0.3
"""Of the period: the pause before a look at what the last one saw for the first time."""


class Hub:
    """Hands new samples to the feeds that watch their PV.

    A feed that joins behind the hub's cursor of a PV turns it back; feeds take only what lies after their own
    cursor, so nothing is missed and nothing comes twice. A sample that arrives in the archive later than a
    younger one of its PV is not streamed.
    """

    def __init__(
        self, archive: Archive, period_s: float, max_feeds: int, registry: CollectorRegistry
    ) -> None:
        self._archive = archive
        self._period_s = period_s
        self._max_feeds = max_feeds
        self._cursors: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        self._feeds: dict[str, set[Feed]] = {}
        self._count = 0
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("caflux.live")
        self._clients = Gauge("caflux_live_clients", "Live streams.", registry=registry)
        self._read = Counter("caflux_live_samples", "Samples read for live streams.", registry=registry)
        self._errors = Counter("caflux_live_errors", "Looks at the archive that failed.", registry=registry)

    @property
    def full(self) -> bool:
        """Whether there are as many streams as there may be."""
        return self._count >= self._max_feeds

    @contextmanager
    def watch(self, cursors: Mapping[str, int]) -> Iterator[Feed]:
        """Give a feed of what each PV gets after its cursor (ns)."""
        feed = Feed(cursors)
        self._join(feed)
        try:
            yield feed
        finally:
            self._leave(feed)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look at the archive meanwhile."""
        self._task = asyncio.create_task(self._run(), name="live hub")
        self._task.add_done_callback(self._ended)
        try:
            yield
        finally:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def end_feeds(self) -> None:
        """End every client's stream."""
        for feed in {feed for feeds in self._feeds.values() for feed in feeds}:
            feed.end()

    def check(self) -> None:
        """Do nothing where the hub works.

        Raises:
            Unavailable: it ended, by a fault of its own.
        """
        if self._task is None or self._task.done():
            raise Unavailable("the live streams stand still: their task ended; the service's log says why")

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            self._log.error("live streams stand still", exc_info=task.exception())

    async def _run(self) -> None:
        """Look at the archive until cancelled; while it is away, less and less often."""
        failures = 0
        while True:
            await self._wanted.wait()
            try:
                more = await self._look()
            except ArchiveError as error:
                self._errors.inc()
                if not failures:
                    self._log.warning("live streams wait for the archive", error=str(error))
                failures += 1
                await asyncio.sleep(min(_MOST_PAUSE_S, self._period_s * 2 ** min(failures, 10)))
                continue
            if failures:
                self._log.info("live streams go on", failures=failures)
                failures = 0
            await asyncio.sleep(self._period_s * _AGAIN if more else self._period_s)

    async def _look(self) -> bool:
        """Ask once, and hand on what was there at the look before; tell whether to ask again soon.

        While a batch is being written a reader may see a sample without its severity, or a severity without
        its sample: at the next look it is whole.
        """
        asked = dict(self._cursors)
        found = await self._archive.since(asked)
        more = False
        for pv, samples in found.items():
            if self._cursors.get(pv) != asked[pv] or not len(samples):
                continue  # a feed joined or left meanwhile: the next look asks from where it is
            whole = samples[samples.time <= self._seen.get(pv, -1)]
            self._seen[pv] = int(samples.time[-1])
            more |= len(whole) < len(samples) or len(samples) >= TAIL
            if not len(whole):
                continue
            self._read.inc(len(whole))
            self._cursors[pv] = int(whole.time[-1])
            for feed in self._feeds[pv]:
                feed.offer(pv, whole)
        return more

    def _join(self, feed: Feed) -> None:
        self._count += 1
        self._clients.set(self._count)
        for pv, cursor in feed.cursors.items():
            self._feeds.setdefault(pv, set()).add(feed)
            self._cursors[pv] = min(cursor, self._cursors.get(pv, cursor))
        self._wanted.set()

    def _leave(self, feed: Feed) -> None:
        self._count -= 1
        self._clients.set(self._count)
        for pv in feed.cursors:
            self._feeds[pv].discard(feed)
            if not self._feeds[pv]:
                del self._feeds[pv], self._cursors[pv]
                self._seen.pop(pv, None)
        if not self._cursors:
            self._wanted.clear()
