"""The view of InfluxDB's answers gives what decoding them row by row gives."""

import struct
from typing import Any

import msgpack
import numpy as np
import pytest
from caflux_storage.columns import samples_of
from caflux_storage.influx.rows import numbers_in, unpack
from hypothesis import given
from hypothesis import strategies as st

COLUMNS = ["time", "value", "text", "array", "special", "severity", "status"]
Row = tuple[int, float | None, str | None, None, str | None, int | None, int | None]

nanoseconds = st.integers(2**33, 2**62)
small_times = st.integers(-(2**40), 2**33)
alarms = st.none() | st.integers(0, 21)
numbers = st.tuples(nanoseconds, st.floats(allow_nan=False), st.none(), st.none(), st.none(), alarms, alarms)
others = st.tuples(
    nanoseconds | small_times,
    st.none() | st.floats(allow_nan=False),
    st.none() | st.text(max_size=5),
    st.none(),
    st.sampled_from([None, "nan"]),
    st.none() | st.integers(0, 255),
    alarms,
)


def packed(rows: list[Row], **more: Any) -> bytes:
    """Give an answer as influxd packs it: a time of nanoseconds is an int64, never a uint64."""
    series = {"name": "sample", "columns": COLUMNS, "values": rows, **more}
    body: bytes = msgpack.packb({"results": [{"statement_id": 0, "series": [series]}]})
    for time, *_ in rows:
        body = body.replace(
            b"\xcf" + struct.pack(">Q", time & (2**64 - 1)), b"\xd3" + struct.pack(">q", time)
        )
    return body


@given(st.lists(numbers, min_size=1, max_size=50))
def test_numbers_are_viewed(rows: list[Row]) -> None:
    found = numbers_in(packed(rows))

    assert found is not None
    slow = samples_of(rows)
    assert found.time.tolist() == slow.time.tolist()
    assert found.value.tobytes() == slow.value.tobytes()
    assert found.severity.tolist() == slow.severity.tolist()
    assert found.status.tolist() == slow.status.tolist()
    assert [column.dtype for column in (found.time, found.value, found.severity)] == [
        np.int64,
        np.float64,
        np.uint8,
    ]


@given(st.lists(numbers | others, max_size=30))
def test_what_is_viewed_is_what_is_unpacked(rows: list[Row]) -> None:
    body = packed(rows)

    found = numbers_in(body)

    if found is None:
        assert unpack(body)[0]["results"][0]["series"][0]["values"] == [list(row) for row in rows]
    else:
        slow = samples_of(rows)
        assert found.value.tobytes() == slow.value.tobytes()
        assert found.time.tolist() == slow.time.tolist()


@pytest.mark.parametrize(
    "body",
    [
        packed([(2**60, 1.0, None, None, None, None, None)], partial=True),
        packed([(2**60, 1.0, None, None, None, None, None)]) * 2,
        packed([(2**60, 1.0, None, None, None, None, None)])[:-1],
        packed([(2**60, 1.0, "", None, None, None, None)]),
        packed([(2**60, None, "text of 19 bytes of", None, None, None, None)]),
        msgpack.packb({"results": [{"statement_id": 0, "error": "timeout"}]}),
        msgpack.packb({"results": []}),
        msgpack.packb({"error": "no"}),
        b"",
        b"\xc1",
        b"<html>",
    ],
)
def test_anything_else_is_not_viewed(body: bytes) -> None:
    assert numbers_in(body) is None


def test_a_damaged_array_is_given_as_what_stands_there() -> None:
    found = samples_of(
        [
            (1, None, None, "f8:1:AAAAAAAAAAA=", None, None, None),
            (2, None, None, "f8:9:AAAA", None, None, None),
        ]
    )

    assert found.other is not None
    assert found.other[0].tolist() == [0.0]
    assert found.other[1] == "f8:9:AAAA"
