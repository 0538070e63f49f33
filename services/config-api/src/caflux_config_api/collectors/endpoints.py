"""Routes: collectors and their shares of the PVs."""

from typing import Annotated

from caflux_contracts.access import Permission
from caflux_contracts.collectors import (
    Assignment,
    Collector,
    CollectorRegistration,
    Draining,
)
from caflux_contracts.names import CollectorId
from caflux_service.access import READS, MayAdminister, MayCollect, require
from fastapi import APIRouter, Path, Query, Response

from caflux_config_api.parts import CollectorsPart

router = APIRouter(prefix="/v1/collectors", tags=["collectors"])

Id = Annotated[CollectorId, Path()]


@router.get("", dependencies=[READS])
async def list_collectors(collectors: CollectorsPart) -> list[Collector]:
    """List every collector that has registered, alive or not."""
    return await collectors.every()


@router.put("/{collector}")
async def register_collector(
    collector: Id, registration: CollectorRegistration, principal: MayCollect, collectors: CollectorsPart
) -> Collector:
    """Register a collector, or renew its lease (its own part, several times a lease)."""
    del principal
    return await collectors.register(collector, registration)


@router.delete("/{collector}", status_code=204)
async def forget_collector(collector: Id, principal: MayAdminister, collectors: CollectorsPart) -> None:
    """Forget a collector that has been taken out of service; one that still runs comes back by itself."""
    del principal
    await collectors.forget(collector)


@router.put("/{collector}/draining")
async def drain_collector(
    collector: Id, wanted: Draining, principal: MayAdminister, collectors: CollectorsPart
) -> Collector:
    """Empty a collector before it is taken out of service, or let it have PVs again.

    Others have its PVs first. It may be stopped when its `pv_count` and `leaving_count` are 0.
    """
    del principal
    return await collectors.drain(collector, draining=wanted.draining)


@router.get(
    "/{collector}/assignment",
    dependencies=[require(Permission.READ, Permission.COLLECT)],
    response_model=Assignment,
    responses={204: {"description": "Nothing has changed since `revision`."}},
)
async def get_assignment(
    collector: Id,
    collectors: CollectorsPart,
    revision: Annotated[int | None, Query(description="The one that the collector has.")] = None,
    wait: Annotated[float, Query(ge=0, le=60, description="Seconds to wait for a newer one.")] = 0,
) -> Response:
    """Give the PVs of a collector, as soon as there is another revision than the one it has."""
    assignment = await collectors.assignment(collector, revision, wait)
    if assignment is None:
        return Response(status_code=204)
    return Response(assignment, media_type="application/json")
