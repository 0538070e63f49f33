"""From stored rows to `Samples`: what both adapters read, and how an array is stored."""

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caflux_storage.samples import Samples

SPECIAL = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf, "-0": -0.0}
"""What the field `special` stands for; -0 is for SQLite alone, which stores the sign of no zero."""

_ARRAY = re.compile(r"([biufSU]\d{1,4}):(\d{1,9}):([A-Za-z0-9+/]*={0,2})")


def array_code(dtype: np.dtype[Any]) -> str:
    """Name a dtype as an array field does: as NumPy writes it, without the byte order (f8, i2, u1, S40)."""
    return dtype.str[1:]


def decode_array(text: str) -> NDArray[Any]:
    """Give back what `encode_array` wrote.

    Raises:
        ValueError: `text` is no `<dtype>:<n>:<base64>`, or its bytes are not n elements.
    """
    match = _ARRAY.fullmatch(text)
    if match is None:
        raise ValueError("an array is stored as <dtype>:<n>:<base64>")
    code, count, body = match.groups()
    try:
        data = base64.b64decode(body, validate=True)
        array = np.frombuffer(data, np.dtype(f"<{code}"))
    except (binascii.Error, TypeError) as error:
        raise ValueError(f"an array's body is damaged: {error}") from error
    if len(array) != int(count):
        raise ValueError(f"an array of {count} elements holds {len(array)}")
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def samples_of(rows: Sequence[Sequence[Any]]) -> Samples:
    """Give rows of (time, value, text, array, special, severity, status), None where absent, as columns.

    A row with a text or an array is that, whatever number stands beside it: InfluxDB merges the fields of
    points at the same time.
    """
    if not rows:
        return Samples.empty()
    time, value, text, array, special, severity, status = zip(*rows, strict=True)
    values = np.array(value, np.float64)
    for k, word in enumerate(special):
        if word is not None and value[k] is None:
            values[k] = SPECIAL.get(word, np.nan)
    return Samples(
        np.array(time, np.int64),
        values,
        _small(severity),
        _small(status),
        _other(values, text, array),
    )


def _small(column: tuple[int | None, ...]) -> NDArray[np.uint8]:
    return np.array([item or 0 for item in column], np.uint8)


def _other(
    values: NDArray[np.float64], text: tuple[str | None, ...], array: tuple[str | None, ...]
) -> NDArray[np.object_] | None:
    other: NDArray[np.object_] | None = None
    for k, (word, body) in enumerate(zip(text, array, strict=True)):
        if word is None and body is None:
            continue
        if other is None:
            other = np.full(len(values), None, object)
        other[k] = word if body is None else decode_array(body)
        values[k] = np.nan
    return other
