"""InfluxDB's MessagePack answers as columns.

With `epoch=ns` a row of (time, value, text, array, special, severity, status) that holds a number takes
exactly 24 bytes (`97 d3 <int64> cb <float64> c0 c0 c0 <severity> <status>`, the last two a byte each or c0
for none), so an answer of nothing else is one NumPy view. Format: MessagePack specification.
"""

from typing import Any

import msgpack
import numpy as np

from caflux_storage.samples import Samples

_ROW = np.dtype(
    [
        ("row", "u1"),
        ("time_type", "u1"),
        ("time", ">i8"),
        ("value_type", "u1"),
        ("value", ">f8"),
        ("none", "u1", 3),
        ("severity", "u1"),
        ("status", "u1"),
    ]
)
_NONE = 0xC0
_HEADER_BYTES = 4096


def unpack(body: bytes) -> list[Any]:
    """Give an answer's messages, one a chunk, as Python objects."""
    reader = msgpack.Unpacker(raw=False, unicode_errors="replace", max_buffer_size=len(body))
    reader.feed(body)
    return list(reader)


def numbers_in(body: bytes) -> Samples | None:
    """Give the samples where every row is a finite number with a nanosecond time, else None."""
    found = _rows_at(body)
    if found is None:
        return None
    position, count = found
    if len(body) - position != count * _ROW.itemsize:
        return None
    rows = np.frombuffer(body, _ROW, count, position)
    alarm = rows["severity"], rows["status"]
    if not (
        (rows["row"] == 0x97).all()
        and (rows["time_type"] == 0xD3).all()
        and (rows["value_type"] == 0xCB).all()
        and (rows["none"] == _NONE).all()
        and all(((column < 0x80) | (column == _NONE)).all() for column in alarm)
    ):
        return None
    severity, status = (np.where(column == _NONE, 0, column).astype(np.uint8) for column in alarm)
    return Samples(rows["time"].astype(np.int64), rows["value"].astype(np.float64), severity, status)


def _rows_at(body: bytes) -> tuple[int, int] | None:
    """Give where the rows of the first series begin, and how many they are."""
    reader = msgpack.Unpacker(raw=False)
    reader.feed(body[:_HEADER_BYTES])
    try:
        for container, member in (("map", "results"), ("array", None), ("map", "series"), ("array", None)):
            size = reader.read_map_header() if container == "map" else reader.read_array_header()
            if container == "array" and size != 1:
                return None
            if member is not None and not _seek(reader, size, member):
                return None
        if not _seek(reader, reader.read_map_header(), "values"):
            return None
        count = reader.read_array_header()
        return reader.tell(), count
    except (msgpack.OutOfData, ValueError):
        return None


def _seek(reader: Any, size: int, member: str) -> bool:
    for _ in range(size):
        if reader.unpack() == member:
            return True
        reader.skip()
    return False
