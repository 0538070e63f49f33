"""The ring's memory, as `_ring.c` and Python both see it: one mapped file a work thread.

A header, then per slot (one slot is one PV of this thread) its flags, sequence number, counters and last
record, then the ring of fixed records for numbers, then the ring of bytes for strings and waveforms.
Its disk is allocated when it is made: a write into mapped memory can't say that a disk is full but by SIGBUS.
Room that was never used takes no memory.
"""

import mmap
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MAGIC = 0x43_41_46_4C_55_58_52_31
VERSION = 2
HEADER_BYTES = 4_096
HEADS = (256, 384)
TAILS = (320, 448)
FLAG_BLOCK = 1
FLAG_SCAN = 2
FLAG_ARRAY = 4
OF_MANY = 0x80
"""Bit of a block's type: it is a waveform of strings, however many it has now."""
PAD_SLOT = 0xFFFF_FFFF
EPICS_EPOCH_S = 631_152_000
"""1990-01-01 UTC, where EPICS counts from, in seconds since 1970."""

RECORD = np.dtype(
    [
        ("slot", "<u4"),
        ("status", "<u2"),
        ("severity", "u1"),
        ("type", "u1"),
        ("secs", "<u4"),
        ("nsec", "<u4"),
        ("value", "<f8"),
        ("received", "<i8"),
    ]
)
BLOCK = np.dtype(
    [
        ("size", "<u4"),
        ("slot", "<u4"),
        ("status", "<u2"),
        ("severity", "u1"),
        ("type", "u1"),
        ("count", "<u4"),
        ("secs", "<u4"),
        ("nsec", "<u4"),
        ("received", "<i8"),
    ]
)
_PER_SLOT = (
    ("at_flags", np.dtype("u1")),
    ("at_seq", np.dtype("<u4")),
    ("at_received", np.dtype("<u8")),
    ("at_dropped", np.dtype("<u8")),
    ("at_too_large", np.dtype("<u8")),
    ("at_cache", RECORD),
)


class RingFileError(Exception):
    """A ring file is not one, or can't be mapped; the message names it."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much a ring holds; records and bytes are powers of two."""

    slots: int = 262_144
    records: int = 2_097_152
    bytes: int = 67_108_864


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets in bytes from the beginning of the file, in the order of the header's words."""

    size: Size
    at: dict[str, int]
    total: int

    @staticmethod
    def of(size: Size) -> "Layout":
        """Lay out a ring of a size; every part begins at a page."""
        for count in (size.records, size.bytes):
            if count < 1 or count & (count - 1):
                raise ValueError(f"{count} is not a power of two")
        at, offset = {}, HEADER_BYTES
        parts = [
            *((name, dtype.itemsize * size.slots) for name, dtype in _PER_SLOT),
            ("at_records", RECORD.itemsize * size.records),
            ("at_bytes", size.bytes),
        ]
        for name, length in parts:
            at[name] = offset
            offset += -(-length // HEADER_BYTES) * HEADER_BYTES
        return Layout(size, at, offset)

    def words(self) -> list[int]:
        """Give the header's first words."""
        size = self.size
        return [MAGIC, VERSION, size.slots, size.records, size.bytes, *self.at.values(), self.total]


def create(path: Path, size: Size) -> tuple[mmap.mmap, Layout]:
    """Make a new ring file and map it.

    Raises:
        RingFileError: the file can't be made.
    """
    layout = Layout.of(size)
    try:
        with path.open("xb+") as file:
            try:
                os.posix_fallocate(file.fileno(), 0, layout.total)
                memory = mmap.mmap(file.fileno(), layout.total)
            except OSError:
                path.unlink()
                raise
    except OSError as error:
        raise RingFileError(f"can't make the ring file {path}: {error.strerror}") from error
    np.frombuffer(memory, "<u8", len(layout.words()))[:] = layout.words()
    return memory, layout


def load(path: Path) -> tuple[mmap.mmap, Layout]:
    """Map a ring file that an earlier engine left.

    Raises:
        RingFileError: it is not a whole ring file of this version.
    """
    try:
        with path.open("rb+") as file:
            memory = mmap.mmap(file.fileno(), 0)
    except (OSError, ValueError) as error:
        raise RingFileError(f"can't map the ring file {path}: {error}") from error
    words = np.frombuffer(memory, "<u8", 5).tolist() if len(memory) >= HEADER_BYTES else []
    if words[:2] != [MAGIC, VERSION]:
        raise RingFileError(f"{path} is not a ring file of version {VERSION}")
    try:
        layout = Layout.of(Size(*words[2:]))
    except ValueError as error:
        raise RingFileError(f"{path} is not a ring file: {error}") from error
    if layout.total != len(memory):
        raise RingFileError(f"{path} has {len(memory)} bytes instead of {layout.total}")
    return memory, layout
