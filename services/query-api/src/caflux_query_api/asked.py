"""What a request names: PVs, virtual PVs and expressions, when they matter, and on which time base."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from caflux_contracts.expressions import Expression, ExpressionError, expand, expression_of
from caflux_contracts.names import PvName
from caflux_contracts.retrieval import MAX_LIVE_PVS, LiveQuestion
from caflux_service.problems import ApiError, Invalid
from fastapi import Depends, Query

from caflux_query_api.parts import MAX_PVS, Parts, PartsDep
from caflux_query_api.timespec import parse_duration

_MAX_LENGTH = 4_000
Text = Annotated[str, Query(max_length=_MAX_LENGTH)]
Pvs = Annotated[
    list[PvName],
    Query(max_length=MAX_PVS, description="Name of a PV, or of a virtual one; repeat it for several."),
]
Expressions = Annotated[
    list[Text], Query(max_length=20, description='Arithmetic over PVs: `"A" - "B"`; repeat it for several.')
]
Where = Annotated[
    str | None, Query(max_length=_MAX_LENGTH, description='Only while this holds: `"SR:I" > 5`.')
]

WhereMin = Annotated[
    str | None,
    Query(
        max_length=100, description="With `where`: only intervals in which it holds at least so long, as 10s."
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Series in their order, and what applies to all of them.

    Attributes:
        series: By what names it, each series' expression; of a PV that needs no computing None.
        where: Only while this holds, or None: always.
        where_min: For so many ns at least.
        period: ns between rows, or None: rows are where something changed.
    """

    series: dict[str, Expression | None]
    where: Expression | None
    period: int | None
    where_min: int = 0


def read_expression(parts: Parts, text: str, where: str) -> Expression:
    """Read an expression, virtual PVs in it replaced.

    Args:
        parts: Know the virtual PVs.
        text: The expression.
        where: The parameter that it came in, for the error.

    Raises:
        Invalid: what is wrong, and where.
    """
    try:
        return expand(text, parts.virtual.expressions)
    except ExpressionError as error:
        raise Invalid(f"{where}: {error}", errors=[error.row(where)]) from error


def read_pv(parts: Parts, pv: str, *, compute: bool) -> Expression | None:
    """Give the expression of a virtual PV, and with `compute` of any.

    Raises:
        Invalid: a virtual PV can't be computed.
    """
    virtual = parts.virtual.expressions
    if pv not in virtual and not compute:
        return None
    try:
        return expression_of(pv, virtual)
    except ExpressionError as error:
        raise Invalid(f"the virtual PV {pv} can't be computed: {error}") from error


def read_period(text: str, name: str) -> int:
    """Read a duration; gives ns.

    Raises:
        Invalid: it is none; `name` is the parameter's.
    """
    try:
        return parse_duration(text)
    except ValueError as error:
        raise Invalid(f"{name}: {error}") from error


async def _asked(
    parts: PartsDep,
    pv: Pvs = [],  # noqa: B006 -- FastAPI copies it
    expr: Expressions = [],  # noqa: B006 -- as above
    where: Where = None,
    where_min: WhereMin = None,
    period: Annotated[
        str | None, Query(max_length=100, description="Rows at multiples of this, like 10s: values held.")
    ] = None,
) -> Asked:
    def read() -> Asked:
        series = _series(parts, pv, expr, compute=where is not None or period is not None)
        condition, least = _condition(parts, where, where_min)
        return Asked(series, condition, None if period is None else read_period(period, "period"), least)

    return await _off_loop(parts, pv, [*expr, where, period], read)


async def _off_loop(
    parts: Parts, pvs: Sequence[str], others: Sequence[str | None], read: Callable[[], Asked]
) -> Asked:
    """Read what is asked in a thread, since texts may be long; plain names are sooner read than that."""
    if any(others) or not parts.virtual.expressions.keys().isdisjoint(pvs):
        return await asyncio.to_thread(read)
    return read()


def _condition(parts: Parts, where: str | None, where_min: str | None) -> tuple[Expression | None, int]:
    """Give the expression that has to hold, and for how long at least (ns)."""
    if where is None:
        if where_min is not None:
            raise Invalid("where_min is how long `where` has to hold, which is missing")
        return None, 0
    return read_expression(parts, where, "where"), 0 if where_min is None else read_period(
        where_min, "where_min"
    )


def _check_number(pv: list[str], expr: list[str], most: int) -> None:
    if not 0 < len({*pv, *expr}) <= most:
        raise Invalid(f"name at least one pv or expr, and at most {most} together")


def _series(parts: Parts, pv: list[str], expr: list[str], *, compute: bool) -> dict[str, Expression | None]:
    _check_number(pv, expr, MAX_PVS)
    series = {name: read_pv(parts, name, compute=compute) for name in pv}
    return series | {text: read_expression(parts, text, "expr") for text in expr}


def live_series(
    parts: Parts, question: LiveQuestion
) -> tuple[dict[str, Expression | None], dict[str, ApiError]]:
    """Give the series that a live stream follows, as `Asked` has them, and by name why one can't be read.

    Raises:
        Invalid: there are none or too many.
    """
    _check_number(question.pv, question.expr, MAX_LIVE_PVS)
    readers: dict[str, Callable[[], Expression | None]] = {
        pv: partial(read_pv, parts, pv, compute=False) for pv in question.pv
    }
    readers |= {text: partial(read_expression, parts, text, "expr") for text in question.expr}
    series: dict[str, Expression | None] = {}
    refused: dict[str, ApiError] = {}
    for name, read in readers.items():
        try:
            series[name] = read()
        except Invalid as error:
            refused[name] = error
    return series, refused


async def _export_asked(
    parts: PartsDep,
    pv: Pvs = [],  # noqa: B006 -- FastAPI copies it
    expr: Expressions = [],  # noqa: B006 -- as above
    where: Where = None,
    where_min: WhereMin = None,
) -> Asked:
    def read() -> Asked:
        condition, least = _condition(parts, where, where_min)
        return Asked(_series(parts, pv, expr, compute=where is not None), condition, None, least)

    return await _off_loop(parts, pv, [*expr, where], read)


ExportAskedDep = Annotated[Asked, Depends(_export_asked)]
AskedDep = Annotated[Asked, Depends(_asked)]
