"""Retrieval of a range."""

import asyncio
from typing import Annotated, Any

from caflux_contracts.retrieval import DataAnswer
from caflux_service.problems import Invalid
from caflux_storage import Samples
from caflux_storage.recording import Recording, Span, recordings
from fastapi import APIRouter, Query, Request, Response

from caflux_query_api.answers import binned_document, dump, raw_document
from caflux_query_api.data import Budget, read_series
from caflux_query_api.gone import together, unless_gone
from caflux_query_api.parts import Parts, PartsDep, PvsDep, SpanDep

router = APIRouter(prefix="/v1", tags=["data"])

_MOST_ROWS = 500_000
_AT_ONCE = 4
"""PVs of one request that are read at the same time."""


@router.get("/data", response_model=DataAnswer)
async def get_data(
    request: Request,
    parts: PartsDep,
    pvs: PvsDep,
    span: SpanDep,
    points: Annotated[int, Query(ge=1, le=20_000, description="Most rows per PV.")] = 2_000,
) -> Response:
    """Give each PV's samples if they are at most `points`, else statistics of at most `points` bins.

    Raw series begin with the last sample before the range, if there is one: what the PV held when the range
    began. It has its own, earlier time and is not counted in `points`.
    """
    if points * len(pvs) > _MOST_ROWS:
        raise Invalid(
            f"{points:,} points of {len(pvs)} PVs are more than the {_MOST_ROWS:,} rows of one answer; "
            "ask for fewer points or for fewer PVs"
        )
    body = await unless_gone(request, _answer(parts, pvs, span, points))
    return Response(body, media_type="application/json")


async def _answer(parts: Parts, pvs: list[str], span: Span, points: int) -> bytes:
    known = await recordings(parts.archive, pvs, span, parts.clock())
    budget = Budget(parts.settings.max_samples)
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(pv: str) -> dict[str, Any]:
        async with turn:
            return await _series(parts, pv, points, known[pv], budget)

    series = await together([one(pv) for pv in pvs])
    return await asyncio.to_thread(dump, {"start": span.start, "stop": span.stop, "series": series})


async def _series(parts: Parts, pv: str, points: int, recording: Recording, budget: Budget) -> dict[str, Any]:
    found = await read_series(parts.archive, pv, points, recording, budget)
    if found.bins is not None:
        return binned_document(pv, found.bins, found.source, recording.gaps, found.completeness)
    samples = found.raw if found.raw is not None else Samples.empty()
    if not len(samples) and not recording.gaps:
        await parts.known.check([pv])
    return raw_document(pv, samples, recording.gaps, found.completeness)
