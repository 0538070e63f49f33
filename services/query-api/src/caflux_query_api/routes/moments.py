"""The machine at a time, and what changed between two."""

import asyncio
from typing import Annotated, Any

import numpy as np
from caflux_contracts.names import PvName
from caflux_contracts.retrieval import ChangesAnswer, MomentsAnswer, MomentsQuestion
from caflux_service.access import READS
from caflux_service.openapi import problems
from caflux_service.problems import Invalid
from fastapi import APIRouter, Query, Request, Response

from caflux_query_api.answers import dump
from caflux_query_api.asked import read_period
from caflux_query_api.changes import SAMPLES, change_of, differs
from caflux_query_api.data import TooMuch
from caflux_query_api.gone import unless_gone
from caflux_query_api.moments import Moment, moments
from caflux_query_api.parts import MAX_PVS, Parts, PartsDep
from caflux_query_api.routes.catalogue import matching
from caflux_query_api.timespec import FIRST, parse_time

router = APIRouter(prefix="/v1", tags=["at a time"], dependencies=[READS], responses=problems(404))

_MOST = 50_000
Time = Annotated[str, Query(max_length=100, description="As `from` of /data.")]
Pvs = Annotated[list[PvName], Query(max_length=MAX_PVS, description="Name of a PV; repeat it for several.")]
Search = Annotated[str, Query(max_length=255, description="And all whose name matches, as in /pvs.")]
Group = Annotated[str, Query(max_length=64, description="And the PVs of this group of the configuration.")]
Window = Annotated[str, Query(max_length=100, description="Before time1; spreads are taken from it.")]
Limit = Annotated[int, Query(ge=1, le=10_000)]


@router.get("/at", response_model=MomentsAnswer)
async def get_moments(
    request: Request,
    parts: PartsDep,
    time: Time = "now",
    pv: Pvs = [],  # noqa: B006 -- FastAPI copies it
    search: Search = "",
    group: Group = "",
) -> Response:
    """Give what PVs held at a time: those named, of the group, and those that `search` finds, or else all."""
    question = MomentsQuestion(pvs=pv, search=search, group=group)
    return await _json(request, _moments(parts, _time(parts, "time", time), question))


@router.post("/at", response_model=MomentsAnswer)
async def ask_moments(
    request: Request, parts: PartsDep, question: MomentsQuestion, time: Time = "now"
) -> Response:
    """Give what PVs held at a time, as GET; for lists that are too long for a URL."""
    return await _json(request, _moments(parts, _time(parts, "time", time), question))


@router.get("/changes", response_model=ChangesAnswer)
async def get_changes(
    request: Request,
    parts: PartsDep,
    time1: Time,
    time2: Time = "now",
    pv: Pvs = [],  # noqa: B006 -- FastAPI copies it
    search: Search = "",
    group: Group = "",
    window: Window = "1h",
    limit: Limit = 200,
) -> Response:
    """Give which PVs differ between two times, the most significant first.

    Of those named, of the group, and those that `search` finds, or else of all.
    """
    times = _time(parts, "time1", time1), _time(parts, "time2", time2)
    question = MomentsQuestion(pvs=pv, search=search, group=group)
    return await _json(request, _changes(parts, times, question, read_period(window, "window"), limit))


@router.post("/changes", response_model=ChangesAnswer)
async def ask_changes(
    request: Request,
    parts: PartsDep,
    question: MomentsQuestion,
    time1: Time,
    time2: Time = "now",
    window: Window = "1h",
    limit: Limit = 200,
) -> Response:
    """Give which PVs differ between two times, as GET; for lists that are too long for a URL."""
    times = _time(parts, "time1", time1), _time(parts, "time2", time2)
    return await _json(request, _changes(parts, times, question, read_period(window, "window"), limit))


async def _json(request: Request, work: Any) -> Response:
    document = await unless_gone(request, work)
    return Response(await asyncio.to_thread(dump, document), media_type="application/json")


def _time(parts: Parts, name: str, text: str) -> int:
    try:
        return parse_time(text, parts.clock())
    except ValueError as error:
        raise Invalid(f"{name}: {error}") from error


async def _asked(parts: Parts, question: MomentsQuestion) -> list[str]:
    pvs = dict.fromkeys(question.pvs)
    if question.group:
        pvs |= dict.fromkeys(await parts.known.members(question.group))
    if question.search or not pvs:
        pvs |= dict.fromkeys(matching(await parts.archive.names(), question.search))
    if len(pvs) > _MOST:
        raise TooMuch(
            f"these are {len(pvs):,} PVs, more than the {_MOST:,} of one answer; narrow them with search"
        )
    return list(pvs)


async def _moments(parts: Parts, at: int, question: MomentsQuestion) -> dict[str, Any]:
    found = await moments(parts, await _asked(parts, question), at)
    strange = [pv for pv in question.pvs if found[pv]["cause"] == "no-data"]
    if len(strange) <= MAX_PVS:
        await parts.known.check(strange)
    return {"time": at, "pvs": list(found.values())}


async def _changes(
    parts: Parts, times: tuple[int, int], question: MomentsQuestion, window: int, limit: int
) -> dict[str, Any]:
    pvs = await _asked(parts, question)
    before = await moments(parts, pvs, times[0])
    after = await moments(parts, pvs, times[1])
    different = [pv for pv in pvs if differs(before[pv], after[pv])]
    changes = await _ranked(parts, different, before, after, (max(FIRST, times[0] - window), times[0]))
    return {
        "time1": times[0],
        "time2": times[1],
        "window": window,
        "compared": len(pvs),
        "changed": len(changes),
        "truncated": len(changes) > limit,
        "changes": changes[:limit],
    }


async def _ranked(
    parts: Parts,
    different: list[str],
    before: dict[str, Moment],
    after: dict[str, Moment],
    window: tuple[int, int],
) -> list[dict[str, Any]]:
    start, stop = window
    index = await parts.catalogue.index()
    enums = {pv for pv in different if (entry := index.entries.get(pv)) and entry.type == "enum"}
    numbers = [pv for pv in different if isinstance(before[pv]["value"], float) and pv not in enums]
    samples = await parts.archive.sampled(numbers, start, stop, max(1, -(-(stop - start) // SAMPLES)))
    nothing = np.empty(0)
    changes = [
        change_of(before[pv], after[pv], samples.get(pv, nothing), is_state=pv in enums) for pv in different
    ]
    return sorted(changes, key=lambda change: (-change["significance"], change["pv"]))
