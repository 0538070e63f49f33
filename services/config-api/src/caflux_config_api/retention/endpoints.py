"""Routes: retention classes."""

from typing import Annotated

from caflux_contracts.pvs import RetentionName
from caflux_contracts.retention import RetentionChange, RetentionClass, RetentionList, RetentionSettings
from caflux_service.access import READS, MayAdminister
from fastapi import APIRouter, Path, Query, Response

from caflux_config_api.conditions import IfMatch, etag_of
from caflux_config_api.parts import RetentionPart

router = APIRouter(prefix="/v1/retention-classes", tags=["retention classes"])

Name = Annotated[RetentionName, Path()]


@router.get("", dependencies=[READS])
async def list_retention_classes(retention: RetentionPart) -> RetentionList:
    """Give every retention class; `standard`, which keeps everything for ever, is always there."""
    return await retention.every()


@router.get("/{name}", dependencies=[READS])
async def get_retention_class(name: Name, retention: RetentionPart, response: Response) -> RetentionClass:
    """Give one retention class; the ETag is of its settings, not of how many PVs are of it."""
    found = await retention.get(name)
    response.headers["ETag"] = etag_of(found.revision)
    return found


@router.put(
    "/{name}",
    responses={
        201: {"model": RetentionChange, "description": "The class is new."},
        412: {"description": "It is not what the ETag in If-Match says."},
        428: {"description": "It is there already with other settings, and there is no If-Match."},
    },
)
async def put_retention_class(
    name: Name,
    settings: RetentionSettings,
    principal: MayAdminister,
    retention: RetentionPart,
    match: IfMatch,
    response: Response,
    dry_run: Annotated[bool, Query(description="Change nothing; tell what the change would delete.")] = False,
    confirm: Annotated[bool, Query(description="Do it although it deletes data.")] = False,
) -> RetentionChange:
    """Add or change a retention class.

    To keep less deletes what is older, of all PVs of the class, and of those that were in it before: such
    a change is refused (409) unless it is confirmed. A change of a class that is there needs If-Match: the
    ETag of what was read, or `*` for whatever is there.
    """
    change, is_new = await retention.put(name, settings, principal, match, dry_run=dry_run, confirm=confirm)
    response.status_code = 201 if is_new and change.applied else 200
    response.headers["ETag"] = etag_of(change.retention.revision)
    return change


@router.delete("/{name}", status_code=204)
async def delete_retention_class(
    name: Name, principal: MayAdminister, retention: RetentionPart, match: IfMatch
) -> None:
    """Delete a retention class of which no PV is; what it holds is kept for as long as it said."""
    await retention.delete(name, principal, match)
