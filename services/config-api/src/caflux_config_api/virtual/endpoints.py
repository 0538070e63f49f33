"""Routes: virtual PVs."""

from typing import Annotated

from caflux_contracts.names import PvName
from caflux_contracts.virtual import ExpressionScale, VirtualPv, VirtualPvList, VirtualPvSettings
from caflux_service.access import READS, MayConfigure
from fastapi import APIRouter, Path, Query, Response

from caflux_config_api.conditions import IfMatch, etag_of
from caflux_config_api.parts import VirtualPart
from caflux_config_api.virtual.service import version_of

router = APIRouter(prefix="/v1/virtual-pvs", tags=["virtual PVs"])
scales = APIRouter(prefix="/v1/expressions", tags=["virtual PVs"])

Name = Annotated[PvName, Path()]


@router.get(
    "",
    dependencies=[READS],
    response_model=VirtualPvList,
    responses={204: {"description": "Nothing has changed since `revision`."}},
)
async def list_virtual_pvs(
    virtual: VirtualPart,
    revision: Annotated[int | None, Query(description="The one that the client has.")] = None,
    wait: Annotated[float, Query(ge=0, le=60, description="Seconds to wait for a newer one.")] = 0,
) -> Response:
    """Give every virtual PV, as soon as there is another revision than the one that the client has."""
    found = await virtual.every(revision, wait)
    if found is None:
        return Response(status_code=204)
    return Response(found.model_dump_json(), media_type="application/json")


@scales.get("/scale", dependencies=[READS])
async def get_expression_scale(
    virtual: VirtualPart, expr: Annotated[str, Query(max_length=4_000, description="Arithmetic over PVs.")]
) -> ExpressionScale:
    """Give unit and precision of an expression: those of its PVs where they are the same, and kept by it."""
    return await virtual.scale(expr)


@router.get("/{name:path}", dependencies=[READS])
async def get_virtual_pv(name: Name, virtual: VirtualPart, response: Response) -> VirtualPv:
    """Give one virtual PV; the ETag is of its settings."""
    pv = await virtual.get(name)
    response.headers["ETag"] = etag_of(version_of(pv))
    return pv


@router.put(
    "/{name:path}",
    responses={
        201: {"model": VirtualPv, "description": "The virtual PV is new."},
        412: {"description": "It is not what the ETag in If-Match says."},
        428: {"description": "It is there already with other settings, and there is no If-Match."},
    },
)
async def put_virtual_pv(
    name: Name,
    settings: VirtualPvSettings,
    principal: MayConfigure,
    virtual: VirtualPart,
    match: IfMatch,
    response: Response,
) -> VirtualPv:
    """Name an expression, so that it can be asked for as a PV is; or change it.

    To change one that is there needs If-Match: the ETag of what was read, or `*` for whatever is there.
    """
    pv, is_new = await virtual.put(name, settings, principal, match)
    response.status_code = 201 if is_new else 200
    response.headers["ETag"] = etag_of(version_of(pv))
    return pv


@router.delete("/{name:path}", status_code=204)
async def delete_virtual_pv(
    name: Name, principal: MayConfigure, virtual: VirtualPart, match: IfMatch
) -> None:
    """Delete a virtual PV; refused while another one needs it."""
    await virtual.delete(name, principal, match)
