"""Routes: metadata."""

from caflux_contracts.collectors import MetadataReport
from fastapi import APIRouter

from caflux_config_api.access.guards import Service
from caflux_config_api.parts import MetadataPart

router = APIRouter(prefix="/v1", tags=["metadata"])


@router.post("/metadata", status_code=204)
async def report_metadata(report: MetadataReport, principal: Service, metadata: MetadataPart) -> None:
    """Store what IOCs say of PVs (a collector's part); PVs that aren't configured are left out."""
    del principal
    await metadata.report(report.metadata)
