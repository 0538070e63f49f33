"""Live streams (SSE)."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import structlog
from caflux_contracts.expressions import Expression
from caflux_contracts.retrieval import LiveNotice, LiveSamples
from caflux_service.access import READS
from caflux_service.problems import Invalid, TooMany
from caflux_service.remote_gate import RemoteGate
from caflux_storage import ArchiveError, Samples
from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from caflux_query_api.answers import dump, raw_document
from caflux_query_api.asked import LiveAskedDep
from caflux_query_api.live.backfill import Piece, backfill
from caflux_query_api.live.computed import MOST_SAMPLES, Follower, TooFarBack, check_live
from caflux_query_api.live.cursor import decode_cursor, encode_cursor
from caflux_query_api.live.feed import Missed, Waited
from caflux_query_api.parts import Parts, PartsDep
from caflux_query_api.timespec import FIRST, LAST, parse_time

router = APIRouter(prefix="/v1", tags=["live"], dependencies=[READS])

_RETRY_MS = 1_000
_LARGE = 20_000
"""Samples from which on an expression is computed in a thread."""


@dataclass(slots=True)
class Computed:
    """An expression of a stream, the rows that it begins with, and what the client had to miss before."""

    follower: Follower
    rows: Samples
    missed: Missed | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Where a stream begins.

    Attributes:
        cursors: By series, in the order of the request, the time (ns) after which the client wants samples.
        held: By PV, the sample that the client is given first.
        follow: Whether there is more between the cursors and now.
        computed: By series, the expressions.
        notice: Why the client could not resume, where it could not.
    """

    cursors: dict[str, int]
    held: dict[str, Samples]
    follow: bool
    computed: dict[str, Computed]
    notice: str | None = None

    def recorded(self, cursors: Mapping[str, int]) -> dict[str, int]:
        """Give the cursors of PVs that are streamed as they are archived."""
        return {name: cursor for name, cursor in cursors.items() if name not in self.computed}

    def watched(self, cursors: Mapping[str, int]) -> dict[str, int]:
        """Give every PV that the stream needs, with the time (ns) until which all is known of it."""
        found = self.recorded(cursors)
        for computed in self.computed.values():
            for pv, newest in computed.follower.newest.items():
                found[pv] = min(newest, found.get(pv, newest))
        return found


async def _start(
    parts: PartsDep,
    asked: LiveAskedDep,
    from_: Annotated[
        str | None,
        Query(alias="from", description="Begin with what was archived since then; without: the last sample."),
    ] = None,
    unknown: Annotated[
        Literal["refuse", "wait"],
        Query(description="`wait`: a PV that nobody knows yet is streamed once it is archived."),
    ] = "refuse",
    last_event_id: Annotated[
        str | None, Header(description="Resume after this event.", max_length=4_096)
    ] = None,
) -> Start:
    if parts.hub.full:
        raise TooMany("there are as many live streams as there may be; close one, or ask again later")
    names = list(asked.series)
    resumed = decode_cursor(last_event_id, names) if last_event_id else None
    notice = "the stream can't be resumed from there" if last_event_id and resumed is None else None
    pvs = [name for name, expression in asked.series.items() if expression is None]
    at = LAST if from_ is None else _time(from_, parts) - 1
    if resumed is not None:
        await parts.archive.ping()
        held = {}
    else:
        held = dict(await parts.archive.last(pvs, at))
        if unknown == "refuse":
            await parts.known.check([pv for pv in pvs if pv not in held])
    begin = resumed if resumed is not None else None if from_ is None else dict.fromkeys(names, at)
    computed = {
        name: await _begin(parts, expression, None if begin is None else begin[name], held=resumed is None)
        for name, expression in asked.series.items()
        if expression is not None
    }
    newest = {pv: int(held[pv].time[0]) if pv in held else FIRST - 1 for pv in pvs}
    cursors = begin or {name: newest.get(name, FIRST) for name in names}
    cursors |= {name: one.follower.sent for name, one in computed.items()}
    return Start(cursors, held, begin is not None, computed, notice)


async def _begin(parts: Parts, expression: Expression, cursor: int | None, *, held: bool) -> Computed:
    """Begin to follow an expression; from now on where there is too much since the cursor.

    Raises:
        Invalid: it can't be followed.
        NotFound: one of its PVs is unknown.
    """
    check_live(expression)
    follower = Follower(expression)
    try:
        rows = await follower.begin(parts.archive, cursor, held=held)
    except TooFarBack as error:
        if cursor is None:
            raise Invalid(
                f"{expression.text} looks back at more than {MOST_SAMPLES:,} samples; "
                "ask for a shorter window"
            ) from error
        found = await _begin(parts, expression, None, held=True)
        reason = f"a stream computes at most {MOST_SAMPLES:,} earlier samples; ask /v1/data for the rest"
        found.missed = Missed(expression.text, cursor + 1, max(cursor + 1, found.follower.sent - 1), reason)
        return found
    await parts.known.check([pv for pv, newest in follower.newest.items() if newest < FIRST])
    return Computed(follower, rows)


def _time(text: str, parts: Parts) -> int:
    try:
        return parse_time(text, parts.clock())
    except ValueError as error:
        raise Invalid(f"from: {error}") from error


@router.get("/live", response_class=EventSourceResponse)
async def stream_live(
    request: Request, parts: PartsDep, start: Annotated[Start, Depends(_start)]
) -> AsyncIterator[LiveSamples | LiveNotice]:
    """Stream PVs as server-sent events.

    - `samples` (data: LiveSamples): samples of one PV. The first of each PV is the backfill: since `from`,
      preceded by the last sample before it; or without `from` the last sample; maybe empty.
    - `gap` (data: LiveNotice): what the stream could not give, and why.
    - Comments keep the connection alive.

    `samples` events bear an id; sent back as Last-Event-ID with the same PVs, the stream goes on after it.
    Within a PV, samples come in the order of their times, none twice; one that is older than what was sent
    already is in the archive and not in the stream. The archive is looked at a few times a second.

    An expression gets a row for each sample of one of its PVs; where a sample came late, 1 ns after the row
    that was sent already. Gaps are not looked at: a PV holds its value until its next sample.
    """
    async for event in _stream(request, parts, start):
        yield event  # type: ignore[misc]  # FastAPI documents the type that an event wraps


async def _stream(request: Request, parts: Parts, start: Start) -> AsyncIterator[ServerSentEvent]:
    cursors = dict(start.cursors)
    try:
        for event in _first(start, cursors):
            yield event
        async for piece in _pieces(request, parts, start, cursors):
            for event in _events(piece, cursors):
                yield event
    except ArchiveError as error:
        # The client comes back by itself, with the id of the last event that it got.
        structlog.get_logger("caflux.live").warning("a live stream ends", error=str(error))


async def _pieces(
    request: Request, parts: Parts, start: Start, cursors: Mapping[str, int]
) -> AsyncIterator[Piece]:
    """Give all after the first samples; `cursors` are moved on meanwhile."""
    if start.follow:
        async for piece in backfill(parts.archive, start.recorded(start.cursors)):
            yield piece
    for name, computed in start.computed.items():
        yield Piece(name, computed.rows, computed.missed)
    gate: RemoteGate = request.app.state.gate
    with parts.hub.watch(start.watched(cursors)) as feed:
        async with gate.watching(request, feed.end):
            while batch := await feed.batch():
                for piece in await _new(start, cursors, batch):
                    yield piece


async def _new(start: Start, cursors: Mapping[str, int], batch: Sequence[Waited]) -> list[Piece]:
    """Give what is new, of PVs and of expressions."""
    found = []
    for pv, samples, missed in batch:
        if pv in cursors and pv not in start.computed:
            found.append(Piece(pv, samples[samples.time > cursors[pv]], missed))
    for name, computed in start.computed.items():
        found.append(await _followed(name, computed.follower, batch))
    return [piece for piece in found if len(piece.samples)]


async def _followed(name: str, follower: Follower, batch: Sequence[Waited]) -> Piece:
    """Give the rows that new samples of an expression's PVs make, all of them together."""
    new = {pv: samples for pv, samples, _ in batch if pv in follower.newest}
    if not new:
        return Piece(name, Samples.empty())
    left_out = [missed for pv, _, missed in batch if missed is not None and pv in new]
    rows = follower.take(new) if follower.size < _LARGE else await asyncio.to_thread(follower.take, new)
    return Piece(name, rows, replace(left_out[0], pv=name) if left_out else None)


def _first(start: Start, cursors: dict[str, int]) -> list[ServerSentEvent]:
    events = [ServerSentEvent(comment="CAFlux", retry=_RETRY_MS)]
    for pv, cursor in cursors.items():
        if start.notice is not None:
            events.append(_notice(Missed(pv, FIRST, max(FIRST, cursor), start.notice)))
        if pv in start.computed:
            continue
        if pv in start.held or not start.follow:
            events.append(_samples(pv, start.held.get(pv, Samples.empty()), encode_cursor(cursors)))
    return events


def _events(piece: Piece, cursors: dict[str, int]) -> list[ServerSentEvent]:
    events = [] if piece.missed is None else [_notice(piece.missed)]
    if len(piece.samples):
        cursors[piece.pv] = int(piece.samples.time[-1])
    events.append(_samples(piece.pv, piece.samples, encode_cursor(cursors)))
    return events


def _samples(pv: str, samples: Samples, cursor: str) -> ServerSentEvent:
    return ServerSentEvent(event="samples", raw_data=_text(raw_document(pv, samples)), id=cursor)


def _notice(missed: Missed) -> ServerSentEvent:
    notice = LiveNotice(pv=missed.pv, start=missed.start, stop=missed.stop, reason=missed.reason)
    return ServerSentEvent(event="gap", raw_data=notice.model_dump_json())


def _text(document: dict[str, Any]) -> str:
    return dump(document).decode()
