"""What lists of PVs are filtered by, and the words that there are to filter by."""

from typing import Annotated, Literal

from caflux_contracts.batches import LabelList
from caflux_contracts.pvs import PvState
from caflux_service.access import READS
from fastapi import APIRouter, Depends, Query

from caflux_config_api.listing.filters import Connection, Wanted
from caflux_config_api.parts import ListingPart

router = APIRouter(prefix="/v1/labels", tags=["pvs"])

Text = Annotated[str | None, Query(max_length=255)]
Sort = Literal[
    "name", "state", "changed", "connection", "rate", "last_event", "dropped",
    "-name", "-state", "-changed", "-connection", "-rate", "-last_event", "-dropped",
]  # fmt: skip


def _wanted(
    search: Annotated[
        str | None,
        Query(max_length=255, description="Part of a name, or a whole one with * and ?, of any case."),
    ] = None,
    regex: Annotated[
        str | None, Query(max_length=255, description="RE2 expression that is found in the name.")
    ] = None,
    state: PvState | None = None,
    group: Text = None,
    tag: Text = None,
    owner: Text = None,
    connection: Annotated[Connection | None, Query(description="As its collector says.")] = None,
    sort: Annotated[Sort, Query(description="With - before it the greatest first.")] = "name",
) -> Wanted:
    return Wanted(search, regex, state, group, tag, owner, connection, sort)


Filter = Annotated[Wanted, Depends(_wanted)]


@router.get("", dependencies=[READS])
async def list_labels(listing: ListingPart) -> LabelList:
    """Give every group, tag and owner that PVs have, with how many have it."""
    return await listing.labels()
