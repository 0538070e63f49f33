"""The view of InfluxDB's answers gives what decoding them row by row gives."""

import struct
from typing import Any

import msgpack
import pytest
from caflux_storage.columns import samples_of
from caflux_storage.influx.rows import alarms_at, numbers_at, unpack
from hypothesis import given
from hypothesis import strategies as st

NUMBER = ["time", "value"]
RARE = ["time", "text", "array", "special", "severity", "status"]
PARTIAL = {"partial": True}
Row = tuple[Any, ...]

nanoseconds = st.integers(2**33, 2**62)
times = nanoseconds | st.integers(-(2**40), 2**33)
severities = st.none() | st.integers(0, 127)
numbers = st.tuples(nanoseconds, st.floats(allow_nan=False))
alarms = st.tuples(nanoseconds, st.none(), st.none(), st.none(), severities, severities)
anything = st.tuples(
    times, st.none() | st.text(max_size=5), st.none(), st.sampled_from([None, "nan"]), severities, severities
)


def packed(columns: list[str], rows: list[Row], more: Any = None, more_results: Any = None) -> bytes:
    """Give a message as influxd packs it: a time of nanoseconds is an int64, never a uint64."""
    series = {"name": "sample", "columns": columns, "values": rows, **(more or {})}
    body: bytes = msgpack.packb(
        {"results": [{"statement_id": 0, "series": [series], **(more_results or {})}]}
    )
    for time, *_ in rows:
        body = body.replace(
            b"\xcf" + struct.pack(">Q", time & (2**64 - 1)), b"\xd3" + struct.pack(">q", time)
        )
    return body


def chunked(columns: list[str], rows: list[Row], chunk: int) -> bytes:
    """Give an answer in messages of `chunk` rows."""
    parts = [rows[k : k + chunk] for k in range(0, len(rows), chunk)]
    return b"".join(packed(columns, part, PARTIAL, PARTIAL) for part in parts[:-1]) + packed(
        columns, parts[-1]
    )


@given(st.lists(numbers, min_size=1, max_size=50), st.integers(1, 60), st.binary(max_size=9))
def test_numbers_of_several_messages_are_viewed(rows: list[Row], chunk: int, rest: bytes) -> None:
    body = chunked(NUMBER, rows, chunk)

    found = numbers_at(body + rest)

    assert found is not None
    assert found[1] == len(body)
    assert [column.tolist() for column in found[0]] == [[row[k] for row in rows] for k in range(2)]


@given(st.lists(alarms, min_size=1, max_size=50), st.integers(1, 60))
def test_alarms_of_several_messages_are_viewed(rows: list[Row], chunk: int) -> None:
    found = alarms_at(chunked(RARE, rows, chunk), 0)

    assert found is not None
    assert found[0].tolist() == [row[0] for row in rows]
    assert found[2].tolist() == [row[5] or 0 for row in rows]


@given(st.lists(numbers, min_size=1, max_size=50), st.binary(max_size=9))
def test_numbers_are_viewed_and_what_follows_is_left(rows: list[Row], rest: bytes) -> None:
    body = packed(NUMBER, rows)

    found = numbers_at(body + rest)

    assert found is not None
    (time, value), end = found
    assert end == len(body)
    assert (time.tolist(), value.tolist()) == ([row[0] for row in rows], [row[1] for row in rows])
    assert [time.dtype.name, value.dtype.name] == ["int64", "float64"]


@given(st.lists(alarms, min_size=1, max_size=50), st.binary(max_size=9))
def test_alarms_are_viewed(rows: list[Row], before: bytes) -> None:
    found = alarms_at(before + packed(RARE, rows), len(before))

    assert found is not None
    assert [column.tolist() for column in found] == [
        [row[0] for row in rows],
        [row[4] or 0 for row in rows],
        [row[5] or 0 for row in rows],
    ]


@given(st.lists(alarms | anything, max_size=30))
def test_alarms_are_viewed_or_unpacked(rows: list[Row]) -> None:
    body = packed(RARE, rows)

    found = alarms_at(body, 0)

    if found is None:
        assert unpack(body)[0]["results"][0]["series"][0]["values"] == [list(row) for row in rows]
    else:
        assert all(row[1:4] == (None, None, None) for row in rows)
        assert found[1].tolist() == [row[4] or 0 for row in rows]


@pytest.mark.parametrize(
    "body",
    [
        packed(NUMBER, [(2**60, 1.0)], PARTIAL),
        packed(NUMBER, [(2**60, 1.0)], PARTIAL, PARTIAL),
        packed(NUMBER, [(2**60, 1.0)], {"partial": False}, PARTIAL) + packed(NUMBER, [(2**60, 1.0)]),
        packed(NUMBER, [(2**60, 1.0)])[:-1],
        packed(NUMBER, [(2**60, "8 bytes.")]),
        packed(NUMBER, [(2**60, None)] * 9),
        packed(NUMBER, [(1, 1.0)]),
        packed(RARE, [(2**60, "x", None, None, None, None)]),
        packed(RARE, [(2**60, None, None, None, 200, None)]),
        packed(RARE, [(2**60, None, None, None, 1, 1)]) * 2,
        msgpack.packb({"results": [{"statement_id": 0, "error": "timeout"}]}),
        msgpack.packb({"results": []}),
        msgpack.packb({"error": "no"}),
        b"",
        b"\xc1",
        b"<html>",
    ],
)
def test_anything_else_is_not_viewed(body: bytes) -> None:
    assert numbers_at(body) is None
    assert alarms_at(body, 0) is None


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
