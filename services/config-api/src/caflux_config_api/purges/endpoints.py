"""Routes: purges, which delete data from the archive."""

from typing import Annotated

from caflux_contracts.names import CollectorId, PvName
from caflux_contracts.purges import Purge, PurgePage, PurgeReport, PurgeWish
from caflux_service.access import READS, MayAdminister, MayCollect
from fastapi import APIRouter, Path, Query, Response

from caflux_config_api.cursors import Cursor, Limit
from caflux_config_api.parts import PurgesPart

router = APIRouter(prefix="/v1", tags=["purges"])

Number = Annotated[int, Path(ge=1, lt=2**63)]


@router.post(
    "/pvs/{name:path}/purge",
    status_code=202,
    responses={200: {"model": Purge, "description": "A dry run: what would be deleted."}},
)
async def purge_pv(
    name: Annotated[PvName, Path()],
    wish: PurgeWish,
    principal: MayAdminister,
    purges: PurgesPart,
    response: Response,
    dry_run: Annotated[bool, Query(description="Delete nothing; tell what would be deleted.")] = False,
    confirm: Annotated[bool, Query(description="Do it: there is no way back.")] = False,
) -> Purge:
    """Delete data of a PV from the archive for good, samples and rollups; its configuration stays.

    Collectors carry it out as soon as the archive is there; the answer's `id` tells how far they are. A PV
    that is being archived keeps its data since `until`, a full hour; all is deleted only of one that is
    paused, deleted, or not known any more. What was archived under its other names goes with it.
    """
    if dry_run:
        response.status_code = 200
        return await purges.preview(name, wish, principal)
    return await purges.ask(name, wish, principal, confirm=confirm)


@router.get("/purges", dependencies=[READS])
async def list_purges(
    purges: PurgesPart,
    pv: Annotated[str | None, Query(max_length=255, description="Of this PV only.")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> PurgePage:
    """List what was ordered to be deleted from the archive, the newest first, and how far it is."""
    return await purges.page(pv, cursor, limit)


@router.get("/purges/{number}", dependencies=[READS])
async def get_purge(number: Number, purges: PurgesPart) -> Purge:
    """Give one order."""
    return await purges.get(number)


@router.delete("/purges/{number}")
async def withdraw_purge(number: Number, principal: MayAdminister, purges: PurgesPart) -> Purge:
    """Take an order back that is not carried out yet; what is deleted already does not come back."""
    return await purges.withdraw(number, principal)


@router.put("/collectors/{collector}/purges/{number}", status_code=204, tags=["collectors"])
async def report_purge(
    collector: Annotated[CollectorId, Path()],
    number: Number,
    report: PurgeReport,
    principal: MayCollect,
    purges: PurgesPart,
) -> None:
    """Report how far a collector is with an order (its own part)."""
    del principal
    await purges.report(collector, number, report)
