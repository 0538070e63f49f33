"""A range as a file."""

from typing import Annotated

from caflux_contracts.retrieval import ExportState
from caflux_service.access import READS
from caflux_service.openapi import problems
from caflux_service.problems import Invalid, NotFound, TooMany
from fastapi import APIRouter, Path, Query, Request, Response

from caflux_query_api.asked import ExportAskedDep
from caflux_query_api.export.formats import FORMATS, Filed
from caflux_query_api.export.job import Export, Layout, begin
from caflux_query_api.parts import PartsDep, SpanDep
from caflux_query_api.timespec import parse_duration

router = APIRouter(prefix="/v1", tags=["export"], dependencies=[READS], responses=problems(404, 429))

Name = r"^[A-Za-z0-9-]{8,64}$"


@router.get("/export", response_class=Response)
async def export_data(
    request: Request,
    parts: PartsDep,
    asked: ExportAskedDep,
    span: SpanDep,
    format_: Annotated[
        str, Query(alias="format", description="csv, json, arrow, parquet, hdf5, mat or xlsx.")
    ] = "csv",
    layout: Annotated[
        Layout,
        Query(
            description="rows: a row a sample; aligned: a column a PV, with the value that it held; "
            "binned: a row a bin."
        ),
    ] = Layout.ROWS,
    period: Annotated[
        str | None,
        Query(
            max_length=40,
            description="Between rows of an aligned export, as 1s or 100ms; else their union. "
            "Width of a bin; of full minutes they are made of rollups.",
        ),
    ] = None,
    severity: Annotated[bool, Query(description="Severities, too, in an aligned export.")] = False,
    id_: Annotated[
        str | None,
        Query(alias="id", pattern=Name, description="A name of your choice to ask how far the export is."),
    ] = None,
) -> Response:
    """Give all samples of a range as a file, of any length.

    Expressions and virtual PVs are computed in memory, and with `where` all series, so of these there are
    bounds.

    A connection that ends early, a last line `# truncated …` in CSV, `"complete": false` in JSON: the file is
    not complete, and says where to go on.
    """
    if format_ not in FORMATS:
        raise Invalid(f"there is no format {format_!r}; there are {', '.join(FORMATS)}")
    if layout is Layout.ROWS and period is not None:
        raise Invalid("period is for layout=aligned and layout=binned; a row a sample has its own times")
    if layout is not Layout.ALIGNED and severity:
        raise Invalid("severity is for layout=aligned; other rows have their own")
    if layout is Layout.BINNED and isinstance(FORMATS[format_], Filed):
        raise Invalid(f"layout=binned is for csv, json, arrow and parquet, not for {format_}")
    if layout is Layout.BINNED and period is None:
        raise Invalid("layout=binned needs a period, the width of a bin, as 1m or 1h")
    if parts.exports.running >= parts.settings.max_exports:
        raise TooMany("as many exports are running as may run at once; ask again later", retry_after_s=10)
    return await begin(
        request,
        parts,
        Export(asked, span, FORMATS[format_], layout, _period(period), severity=severity, name=id_),
    )


def _period(text: str | None) -> int | None:
    try:
        return None if text is None else parse_duration(text)
    except ValueError as error:
        raise Invalid(f"period: {error}") from error


@router.get("/exports/{id}")
async def get_export(parts: PartsDep, id_: Annotated[str, Path(alias="id", pattern=Name)]) -> ExportState:
    """Say how far an export is, or how it ended; the last thousand are known."""
    ending = parts.exports.get(id_)
    if ending is None:
        raise NotFound(f"there is no export {id_!r}; it was never begun, or long ago")
    return ExportState(
        state=ending.state.value, rows=ending.rows, progress=ending.progress, reason=ending.reason
    )
