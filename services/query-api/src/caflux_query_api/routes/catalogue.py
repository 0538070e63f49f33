"""Which PVs have data."""

import re
from typing import Annotated

from caflux_contracts.retrieval import PvNames
from fastapi import APIRouter, Query

from caflux_query_api.parts import PartsDep

router = APIRouter(prefix="/v1", tags=["catalogue"])


@router.get("/pvs")
async def list_archived_pvs(
    parts: PartsDep,
    search: Annotated[
        str,
        Query(max_length=255, description="Part of the name, or a glob if it has * or ?; case is ignored."),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> PvNames:
    """List the PVs that have data in the archive, by name."""
    found = matching(await parts.archive.names(), search)
    return PvNames(names=found[:limit], total=len(found), truncated=len(found) > limit)


def matching(names: list[str], search: str) -> list[str]:
    """Give the names that a search finds, in their order."""
    if not search:
        return names
    if "*" in search or "?" in search:
        pattern = "".join(_glob(letter) for letter in search)
        return [name for name in names if re.fullmatch(pattern, name, re.IGNORECASE)]
    part = search.casefold()
    return [name for name in names if part in name.casefold()]


def _glob(letter: str) -> str:
    return {"*": ".*", "?": "."}.get(letter) or re.escape(letter)
