"""Line protocol of numbers: in C where that could be compiled, else in Python, several times as slow."""

import ctypes
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson
from caflux_storage.encode import encode_numbers
from numpy.typing import NDArray

_ROOM = 96
"""Bytes of a line, at most, after what it begins with: 6 + 25 of a value, 26 of an alarm, 22 of a time."""
_SPARE_SLOTS, _SPARE_BYTES = 1_024, 32_768


class _Packed(NamedTuple):
    """What lines begin with, one after the other: that of a slot is `length` bytes from `start` on."""

    text: NDArray[np.uint8]
    start: NDArray[np.uint64]
    length: NDArray[np.uint32]


class NumberLines:
    """Encodes the numbers of one work thread's PVs.

    Args:
        library: has `caflux_lines`; None where it could not be compiled.
        prefixes: what the PVs' lines begin with, by slot; `put` is told of each that is set.
    """

    def __init__(self, library: ctypes.CDLL | None, prefixes: Sequence[str]) -> None:
        self._library = library
        self._prefixes = prefixes
        if library is not None:
            library.caflux_lines.restype = ctypes.c_size_t
            library.caflux_lines.argtypes = (
                *(ctypes.c_void_p,) * 3,
                ctypes.c_size_t,
                *(ctypes.c_void_p,) * 7,
            )
            self._packed, self._used = self._pack()

    def put(self, slot: int) -> None:
        """Take the prefix of a slot over, of which nothing is being encoded; any thread may call this."""
        if self._library is None:
            return
        text = np.frombuffer(self._prefixes[slot].encode(), np.uint8)
        end = self._used + len(text)
        packed = self._packed
        if slot >= len(packed.start) or end > len(packed.text):
            self._packed, self._used = self._pack()
            return
        packed.text[self._used : end] = text
        packed.start[slot], packed.length[slot] = self._used, len(text)
        self._used = end

    def _pack(self) -> tuple[_Packed, int]:
        """Put all prefixes in a new place, with room for some more: the old one may be in use."""
        texts = [prefix.encode() for prefix in self._prefixes]
        length = np.zeros(len(texts) + len(texts) // 4 + _SPARE_SLOTS, np.uint32)
        length[: len(texts)] = np.fromiter(map(len, texts), np.uint32, len(texts))
        joined = np.frombuffer(b"".join(texts), np.uint8)
        text = np.empty(len(joined) + len(joined) // 4 + _SPARE_BYTES, np.uint8)
        text[: len(joined)] = joined
        start = np.append(0, np.cumsum(length[:-1], dtype=np.uint64)).astype(np.uint64)
        return _Packed(text, start, length), len(joined)

    def encode(
        self,
        slot: NDArray[np.integer],
        time: NDArray[np.int64],
        value: NDArray[np.float64],
        severity: NDArray[np.integer],
        status: NDArray[np.integer],
    ) -> bytes:
        """Give a line each of n samples, as `encode_numbers` does; a value may be spelt in another way.

        Args:
            slot: [n].
            time: ns since 1970, [n].
            value: [n], NaN and infinities allowed.
            severity: [n], 0 to 255.
            status: [n], 0 to 65,535.
        """
        if self._library is None:
            return encode_numbers(self._prefixes, slot, time, value, severity, status)
        packed = self._packed
        slot, value = np.ascontiguousarray(slot, np.uint32), np.ascontiguousarray(value, np.float64)
        columns: list[NDArray[Any]] = [
            slot,
            np.ascontiguousarray(time, np.int64),
            value,
            np.frombuffer(orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY), np.uint8),
            np.ascontiguousarray(severity, np.uint8),
            np.ascontiguousarray(status, np.uint16),
            np.empty(int(packed.length[slot].sum()) + _ROOM * len(slot), np.uint8),
        ]
        size = self._library.caflux_lines(
            *(column.ctypes.data for column in packed), len(slot), *(column.ctypes.data for column in columns)
        )
        return columns[-1][:size].tobytes()
