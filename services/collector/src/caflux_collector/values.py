"""Strings and waveforms, from libca's bytes to what is archived."""

import json

import numpy as np
from numpy.typing import NDArray

from caflux_collector.ring import Block

TYPE_NAMES = ("string", "short", "float", "enum", "char", "long", "double")
"""Native types of Channel Access, by their number."""

ELEMENT_BYTES = (40, 2, 4, 2, 1, 4, 8)
"""Of one element, by native type."""

TIME_STRING, TIME_CHAR = 14, 18
_DTYPES = {15: "<i2", 16: "<f4", 17: "<u2", 18: "u1", 19: "<i4", 20: "<f8"}
_STRING_BYTES = 40


def text(data: bytes) -> str:
    """Give the text up to the first NUL; what is not UTF-8 is read as Latin-1, as old IOCs write it.

    An IOC cuts a string at its 40th byte, maybe within a character: the rest of that one is left out.
    """
    raw = data.partition(b"\0")[0]
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        cut = error.reason == "unexpected end of data" and len(raw) >= _STRING_BYTES - 1
        return raw[: error.start].decode() if cut else raw.decode("latin-1")


def value_of(block: Block, *, long_string: bool) -> str | NDArray[np.generic]:
    """Give a block's value: a text, or a one-dimensional array.

    A waveform of strings is a JSON list as text, also while it has one element. A char array is a text where
    its PV was asked for as a long string (its name ends with `$`).
    """
    if block.type == TIME_STRING:
        parts = [text(block.data[k * _STRING_BYTES : (k + 1) * _STRING_BYTES]) for k in range(block.count)]
        return (
            text(block.data) if block.count == 1 and not block.many else json.dumps(parts, ensure_ascii=False)
        )
    if long_string and block.type == TIME_CHAR:
        return text(block.data[: block.count])
    dtype = np.dtype(_DTYPES[block.type])
    array: NDArray[np.generic] = np.frombuffer(block.data, dtype, block.count)
    return array
