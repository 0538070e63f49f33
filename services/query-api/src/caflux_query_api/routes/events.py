"""What happened to the recording of PVs."""

from caflux_contracts.retrieval import ArchiveEvent, EventsAnswer
from fastapi import APIRouter

from caflux_query_api.parts import PartsDep, PvsDep, SpanDep

router = APIRouter(prefix="/v1", tags=["data"])


@router.get("/events")
async def get_events(parts: PartsDep, pvs: PvsDep, span: SpanDep) -> EventsAnswer:
    """Give the events of a range, and of each PV the last one before it, by time."""
    found = await parts.archive.events(pvs, span.start, span.stop)
    without = [pv for pv in pvs if pv not in {event.pv for event in found}]
    await parts.known.check(without)
    return EventsAnswer(
        start=span.start,
        stop=span.stop,
        events=[
            ArchiveEvent(pv=e.pv, time=e.time, kind=e.kind, detail=e.detail, count=e.count) for e in found
        ],
    )
