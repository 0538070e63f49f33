"""Where a client is in its stream, as an opaque id that it sends back as Last-Event-ID.

A time alone does not tell what a client has: samples come late. So a position says, too, what the client has
of some hundred samples before that time: their sum, which is compared with what the archive has by then.
"""

import base64
import binascii
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from caflux_query_api.live.chunk import Chunk, digest

_VERSION = b"2"
_EACH = "qqI"
_MARK = 500
"""Samples between two marks; the window of a position begins at the last mark but one."""
_MASK = 0xFFFFFFFF


@dataclass(slots=True)
class Position:
    """What a client has of one series.

    Attributes:
        cursor: The latest that it was given, ns.
        floor: Of floor < time <= cursor it is known what the client has.
        digest: Of all times of these.
        times: These, as long as somebody wants to know; then None.
    """

    cursor: int
    floor: int
    digest: int = 0
    times: list[NDArray[np.int64]] | None = field(default_factory=list)
    _mark: int = 0
    _digest: int = 0
    _since_mark: int = 0

    def __post_init__(self) -> None:
        self._mark, self._digest = self.floor, self.digest

    @classmethod
    def at(cls, cursor: int) -> "Position":
        """Begin after a time (ns)."""
        return cls(cursor, cursor)

    def known(self) -> NDArray[np.int64]:
        """Give the times that the client has of the window, ascending; none where they are not kept."""
        times = np.sort(np.concatenate([np.empty(0, np.int64), *(self.times or [])]))
        return times[times > self.floor]

    def give(self, chunk: Chunk) -> None:
        """Take note of samples that the client gets; late ones too."""
        if self.times is not None:
            self.times.append(chunk.samples.time)
        self.digest = (self.digest + _digest_after(chunk, self.floor)) & _MASK
        self._digest = (self._digest + _digest_after(chunk, self._mark)) & _MASK
        self._since_mark += len(chunk)
        self.cursor = max(self.cursor, chunk.last)
        if self._since_mark >= _MARK:
            self.floor, self.digest = self._mark, self._digest
            self._mark, self._digest, self._since_mark = self.cursor, 0, 0
            if self.times is not None:
                self.times = [times for times in self.times if times[-1] > self.floor]

    def restart(self, cursor: int) -> None:
        """Go on after a time (ns), whatever the client lacks until then."""
        self.cursor = self.floor = self._mark = max(self.cursor, cursor)
        self.digest = self._digest = self._since_mark = 0
        if self.times is not None:
            self.times = []


def _digest_after(chunk: Chunk, time: int) -> int:
    if chunk.first > time:
        return chunk.digest
    return digest(chunk.samples.time[chunk.samples.time > time])


def encode_cursor(positions: Mapping[str, Position]) -> str:
    """Give the id for where a client is in each series, in the order of the request."""
    numbers = [number for one in positions.values() for number in (one.cursor, one.floor, one.digest)]
    body = struct.pack("<" + _EACH * len(positions), *numbers)
    return base64.urlsafe_b64encode(_VERSION + _sum(list(positions)) + body).decode()


def decode_cursor(text: str, names: Sequence[str]) -> dict[str, Position] | None:
    """Give the positions back, or None where the id is not one of a stream of these series."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii"))
        if data[:1] != _VERSION or data[1:5] != _sum(names):
            return None
        numbers = struct.unpack("<" + _EACH * len(names), data[5:])
    except (UnicodeEncodeError, binascii.Error, struct.error):
        return None
    each = zip(names, numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return {name: Position(cursor, min(floor, cursor), sum_) for name, cursor, floor, sum_ in each}


def _sum(names: Sequence[str]) -> bytes:
    return zlib.crc32("\n".join(names).encode()).to_bytes(4, "little")
