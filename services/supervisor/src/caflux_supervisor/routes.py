"""Routes of the supervisor."""

from typing import Annotated

from caflux_contracts.collectors import ManagerReports
from caflux_contracts.health import HealthReport, Incident
from caflux_contracts.names import CollectorId
from caflux_service.access import READS, MayCollect, MayOperate
from fastapi import APIRouter, Depends, Path, Query, Request

from caflux_supervisor.watch import Watch

router = APIRouter(prefix="/v1", tags=["supervisor"])


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
) -> list[Incident]:
    """List times in which a part was not well, newest first."""
    return watch.incidents(limit)


@router.post("/reports", status_code=204)
async def take_reports(_: MayCollect, watch: WatchNow, reports: ManagerReports) -> None:
    """Hear from a manager what became of its engine."""
    watch.take_reports(reports)


@router.post("/collectors/{id}/restart", status_code=204)
async def restart_collector(
    principal: MayOperate,
    watch: WatchNow,
    id: Annotated[CollectorId, Path(description="Of the collector.")],  # noqa: A002 - the API's own name
) -> None:
    """Have a collector's manager restart its engine."""
    await watch.restart_by_hand(id, principal.name)
