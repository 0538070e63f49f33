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
from caflux_query_api.data import Budget, read_remains, read_series
from caflux_query_api.gone import unless_gone
from caflux_query_api.parts import Parts, PartsDep, SpanDep
from caflux_query_api.ready import Document, is_quick
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
    as_arrow = form == "arrow" or (form is None and MEDIA_TYPE in request.headers.get("accept", ""))
    series = await unless_gone(request, _answer(parts, asked, span, points, ready=not as_arrow))
    if as_arrow:
        columns = [one for one in series if isinstance(one, dict)]  # all: nothing ready was asked for
        return Response(await asyncio.to_thread(arrow, columns), media_type=MEDIA_TYPE)
    document = {"start": span.start, "stop": span.stop, "series": series}
    quick = all(is_quick(one) for one in series)
    content = dump(document) if quick else await asyncio.to_thread(dump, document)
    return Response(content, media_type="application/json")


async def _answer(parts: Parts, asked: Asked, span: Span, points: int, *, ready: bool) -> list[Document]:
    """Give the series; with `ready` they may be JSON already."""
    check_period(asked, span, points)
    recorded = [name for name, expression in asked.series.items() if expression is None]
    documents: dict[str, Document] = {
        **await _recorded(parts, recorded, span, points, ready=ready),
        **await _computed(parts, asked, span, points),
    }
    return [documents[name] for name in asked.series]


async def _recorded(
    parts: Parts, pvs: list[str], span: Span, points: int, *, ready: bool
) -> dict[str, Document]:
    now = parts.clock()
    found = await _remembered(parts, pvs, span, points, now) if ready else {}
    rest = [pv for pv in pvs if pv not in found]
    if not rest:
        return found
    budget, rollups = Budget(parts.settings.max_samples), may_be_rolled(span, points)
    keep = ready and parts.ready.takes(span, points, now)
    async with beside(parts.archive, rest, span, now, rollups=rollups, witnessed=keep) as known:
        work = [partial(_series, parts, pv, points, known, budget) for pv in rest]
        return found | dict(zip(rest, await parts.turns.take(work), strict=True))


async def _remembered(parts: Parts, pvs: list[str], span: Span, points: int, now: int) -> dict[str, Document]:
    known = [pv for pv in pvs if parts.ready.knows(pv, span, points)]
    found = await parts.turns.take([partial(parts.ready.find, pv, span, now) for pv in known])
    return {pv: one for pv, one in zip(known, found, strict=True) if one is not None}


async def _computed(parts: Parts, asked: Asked, span: Span, points: int) -> dict[str, dict[str, Any]]:
    found = {}
    async for name, series in every_evaluated(parts, asked, span):
        found[name] = await asyncio.to_thread(document, name, series, asked, points)
    return found


async def _series(parts: Parts, pv: str, points: int, known: Beside, budget: Budget) -> Document:
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
    made = raw_document(pv, samples, gaps, found.completeness)
    told = (await known.told).get(pv)
    return made if told is None else await parts.ready.keep(made, samples, recording, told)
