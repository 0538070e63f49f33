"""Routes: other names of PVs."""

from typing import Annotated

from caflux_contracts.aliases import Alias, AliasList, AliasOf
from caflux_contracts.names import PvName
from caflux_service.access import READS, MayConfigure
from fastapi import APIRouter, Path, Query, Response

from caflux_config_api.parts import AliasesPart

router = APIRouter(prefix="/v1/aliases", tags=["aliases"])

Name = Annotated[PvName, Path()]


@router.get(
    "",
    dependencies=[READS],
    response_model=AliasList,
    responses={204: {"description": "Nothing has changed since `revision`."}},
)
async def list_aliases(
    aliases: AliasesPart,
    revision: Annotated[int | None, Query(description="The one that the client has.")] = None,
    wait: Annotated[float, Query(ge=0, le=60, description="Seconds to wait for a newer one.")] = 0,
) -> Response:
    """Give every alias, as soon as there is another revision than the one that the client has."""
    found = await aliases.every(revision, wait)
    if found is None:
        return Response(status_code=204)
    return Response(found.model_dump_json(), media_type="application/json")


@router.put("/{name:path}", responses={201: {"model": Alias, "description": "The alias is new."}})
async def put_alias(
    name: Name, of: AliasOf, principal: MayConfigure, aliases: AliasesPart, response: Response
) -> Alias:
    """Give a PV another name. What was ever archived under that name counts as the PV's, too."""
    alias, is_new = await aliases.put(name, of.pv, principal)
    response.status_code = 201 if is_new else 200
    return alias


@router.delete("/{name:path}", status_code=204)
async def delete_alias(name: Name, principal: MayConfigure, aliases: AliasesPart) -> None:
    """Delete another name of a PV; data that were archived under it stay."""
    await aliases.delete(name, principal)
