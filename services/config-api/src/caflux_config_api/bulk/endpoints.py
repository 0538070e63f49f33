"""Routes: many PVs at once."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from caflux_contracts.access import Principal
from caflux_contracts.imports import ImportLine, ImportMode, ImportResult
from caflux_contracts.pvs import PvRow
from caflux_service.access import READS, MayConfigure
from caflux_service.problems import ApiError, Unavailable, UnsupportedMediaType
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from caflux_config_api.bulk import documents, foreign, tables
from caflux_config_api.bulk.exports import FORMS, Form
from caflux_config_api.bulk.judge import Judged
from caflux_config_api.bulk.service import Bulk, Read, Tally, Upload, Wish, upload
from caflux_config_api.listing.endpoints import Filter
from caflux_config_api.parts import BulkPart, ListingPart

router = APIRouter(prefix="/v1/pvs", tags=["pvs"])

LINES = "application/x-ndjson"
MOST_BYTES = 512 * 1024 * 1024
_ROWS = {
    "type": "array",
    "items": {"anyOf": [{"$ref": "#/components/schemas/PvRow"}, {"type": "string"}, {"type": "object"}]},
}
_TABLE = {"type": "string", "description": f"A header, then a PV a line: {', '.join(tables.HEADER)}"}
_NAMES = {"type": "string", "description": "A name a line; # begins a comment."}
_XML = {"type": "string", "description": "The <engineconfig> of a ChannelArchiver's engine."}
_READERS: dict[str, tuple[Read, dict[str, Any]]] = {
    "text/csv": (tables.read_csv, _TABLE),
    "application/json": (documents.read_json, _ROWS),
    "application/yaml": (documents.read_yaml, _ROWS),
    "text/plain": (tables.read_names, _NAMES),
    "application/xml": (foreign.read_xml, _XML),
}
_SYNONYMS = {"text/xml": "application/xml", "text/yaml": "application/yaml"}
_EXAMPLES: dict[str, Any] = {
    "text/csv": "name,mode,period_s,groups\nSR:CURRENT,monitor,,beam\nSR:C01-MG:T,scan,10,magnets\n",
    "application/json": [{"name": "SR:CURRENT", "groups": ["beam"]}, "SR:LIFETIME"],
    "application/yaml": [{"name": "SR:CURRENT", "groups": ["beam"]}, "SR:LIFETIME"],
    "text/plain": "SR:CURRENT\nSR:LIFETIME\n",
    "application/xml": "<engineconfig><group><name>beam</name><channel><name>SR:CURRENT</name>"
    "<period>1</period><monitor/></channel></group></engineconfig>",
}
_BODY = {
    "required": True,
    "content": {
        kind: {"schema": schema, "example": _EXAMPLES[kind]} for kind, (_, schema) in _READERS.items()
    },
}


@router.post(
    "/import",
    response_model=ImportResult,
    openapi_extra={"requestBody": _BODY},
)
async def import_pvs(
    request: Request,
    principal: MayConfigure,
    bulk: BulkPart,
    mode: Annotated[ImportMode, Query(description="What to do with PVs that are there.")] = ImportMode.UPSERT,
    dry_run: Annotated[bool, Query(description="Only tell what would be done.")] = False,
    atomic: Annotated[bool, Query(description="All or nothing; else each row by itself.")] = True,
) -> Response:
    """Add and change many PVs, from CSV, JSON, YAML, a list of names, or what other archivers export.

    What a row leaves out stays as it is, and is the default of a new PV. An empty cell is the default. With
    `mode=add` PVs that are there stay as they are; with `mode=replace` those that the import doesn't name are
    deleted. With `Accept: application/x-ndjson` each row is told as it is done, and how far it is: a line has
    `row`, `progress`, or at the end `result` (what is answered else) or `problem`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    kind = _SYNONYMS.get(kind, kind)
    if kind not in _READERS:
        told = kind or "a body without Content-Type"
        raise UnsupportedMediaType(f"an import is {', '.join(_READERS)}, not {told}")
    wish = Wish(mode, dry_run, not atomic)
    taken = upload(request.stream(), _READERS[kind][0])
    if LINES in request.headers.get("accept", ""):
        lines = _Lines(bulk, wish, principal).of(taken)
        first = await anext(lines)  # what is wrong before anything is done is an answer of its own
        return StreamingResponse(_beginning_with(first, lines), media_type=LINES)
    tally = Tally(wish)
    async with taken as body:
        async for _ in bulk.run(body, wish, principal, tally):
            pass
    return Response(tally.result().model_dump_json(), media_type="application/json")


class _Lines:
    """An import as a stream of lines."""

    def __init__(self, bulk: Bulk, wish: Wish, by: Principal) -> None:
        self._bulk = bulk
        self._wish = wish
        self._by = by

    async def of(self, taken: Any) -> AsyncIterator[bytes]:
        """Give the lines; where something is wrong after the first ones, the last line says it."""
        tally = Tally(self._wish)
        begun = False
        try:
            async with taken as body:
                async for judged in self._bulk.run(body, self._wish, self._by, tally):
                    yield _told(judged, body, tally)
                    begun = True
        except (ApiError, SQLAlchemyError, OSError) as error:
            if not begun:
                raise
            yield _line(ImportLine(problem=_problem(error)))
        else:
            yield _line(ImportLine(result=tally.result().model_copy(update={"rows": []})))


def _told(judged: list[Judged], body: Upload, tally: Tally) -> bytes:
    rows = [_line(ImportLine(row=one.told())) for one in judged]
    progress = body.progress(sum(tally.counts.values()))
    return b"".join([*rows, _line(ImportLine(progress=progress))])


def _line(line: ImportLine) -> bytes:
    return line.model_dump_json(exclude_none=True).encode() + b"\n"


def _problem(error: Exception) -> dict[str, Any]:
    if not isinstance(error, ApiError):
        error = Unavailable("the configuration's database went away; try again when it is back")
    return {"status": int(error.status), "detail": error.detail, "errors": error.errors or []}


@router.get(
    "/export",
    dependencies=[READS],
    response_class=StreamingResponse,
    responses={
        200: {
            "model": list[PvRow],
            "content": {
                "text/csv": {"schema": _TABLE},
                "application/yaml": {"schema": _ROWS},
                "text/plain": {"schema": _NAMES},
            },
        }
    },
)
async def export_pvs(
    bulk: BulkPart,
    listing: ListingPart,
    wanted: Filter,
    form: Annotated[Form, Query(alias="format")] = "csv",
) -> StreamingResponse:
    """Give every PV, or those that match, by name, as a table or a list that import takes again."""
    written = FORMS[form]
    names = None if wanted.everything else await listing.names(wanted)
    body = written.write(bulk.export(names))
    first = await anext(body)  # an error of the database is an answer of its own, not half of one
    return StreamingResponse(
        _beginning_with(first, body),
        media_type=written.media_type,
        headers={"Content-Disposition": f'attachment; filename="caflux-pvs.{form}"'},
    )


async def _beginning_with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
