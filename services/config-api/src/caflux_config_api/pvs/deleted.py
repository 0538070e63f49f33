"""Routes: PVs that were deleted and can be restored."""

from caflux_contracts.pvs import DeletedPage
from caflux_service.access import READS
from fastapi import APIRouter

from caflux_config_api.cursors import Cursor, Limit
from caflux_config_api.parts import PvsPart

router = APIRouter(prefix="/v1/deleted-pvs", tags=["pvs"])


@router.get("", dependencies=[READS])
async def list_deleted_pvs(pvs: PvsPart, cursor: Cursor = None, limit: Limit = 100) -> DeletedPage:
    """List the PVs that were deleted and can be restored."""
    return await pvs.deleted(cursor, limit)
