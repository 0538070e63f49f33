"""Routes: PVs, one by one and in bulk."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from caflux_contracts.names import PvName
from caflux_contracts.pvs import ImportResult, Pv, PvPage, PvRow, PvSettings, PvState
from caflux_service.access import READS, MayConfigure, MayOperate
from caflux_service.problems import UnsupportedMediaType
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from caflux_config_api.parts import PvsPart
from caflux_config_api.pvs import formats

router = APIRouter(prefix="/v1/pvs", tags=["pvs"])

Name = Annotated[PvName, Path()]
_ROWS = {"type": "array", "items": {"$ref": "#/components/schemas/PvRow"}}
_TABLE = {"type": "string", "description": f"A header, then a PV a line: {', '.join(formats.HEADER)}"}


@router.get("", dependencies=[READS])
async def list_pvs(
    pvs: PvsPart,
    search: Annotated[str | None, Query(max_length=255)] = None,
    state: PvState | None = None,
    cursor: Annotated[str | None, Query(max_length=2_000)] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> PvPage:
    """List PVs by name. `search` is part of a name, or a whole one with `*` and `?`; case doesn't matter."""
    return await pvs.page(search, state, cursor, limit)


@router.post(
    "/import",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _ROWS}, "text/csv": {"schema": _TABLE}},
        }
    },
)
async def import_pvs(request: Request, principal: MayConfigure, pvs: PvsPart) -> ImportResult:
    """Add and change many PVs, all or none, from CSV or JSON.

    What a row leaves out stays as it is, and is the default of a new PV. An empty cell is the default.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "text/csv":
        rows = await asyncio.to_thread(formats.read_csv, await request.body())
    elif content_type == "application/json":
        rows = await asyncio.to_thread(formats.read_json, await request.body())
    else:
        raise UnsupportedMediaType(
            f"an import is text/csv or application/json, not {content_type or 'a body without Content-Type'}"
        )
    return await pvs.import_rows(rows, principal.name)


@router.get(
    "/export",
    dependencies=[READS],
    response_class=StreamingResponse,
    responses={200: {"model": list[PvRow], "content": {"text/csv": {"schema": _TABLE}}}},
)
async def export_pvs(
    pvs: PvsPart, form: Annotated[Literal["csv", "json"], Query(alias="format")] = "csv"
) -> StreamingResponse:
    """Give every PV as a table or a list that import takes again."""
    rows = pvs.export()
    body = formats.write_csv(rows) if form == "csv" else formats.write_json(rows)
    first = await anext(body)  # an error of the database is an answer of its own, not half of one
    return StreamingResponse(
        _beginning_with(first, body),
        media_type="text/csv; charset=utf-8" if form == "csv" else "application/json",
        headers={"Content-Disposition": f'attachment; filename="caflux-pvs.{form}"'},
    )


@router.get("/{name:path}", dependencies=[READS])
async def get_pv(name: Name, pvs: PvsPart) -> Pv:
    """Give one PV."""
    return await pvs.get(name)


@router.put("/{name:path}", responses={201: {"model": Pv, "description": "The PV is new."}})
async def put_pv(
    name: Name, settings: PvSettings, principal: MayConfigure, pvs: PvsPart, response: Response
) -> Pv:
    """Add a PV, or change its settings; whether it is paused stays as it is."""
    pv, is_new = await pvs.put(name, settings, principal.name)
    response.status_code = 201 if is_new else 200
    return pv


@router.delete("/{name:path}", status_code=204)
async def delete_pv(name: Name, principal: MayConfigure, pvs: PvsPart) -> None:
    """Stop archiving a PV and forget its settings; the archive keeps its data."""
    del principal
    await pvs.delete(name)


@router.post("/{name:path}/pause")
async def pause_pv(name: Name, principal: MayOperate, pvs: PvsPart) -> Pv:
    """Stop archiving a PV for a while."""
    return await pvs.set_state(name, PvState.PAUSED, principal.name)


@router.post("/{name:path}/resume")
async def resume_pv(name: Name, principal: MayOperate, pvs: PvsPart) -> Pv:
    """Archive a paused PV again."""
    return await pvs.set_state(name, PvState.ACTIVE, principal.name)


async def _beginning_with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
