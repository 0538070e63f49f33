"""What asks the archive for what is new in every PV that a client watches."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import structlog
from caflux_service.problems import Unavailable
from caflux_storage import TAIL, Archive, ArchiveError, Samples
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from caflux_query_api.live.chunk import Chunk
from caflux_query_api.live.cursor import Position
from caflux_query_api.live.feed import ArchiveState, Feed, Recorded, Replayed
from caflux_query_api.live.gaps import GapWatch
from caflux_query_api.live.lows import Lows
from caflux_query_api.live.older import Older
from caflux_query_api.live.remembered import Remembered
from caflux_query_api.live.rounds import Rounds

_MOST_PAUSE_S = 5.0
_AGAIN = 0.5
"""Of the period: the pause before a look at what the last one saw for the first time."""
_REST = 0.5
"""Of the time that a look took: the archive rests so long at least before the next one."""
_SURE = 3
"""Comparisons of all that is remembered after which a late sample can't be one that a feed had before it
joined: one may have been under way, and what one finds is handed on at the next look."""
_NEVER = 2**62
_NOTHING = Samples.empty()
_AGES_S = (0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 30)
_LOOKS_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
_COUNTING_PAUSE_S, _COUNTING_REST = 0.25, 20.0
"""Between two counts: so long, or so many times as long as one took."""
LATE = "samples came in late, from a spool or another collector: read this span again from /data"


class Hub:
    """Hands new samples to the feeds that watch their PV.

    Of each PV it remembers which samples were handed on lately. Looks ask for what is later than all of them.
    Beside the looks, and never in their way, comparisons ask again for what should be known (`rounds`), and
    so find what came late; what is earlier than that is counted (`older`); and somebody asks what became of
    the recording of the PVs (`gaps`).
    """

    def __init__(
        self,
        archive: Archive,
        period_s: float,
        max_feeds: int,
        registry: CollectorRegistry,
        clock: Callable[[], int],
    ) -> None:
        self._archive = archive
        self._period_s = period_s
        self._max_feeds = max_feeds
        self._clock = clock
        self._states: dict[str, Remembered] = {}
        self._feeds: dict[str, dict[Feed, int]] = {}
        self._lows = Lows()
        self._rounds = Rounds()
        self._gaps = GapWatch(archive)
        self._older = Older(archive)
        self._count = 0
        self._away = ""
        self._ending = False
        self._wanted = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._log = structlog.get_logger("caflux.live")
        self._clients = Gauge("caflux_live_clients", "Live streams.", registry=registry)
        self._watched = Gauge("caflux_live_pvs", "PVs that live streams watch.", registry=registry)
        self._read = Counter("caflux_live_samples", "Samples read for live streams.", registry=registry)
        self._late = Counter("caflux_live_late", "Of these, that came late.", registry=registry)
        self._errors = Counter("caflux_live_errors", "Looks at the archive that failed.", registry=registry)
        self._took = Histogram(
            "caflux_live_look_seconds", "How long a look took.", buckets=_LOOKS_S, registry=registry
        )
        self._ages = Histogram(
            "caflux_live_age_seconds",
            "Time from the timestamp of the oldest sample that a look handed on.",
            buckets=_AGES_S,
            registry=registry,
        )

    def reserve(self) -> None:
        """Take a place for a stream; `release` gives it back.

        Raises:
            Unavailable: there are as many streams as there may be.
        """
        if self._count >= self._max_feeds:
            raise Unavailable(
                f"there are {self._count} live streams, as many as this server may have; close one, ask "
                "again later, or raise CAFLUX_MAX_LIVE_CLIENTS"
            )
        self._count += 1
        self._clients.set(self._count)

    def release(self) -> None:
        """Give a place back."""
        self._count -= 1
        self._clients.set(self._count)

    @contextmanager
    def watch(self, feed: Feed) -> Iterator[dict[str, int]]:
        """Have a feed given what its PVs get; give how far (ns) it lacks what was handed on before, by PV."""
        behind = self._join(feed)
        try:
            yield behind
        finally:
            self._leave(feed)

    def caught_up(self, feed: Feed) -> None:
        """Take note that a feed's client has read what it lacked when it joined."""
        for pv in feed.positions:
            self._feeds[pv][feed] = self._states[pv].checks + _SURE

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look at the archive meanwhile."""
        jobs = {
            "live looks": self._follow(),
            "live rounds": self._repeat(self._compare, self._period_s),
            "live gaps": self._repeat(self._look_at_gaps, self._period_s),
            "live counts": self._repeat(self._count_older, _COUNTING_PAUSE_S, _COUNTING_REST),
        }
        self._tasks = [asyncio.create_task(job, name=name) for name, job in jobs.items()]
        for task in self._tasks:
            task.add_done_callback(self._ended)
        try:
            yield
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def end_feeds(self) -> None:
        """End every client's stream, also of those that join from now on."""
        self._ending = True
        for feed in self._all_feeds():
            feed.end()

    def check(self) -> None:
        """Do nothing where the hub works.

        Raises:
            Unavailable: it ended, by a fault of its own.
        """
        if not self._tasks or any(task.done() for task in self._tasks):
            raise Unavailable("the live streams stand still: their task ended; the service's log says why")

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            self._log.error("live streams stand still", exc_info=task.exception())

    async def _follow(self) -> None:
        """Look at the archive until cancelled; while it is away, less and less often."""
        failures = 0
        while True:
            await self._wanted.wait()
            begun = self._clock()
            try:
                more = await self._look()
            except ArchiveError as error:
                failures += 1
                self._failed(error)
                await asyncio.sleep(_longer(self._period_s, failures))
                continue
            if failures:
                self._log.info("live streams go on", failures=failures)
                failures = 0
                self._back()
            took_s = max(0, self._clock() - begun) / 1e9
            self._took.observe(took_s)
            await asyncio.sleep(max(took_s * _REST, self._period_s * _AGAIN if more else self._period_s))

    async def _repeat(self, work: Callable[[], Awaitable[None]], pause_s: float, rest: float = 1.0) -> None:
        """Do something until cancelled, less often while the archive is away, which the looks tell of."""
        failures = 0
        while True:
            await self._wanted.wait()
            begun = self._clock()
            try:
                await work()
                failures = 0
            except ArchiveError:
                failures += 1
                self._errors.inc()
            took_s = max(0, self._clock() - begun) / 1e9
            await asyncio.sleep(max(took_s * rest, _longer(pause_s, failures)))

    def _failed(self, error: ArchiveError) -> None:
        self._errors.inc()
        self._lows.all_behind(self._states)
        if not self._away:
            self._away = str(error)
            self._log.warning("live streams wait for the archive", error=self._away)
            for feed in self._all_feeds():
                feed.tell(ArchiveState("away", self._away))

    def _back(self) -> None:
        self._away = ""
        for feed in self._all_feeds():
            feed.tell(ArchiveState("back", "what it got meanwhile follows"))

    def _all_feeds(self) -> set[Feed]:
        return {feed for feeds in self._feeds.values() for feed in feeds}

    async def _look(self) -> bool:
        """Ask once, and hand on what is new; tell whether to ask again soon."""
        asked = dict(self._states)
        found = await self._archive.since(self._lows.of(asked, self._clock()))
        more, count, oldest = False, 0, _NEVER
        for pv, state in asked.items():
            if self._states.get(pv) is not state:
                continue  # nobody watches it any more
            samples = found.get(pv, _NOTHING)
            fresh = state.take(samples)
            again = state.waits or len(samples) >= TAIL
            self._lows.saw(pv, fresh, again=again)
            more |= again
            if len(fresh):
                chunk = Chunk(pv, fresh)
                count += len(chunk)
                if not self._lows.is_behind(pv):
                    oldest = min(oldest, chunk.first)
                for feed in self._feeds[pv]:
                    feed.offer(chunk)
        self._read.inc(count)
        if oldest < _NEVER:
            self._ages.observe(max(0, self._clock() - oldest) / 1e9)
        return more

    async def _compare(self) -> None:
        """Ask again for what should be known of some PVs, and hand on what is not."""
        asked = dict(self._states)
        lows = self._rounds.lows(asked, self._clock())
        if not lows:
            return
        cursors = {pv: asked[pv].cursor for pv in lows}
        found = await self._archive.since(lows)
        now = self._clock()
        for pv, low in lows.items():
            state = asked[pv]
            if self._states.get(pv) is not state:
                continue
            late = state.compare(found.get(pv, _NOTHING), low, cursors[pv], now)
            if state.unsure:
                self._rounds.again(pv)
            if len(late):
                self._read.inc(len(late))
                self._late.inc(len(late))
                self._hand_on_late(Chunk(pv, late), state)
            if (span := state.replayed(now)) is not None:
                for feed in self._feeds[pv]:
                    feed.tell(Replayed(pv, *span, LATE))

    def _hand_on_late(self, chunk: Chunk, state: Remembered) -> None:
        """Give what came late to those who lack it for sure; who may have read it is told to read again."""
        for feed, sure in self._feeds[chunk.pv].items():
            if state.checks >= sure:
                feed.offer_late(chunk)
            else:
                feed.tell(Replayed(chunk.pv, chunk.first, chunk.last, LATE))

    async def _count_older(self) -> None:
        """Tell of what came in, or went, before all that is remembered of a PV."""
        found = await self._older.next(self._states)
        if found is not None:
            pv, start, stop = found
            for feed in self._feeds[pv]:
                feed.tell(Replayed(pv, start, stop, LATE))

    async def _look_at_gaps(self) -> None:
        """Tell of gaps that began or ended."""
        for pv, gaps in (await self._gaps.look(self._states, self._clock())).items():
            for feed in self._feeds.get(pv, ()):
                feed.tell(Recorded(pv, gaps))

    def _join(self, feed: Feed) -> dict[str, int]:
        before = {pv: feed.queued[pv] for pv in feed.positions}
        for pv, position in feed.positions.items():
            self._join_pv(feed, pv, position)
        if self._away:
            feed.tell(ArchiveState("away", self._away))
        if self._ending:
            feed.end()
        self._watched.set(len(self._states))
        self._wanted.set()
        return {pv: feed.queued[pv] for pv, cursor in before.items() if feed.queued[pv] > cursor}

    def _join_pv(self, feed: Feed, pv: str, position: Position) -> None:
        times, state = position.known(), self._states.get(pv)
        if state is None:
            state = self._states[pv] = Remembered(position.floor, position.cursor, times)
            self._rounds.joined(pv)
            self._lows.joined(pv)
        missing = state.missing(position.floor, position.cursor, times)
        if len(missing):
            feed.tell(Replayed(pv, int(missing[0]), int(missing[-1]), LATE))
        feed.queued[pv] = max(position.cursor, state.cursor)
        if len(ahead := times[times > state.cursor]):
            feed.is_ahead(pv, ahead)
        position.times = None
        self._feeds.setdefault(pv, {})[feed] = _NEVER
        if gaps := self._gaps.now(pv):
            feed.tell(Recorded(pv, gaps))

    def _leave(self, feed: Feed) -> None:
        for pv in feed.positions:
            self._feeds[pv].pop(feed, None)
            if not self._feeds[pv]:
                del self._feeds[pv], self._states[pv]
                self._rounds.left(pv)
                self._lows.left(pv)
                self._gaps.left(pv)
                self._older.left(pv)
        self._watched.set(len(self._states))
        if not self._states:
            self._wanted.clear()


def _longer(pause_s: float, failures: int) -> float:
    return min(_MOST_PAUSE_S, pause_s * 2.0 ** min(failures, 10)) if failures else pause_s
