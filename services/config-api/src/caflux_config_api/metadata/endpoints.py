"""Routes: metadata."""

import re
from datetime import UTC, datetime
from typing import Annotated

from caflux_contracts.catalogue import ConfiguredCatalogue
from caflux_contracts.collectors import MetadataReport
from caflux_contracts.names import PvName
from caflux_contracts.pvs import PvMetadata
from caflux_service.access import READS, MayCollect
from caflux_service.openapi import problems
from caflux_service.problems import Invalid
from fastapi import APIRouter, Query, Response

from caflux_config_api.metadata.service import to_ns
from caflux_config_api.parts import CataloguePart, MetadataPart

router = APIRouter(prefix="/v1", tags=["metadata"])

_AT = "ISO 8601 (UTC unless it says), or ns since 1970."


def read_time(text: str) -> int:
    """Give a time in ns since 1970.

    Raises:
        Invalid: it is none.
    """
    if re.fullmatch(r"\d{1,19}", text, re.ASCII):
        return min(int(text), 2**63 - 1)
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"at: {text!r} is no time; give ISO 8601 or ns since 1970") from error
    return to_ns(time if time.tzinfo else time.replace(tzinfo=UTC))


@router.post("/metadata", status_code=204)
async def report_metadata(report: MetadataReport, principal: MayCollect, metadata: MetadataPart) -> None:
    """Store what IOCs say of PVs (a collector's part); PVs that aren't configured are left out."""
    del principal
    await metadata.report(report.metadata)


@router.get("/metadata", dependencies=[READS])
async def get_metadata(
    metadata: MetadataPart,
    pv: Annotated[list[PvName], Query(max_length=1_000)],
    at: Annotated[str | None, Query(max_length=40, description=_AT)] = None,
) -> list[PvMetadata]:
    """Give what IOCs say of PVs, or said at a time; PVs of which nothing is known are left out.

    Of a time before the first version that is known that one is given: `valid_from_ns` tells.
    """
    return await metadata.at(pv, None if at is None else read_time(at))


@router.get("/metadata/versions", dependencies=[READS], responses=problems(404))
async def get_metadata_versions(metadata: MetadataPart, pv: PvName) -> list[PvMetadata]:
    """Give every version of what IOCs said of a PV, the oldest first."""
    return await metadata.versions(pv)


@router.get(
    "/catalogue",
    dependencies=[READS],
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
