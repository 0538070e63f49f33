"""Strings and waveforms, from libca's bytes to values."""

import json
import math

import numpy as np
import pytest
from caflux_collector.ring import Block
from caflux_collector.values import text, value_of
from caflux_testing.dbr import TIME_TYPES, CaEvent
from hypothesis import given
from hypothesis import strategies as st


def block(event: CaEvent) -> Block:
    return Block(0, 0, 0, TIME_TYPES[event.kind], len(event.values), 0, 0, 0, event.elements())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ""),
        (b"abc\0def", "abc"),
        ("Größe".encode(), "Größe"),
        ("Größe".encode("latin-1"), "Größe"),
        (b"x" * 40, "x" * 40),
        ("é".encode() * 19 + "€".encode()[:1], "é" * 19),  # an IOC's 39 bytes end within a character
        (("x" * 38 + "ü").encode("latin-1"), "x" * 38 + "ü"),
    ],
)
def test_text_ends_at_nul_and_is_utf_8_or_latin_1(data: bytes, expected: str) -> None:
    assert text(data) == expected


@given(st.binary(max_size=40))
def test_any_bytes_are_a_text_up_to_the_nul(data: bytes) -> None:
    assert "\0" not in text(data)
    assert len(text(data)) <= len(data)


def test_a_string_is_a_text() -> None:
    assert value_of(block(CaEvent("string", [b"OPEN"])), long_string=False) == "OPEN"
    assert value_of(block(CaEvent("string", [b""])), long_string=False) == ""


def test_strings_are_a_json_list() -> None:
    value = value_of(block(CaEvent("string", [b"a", b"", 'µ"'.encode(), b"y" * 40])), long_string=False)
    assert isinstance(value, str)
    assert json.loads(value) == ["a", "", 'µ"', "y" * 40]
    assert value_of(block(CaEvent("string", [])), long_string=False) == "[]"


@pytest.mark.parametrize(
    ("kind", "dtype", "values"),
    [
        ("short", "<i2", [-32_768, 32_767]),
        ("long", "<i4", [-(2**31), 2**31 - 1]),
        ("float", "<f4", [0.5, -math.inf]),
        ("double", "<f8", [0.1, -0.0]),
        ("enum", "<u2", [0, 65_535]),
        ("char", "u1", [0, 255]),
    ],
)
def test_a_waveform_is_an_array_of_its_own_type(kind: str, dtype: str, values: list[float]) -> None:
    array = value_of(block(CaEvent(kind, values)), long_string=False)
    assert isinstance(array, np.ndarray)
    assert (array.dtype, array.tolist()) == (np.dtype(dtype), values)
    nothing = value_of(block(CaEvent(kind, [])), long_string=False)
    assert isinstance(nothing, np.ndarray)
    assert (nothing.dtype, nothing.shape) == (np.dtype(dtype), (0,))


def test_a_char_array_is_a_text_where_it_was_asked_for_as_a_long_string() -> None:
    event = CaEvent("char", list(b"a long string\0and what was there before"))
    assert value_of(block(event), long_string=True) == "a long string"
    assert isinstance(value_of(block(event), long_string=False), np.ndarray)
    assert isinstance(value_of(block(CaEvent("double", [1.0])), long_string=True), np.ndarray)
