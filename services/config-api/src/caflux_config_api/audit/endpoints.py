"""Routes: the audit."""

from datetime import UTC, datetime
from typing import Annotated

from caflux_contracts.access import Permission
from caflux_contracts.audit import ChangePage
from caflux_service.access import READS, identify
from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, AwareDatetime

from caflux_config_api.audit.repository import PRIVATE, Wanted
from caflux_config_api.cursors import Cursor, Limit
from caflux_config_api.parts import AuditPart

router = APIRouter(prefix="/v1/audit", tags=["audit"])


def _utc(time: datetime) -> datetime:
    try:
        return time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the time is out of the calendar") from error


Moment = Annotated[AwareDatetime, AfterValidator(_utc)]


@router.get("", dependencies=[READS])
async def list_changes(
    request: Request,
    audit: AuditPart,
    kind: Annotated[str | None, Query(max_length=16, description="pv, alias, virtual_pv, …")] = None,
    name: Annotated[str | None, Query(max_length=255, description="Of this one only.")] = None,
    by: Annotated[str | None, Query(max_length=64, description="By this user or service only.")] = None,
    since: Annotated[Moment | None, Query(description="Not before; ISO 8601 with a zone.")] = None,
    until: Annotated[Moment | None, Query(description="Before; ISO 8601 with a zone.")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> ChangePage:
    """List who changed what, the newest change first, each with the settings before and after.

    Who logged in, and what was done to users and tokens, is for who may administer.
    """
    principal = await identify(request)
    administers = principal is not None and principal.may(Permission.ADMINISTER)
    hidden = frozenset[str]() if administers else PRIVATE
    return await audit.page(Wanted(kind, name, by, since, until, hidden), cursor, limit)
