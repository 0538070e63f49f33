"""PVs as files: what import takes again."""

import csv
import io
from collections.abc import AsyncIterator, Callable
from typing import Literal, NamedTuple

from caflux_contracts.pvs import PvRow

from caflux_config_api.bulk.documents import yaml_text
from caflux_config_api.bulk.tables import HEADER

Rows = AsyncIterator[PvRow]
Pieces = AsyncIterator[bytes]
Form = Literal["csv", "json", "yaml", "txt"]
_PIECE = 60_000


async def write_json(rows: Rows) -> Pieces:
    """Give a JSON list, piece by piece."""
    pieces = _Pieces()
    pieces.add("[")
    before = ""
    async for row in rows:
        pieces.add(before + row.model_dump_json())
        before = ",\n"
        if pieces.full:
            yield pieces.take()
    pieces.add("]")
    yield pieces.take()


async def write_yaml(rows: Rows) -> Pieces:
    """Give a YAML list, a PV a line, piece by piece."""
    pieces = _Pieces()
    none = True
    async for row in rows:
        pieces.add(f"- {yaml_text(row.model_dump_json())}\n")
        none = False
        if pieces.full:
            yield pieces.take()
    if none:
        pieces.add("[]\n")
    yield pieces.take()


async def write_names(rows: Rows) -> Pieces:
    """Give the names, one a line, piece by piece."""
    pieces = _Pieces()
    async for row in rows:
        pieces.add(f"{row.name}\n")
        if pieces.full:
            yield pieces.take()
    yield pieces.take()


async def write_csv(rows: Rows) -> Pieces:
    """Give a CSV table with a header (RFC 4180, UTF-8), piece by piece."""
    pieces = _Pieces()
    writer = csv.writer(pieces.text)
    writer.writerow(HEADER)
    async for row in rows:
        values = row.model_dump(mode="json")
        writer.writerow([_cell(values[column]) for column in HEADER])
        if pieces.full:
            yield pieces.take()
    yield pieces.take()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(value)
    return str(value).lower() if isinstance(value, bool) else value


class _Pieces:
    """Text, given away when it is enough for a piece."""

    def __init__(self) -> None:
        self.text = io.StringIO(newline="")

    @property
    def full(self) -> bool:
        return self.text.tell() > _PIECE

    def add(self, text: str) -> None:
        self.text.write(text)

    def take(self) -> bytes:
        piece = self.text.getvalue().encode()
        self.text.seek(0)
        self.text.truncate()
        return piece


class Written(NamedTuple):
    """How a form is written, and what it is."""

    write: Callable[[Rows], Pieces]
    media_type: str


FORMS: dict[Form, Written] = {
    "csv": Written(write_csv, "text/csv; charset=utf-8"),
    "json": Written(write_json, "application/json"),
    "yaml": Written(write_yaml, "application/yaml"),
    "txt": Written(write_names, "text/plain; charset=utf-8"),
}
