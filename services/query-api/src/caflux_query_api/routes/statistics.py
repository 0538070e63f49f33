"""Statistics of a range."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from caflux_contracts.expressions import Pv
from caflux_contracts.statistics import PvStatistics, StatisticsAnswer
from caflux_service.access import READS
from caflux_service.openapi import problems
from caflux_storage.recording import Span
from fastapi import APIRouter, Query, Request

from caflux_query_api.asked import Asked, AskedDep
from caflux_query_api.beside import Beside, beside
from caflux_query_api.data import Budget
from caflux_query_api.gone import unless_gone
from caflux_query_api.parts import Parts, PartsDep, SpanDep
from caflux_query_api.series import check_period, every_evaluated
from caflux_query_api.statistics.answer import Wanted, statistics_of
from caflux_query_api.statistics.rolled import MOST_SAMPLES, Source, tally_of
from caflux_query_api.statistics.tally import Tally

router = APIRouter(prefix="/v1", tags=["statistics"], dependencies=[READS], responses=problems(404))

_MOST_ROWS = 2_000_000
Percent = Annotated[float, Query(ge=0, le=100)]


@router.get("/statistics")
async def get_statistics(
    request: Request,
    parts: PartsDep,
    asked: AskedDep,
    span: SpanDep,
    percentile: Annotated[
        list[Percent], Query(max_length=50, description="In percent; repeat it for several.")
    ] = [5, 25, 75, 95],  # noqa: B006 -- FastAPI copies it
    bins: Annotated[int, Query(ge=1, le=1_000, description="Intervals of the histograms.")] = 50,
    source: Annotated[
        Source,
        Query(
            description="raw: samples, at most CAFLUX_MAX_SAMPLES; rollups: those wherever they do; "
            f"auto: samples, but of a PV with more than {MOST_SAMPLES:,} of them rollups."
        ),
    ] = Source.AUTO,
) -> StatisticsAnswer:
    """Give statistics of each PV over a range, from its samples and from what it held between them.

    Over long ranges rollups give the same, within rounding, but not how values are spread (medians,
    percentiles, histograms), states and slopes: where a PV's `source` is not raw, these are null or empty.

    Expressions are computed at all times at which one of their PVs has a sample; with `where`, only what
    lies in the intervals in which it holds is taken, each begun by a row of what was held.
    """
    return await unless_gone(request, _answer(parts, asked, span, Wanted(percentile, bins), source))


async def _answer(parts: Parts, asked: Asked, span: Span, wanted: Wanted, source: Source) -> StatisticsAnswer:
    check_period(asked, span, _MOST_ROWS)
    recorded = [name for name, expression in asked.series.items() if expression is None]
    found = await _recorded(parts, recorded, span, wanted, source)
    async for name, series in every_evaluated(parts, asked, span):
        tally = await asyncio.to_thread(series.tally)
        labels = await _labels(parts, asked, name, tally)
        found[name] = await asyncio.to_thread(statistics_of, name, tally, series.recording, wanted, labels)
    return StatisticsAnswer(
        start=span.start, stop=span.stop, statistics=[found[name] for name in asked.series]
    )


async def _labels(parts: Parts, asked: Asked, name: str, tally: Tally) -> Sequence[str]:
    """Give the strings of an enum, also while a condition holds; an expression has none."""
    expression = asked.series[name]
    itself = expression is None or (expression.tree == Pv(name))
    return await parts.known.enum_strings(name) if itself and tally.states.found else []


async def _recorded(
    parts: Parts, pvs: list[str], span: Span, wanted: Wanted, source: Source
) -> dict[str, PvStatistics]:
    budget = Budget(parts.settings.max_samples)
    rollups = source is not Source.RAW
    async with beside(parts.archive, pvs, span, parts.clock(), rollups=rollups) as known:
        work = [partial(_statistics, parts, pv, known, wanted, source, budget) for pv in pvs]
        return dict(zip(pvs, await parts.turns.take(work), strict=True))


async def _statistics(
    parts: Parts, pv: str, known: Beside, wanted: Wanted, source: Source, budget: Budget
) -> PvStatistics:
    tally = await tally_of(parts.archive, pv, known, source, budget)
    recording = await known.recording(pv)
    if not tally.sums.count[0] and recording.carried is None and not recording.gaps:
        await parts.known.check([pv])
    labels = await parts.known.enum_strings(pv) if tally.states.found else []
    return await asyncio.to_thread(statistics_of, pv, tally, recording, wanted, labels)
