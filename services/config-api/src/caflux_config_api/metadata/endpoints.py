"""Routes: metadata."""

from typing import Annotated

from caflux_contracts.catalogue import ConfiguredCatalogue
from caflux_contracts.collectors import MetadataReport
from fastapi import APIRouter, Query, Response

from caflux_config_api.access.guards import Service
from caflux_config_api.parts import CataloguePart, MetadataPart

router = APIRouter(prefix="/v1", tags=["metadata"])


@router.post("/metadata", status_code=204)
async def report_metadata(report: MetadataReport, principal: Service, metadata: MetadataPart) -> None:
    """Store what IOCs say of PVs (a collector's part); PVs that aren't configured are left out."""
    del principal
    await metadata.report(report.metadata)


@router.get(
    "/catalogue",
    response_model=ConfiguredCatalogue,
    responses={204: {"description": "It is still of this version."}},
)
async def get_catalogue(
    catalogue: CataloguePart,
    version: Annotated[str | None, Query(max_length=100, description="The one that the client has.")] = None,
) -> Response:
    """Give every PV with its description, EGU and type: what query-api searches in."""
    found = await catalogue.every(version)
    return Response(status_code=204) if found is None else Response(found, media_type="application/json")
