"""The formats of exports, and what they have in common.

A format is begun with the columns, given batch after batch, and ended with what became of the export. One
that streams writes into a `Sink` that is emptied after each batch; the others write a file that is sent once
it is whole.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from caflux_query_api.export import arrow, tables
from caflux_query_api.export.ending import Ending


class Writer(Protocol):
    """One file in the making; it is called from one thread at a time."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows.

        Raises:
            TooMuch: more than the format can hold.
        """

    def end(self, ending: Ending) -> None:
        """Write what comes last."""


class FileWriter(Writer, Protocol):
    """One that writes a file itself."""

    def abort(self) -> None:
        """Close the file, which nobody wants any more."""


class Sink(io.RawIOBase):
    """Collects what is written until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: "bytes | memoryview", /) -> int:  # type: ignore[override]
        """Add bytes."""
        part = bytes(data)
        self._parts.append(part)
        self._written += len(part)
        return len(part)

    def tell(self) -> int:
        """Give how many bytes were written in all."""
        return self._written

    def take(self) -> bytes:
        """Give what was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Streamed:
    """A format that is sent as it is written."""

    media_type: str
    suffix: str
    begin: Callable[[Sink, pa.Schema], Writer]


@dataclass(frozen=True, slots=True)
class Filed:
    """A format that is sent once it is whole."""

    media_type: str
    suffix: str
    begin: Callable[[Path, pa.Schema], FileWriter]


Format = Streamed | Filed


# Libraries that few exports need, and that take longer to load than all else: they are loaded when one does.


def _hdf5(path: Path, schema: pa.Schema) -> FileWriter:
    from caflux_query_api.export.hdf5 import Hdf5

    return Hdf5(path, schema)


def _matlab(path: Path, schema: pa.Schema) -> FileWriter:
    from caflux_query_api.export.matlab import Matlab

    return Matlab(path, schema)


def _workbook(path: Path, schema: pa.Schema) -> FileWriter:
    from caflux_query_api.export.workbook import Workbook

    return Workbook(path, schema)


FORMATS: dict[str, Format] = {
    "csv": Streamed("text/csv; charset=utf-8", "csv", tables.Csv),
    "json": Streamed("application/json", "json", tables.Json),
    "arrow": Streamed("application/vnd.apache.arrow.stream", "arrows", arrow.Stream),
    "parquet": Streamed("application/vnd.apache.parquet", "parquet", arrow.Parquet),
    "hdf5": Filed("application/x-hdf5", "h5", _hdf5),
    "mat": Filed("application/x-matlab-data", "mat", _matlab),
    "xlsx": Filed("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", _workbook),
}
