"""Routes: the same done to many PVs at once."""

from caflux_contracts.batches import Batch, BatchAction, BatchResult
from caflux_service.access import MayConfigure, MayOperate
from fastapi import APIRouter

from caflux_config_api.parts import BatchesPart

router = APIRouter(prefix="/v1/pv-batches", tags=["pvs"])


@router.post("/pause")
async def pause_pvs(batch: Batch, principal: MayOperate, batches: BatchesPart) -> BatchResult:
    """Stop archiving many PVs for a while."""
    return await batches.run(BatchAction.PAUSE, batch.names, principal)


@router.post("/resume")
async def resume_pvs(batch: Batch, principal: MayOperate, batches: BatchesPart) -> BatchResult:
    """Archive many paused PVs again."""
    return await batches.run(BatchAction.RESUME, batch.names, principal)


@router.post("/delete")
async def delete_pvs(batch: Batch, principal: MayConfigure, batches: BatchesPart) -> BatchResult:
    """Stop archiving many PVs; the archive keeps their data, and for 30 days `restore` brings them back."""
    return await batches.run(BatchAction.DELETE, batch.names, principal)


@router.post("/restore")
async def restore_pvs(batch: Batch, principal: MayConfigure, batches: BatchesPart) -> BatchResult:
    """Undo that many PVs were deleted: they are archived again as they were."""
    return await batches.run(BatchAction.RESTORE, batch.names, principal)
