"""The files of the spool: batches of line protocol with checksums.

A segment is the line `CAFSPOOL1` and then records: a header of little-endian u32 length, u32 samples and u32
CRC-32 of those two and the payload, then the payload, line protocol. A record whose checksum is wrong is left
out; what follows it is found where its length says. One that is cut off ends its segment.

What goes to another place in the archive than most (`policy`) begins with the line `#policy <name>`, which
in line protocol is a comment.
"""

import os
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"CAFSPOOL1\n"
LONGEST = 256 * 1024 * 1024
"""Most bytes of one batch: a length that says more is damage."""
_POLICY = b"#policy "
LONGEST_POLICY = 64
"""Bytes that a policy's line takes at most."""
_SIZES = struct.Struct("<II")
_HEADER = struct.Struct("<III")
OVERHEAD = _HEADER.size


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch: its lines, how many samples are among them, and where in the archive they go."""

    lines: bytes
    points: int
    policy: str = ""


def make_record(lines: bytes, points: int, policy: str = "") -> bytes:
    """Give the bytes of a record. No sample takes less than a byte: there are at most `len(lines)`."""
    if policy or lines.startswith(_POLICY):
        lines = _POLICY + policy.encode() + b"\n" + lines
    sizes = _SIZES.pack(len(lines), points)
    return _HEADER.pack(len(lines), points, zlib.crc32(lines, zlib.crc32(sizes))) + lines


def measure(path: Path) -> tuple[int, int]:
    """Give a segment's size (bytes) and the samples that its headers tell of; gigabytes are not read for it.

    Raises:
        OSError: it can't be read.
    """
    fd = os.open(path, os.O_RDONLY)
    try:
        size, at, points = os.fstat(fd).st_size, len(MAGIC), 0
        whole = os.pread(fd, len(MAGIC), 0) == MAGIC
        while whole and len(header := os.pread(fd, OVERHEAD, at)) == OVERHEAD:
            length, count, _ = _HEADER.unpack(header)
            at += OVERHEAD + length
            whole = at <= size and length <= LONGEST and count <= length
            points += count if whole else 0
    finally:
        os.close(fd)
    return size, points


class SegmentReader:
    """Reads a segment, also while it is being written. No content of the file is an error."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            OSError: it can't be opened.
        """
        self._fd = os.open(path, os.O_RDONLY)
        self._at = len(MAGIC)
        self._is_segment = os.pread(self._fd, len(MAGIC), 0) == MAGIC

    def next(self, most_bytes: int = LONGEST, policy: str | None = None) -> Entry | None:
        """Give the next whole batch of at most so many bytes, and of this policy; None: none is there (yet).

        Raises:
            OSError: it can't be read.
        """
        size = os.fstat(self._fd).st_size
        while self._is_segment and self._at + OVERHEAD <= size:
            header = os.pread(self._fd, OVERHEAD, self._at)
            if len(header) < OVERHEAD:
                return None
            length, points, checksum = _HEADER.unpack(header)
            if length > LONGEST or self._at + OVERHEAD + length > size or length > most_bytes:
                return None
            lines = os.pread(self._fd, length, self._at + OVERHEAD)
            if points <= length and zlib.crc32(lines, zlib.crc32(header[: _SIZES.size])) == checksum:
                entry = _entry_of(lines, points)
                if policy not in (None, entry.policy):
                    return None
                self._at += OVERHEAD + length
                return entry
            self._at += OVERHEAD + length
        return None

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)


def _entry_of(lines: bytes, points: int) -> Entry:
    if not lines.startswith(_POLICY):
        return Entry(lines, points)
    first, _, rest = lines.partition(b"\n")
    return Entry(rest, points, first.removeprefix(_POLICY).decode(errors="replace"))


class SegmentWriter:
    """Writes a new segment.

    Attributes:
        size: what it takes on disk, bytes.
    """

    def __init__(self, path: Path) -> None:
        """Make the file.

        Raises:
            OSError: it can't be made, or is there already.
        """
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        self.size = 0

    def append(self, record: bytes) -> None:
        """Hand a record to the operating system.

        Raises:
            OSError: it can't be written; it is cut off, and where that fails, too, the segment ends torn. In
                either case nothing may be appended any more.
        """
        start, rest = self.size, memoryview(record if self.size else MAGIC + record)
        try:
            while rest:
                written = os.write(self._fd, rest)
                rest, self.size = rest[written:], self.size + written
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._fd, start)
                self.size = start
            raise

    def close(self, *, sync: bool) -> None:
        """Close it; with `sync` it survives the machine.

        Raises:
            OSError: it may not survive it.
        """
        try:
            if sync:
                os.fsync(self._fd)
        finally:
            os.close(self._fd)
