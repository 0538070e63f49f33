"""A work thread's ring: what libca's callback wrote, read in order, given back when it is safe elsewhere."""

import ctypes
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from caflux_collector import layout
from caflux_collector.layout import (
    BLOCK,
    HEADS,
    OF_MANY,
    PAD_SLOT,
    RECORD,
    TAILS,
    Layout,
    RingFileError,
    Size,
)
from caflux_collector.pages import Pages
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
    """One string or waveform event; `data` is the value as libca gave it, `count` its elements.

    `many` tells a waveform of strings, which may have one element now, from a string.
    """

    slot: int
    status: int
    severity: int
    type: int
    count: int
    secs: int
    nsec: int
    received: int
    data: bytes
    many: bool = False


class Memory:
    """A mapped ring file and views on its parts. It is read from where it was last given back.

    Attributes:
        used: slots after these have never been used: whoever reads columns needs no more, and touches none.
    """

    def __init__(self, memory: mmap.mmap, where: Layout) -> None:
        self._mapped = memory
        self.layout = where
        size, at = where.size, where.at
        self.flags = np.frombuffer(memory, "u1", size.slots, at["at_flags"])
        self.received = np.frombuffer(memory, "<u8", size.slots, at["at_received"])
        self.dropped = np.frombuffer(memory, "<u8", size.slots, at["at_dropped"])
        self.too_large = np.frombuffer(memory, "<u8", size.slots, at["at_too_large"])
        self._cache = np.frombuffer(memory, RECORD, size.slots, at["at_cache"])
        self._records = np.frombuffer(memory, RECORD, size.records, at["at_records"])
        self._bytes = np.frombuffer(memory, "u1", size.bytes, at["at_bytes"])
        self._words = np.frombuffer(memory, "<u8", layout.HEADER_BYTES // 8)
        self.position = Position(*(int(self._words[offset // 8]) for offset in TAILS))
        self.used = size.slots

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
        """Give the blocks that follow, up to `head`.

        Raises:
            RingFileError: what follows is no block.
        """
        size = self.layout.size.bytes
        while self.position.byte < head:
            at = self.position.byte & (size - 1)
            b = self._bytes[at : at + BLOCK.itemsize].view(BLOCK)[0]
            length, slot, status, severity, kind, count, secs, nsec, received = b.tolist()
            many, kind = bool(kind & OF_MANY), kind & ~OF_MANY
            if not _is_block(length, slot, kind, count, many=many) or length > size - at:
                raise RingFileError(f"there is no block at byte {at} of the ring")
            self.position = Position(self.position.record, self.position.byte + length)
            if slot != PAD_SLOT:
                data = self._bytes[at + BLOCK.itemsize : at + length].tobytes()
                one = (kind, count) == _ONE_STRING and not many
                data = data.partition(b"\0")[0] if one else data[: _BYTES[kind] * count]
                yield Block(slot, status, severity, kind, count, secs, nsec, received, data, many)


def _is_block(length: int, slot: int, kind: int, count: int, *, many: bool) -> bool:
    room = length - BLOCK.itemsize
    if room < 0 or length % BLOCK.itemsize:
        return False
    return (
        slot == PAD_SLOT
        or ((kind, count) == _ONE_STRING and not many)
        or _BYTES.get(kind, room) * count < room
    )


class OldRing(Memory):
    """A ring whose engine is gone; events that can't be read, or of slots without a name, are left out.

    Args:
        memory: the mapped file.
        where: its layout.
        known: how many slots have a name.

    Attributes:
        lost: how many records and blocks were left out; what follows a damaged block counts as one.

    Raises:
        RingFileError: its positions can't be right.
    """

    def __init__(self, memory: mmap.mmap, where: Layout, known: int) -> None:
        super().__init__(memory, where)
        self._known = min(known, where.size.slots)
        self.lost = 0
        head, tail = self.written(), self.position
        if not (0 <= head.record - tail.record <= where.size.records and _fits(head, tail, where.size.bytes)):
            raise RingFileError(f"a ring can't be written up to {head} and read up to {tail}")

    def written(self) -> Position:
        """Give how far it was written."""
        return Position(*(int(self._words[offset // 8]) for offset in HEADS))

    def read_records(self, head: int, most: int) -> NDArray[np.void]:
        """Give copies of the records that follow, at most so many, without those left out; RECORD[n]."""
        records = super().read_records(head, most)
        named = records["slot"] < self._known
        self.lost += int(np.count_nonzero(~named))
        return records[named]

    def read_blocks(self, head: int) -> Iterator[Block]:
        """Give the blocks that follow, up to `head` or to one that is damaged."""
        try:
            for block in super().read_blocks(head):
                if block.slot < self._known:
                    yield block
                else:
                    self.lost += 1
        except RingFileError:
            self.lost += 1

    def cached(self, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        """Give no records: nothing samples an old ring."""
        return np.zeros(len(slots), RECORD)


def _fits(head: Position, tail: Position, size: int) -> bool:
    return 0 <= head.byte - tail.byte <= size and tail.byte % BLOCK.itemsize == 0


class Ring(Memory):
    """A ring that a producer writes into."""

    def __init__(self, index: int, path: Path, size: Size, producer: Producer) -> None:
        """Make the file and open the ring.

        Raises:
            RingFileError: the file can't be made.
        """
        memory, where = layout.create(path, size)
        super().__init__(memory, where)
        self.index = index
        self._record_pages = Pages(memory, where.at["at_records"], size.records * RECORD.itemsize)
        self._byte_pages = Pages(memory, where.at["at_bytes"], size.bytes)
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
        self._record_pages.free(position.record * RECORD.itemsize)
        self._byte_pages.free(position.byte)

    def given_back(self) -> Position:
        """Give how far it was given back."""
        return Position(*(int(self._words[offset // 8]) for offset in TAILS))

    def fill(self) -> float:
        """Give the used part of the fuller one of both rings, 0 to 1."""
        head, tail, size = self.written(), self.given_back(), self.layout.size
        return max((head.record - tail.record) / size.records, (head.byte - tail.byte) / size.bytes)

    def forget(self, slot: int) -> None:
        """Keep no flag and no last record of a slot: its PV is gone, and nobody reads or writes there."""
        self.flags[slot] = 0
        self._cache[slot] = 0

    def cached(self, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        """Give the last record of each slot, RECORD[n]; `received` is 0 where there was none."""
        return self._producer.cached(self.index, slots)

    def mute(self) -> None:
        """Take no more events; what has arrived can still be read."""
        self._producer.mute(self.index)
