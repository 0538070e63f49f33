"""InfluxDB's MessagePack answers as columns.

With `epoch=ns` a row of (time, value) takes exactly 19 bytes (`92 d3 <int64> cb <float64>`), and one of
(time, text, array, special, severity, status) that holds the last two only takes 15 (`96 d3 <int64> c0 c0 c0
<severity> <status>`, a byte each, or c0 for none); so an answer of nothing else is one NumPy view a message.
Format: MessagePack specification.
"""

from typing import Any, TypeVar

import msgpack
import numpy as np
from numpy.typing import NDArray

_NUMBER = np.dtype([("row", "u1"), ("time_type", "u1"), ("time", ">i8"), ("type", "u1"), ("value", ">f8")])
_ALARM = np.dtype(
    [
        ("row", "u1"),
        ("time_type", "u1"),
        ("time", ">i8"),
        ("none", "u1", 3),
        ("severity", "u1"),
        ("status", "u1"),
    ]
)
_NONE = 0xC0
_GOES_ON = b"\xa7partial\xc3" * 2
"""After the rows of a series that goes on in the next message: said of the series and of the result."""
_HEADER_BYTES = 4096

Number = TypeVar("Number", bound=np.generic)

Numbers = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Times (ns) and values."""
Alarms = tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint8]]
"""Times (ns), severities and statuses."""


def unpack(body: bytes) -> list[Any]:
    """Give an answer's messages, one a chunk, as Python objects."""
    reader = msgpack.Unpacker(raw=False, unicode_errors="replace", max_buffer_size=len(body))
    reader.feed(body)
    return list(reader)


def numbers_at(body: bytes, start: int = 0) -> tuple[Numbers, int] | None:
    """Give the rows of (time, value) of the statement whose answer begins at `start`, and where that ends.

    None, where it is anything else than one series in which every row is a float with a nanosecond time.
    """
    found = _views_at(body, start, _NUMBER)
    if found is None:
        return None
    views, end = found
    if not all((rows["row"] == 0x92).all() and (rows["type"] == 0xCB).all() for rows in views):
        return None
    return (_joined(views, "time", np.int64), _joined(views, "value", np.float64)), end


def alarms_at(body: bytes, start: int) -> Alarms | None:
    """Give the rows of the statement that begins at `start` and ends the body: severities and statuses only.

    None, where it is anything else.
    """
    found = _views_at(body, start, _ALARM)
    if found is None or found[1] != len(body):
        return None
    views = found[0]
    if not all((rows["row"] == 0x96).all() and (rows["none"] == _NONE).all() for rows in views):
        return None
    severity, status = _joined(views, "severity", np.uint8), _joined(views, "status", np.uint8)
    if not _small(severity, status):
        return None
    return _joined(views, "time", np.int64), _or_zero(severity), _or_zero(status)


def _joined(views: list[NDArray[Any]], column: str, of: type[Number]) -> NDArray[Number]:
    """Give a column of all views in the byte order of this machine."""
    return np.concatenate([rows[column] for rows in views], dtype=of, casting="equiv")


def _small(*columns: NDArray[np.uint8]) -> bool:
    return all(((column < 0x80) | (column == _NONE)).all() for column in columns)


def _or_zero(column: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.where(column == _NONE, 0, column).astype(np.uint8)


def _views_at(body: bytes, start: int, row: np.dtype[Any]) -> tuple[list[NDArray[Any]], int] | None:
    """Give views of a statement's only series, one a message, if they may be such rows, and where it ends."""
    views = []
    while (found := _rows_at(body, start, row)) is not None:
        rows, end, goes_on = found
        views.append(rows)
        if not goes_on:
            return views, end
        if not body.startswith(_GOES_ON, end):
            return None
        start = end + len(_GOES_ON)
    return None


def _rows_at(body: bytes, start: int, row: np.dtype[Any]) -> tuple[NDArray[Any], int, bool] | None:
    """Give a view of a message's rows, where they end, and whether `_GOES_ON` has to follow."""
    reader = msgpack.Unpacker(raw=False)
    reader.feed(body[start : start + _HEADER_BYTES])
    after = []
    try:
        for container, member in (("map", "results"), ("array", None), ("map", "series"), ("array", None)):
            size = reader.read_map_header() if container == "map" else reader.read_array_header()
            if container == "array" and size != 1:
                return None
            if member is not None:
                after.append(_seek(reader, size, member))
        after.append(_seek(reader, reader.read_map_header(), "values"))
        count = reader.read_array_header()
        position = start + reader.tell()
    except (msgpack.OutOfData, ValueError):
        return None
    end = position + count * row.itemsize
    if end > len(body) or after not in ([0, 0, 0], [0, 1, 1]):
        return None
    rows = np.frombuffer(body, row, count, position)
    return (rows, end, after[-1] == 1) if (rows["time_type"] == 0xD3).all() else None


def _seek(reader: Any, size: int, member: str) -> int:
    """Go to the value of a map's member; give how many members follow it.

    Raises:
        ValueError: it has none.
    """
    for left in range(size - 1, -1, -1):
        if reader.unpack() == member:
            return left
        reader.skip()
    raise ValueError(member)
