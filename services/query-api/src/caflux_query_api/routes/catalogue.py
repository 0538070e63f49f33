"""Which PVs have data."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

from caflux_contracts.catalogue import CatalogueEntry, FoundPv, SearchAnswer
from caflux_contracts.retrieval import PvNames
from caflux_service.access import READS
from caflux_service.openapi import problems
from fastapi import APIRouter, Query

from caflux_query_api.gone import together
from caflux_query_api.parts import Parts, PartsDep
from caflux_query_api.search import Index, glob
from caflux_query_api.timespec import FIRST, LAST

router = APIRouter(prefix="/v1", tags=["catalogue"], dependencies=[READS], responses=problems(404))

_MOST_TIMES, _AT_ONCE = 50, 8


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


@router.get("/search")
async def search_pvs(
    parts: PartsDep,
    q: Annotated[str, Query(max_length=255, description="As one types: words, a glob, or nearly right.")],
    limit: Annotated[int, Query(ge=1, le=1_000)] = 20,
    times: Annotated[
        bool, Query(description="With the times of the first and last sample: at most 50.")
    ] = False,
) -> SearchAnswer:
    """Find PVs, archived, configured or virtual, by name and description; the best first."""
    index = await parts.catalogue.index()
    found = await asyncio.to_thread(index.search, q, limit)
    spans = await _times(parts, [name for name in found.names[:_MOST_TIMES] if name in index.archived], times)
    return SearchAnswer(
        pvs=[_found(index, name, spans) for name in found.names], total=found.total, fuzzy=found.fuzzy
    )


def _found(index: Index, name: str, spans: Mapping[str, tuple[int, int]]) -> FoundPv:
    entry = index.entries.get(name, CatalogueEntry(name, "", "", ""))
    first, last = spans.get(name, (None, None))
    return FoundPv(**entry._asdict(), archived=name in index.archived, first=first, last=last)


async def _times(parts: Parts, names: list[str], wanted: bool) -> dict[str, tuple[int, int]]:
    if not wanted or not names:
        return {}
    last = await parts.archive.last(names, LAST)
    turn = asyncio.Semaphore(_AT_ONCE)

    async def first(pv: str) -> int:
        async with turn:
            async for chunk in parts.archive.samples(pv, FIRST, LAST):
                return int(chunk.time[0])
        return int(last[pv].time[0])

    begun = await together([first(pv) for pv in last])
    return {pv: (start, int(last[pv].time[0])) for pv, start in zip(last, begun, strict=True)}


def matching(names: list[str], search: str) -> list[str]:
    """Give the names that a search finds, in their order."""
    if not search:
        return names
    if "*" in search or "?" in search:
        return glob(names, search)
    part = search.casefold()
    return [name for name in names if part in name.casefold()]
