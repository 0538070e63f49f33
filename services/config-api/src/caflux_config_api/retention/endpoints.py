"""Routes: retention classes."""

from typing import Annotated

from caflux_contracts.pvs import RetentionName
from caflux_contracts.retention import RetentionChange, RetentionClass, RetentionList, RetentionSettings
from caflux_service.access import READS, MayAdminister
from fastapi import APIRouter, Path, Query, Response

from caflux_config_api.parts import RetentionPart

router = APIRouter(prefix="/v1/retention-classes", tags=["retention classes"])

Name = Annotated[RetentionName, Path()]


@router.get("", dependencies=[READS])
async def list_retention_classes(retention: RetentionPart) -> RetentionList:
    """Give every retention class; `standard`, which keeps everything for ever, is always there."""
    return await retention.every()


@router.get("/{name}", dependencies=[READS])
async def get_retention_class(name: Name, retention: RetentionPart) -> RetentionClass:
    """Give one retention class."""
    return await retention.get(name)


@router.put("/{name}", responses={201: {"model": RetentionChange, "description": "The class is new."}})
async def put_retention_class(
    name: Name,
    settings: RetentionSettings,
    principal: MayAdminister,
    retention: RetentionPart,
    response: Response,
    dry_run: Annotated[bool, Query(description="Change nothing; tell what the change would delete.")] = False,
    confirm: Annotated[bool, Query(description="Do it although it deletes data.")] = False,
) -> RetentionChange:
    """Add or change a retention class.

    To keep less deletes what is older, of all PVs of the class, and of those that were in it before: such
    a change is refused (409) unless it is confirmed.
    """
    change, is_new = await retention.put(name, settings, principal.name, dry_run=dry_run, confirm=confirm)
    response.status_code = 201 if is_new and change.applied else 200
    return change


@router.delete("/{name}", status_code=204)
async def delete_retention_class(name: Name, principal: MayAdminister, retention: RetentionPart) -> None:
    """Delete a retention class of which no PV is; what it holds is kept for as long as it said."""
    del principal
    await retention.delete(name)
