"""PVs as CSV and as JSON, for import and export. What was exported and is imported changes nothing."""

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any

from caflux_contracts.pvs import PvRow
from caflux_service.problems import BadRequest, Invalid

COLUMNS = tuple(PvRow.model_fields)
HEADER = ("name", *(column for column in COLUMNS if column != "name"))
_DEFAULTS = {name: field.default for name, field in PvRow.model_fields.items() if name != "name"}
_WORDS = ("fields", "groups", "tags")
_OVERFLOW = "cells without a column"


def read_json(body: bytes) -> list[dict[str, Any]]:
    """Give the rows of a JSON list.

    Raises:
        BadRequest: it is not JSON, or not a list of objects.
    """
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the body is not valid JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadRequest('the body must be a list of PVs: [{"name": "…"}, …]')
    return rows


def read_csv(body: bytes) -> list[dict[str, Any]]:
    """Give the rows of a CSV table, whose first line names its columns; an empty cell is the default.

    Columns are parted by comma, semicolon or tab, whichever the first line has.

    Raises:
        BadRequest: it is not UTF-8, or not a table.
        Invalid: it has columns that CAFlux doesn't know, or no column `name`.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest("the table is not UTF-8; save it as CSV UTF-8") from error
    first_line = text.split("\n", 1)[0]
    separator = next((sign for sign in ",;\t" if sign in first_line), ",")
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=separator, restkey=_OVERFLOW, restval="", strict=True
    )
    try:
        _check_header(reader.fieldnames or [])
        return [_cells(row) for row in reader]
    except csv.Error as error:
        raise BadRequest(f"line {reader.line_num} is not CSV: {error}") from error


def _check_header(names: Any) -> None:
    if "name" not in names:
        raise Invalid("the table's first line must name its columns, `name` among them")
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise Invalid(f"unknown columns: {', '.join(unknown)}; there are {', '.join(HEADER)}")
    if len(set(names)) < len(names):
        raise Invalid("the table's first line names a column twice")


def _cells(row: dict[str | Any, Any]) -> dict[str, Any]:
    return {column: _read_cell(column, cell) for column, cell in row.items()}


def _read_cell(column: str | Any, cell: Any) -> Any:
    if cell == "":
        return _DEFAULTS.get(column, "")
    return tuple(cell.split()) if column in _WORDS else cell


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(value)
    return str(value).lower() if isinstance(value, bool) else value


async def write_json(rows: AsyncIterator[PvRow]) -> AsyncIterator[bytes]:
    """Give a JSON list, piece by piece."""
    before = b"["
    async for row in rows:
        yield before + row.model_dump_json().encode()
        before = b",\n"
    yield b"[]" if before == b"[" else b"]"


async def write_csv(rows: AsyncIterator[PvRow]) -> AsyncIterator[bytes]:
    """Give a CSV table with a header (RFC 4180, UTF-8), piece by piece."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    async for row in rows:
        values = row.model_dump(mode="json")
        writer.writerow([_cell(values[column]) for column in HEADER])
        if buffer.tell() > 60_000:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
