"""CSV and JSON."""

import json
import math
from typing import Any

import orjson
import pyarrow as pa
from pyarrow import csv

from caflux_query_api.export.ending import Ending, State
from caflux_query_api.export.rows import ARRAY

_OPTIONS = csv.WriteOptions(quoting_style="needed")


class Csv:
    """A header, a line a row, and a comment line that says how it ended.

    Times are UTC with nanoseconds, what is unknown is empty, a waveform is a JSON list.
    """

    def __init__(self, sink: Any, schema: pa.Schema) -> None:
        self._sink = sink
        self._schema = pa.schema([pa.field(f.name, _csv_type(f.type)) for f in schema])
        self._writer = csv.CSVWriter(sink, self._schema, write_options=_OPTIONS)

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        columns = [_csv_column(column) for column in batch.columns]
        self._writer.write_batch(pa.record_batch(columns, schema=self._schema))

    def end(self, ending: Ending) -> None:
        """Add the comment."""
        self._writer.close()
        self._sink.write(f"# {' '.join(ending.sentence().split())}\n".encode())


def _csv_type(of: pa.DataType) -> pa.DataType:
    return pa.utf8() if pa.types.is_dictionary(of) or of == ARRAY else of


def _csv_column(column: pa.Array) -> pa.Array:
    if column.type == ARRAY:
        if column.null_count == len(column):
            return pa.nulls(len(column), pa.utf8())
        return pa.array([None if item is None else _list(item) for item in column.to_pylist()], pa.utf8())
    return column.cast(pa.utf8()) if pa.types.is_dictionary(column.type) else column


def _list(item: list[float]) -> str:
    return json.dumps([_json_number(number) for number in item])


def _json_number(number: float | None) -> float | str | None:
    """Give a number as JSON can hold it: nan, inf and -inf as strings."""
    if number is None or math.isfinite(number):
        return number
    return "nan" if math.isnan(number) else "inf" if number > 0 else "-inf"


class Json:
    """One document: `columns`, `rows` (lists, times in ns), then `rows_written`, `complete`, `reason`."""

    def __init__(self, sink: Any, schema: pa.Schema) -> None:
        self._sink = sink
        self._begun = False
        sink.write(b'{"columns":' + orjson.dumps(schema.names) + b',"rows":[')

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        if not batch.num_rows:
            return
        columns = [_json_column(column) for column in batch.columns]
        body = orjson.dumps(list(zip(*columns, strict=True)))
        self._sink.write((b",\n" if self._begun else b"\n") + body[1:-1])
        self._begun = True

    def end(self, ending: Ending) -> None:
        """Close the document."""
        complete = ending.state is State.COMPLETE
        rest = {"rows_written": ending.rows, "complete": complete, "reason": ending.sentence()}
        self._sink.write(b"],\n" + orjson.dumps(rest)[1:] + b"\n")


def _json_column(column: pa.Array) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        return list(column.cast(pa.int64()).to_pylist())
    items = column.to_pylist()
    if column.type == pa.float64():
        return [item if item is None or math.isfinite(item) else _json_number(item) for item in items]
    if column.type == ARRAY:
        return [None if item is None else [_json_number(number) for number in item] for item in items]
    return list(items)
