"""Routes: reports over all PVs."""

from collections.abc import AsyncIterator
from typing import Annotated

from caflux_contracts.pvs import PvState
from caflux_contracts.reports import Report, ReportInfo, ReportKind
from caflux_service.access import READS
from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import StreamingResponse

from caflux_config_api.cursors import Cursor, Limit, Offset
from caflux_config_api.listing.filters import Wanted
from caflux_config_api.parts import ReportsPart
from caflux_config_api.reports.service import Asked

router = APIRouter(prefix="/v1/reports", tags=["reports"])

Text = Annotated[str | None, Query(max_length=255)]


def _asked(
    kind: Annotated[ReportKind, Path()],
    search: Annotated[
        str | None,
        Query(max_length=255, description="Part of a name, or a whole one with * and ?, of any case."),
    ] = None,
    regex: Annotated[
        str | None, Query(max_length=255, description="RE2 expression that is found in the name.")
    ] = None,
    state: PvState | None = None,
    group: Text = None,
    tag: Text = None,
    owner: Text = None,
    span: Annotated[
        str | None, Query(max_length=8, description="How far to look back: 30m, 12h, 7d; see the report's.")
    ] = None,
    cause: Annotated[
        str | None, Query(max_length=40, description="Of dropped events: only those dropped for this.")
    ] = None,
    sort: Annotated[
        str | None,
        Query(
            max_length=40,
            description="One of its columns, with - before it the greatest first; the unknown come last.",
        ),
    ] = None,
) -> Asked:
    return Asked(kind, Wanted(search, regex, state, group, tag, owner), span, cause, sort)


Wish = Annotated[Asked, Depends(_asked)]


@router.get("", dependencies=[READS])
async def list_reports(reports: ReportsPart) -> list[ReportInfo]:
    """Give the reports that there are, and what each says."""
    return reports.every()


@router.get("/{kind}", dependencies=[READS], response_model_exclude_none=False)
async def get_report(
    asked: Wish, reports: ReportsPart, cursor: Cursor = None, limit: Limit = 100, offset: Offset = 0
) -> Report:
    """Give one page of a report, of the PVs that match all that is asked for.

    What it says of connections and rates is what collectors said a moment ago; `collectors` tells which of
    them did not answer.
    """
    return await reports.page(asked, cursor, limit, offset)


@router.get(
    "/{kind}/csv",
    dependencies=[READS],
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def get_report_csv(asked: Wish, reports: ReportsPart) -> StreamingResponse:
    """Give a whole report as a table for a spreadsheet."""
    body = reports.csv(asked)
    first = await anext(body)  # what is wrong is an answer of its own
    return StreamingResponse(
        _beginning_with(first, body),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="caflux-{asked.kind}.csv"'},
    )


async def _beginning_with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
