"""PVs in text: CSV, and plain lists of names."""

import csv
import io
from collections.abc import Generator
from typing import Any, BinaryIO

from caflux_contracts.pvs import PvRow
from caflux_service.problems import BadRequest, Invalid

Row = dict[str, Any]
COLUMNS = tuple(PvRow.model_fields)
HEADER = ("name", *(column for column in COLUMNS if column != "name"))
WORDS = ("fields", "groups", "tags")
_DEFAULTS = {name: field.default for name, field in PvRow.model_fields.items() if name != "name"}
_OVERFLOW = "cells without a column"
_LONGEST_LINE = 100_000


def read_csv(file: BinaryIO) -> Generator[Row]:
    """Give the rows of a CSV table, whose first line names its columns; an empty cell is the default.

    Columns are parted by comma, semicolon or tab, whichever the first line has; words of a cell by spaces.

    Raises:
        BadRequest: it is not UTF-8, or not a table.
        Invalid: it has columns that CAFlux doesn't know, or no column `name`.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    reader = None
    try:
        first_line = text.readline(_LONGEST_LINE)
        text.seek(0)
        separator = next((sign for sign in ",;\t" if sign in first_line), ",")
        reader = csv.DictReader(text, delimiter=separator, restkey=_OVERFLOW, restval="", strict=True)
        _check_header(reader.fieldnames or [])
        for row in reader:
            yield {column: _read_cell(column, cell) for column, cell in row.items()}
    except UnicodeDecodeError as error:
        raise BadRequest("the table is not UTF-8; save it as CSV UTF-8") from error
    except csv.Error as error:
        line = reader.line_num if reader else 1
        raise BadRequest(f"line {line} is not CSV: {error}") from error
    finally:
        text.detach()


def _check_header(names: Any) -> None:
    if "name" not in names:
        raise Invalid("the table's first line must name its columns, `name` among them")
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise Invalid(f"unknown columns: {', '.join(unknown)[:300]}; there are {', '.join(HEADER)}")
    if len(set(names)) < len(names):
        raise Invalid("the table's first line names a column twice")


def _read_cell(column: str | Any, cell: Any) -> Any:
    if cell == "":
        return _DEFAULTS.get(column, "")
    return tuple(cell.split()) if column in WORDS else cell


def read_names(file: BinaryIO) -> Generator[Row]:
    """Give the PVs of a list of names, one a line; empty lines and those that begin with # don't count.

    Raises:
        BadRequest: it is not UTF-8.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline=None)
    try:
        while line := text.readline(_LONGEST_LINE):
            name = line.strip()
            if name and not name.startswith("#"):
                yield {"name": name}
    except UnicodeDecodeError as error:
        raise BadRequest("the list is not UTF-8") from error
    finally:
        text.detach()
