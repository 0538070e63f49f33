"""Routes of the supervisor."""

from collections.abc import AsyncIterator
from typing import Annotated

from caflux_contracts.collectors import ManagerReports
from caflux_contracts.health import HealthReport, Incident, IncidentTransition
from caflux_contracts.in_force import SettingsInForce
from caflux_contracts.names import CollectorId
from caflux_service.access import READS, MayAdminister, MayCollect, MayOperate
from caflux_service.openapi import problems
from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.sse import EventSourceResponse

from caflux_supervisor.events import follow
from caflux_supervisor.watch import Watch

router = APIRouter(prefix="/v1", tags=["supervisor"])

Id = Annotated[CollectorId, Path(description="Of the collector.")]


def watch_of(request: Request) -> Watch:
    """Give the running watch."""
    watch = request.app.state.watch
    assert isinstance(watch, Watch)
    return watch


WatchNow = Annotated[Watch, Depends(watch_of)]


@router.get("/health", dependencies=[READS])
async def get_health(watch: WatchNow) -> HealthReport:
    """Say how every part is."""
    return watch.report()


@router.get("/incidents", dependencies=[READS])
async def list_incidents(
    watch: WatchNow,
    limit: Annotated[int, Query(ge=1, le=1_000, description="At most so many.")] = 100,
    before: Annotated[
        int | None, Query(ge=1, lt=2**62, description="Only with a smaller id: the last of the page before.")
    ] = None,
) -> list[Incident]:
    """List times in which a part was not well, newest first."""
    return watch.incidents(limit, before)


@router.get("/events", response_class=EventSourceResponse, dependencies=[READS])
async def stream_events(
    request: Request,
    watch: WatchNow,
    last_event_id: Annotated[
        str | None, Header(description="Resume after this event.", max_length=20, pattern=r"^\d+$")
    ] = None,
) -> AsyncIterator[IncidentTransition]:
    """Stream what becomes of incidents as server-sent events.

    Events are `opened`, `updated` and `closed` (data: the transition, with the incident as it is since then);
    their id, sent back as Last-Event-ID, resumes the stream. Comments keep the connection alive.
    """
    incidents = watch.incident_store
    after = incidents.last if last_event_id is None else min(int(last_event_id), incidents.last)
    async for event in follow(request, incidents, after):
        yield event  # type: ignore[misc]  # FastAPI documents the type that an event wraps


@router.post("/reports", responses=problems(404), status_code=204)
async def take_reports(_: MayCollect, watch: WatchNow, reports: ManagerReports) -> None:
    """Hear from a manager what became of its engine."""
    watch.take_reports(reports)


@router.post("/collectors/{id}/restart", status_code=204)
async def restart_collector(
    principal: MayOperate,
    watch: WatchNow,
    id: Id,  # noqa: A002 - the API's own name
) -> None:
    """Have a collector's manager restart its engine."""
    await watch.restart_by_hand(id, principal.name)


@router.get("/collectors/{id}/settings")
async def get_collector_settings(
    _: MayAdminister,
    watch: WatchNow,
    id: Id,  # noqa: A002 - the API's own name
) -> SettingsInForce:
    """Give the settings in force of a collector's engine, as the engine tells them: no secret is among them.

    503 where it does not answer.
    """
    return await watch.engine_settings(id)
