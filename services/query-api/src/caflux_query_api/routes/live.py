"""Live streams (SSE)."""

from functools import partial
from typing import Annotated, Any, Literal

from caflux_contracts.names import PvName
from caflux_contracts.retrieval import MAX_LIVE_PVS, LiveData, LiveQuestion
from caflux_service.access import READS
from caflux_service.openapi import problems
from caflux_service.remote_gate import RemoteGate
from fastapi import APIRouter, Header, Query, Request

from caflux_query_api.asked import Expressions, live_series
from caflux_query_api.live.begin import Wanted, begin
from caflux_query_api.live.sse import EventStream
from caflux_query_api.live.stream import Stream
from caflux_query_api.parts import Parts, PartsDep

router = APIRouter(prefix="/v1", tags=["live"], dependencies=[READS], responses=problems(404))

_MOST_ID = 24_000
"""Characters of an id: 27 a series."""
Pvs = Annotated[
    list[PvName],
    Query(max_length=MAX_LIVE_PVS, description="Name of a PV, or of a virtual one; repeat it for several."),
]
From = Annotated[
    str | None,
    Query(alias="from", description="Begin with what was archived since then; without: the last sample."),
]
LastEventId = Annotated[str | None, Header(description="Resume after this event.", max_length=_MOST_ID)]
Unknown = Annotated[
    Literal["refuse", "wait"],
    Query(description="`wait`: a PV that nobody knows yet is streamed once it is archived."),
]
Refuse = Annotated[
    Literal["all", "each"],
    Query(
        description="`each`: what can't be followed is told in a `refused` event, the others are streamed."
    ),
]

_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"model": LiveData, "description": "Server-sent events; the schema is that of their data."}
}


@router.get("/live", response_class=EventStream, status_code=200, responses=_EVENTS)
async def stream_live(
    request: Request,
    parts: PartsDep,
    pv: Pvs = [],  # noqa: B006 -- FastAPI copies it
    expr: Expressions = [],  # noqa: B006 -- as above
    from_: From = None,
    last_event_id: LastEventId = None,
    unknown: Unknown = "refuse",
    refuse: Refuse = "all",
) -> EventStream:
    """Stream PVs as server-sent events.

    - `samples` (data: a list of LiveSamples): what follows, each of one PV, in the order of time. The first
      of each PV is the backfill: since `from`, preceded by the last sample before it; or without `from` the
      last sample; maybe empty.
    - `late` (data: a list of LiveSamples): samples that came in later than younger ones of their PV.
    - `replayed` (data: LiveReplayed): many came late, or very late, or the client may have some of them: read
      this span again from /data.
    - `gap` (data: LiveNotice): what the stream could not give, and why.
    - `recording` (data: LiveRecording): gaps in the recording of a PV, as they begin and end.
    - `archive` (data: LiveArchive): the archive is away, or back.
    - `refused` (data: LiveRefused): with `refuse=each`, before all others: what can't be followed, and why.
    - `end` (data: LiveEnd): the last event; connect again.
    - Comments keep the connection alive.

    `samples` and `late` events bear an id; sent back as Last-Event-ID with the same PVs, the stream goes on
    after it, on any server. No sample comes twice; none is missed that no `gap` or `replayed` tells of.

    An expression gets a row for each sample of one of its PVs and for each gap that begins or ends; where
    that came late, 1 ns after the row that was sent already.
    """
    question = LiveQuestion(pv=pv, expr=expr)
    return await _stream(
        request, parts, question, Wanted(from_, last_event_id, unknown == "wait", refuse == "each")
    )


@router.post("/live", response_class=EventStream, status_code=200, responses=_EVENTS)
async def stream_live_of(
    request: Request,
    parts: PartsDep,
    question: LiveQuestion,
    from_: From = None,
    last_event_id: LastEventId = None,
    unknown: Unknown = "refuse",
    refuse: Refuse = "all",
) -> EventStream:
    """Stream PVs that are named in the body, which has room for more than a URL; else as GET does."""
    return await _stream(
        request, parts, question, Wanted(from_, last_event_id, unknown == "wait", refuse == "each")
    )


async def _stream(request: Request, parts: Parts, question: LiveQuestion, wanted: Wanted) -> EventStream:
    gate: RemoteGate = request.app.state.gate
    parts.hub.reserve()
    try:
        start = await begin(parts, *live_series(parts, question), wanted)
    except BaseException:
        parts.hub.release()
        raise
    return EventStream(Stream(parts, start, partial(gate.watching, request)).pieces(), parts.hub.release)
