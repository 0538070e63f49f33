"""InfluxDB's MessagePack answers as columns.

With `epoch=ns` a row of (time, value) takes exactly 19 bytes (`92 d3 <int64> cb <float64>`), and one of
(time, text, array, special, severity, status) that holds the last two only takes 15 (`96 d3 <int64> c0 c0 c0
<severity> <status>`, a byte each, or c0 for none); so an answer of nothing else is one NumPy view. Format:
MessagePack specification.
"""

from typing import Any

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
_HEADER_BYTES = 4096

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
    """Give the rows of (time, value) of the message that begins at `start`, and where it ends.

    None, where it is anything else than one series in which every row is a float with a nanosecond time.
    """
    found = _rows_at(body, start, _NUMBER)
    if found is None or not ((found[0]["row"] == 0x92).all() and (found[0]["type"] == 0xCB).all()):
        return None
    rows, end = found
    return (rows["time"].astype(np.int64), rows["value"].astype(np.float64)), end


def alarms_at(body: bytes, start: int) -> Alarms | None:
    """Give the rows of the message that begins at `start` and ends the body: severities and statuses only.

    None, where it is anything else.
    """
    found = _rows_at(body, start, _ALARM)
    if found is None or found[1] != len(body):
        return None
    rows = found[0]
    severity, status = rows["severity"], rows["status"]
    if not ((rows["row"] == 0x96).all() and (rows["none"] == _NONE).all() and _small(severity, status)):
        return None
    return rows["time"].astype(np.int64), _or_zero(severity), _or_zero(status)


def _small(*columns: NDArray[np.uint8]) -> bool:
    return all(((column < 0x80) | (column == _NONE)).all() for column in columns)


def _or_zero(column: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.where(column == _NONE, 0, column).astype(np.uint8)


def _rows_at(body: bytes, start: int, row: np.dtype[Any]) -> tuple[NDArray[Any], int] | None:
    """Give a view of the rows of a message's only series, if they may be such rows, and where it ends."""
    reader = msgpack.Unpacker(raw=False)
    reader.feed(body[start : start + _HEADER_BYTES])
    try:
        for container, member in (("map", "results"), ("array", None), ("map", "series"), ("array", None)):
            size = reader.read_map_header() if container == "map" else reader.read_array_header()
            if container == "array" and size != 1:
                return None
            if member is not None and not _seek_last(reader, size, member):
                return None
        if not _seek_last(reader, reader.read_map_header(), "values"):
            return None
        count = reader.read_array_header()
        position = start + reader.tell()
    except (msgpack.OutOfData, ValueError):
        return None
    end = position + count * row.itemsize
    if end > len(body):
        return None
    rows = np.frombuffer(body, row, count, position)
    return (rows, end) if (rows["time_type"] == 0xD3).all() else None


def _seek_last(reader: Any, size: int, member: str) -> bool:
    """Go to the value of a map's member, if that is its last: what follows it is another message then."""
    for left in range(size, 0, -1):
        if reader.unpack() == member:
            return left == 1
        reader.skip()
    return False
