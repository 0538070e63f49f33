"""When a condition held."""

import asyncio
from typing import Annotated

import numpy as np
from caflux_contracts.expressions import Expression
from caflux_contracts.retrieval import Gap, Interval, IntervalsAnswer
from caflux_service.access import READS
from caflux_service.openapi import problems
from caflux_storage.recording import Span
from fastapi import APIRouter, Query, Request

from caflux_query_api.arithmetic.conditions import Range, when_true, when_unknown
from caflux_query_api.asked import read_expression, read_period
from caflux_query_api.computed import Computed, Computer
from caflux_query_api.data import TooMuch
from caflux_query_api.gone import unless_gone
from caflux_query_api.parts import Parts, PartsDep, SpanDep

router = APIRouter(prefix="/v1", tags=["data"], dependencies=[READS], responses=problems(404))

_MOST = 20_000


@router.get("/intervals")
async def get_intervals(
    request: Request,
    parts: PartsDep,
    span: SpanDep,
    expr: Annotated[
        str, Query(max_length=4_000, description='The condition: `"SR:I" > 5 and "SR:VAC" < 1e-7`.')
    ],
    least: Annotated[
        str | None, Query(alias="min", max_length=100, description="Only intervals at least so long, as 10s.")
    ] = None,
) -> IntervalsAnswer:
    """Give the intervals in which a condition holds: its expression is known and not 0.

    An interval that the range cuts off counts with what is left of it.
    """
    condition = read_expression(parts, expr, "expr")
    shortest = 0 if least is None else read_period(least, "min")
    return await unless_gone(request, _answer(parts, condition, span, shortest))


async def _answer(parts: Parts, condition: Expression, span: Span, shortest: int) -> IntervalsAnswer:
    found = await Computer(parts, span).compute(condition)
    end = max(span.start, min(span.stop, parts.clock()))
    return await asyncio.to_thread(_intervals, condition.text, found, span, end, shortest)


def _intervals(text: str, found: Computed, span: Span, end: int, shortest: int) -> IntervalsAnswer:
    true = [(a, b) for a, b in when_true(found.signal, span.start, end) if b - a >= shortest]
    unknown = when_unknown(found.signal, span.start, end)
    if max(len(true), len(unknown)) > _MOST:
        raise TooMuch(
            f"there are more than the {_MOST:,} intervals that one answer may have; ask for a shorter range, "
            "or with min for longer intervals"
        )
    before = np.nan_to_num(found.signal.at(np.array([span.start - 1], np.int64))[0][0]) != 0
    return IntervalsAnswer(
        start=span.start,
        stop=span.stop,
        expr=text,
        intervals=[
            Interval(start=a, stop=b, begun_before=bool(a == span.start and before), goes_on=b == end)
            for a, b in true
        ],
        total=sum(b - a for a, b in true),
        unknown=_causes(unknown, found),
    )


def _causes(unknown: list[Range], found: Computed) -> list[Gap]:
    """Say of each range why nothing is known in it: for the gap that lasts longest into it."""
    gaps = [gap for gap in found.gaps if gap.lost]
    first = int(found.signal.time[0]) if len(found.signal.time) else None
    causes = []
    at = 0
    for start, stop in unknown:
        while at < len(gaps) and _ended(gaps[at], start):
            at += 1
        if at < len(gaps) and gaps[at].start < stop:
            causes.append(Gap(start=start, stop=stop, cause=gaps[at].cause, detail=gaps[at].detail))
        elif first is None or start < first:
            causes.append(Gap(start=start, stop=stop, cause="no-data"))
        else:
            causes.append(Gap(start=start, stop=stop, cause="not-a-number"))
    return causes


def _ended(gap: Gap, time: int) -> bool:
    return gap.stop is not None and gap.stop <= time
