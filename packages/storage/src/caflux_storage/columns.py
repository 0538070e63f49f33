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
    for k, word in _present(special):
        if value[k] is None:
            values[k] = SPECIAL.get(word, np.nan)
    return Samples(
        np.array(time, np.int64),
        values,
        _small(severity),
        _small(status),
        _other(values, text, array),
    )


def _array_or_text(body: str) -> NDArray[Any] | str:
    """Give an array, or where somebody else's writing damaged it, what stands there: the rest is readable."""
    try:
        return decode_array(body)
    except ValueError:
        return body


def _present(column: Sequence[str | None]) -> list[tuple[int, str]]:
    if column.count(None) == len(column):
        return []
    return [(k, item) for k, item in enumerate(column) if item is not None]


def _small(column: Sequence[int | None]) -> NDArray[np.uint8]:
    if column.count(None) == len(column):
        return np.zeros(len(column), np.uint8)
    return np.array([item or 0 for item in column], np.uint8)


def _other(
    values: NDArray[np.float64], text: Sequence[str | None], array: Sequence[str | None]
) -> NDArray[np.object_] | None:
    texts, arrays = _present(text), _present(array)
    if not texts and not arrays:
        return None
    other = np.full(len(values), None, object)
    for k, word in texts:
        other[k] = word
    for k, body in arrays:
        other[k] = _array_or_text(body)
    values[[k for k, _ in texts + arrays]] = np.nan
    return other
