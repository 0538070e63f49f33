"""Retrieval of a range."""

import asyncio
from functools import partial
from typing import Annotated, Any, Literal

from caflux_contracts.retrieval import DataAnswer
from caflux_service.access import READS
from caflux_service.openapi import problems
from caflux_service.problems import Invalid
from caflux_storage import Samples
from caflux_storage.recording import Span
from fastapi import APIRouter, Query, Request, Response

from caflux_query_api.answers import binned_document, dump, raw_document
from caflux_query_api.arrow import MEDIA_TYPE, arrow
from caflux_query_api.asked import Asked, AskedDep
from caflux_query_api.beside import Beside, beside
from caflux_query_api.columns import is_quick
from caflux_query_api.data import Budget, read_remains, read_series
from caflux_query_api.gone import unless_gone
from caflux_query_api.parts import Parts, PartsDep, SpanDep
from caflux_query_api.rolled import may_be_rolled
from caflux_query_api.series import check_period, document, every_evaluated

router = APIRouter(prefix="/v1", tags=["data"], dependencies=[READS], responses=problems(404))

_MOST_ROWS = 2_000_000


@router.get("/data", response_model=DataAnswer, responses={200: {"content": {MEDIA_TYPE: {}}}})
async def get_data(
    request: Request,
    parts: PartsDep,
    asked: AskedDep,
    span: SpanDep,
    points: Annotated[int, Query(ge=1, le=1_000_000, description="Most rows per series.")] = 2_000,
    form: Annotated[
        Literal["json", "arrow"] | None,
        Query(alias="format", description="Without: JSON, or Arrow where the Accept header asks for it."),
    ] = None,
) -> Response:
    """Give each PV's samples if they are at most `points`, else statistics of at most `points` bins.

    Raw series begin with the last sample before the range, if there is one: what the PV held when the range
    began. It has its own, earlier time and is not counted in `points`.

    Expressions are computed from samples, on all times at which one of their PVs has one, and binned from
    that; null where not all is known that they need. So are virtual PVs, and with `where` or `period` all
    series; `where` begins each interval in which it holds with a row, and ends it with a null.

    As Arrow, each series is an IPC stream of its own; what is no column is in the metadata of its schema.
    """
    count = len(asked.series)
    if points * count > _MOST_ROWS:
        raise Invalid(
            f"{points:,} points of {count} PVs are more than the {_MOST_ROWS:,} rows of one answer; "
            "ask for fewer points or for fewer PVs"
        )
    series = await unless_gone(request, _answer(parts, asked, span, points))
    if form == "arrow" or (form is None and MEDIA_TYPE in request.headers.get("accept", "")):
        return Response(await asyncio.to_thread(arrow, series), media_type=MEDIA_TYPE)
    ready = [
        await parts.columns.ready(one, span) if asked.series[one["pv"]] is None else one for one in series
    ]
    document = {"start": span.start, "stop": span.stop, "series": ready}
    quick = all(is_quick(one) for one in ready)
    content = dump(document) if quick else await asyncio.to_thread(dump, document)
    return Response(content, media_type="application/json")


async def _answer(parts: Parts, asked: Asked, span: Span, points: int) -> list[dict[str, Any]]:
    check_period(asked, span, points)
    recorded = [name for name, expression in asked.series.items() if expression is None]
    documents = {
        **await _recorded(parts, recorded, span, points),
        **await _computed(parts, asked, span, points),
    }
    return [documents[name] for name in asked.series]


async def _recorded(parts: Parts, pvs: list[str], span: Span, points: int) -> dict[str, dict[str, Any]]:
    budget = Budget(parts.settings.max_samples)
    rollups = may_be_rolled(span, points)
    async with beside(parts.archive, pvs, span, parts.clock(), rollups=rollups) as known:
        work = [partial(_series, parts, pv, points, known, budget) for pv in pvs]
        return dict(zip(pvs, await parts.turns.take(work), strict=True))


async def _computed(parts: Parts, asked: Asked, span: Span, points: int) -> dict[str, dict[str, Any]]:
    found = {}
    async for name, series in every_evaluated(parts, asked, span):
        found[name] = await asyncio.to_thread(document, name, series, asked, points)
    return found


async def _series(parts: Parts, pv: str, points: int, known: Beside, budget: Budget) -> dict[str, Any]:
    found = None
    if known.aged:
        found = await read_remains(parts.archive, pv, points, await known.recording(pv), budget)
    if found is None:
        found = await read_series(parts.archive, pv, points, known, budget, parts.spans)
    recording = await known.recording(pv)
    gaps = recording.gaps if found.gaps is None else found.gaps
    if found.bins is not None:
        return binned_document(pv, found.bins, found.source, gaps, found.completeness)
    samples = found.raw if found.raw is not None else Samples.empty()
    if not len(samples) and not recording.gaps:
        await parts.known.check([pv])
    return raw_document(pv, samples, gaps, found.completeness)
