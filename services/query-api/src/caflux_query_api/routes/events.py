"""What happened to the recording of PVs."""

from typing import Annotated

from caflux_contracts.retrieval import ArchiveEvent, EventsAnswer
from caflux_service.access import READS
from caflux_service.openapi import problems
from caflux_storage.recording import Span
from fastapi import APIRouter, Query, Request

from caflux_query_api.data import TooMuch
from caflux_query_api.gone import unless_gone
from caflux_query_api.parts import Parts, PartsDep, PvsDep, SpanDep

router = APIRouter(prefix="/v1", tags=["data"], dependencies=[READS], responses=problems(404))

_MOST = 20_000
Kind = Annotated[str, Query(min_length=1, max_length=40)]


@router.get("/events")
async def get_events(
    request: Request,
    parts: PartsDep,
    pvs: PvsDep,
    span: SpanDep,
    kind: Annotated[
        list[Kind], Query(max_length=20, description="Only these kinds; repeat it for several.")
    ] = [],  # noqa: B006 -- FastAPI copies it
) -> EventsAnswer:
    """Give the events of a range, and before it each collector's last of a PV, by time."""
    return await unless_gone(request, _answer(parts, pvs, span, kind))


async def _answer(parts: Parts, pvs: list[str], span: Span, kinds: list[str]) -> EventsAnswer:
    found = await parts.archive.events(pvs, span.start, span.stop, kinds, _MOST)
    if len(found) >= _MOST:
        raise TooMuch(
            f"there are more than the {_MOST:,} events that one answer may have; "
            "ask for a shorter range, for fewer PVs, or for some kinds only"
        )
    with_events = {event.pv for event in found}
    await parts.known.check([pv for pv in pvs if pv not in with_events])
    return EventsAnswer(
        start=span.start,
        stop=span.stop,
        events=[
            ArchiveEvent(
                pv=e.pv, time=e.time, kind=e.kind, detail=e.detail, count=e.count, collector=e.collector
            )
            for e in found
        ],
    )
