"""Answers as Arrow IPC: one stream a series, one after the other, numbers as they were archived.

The schema's metadata `caflux` holds as JSON what of the series is no column: kind, pv, gaps, completeness,
width and source. A raw series has the columns time, value, severity and status; one with texts or waveforms
also has text, array and strings, in which exactly one of them and value is not null.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from caflux_query_api.answers import Odd

MEDIA_TYPE = "application/vnd.apache.arrow.stream"
_TIME = pa.timestamp("ns", "UTC")
_TYPES = {
    "value": pa.float64(),
    "text": pa.utf8(),
    "array": pa.list_(pa.float64()),
    "strings": pa.list_(pa.utf8()),
}
_NO_COLUMNS = ("kind", "pv", "width", "source", "gaps", "completeness")


def arrow(series: Sequence[dict[str, Any]]) -> bytes:
    """Give the documents of series (see `answers`) as Arrow IPC streams."""
    sink = pa.BufferOutputStream()
    for document in series:
        table = _table(document)
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
    body: bytes = sink.getvalue().to_pybytes()
    return body


def _table(document: dict[str, Any]) -> pa.Table:
    more = {name: document[name] for name in _NO_COLUMNS if name in document}
    columns = {"time": pa.array(document["time"].view("datetime64[ns]")).cast(_TIME)}
    for name, column in document.items():
        if name in more or name in ("time", "special"):
            continue
        if isinstance(column, list):
            columns |= _split(column)
        else:
            columns[name] = pa.array(column)
    return pa.table(columns, metadata={"caflux": orjson.dumps(more)})


def _split(values: list[Any]) -> dict[str, pa.Array]:
    """Give numbers, texts, waveforms and waveforms of strings as columns of their own."""
    kinds = [_kind(value) for value in values]
    return {
        name: pa.array(
            [_plain(value) if kind == name else None for kind, value in zip(kinds, values, strict=True)], of
        )
        for name, of in _TYPES.items()
    }


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, np.ndarray | Odd):
        return "array"
    return "strings" if isinstance(value, list) else "value"


def _plain(value: Any) -> Any:
    array = value.array if isinstance(value, Odd) else value
    return array.astype(np.float64) if isinstance(array, np.ndarray) else array
