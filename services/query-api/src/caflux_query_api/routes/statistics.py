"""Statistics of a range."""

import asyncio
from typing import Annotated

from caflux_contracts.statistics import PvStatistics, StatisticsAnswer
from caflux_storage.recording import Recording, Span, recordings
from fastapi import APIRouter, Query, Request

from caflux_query_api.data import Budget
from caflux_query_api.gone import together, unless_gone
from caflux_query_api.parts import Parts, PartsDep, PvsDep, SpanDep
from caflux_query_api.statistics.answer import Wanted, statistics_of
from caflux_query_api.statistics.tally import Tally

router = APIRouter(prefix="/v1", tags=["statistics"])

_AT_ONCE = 4
Percent = Annotated[float, Query(ge=0, le=100)]


@router.get("/statistics")
async def get_statistics(
    request: Request,
    parts: PartsDep,
    pvs: PvsDep,
    span: SpanDep,
    percentile: Annotated[
        list[Percent], Query(max_length=50, description="In percent; repeat it for several.")
    ] = [5, 25, 75, 95],  # noqa: B006 -- FastAPI copies it
    bins: Annotated[int, Query(ge=1, le=1_000, description="Intervals of the histograms.")] = 50,
) -> StatisticsAnswer:
    """Give statistics of each PV over a range, from its samples and from what it held between them."""
    return await unless_gone(request, _answer(parts, pvs, span, Wanted(percentile, bins)))


async def _answer(parts: Parts, pvs: list[str], span: Span, wanted: Wanted) -> StatisticsAnswer:
    known = await recordings(parts.archive, pvs, span, parts.clock())
    budget = Budget(parts.settings.max_samples)
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(pv: str) -> PvStatistics:
        async with turn:
            return await _statistics(parts, pv, known[pv], wanted, budget)

    found = await together([one(pv) for pv in pvs])
    return StatisticsAnswer(start=span.start, stop=span.stop, statistics=found)


async def _statistics(
    parts: Parts, pv: str, recording: Recording, wanted: Wanted, budget: Budget
) -> PvStatistics:
    tally = Tally(recording)
    async for chunk in parts.archive.samples(pv, recording.span.start, recording.span.stop):
        budget.spend(len(chunk))
        await asyncio.to_thread(tally.add, chunk)
    tally.finish()
    if not tally.sums.count[0] and recording.carried is None and not recording.gaps:
        await parts.known.check([pv])
    labels = await parts.known.enum_strings(pv) if tally.states.found else []
    return await asyncio.to_thread(statistics_of, pv, tally, recording, wanted, labels)
