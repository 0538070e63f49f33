"""One client's stream: what it is given, in which order, and where it is after each event."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from dataclasses import replace

import structlog
from caflux_contracts.retrieval import (
    LiveArchive,
    LiveEnd,
    LiveNotice,
    LiveRecording,
    LiveRefused,
    LiveReplayed,
)
from caflux_storage import ArchiveError

from caflux_query_api.live import sse
from caflux_query_api.live.backfill import Backfill, nothing
from caflux_query_api.live.begin import FRESH_NS, Begin
from caflux_query_api.live.chunk import Chunk
from caflux_query_api.live.cursor import Position, encode_cursor
from caflux_query_api.live.feed import ArchiveState, Batch, Feed, Missed, Recorded, Replayed, Told
from caflux_query_api.live.followers import Followers
from caflux_query_api.live.hub import LATE
from caflux_query_api.parts import Parts
from caflux_query_api.timespec import FIRST

RETRY_MS = 1_000
HEARTBEAT_S = 15.0
_STOPS = "the server stops, or the client may read no more; connect again with Last-Event-ID"

MayStill = Callable[[Callable[[], None]], AbstractAsyncContextManager[None]]


def _always(_: Callable[[], None]) -> AbstractAsyncContextManager[None]:
    return nullcontext()


class Stream:
    """Sends one client what it asked for.

    Args:
        parts: The service's.
        begin: Where it begins.
        may_still: Calls what it is given as soon as the client may read no more.
        heartbeat_s: After so long without news something is sent all the same.
    """

    def __init__(
        self, parts: Parts, begin: Begin, may_still: MayStill = _always, heartbeat_s: float = HEARTBEAT_S
    ) -> None:
        self._parts = parts
        self._may_still = may_still
        self._heartbeat_s = heartbeat_s
        self._begin = begin
        self._positions = begin.positions
        self._recorded = {name: one for name, one in begin.positions.items() if name not in begin.computed}
        self._followers = Followers({name: one.follower for name, one in begin.computed.items()})
        self._given: set[str] = set()
        self._backfill = Backfill(parts.archive, parts.turns)

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Give the stream's bytes; every piece is one or more whole events."""
        yield sse.hello(RETRY_MS)
        for name, error in self._begin.refused.items():
            yield sse.model_event("refused", LiveRefused(pv=name, status=error.status, reason=error.detail))
        try:
            for part in (self._before(), self._live()):
                async with aclosing(part):
                    async for piece in part:
                        yield piece
            reason = _STOPS
        except ArchiveError as error:
            structlog.get_logger("caflux.live").warning("a live stream ends", error=str(error))
            reason = f"{error}; connect again with Last-Event-ID"
        yield sse.model_event("end", LiveEnd(reason=reason))

    async def _before(self) -> AsyncGenerator[bytes]:
        """Give what there was before the stream goes live."""
        for missed in self._missed_before():
            yield _missed(missed)
        if self._begin.resumed:
            for replayed in await self._backfill.compare(self._recorded):
                yield _told(replayed)
        yield self._first()
        stop = self._parts.clock() - FRESH_NS
        for pv in self._recorded if self._begin.follow else ():
            async for found in self._read(pv, stop):
                yield found
        if lacking := [nothing(pv) for pv in self._recorded if pv not in self._given]:
            yield sse.event("samples", b"[%b]" % b",".join(lacking), encode_cursor(self._positions))

    def _missed_before(self) -> list[Missed]:
        notice, found = self._begin.notice, []
        if notice is not None:
            found = [
                Missed(name, FIRST, max(FIRST, one.cursor), notice) for name, one in self._positions.items()
            ]
        return found + [one.missed for one in self._begin.computed.values() if one.missed is not None]

    def _first(self) -> bytes:
        """Give the samples that are held and the first rows, maybe none, of each expression."""
        documents = []
        for pv in [pv for pv in self._recorded if pv in self._begin.held]:
            self._given.add(pv)
            chunk = Chunk(pv, self._begin.held[pv])
            documents.append(chunk.document)
            if chunk.last >= self._positions[pv].cursor:
                self._positions[pv] = self._recorded[pv] = Position.at(chunk.first - 1)
                self._positions[pv].give(chunk)
        for name, computed in self._begin.computed.items():
            if len(computed.rows):
                chunk = Chunk(name, computed.rows)
                self._positions[name].give(chunk)
                documents.append(chunk.document)
            else:
                documents.append(nothing(name))
        if not documents:
            return sse.HEARTBEAT
        return sse.event("samples", b"[%b]" % b",".join(documents), encode_cursor(self._positions))

    async def _read(self, pv: str, stop: int) -> AsyncIterator[bytes]:
        """Give what a PV has before a time (ns) and the client lacks, and the rows that it makes."""
        async for piece in self._backfill.read(pv, self._positions[pv].cursor + 1, stop):
            if piece.missed is not None:
                self._positions[pv].restart(piece.missed.stop)
                yield _missed(piece.missed)
            yield self._give("samples", [piece.chunk, *await self._followers.take([piece.chunk])])

    async def _live(self) -> AsyncGenerator[bytes]:
        operands = {pv: Position.at(newest) for pv, newest in self._followers.newest().items()}
        feed = Feed(operands | self._recorded)
        with self._parts.hub.watch(feed) as behind:
            for pv, until in behind.items():
                if pv in self._recorded:
                    async for found in self._read(pv, until + 1):
                        yield found
                elif rows := await self._operand(pv, operands[pv].cursor + 1, until + 1):
                    yield self._give("samples", rows)
            self._parts.hub.caught_up(feed)
            async with self._may_still(feed.end):
                while (batch := await feed.batch(self._heartbeat_s)) is not None:
                    yield await self._events(batch) or sse.HEARTBEAT

    async def _operand(self, pv: str, start: int, stop: int) -> list[Chunk]:
        """Give the rows that samples of a PV make which itself is not streamed."""
        return await self._followers.take(
            [piece.chunk async for piece in self._backfill.read(pv, start, stop)]
        )

    async def _events(self, batch: Batch) -> bytes:
        """Give the events of what was waiting."""
        pieces = [_told(one) for told in batch.told for one in self._for_each_series(told)]
        for missed in batch.missed:
            if missed.pv in self._recorded:
                self._positions[missed.pv].restart(missed.stop)
            pieces += [_missed(replace(missed, pv=name)) for name in self._series_of(missed.pv)]
        rows = await self._followers.take(batch.fresh, batch.told)
        for kind, chunks in (
            ("samples", [*self._of_recorded(batch.fresh), *rows]),
            ("late", self._of_recorded(batch.late)),
        ):
            if chunks:
                pieces.append(self._give(kind, chunks))
        pieces += [
            _told(Replayed(name, chunk.first, max(chunk.first, sent), LATE))
            for chunk in batch.late
            for name, sent in self._followers.of(chunk.pv).items()
        ]
        return b"".join(pieces)

    def _of_recorded(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        return [chunk for chunk in chunks if chunk.pv in self._recorded]

    def _for_each_series(self, told: Told) -> list[Told]:
        if isinstance(told, ArchiveState):
            return [told]
        return [replace(told, pv=name) for name in self._series_of(told.pv)]

    def _series_of(self, pv: str) -> list[str]:
        """Give the series that a PV is one of: its own, and expressions."""
        return [*([pv] if pv in self._recorded else []), *self._followers.of(pv)]

    def _give(self, kind: str, chunks: Sequence[Chunk]) -> bytes:
        """Give samples as one event, with the id of where the client is then."""
        self._given.update(chunk.pv for chunk in chunks)
        for chunk in chunks:
            self._positions[chunk.pv].give(chunk)
        return sse.chunks_event(kind, chunks, encode_cursor(self._positions))


def _missed(missed: Missed) -> bytes:
    return sse.model_event(
        "gap",
        LiveNotice(
            pv=missed.pv, start=missed.start, stop=missed.stop, reason=missed.reason, count=missed.count
        ),
    )


def _told(told: Told) -> bytes:
    if isinstance(told, Replayed):
        replayed = LiveReplayed(pv=told.pv, start=told.start, stop=told.stop, reason=told.reason)
        return sse.model_event("replayed", replayed)
    if isinstance(told, Recorded):
        return sse.model_event("recording", LiveRecording(pv=told.pv, gaps=list(told.gaps)))
    return sse.model_event("archive", LiveArchive(state=told.state, reason=told.reason))
