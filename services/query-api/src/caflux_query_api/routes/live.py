"""Live streams (SSE)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

import structlog
from caflux_contracts.retrieval import LiveNotice, LiveSamples
from caflux_service.problems import Invalid, TooMany
from caflux_storage import ArchiveError, Samples
from fastapi import APIRouter, Depends, Header, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from caflux_query_api.answers import dump, raw_document
from caflux_query_api.live.backfill import Piece, backfill
from caflux_query_api.live.cursor import decode_cursor, encode_cursor
from caflux_query_api.live.feed import Missed
from caflux_query_api.parts import Parts, PartsDep, PvsDep
from caflux_query_api.timespec import FIRST, LAST, parse_time

router = APIRouter(prefix="/v1", tags=["live"])

_RETRY_MS = 1_000


@dataclass(frozen=True, slots=True)
class Start:
    """Where a stream begins.

    Attributes:
        cursors: By PV, the time (ns) after which the client wants samples.
        held: By PV, the sample that the client is given first.
        follow: Whether there is more between the cursors and now.
        notice: Why the client could not resume, where it could not.
    """

    cursors: dict[str, int]
    held: dict[str, Samples]
    follow: bool
    notice: str | None = None


async def _start(
    parts: PartsDep,
    pvs: PvsDep,
    from_: Annotated[
        str | None,
        Query(alias="from", description="Begin with what was archived since then; without: the last sample."),
    ] = None,
    last_event_id: Annotated[
        str | None, Header(description="Resume after this event.", max_length=4_096)
    ] = None,
) -> Start:
    if parts.hub.full:
        raise TooMany("there are as many live streams as there may be; close one, or ask again later")
    resumed = decode_cursor(last_event_id, pvs) if last_event_id else None
    notice = "the stream can't be resumed from there" if last_event_id and resumed is None else None
    if resumed is not None:
        await parts.archive.ping()
        return Start(resumed, {}, follow=True)
    at = LAST if from_ is None else _time(from_, parts) - 1
    held = dict(await parts.archive.last(pvs, at))
    await parts.known.check([pv for pv in pvs if pv not in held])
    if from_ is None:
        cursors = {pv: int(held[pv].time[0]) if pv in held else FIRST - 1 for pv in pvs}
    else:
        cursors = dict.fromkeys(pvs, at)
    return Start(cursors, held, follow=from_ is not None, notice=notice)


def _time(text: str, parts: Parts) -> int:
    try:
        return parse_time(text, parts.clock())
    except ValueError as error:
        raise Invalid(f"from: {error}") from error


@router.get("/live", response_class=EventSourceResponse)
async def stream_live(
    parts: PartsDep, start: Annotated[Start, Depends(_start)]
) -> AsyncIterator[LiveSamples | LiveNotice]:
    """Stream PVs as server-sent events.

    - `samples` (data: LiveSamples): samples of one PV. The first of each PV is the backfill: since `from`,
      preceded by the last sample before it; or without `from` the last sample; maybe empty.
    - `gap` (data: LiveNotice): what the stream could not give, and why.
    - Comments keep the connection alive.

    `samples` events bear an id; sent back as Last-Event-ID with the same PVs, the stream goes on after it.
    Within a PV, samples come in the order of their times, none twice; one that is older than what was sent
    already is in the archive and not in the stream. The archive is looked at a few times a second.
    """
    async for event in _stream(parts, start):
        yield event  # type: ignore[misc]  # FastAPI documents the type that an event wraps


async def _stream(parts: Parts, start: Start) -> AsyncIterator[ServerSentEvent]:
    cursors = dict(start.cursors)
    try:
        for event in _first(start, cursors):
            yield event
        if start.follow:
            async for piece in backfill(parts.archive, start.cursors):
                for event in _events(piece, cursors):
                    yield event
        with parts.hub.watch(cursors) as feed:
            async for pv, samples, missed in feed:
                for event in _events(Piece(pv, samples, missed), cursors):
                    yield event
    except ArchiveError as error:
        # The client comes back by itself, with the id of the last event that it got.
        structlog.get_logger("caflux.live").warning("a live stream ends", error=str(error))


def _first(start: Start, cursors: dict[str, int]) -> list[ServerSentEvent]:
    events = [ServerSentEvent(comment="CAFlux", retry=_RETRY_MS)]
    for pv, cursor in cursors.items():
        if start.notice is not None:
            events.append(_notice(Missed(pv, FIRST, max(FIRST, cursor), start.notice)))
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
