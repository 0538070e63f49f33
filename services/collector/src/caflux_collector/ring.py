"""A work thread's ring: what libca's callback wrote, read in order, given back when it is safe elsewhere."""

import ctypes
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from caflux_collector import layout
from caflux_collector.layout import BLOCK, HEADS, PAD_SLOT, RECORD, TAILS, Layout, Size
from caflux_collector.producer import Producer

_BYTES = {14: 40, 15: 2, 16: 4, 17: 2, 18: 1, 19: 4, 20: 8}
"""Of one element, by DBR_TIME type."""
_ONE_STRING = (14, 1)


@dataclass(frozen=True, slots=True)
class Position:
    """How far both rings were read."""

    record: int = 0
    byte: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One string or waveform event; `data` is the value as libca gave it, `count` its elements."""

    slot: int
    status: int
    severity: int
    type: int
    count: int
    secs: int
    nsec: int
    received: int
    data: bytes


class Memory:
    """A mapped ring file and views on its parts. It is read from where it was last given back."""

    def __init__(self, memory: mmap.mmap, where: Layout) -> None:
        self._mapped = memory
        self.layout = where
        size, at = where.size, where.at
        self.flags = np.frombuffer(memory, "u1", size.slots, at["at_flags"])
        self.received = np.frombuffer(memory, "<u8", size.slots, at["at_received"])
        self.dropped = np.frombuffer(memory, "<u8", size.slots, at["at_dropped"])
        self._records = np.frombuffer(memory, RECORD, size.records, at["at_records"])
        self._bytes = np.frombuffer(memory, "u1", size.bytes, at["at_bytes"])
        self._words = np.frombuffer(memory, "<u8", layout.HEADER_BYTES // 8)
        self.position = Position(*(int(self._words[offset // 8]) for offset in TAILS))

    @property
    def address(self) -> int:
        """Where it lies in this process."""
        return int(self._words.ctypes.data)

    def buffer(self) -> memoryview:
        """Give the whole memory."""
        return memoryview(self._mapped)

    def read_records(self, head: int, most: int) -> NDArray[np.void]:
        """Give copies of the records that follow, at most so many; RECORD[n]."""
        start, size = self.position.record, self.layout.size.records
        count = min(head - start, most)
        first = start & (size - 1)
        parts = [self._records[first : first + count], self._records[: max(0, first + count - size)]]
        self.position = Position(start + count, self.position.byte)
        return np.concatenate(parts)

    def read_blocks(self, head: int) -> Iterator[Block]:
        """Give the blocks that follow, up to `head`."""
        size = self.layout.size.bytes
        while self.position.byte < head:
            at = self.position.byte & (size - 1)
            b = self._bytes[at : at + BLOCK.itemsize].view(BLOCK)[0]
            length = int(b["size"])
            self.position = Position(self.position.record, self.position.byte + length)
            if b["slot"] != PAD_SLOT:
                _, slot, status, severity, kind, count, secs, nsec, received = b.tolist()
                data = self._bytes[at + BLOCK.itemsize : at + length].tobytes()
                data = (
                    data.partition(b"\0")[0] if (kind, count) == _ONE_STRING else data[: _BYTES[kind] * count]
                )
                yield Block(slot, status, severity, kind, count, secs, nsec, received, data)


class OldRing(Memory):
    """A ring whose engine is gone."""

    def written(self) -> Position:
        """Give how far it was written."""
        return Position(*(int(self._words[offset // 8]) for offset in HEADS))

    def cached(self, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        """Give no records: nothing samples an old ring."""
        return np.zeros(len(slots), RECORD)


class Ring(Memory):
    """A ring that a producer writes into."""

    def __init__(self, index: int, path: Path, size: Size, producer: Producer) -> None:
        """Make the file and open the ring.

        Raises:
            RingFileError: the file can't be made.
        """
        super().__init__(*layout.create(path, size))
        self.index = index
        self._producer = producer
        producer.open(index, self.address, self.buffer(), self.layout)

    def usr(self, slot: int) -> ctypes.c_void_p:
        """Give what libca's callback is to be called with for the PV of a slot."""
        return ctypes.c_void_p((self.index << 32) | slot)

    def written(self) -> Position:
        """Give how far it is written."""
        return Position(*self._producer.heads(self.index))

    def commit(self, position: Position) -> None:
        """Give back what lies before `position`: it is archived or on disk."""
        self._producer.commit(self.index, position.record, position.byte)

    def cached(self, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        """Give the last record of each slot, RECORD[n]; `received` is 0 where there was none."""
        return self._producer.cached(self.index, slots)

    def mute(self) -> None:
        """Take no more events; what has arrived can still be read."""
        self._producer.mute(self.index)
