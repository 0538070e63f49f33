"""What is encoded is what is decoded, whatever it is."""

import math
import string
from typing import Any

import numpy as np
import pytest
from caflux_contracts.names import check_pv_name
from caflux_storage import Event
from caflux_storage.columns import decode_array, samples_of
from caflux_storage.decode import decode
from caflux_storage.encode import (
    encode_array,
    encode_event,
    encode_numbers,
    encode_text,
    sample_prefix,
    sample_pv,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.typing import NDArray


def _is_name(text: str) -> bool:
    try:
        check_pv_name(text)
    except ValueError:
        return False
    return True


letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029")
nasty = st.sampled_from([*list("\\,= '\";$/{}:[]()#%&?*`"), "\\\\", "\\,", "a=b", "sample,pv=", "event"])
names = st.lists(letters | nasty, min_size=1, max_size=30).map("".join).filter(_is_name)
texts = st.lists(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | nasty
    | st.sampled_from(["\n", "\r\n", '"', '\\"', "\\n", 'x" 1\nsample,pv=A value=1 1\n'])
).map("".join)
times = st.integers(-(2**63) + 2, 2**63 - 2)
severities, statuses = st.integers(0, 3), st.integers(0, 21)
values = st.floats(width=64)
dtypes = st.sampled_from(["f8", "f4", "i4", "i2", "i1", "u1", "u2", "u4", "i8", "u8", "b1", ">f8", ">i4"])
arrays = dtypes.flatmap(lambda dtype: npst.arrays(dtype, st.integers(0, 40))) | npst.arrays(
    "S40", st.integers(0, 5)
)


def _number(pv: str, time: int, value: float, severity: int, status: int) -> bytes:
    return encode_numbers(
        [sample_prefix(pv)],
        np.zeros(1, np.int32),
        np.array([time]),
        np.array([value]),
        np.array([severity]),
        np.array([status]),
    )


def _bits(value: float) -> bytes:
    return b"nan" if math.isnan(value) else np.float64(value).tobytes()


@given(names, times, values, severities, statuses)
def test_a_number_survives(pv: str, time: int, value: float, severity: int, status: int) -> None:
    found = decode(_number(pv, time, value, severity, status))

    assert found.bad == 0
    (row,) = found.samples
    samples = samples_of([row[1:]])
    assert (row[0], int(samples.time[0])) == (pv, time)
    assert _bits(samples.value[0]) == _bits(value)
    assert (samples.severity[0], samples.status[0]) == (severity, status)
    assert samples.other is None


@given(names, times, texts, severities, statuses)
def test_a_text_survives(pv: str, time: int, text: str, severity: int, status: int) -> None:
    found = decode(encode_text(sample_prefix(pv), time, text, severity, status))

    assert found.bad == 0
    (row,) = found.samples
    samples = samples_of([row[1:]])
    assert (row[0], row[1], samples.severity[0], samples.status[0]) == (pv, time, severity, status)
    assert samples.other is not None
    assert samples.other[0] == text
    assert math.isnan(samples.value[0])


@given(names, times, arrays)
def test_an_array_survives_with_its_type(pv: str, time: int, array: NDArray[Any]) -> None:
    found = decode(encode_array(sample_prefix(pv), time, array, 0, 0))

    assert found.bad == 0
    other = samples_of([found.samples[0][1:]]).other
    assert other is not None
    assert other[0].dtype == array.dtype.newbyteorder("=")
    assert other[0].tobytes() == array.astype(array.dtype.newbyteorder("=")).tobytes()


@given(names, times, texts, texts, st.integers(0, 2**63 - 1))
def test_an_event_survives(pv: str, time: int, kind: str, detail: str, count: int) -> None:
    event = Event(pv, time, kind, detail, count)

    assert decode(encode_event(event)).events == [event]


@given(st.lists(st.tuples(names, times, values | texts), max_size=10))
def test_a_batch_of_everything_keeps_its_order(samples: list[tuple[str, int, float | str]]) -> None:
    lines = b"".join(
        encode_text(sample_prefix(pv), time, what, 0, 0)
        if isinstance(what, str)
        else _number(pv, time, what, 1, 2)
        for pv, time, what in samples
    )

    found = decode(lines)

    assert found.bad == 0
    assert [(row[0], row[1], row[3]) for row in found.samples] == [
        (pv, time, what if isinstance(what, str) else None) for pv, time, what in samples
    ]


def test_nul_which_no_archive_takes_is_replaced() -> None:
    assert decode(encode_text(sample_prefix("A"), 1, "a\0b", 0, 0)).samples[0][3] == "a\ufffdb"


@pytest.mark.parametrize(
    "bad",
    [
        b"garbage",
        b"sample,pv=A value=1",
        b"sample,pv=A value=1i 1",
        b"sample,pv=A value=nan 1",
        b"sample,pv=A value=1e999 1",
        b"sample,pv=A value=1 9223372036854775807",
        b"sample,pv=A value=1,severity=256i,status=0i 1",
        b"sample,pv=A,host=x value=1 1",
        b"sample,pv= value=1 1",
        b"other,pv=A value=1 1",
        b'sample,pv=A text="open 1',
        b'sample,pv=A text="a\\x" 1',
        b'sample,pv=A array="f8:2:AAAAAAAAAAA=" 1',
        b'sample,pv=A array="O8:1:AAAAAAAAAAA=" 1',
        b'sample,pv=A array="f3:1:AAAA" 1',
        b'sample,pv=A special="infinite" 1',
        b"sample,pv=\xff value=1 1",
        b'event,pv=A kind="x" 1',
    ],
)
def test_a_bad_line_is_counted_and_its_neighbours_are_kept(bad: bytes) -> None:
    found = decode(b"sample,pv=A value=1 1\n" + bad + b"\nsample,pv=A value=2 2\n")

    assert [row[1] for row in found.samples] == [1, 2]
    assert (found.bad, found.events) == (1, [])
    assert found.first_bad


@given(st.binary(max_size=200))
def test_nothing_makes_the_decoder_fail(lines: bytes) -> None:
    found = decode(lines)

    assert found.bad + len(found.samples) + len(found.events) <= lines.count(b"\n") + 1


@given(st.text(string.printable, max_size=60))
def test_no_text_makes_an_array_fail_otherwise_than_by_value_error(text: str) -> None:
    try:
        decode_array(text)
    except ValueError:
        return
    assert ":" in text


@given(name=st.text(min_size=1))
def test_a_pv_is_known_by_what_its_lines_begin_with(name: str) -> None:
    assert sample_pv(sample_prefix(name)) == name
