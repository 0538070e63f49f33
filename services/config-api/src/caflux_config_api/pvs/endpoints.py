"""Routes: PVs, one by one, and lists of them."""

from typing import Annotated
from urllib.parse import urlencode

from caflux_contracts.diagnosis import Diagnosis
from caflux_contracts.names import PvName
from caflux_contracts.pvs import Pv, PvPage, PvSettings, PvState, Rename
from caflux_service.access import READS, MayConfigure, MayOperate
from fastapi import APIRouter, Path, Request, Response

from caflux_config_api.conditions import IfMatch, etag_of
from caflux_config_api.cursors import Cursor, Limit, Offset
from caflux_config_api.listing.endpoints import Filter
from caflux_config_api.parts import DiagnosesPart, ListingPart, PvsPart

router = APIRouter(prefix="/v1/pvs", tags=["pvs"])

Name = Annotated[PvName, Path()]


@router.get("", dependencies=[READS])
async def list_pvs(
    listing: ListingPart,
    request: Request,
    response: Response,
    wanted: Filter,
    cursor: Cursor = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> PvPage:
    """List PVs, with what their collectors said of them a moment ago.

    Whatever is asked for, all of it must hold. The header `Link` has the address of the next page.
    """
    page = await listing.page(wanted, cursor, limit, offset)
    if page.next_cursor is not None:
        query = [
            (key, value)
            for key, value in request.query_params.multi_items()
            if key not in {"cursor", "offset"}
        ]
        response.headers["Link"] = f'<?{urlencode([*query, ("cursor", page.next_cursor)])}>; rel="next"'
    return page


@router.get("/{name:path}/diagnosis", dependencies=[READS])
async def get_pv_diagnosis(name: Name, diagnoses: DiagnosesPart) -> Diagnosis:
    """Tell why a PV is not archived, or that it is: the cause in a sentence, and what to do."""
    return await diagnoses.of(name)


@router.get("/{name:path}", response_model=Pv, dependencies=[READS])
async def get_pv(name: Name, pvs: PvsPart) -> Response:
    """Give one PV, by its name or another one of it; the ETag is of its configuration, not of metadata."""
    return _tagged(await pvs.get(name))


@router.put(
    "/{name:path}",
    response_model=Pv,
    responses={
        201: {"model": Pv, "description": "The PV is new."},
        412: {"description": "It is not what the ETag in If-Match says."},
        428: {"description": "It is there already with other settings, and there is no If-Match."},
    },
)
async def put_pv(
    name: Name, settings: PvSettings, principal: MayConfigure, pvs: PvsPart, match: IfMatch
) -> Response:
    """Add a PV, or change its settings; whether it is paused stays as it is.

    A change needs If-Match: the ETag of what was read, or `*` for whatever is there, or nothing is.
    """
    pv, is_new = await pvs.put(name, settings, principal, match)
    return _tagged(pv, 201 if is_new else 200)


@router.delete("/{name:path}", status_code=204)
async def delete_pv(name: Name, principal: MayConfigure, pvs: PvsPart, match: IfMatch) -> None:
    """Stop archiving a PV; the archive keeps its data, and for 30 days `restore` brings it back."""
    await pvs.delete(name, principal, match)


@router.post("/{name:path}/pause", response_model=Pv)
async def pause_pv(name: Name, principal: MayOperate, pvs: PvsPart, match: IfMatch) -> Response:
    """Stop archiving a PV for a while."""
    return _tagged(await pvs.set_state(name, PvState.PAUSED, principal, match))


@router.post("/{name:path}/resume", response_model=Pv)
async def resume_pv(name: Name, principal: MayOperate, pvs: PvsPart, match: IfMatch) -> Response:
    """Archive a paused PV again."""
    return _tagged(await pvs.set_state(name, PvState.ACTIVE, principal, match))


@router.post("/{name:path}/restore", response_model=Pv)
async def restore_pv(name: Name, principal: MayConfigure, pvs: PvsPart) -> Response:
    """Undo that a PV was deleted: it is archived again as it was."""
    return _tagged(await pvs.restore(name, principal))


@router.post("/{name:path}/rename", response_model=Pv)
async def rename_pv(
    name: Name, rename: Rename, principal: MayConfigure, pvs: PvsPart, match: IfMatch
) -> Response:
    """Call a PV otherwise, as its IOC does; its history is found under both names."""
    return _tagged(await pvs.rename(name, rename.to, principal, match))


def _tagged(pv: Pv, status: int = 200) -> Response:
    headers = {"ETag": etag_of(pv.revision)}
    return Response(pv.model_dump_json(), status, headers, media_type="application/json")
