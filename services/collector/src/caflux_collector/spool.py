"""Batches on disk while the archive is away: segments with checksums, replayed oldest first.

A segment file is the line `CAFSPOOL1` and then records: a header of little-endian u32 length, u32 points and
u32 CRC-32 of those two and the payload, then the payload, line protocol. A record that is cut off or whose
checksum is wrong ends its segment: what stands before it is good. Replaying a record twice is harmless: same
point, same time.
"""

import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MAGIC = b"CAFSPOOL1\n"
_SIZES = struct.Struct("<II")
_HEADER = struct.Struct("<III")
_SEGMENTS = "[0-9]*.seg"
_LONGEST = 256 * 1024 * 1024
_SEGMENTS_OF_BOUND = 4
"""A spool has room for at least so many segments: the oldest one is let go as a whole."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch in the spool."""

    lines: bytes
    points: int


@dataclass(slots=True)
class _Segment:
    path: Path
    bytes: int
    points: int


def make_record(lines: bytes, points: int) -> bytes:
    """Give the bytes of a record."""
    sizes = _SIZES.pack(len(lines), points)
    return _HEADER.pack(len(lines), points, zlib.crc32(lines, zlib.crc32(sizes))) + lines


def read_record(file: BinaryIO) -> Entry | None:
    """Give the next whole record, or None at the end or where the rest is torn."""
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    length, points, checksum = _HEADER.unpack(header)
    if length > _LONGEST:
        return None
    lines = file.read(length)
    if len(lines) < length or zlib.crc32(lines, zlib.crc32(header[: _SIZES.size])) != checksum:
        return None
    return Entry(lines, points)


def _measure(path: Path) -> _Segment:
    """Add up what the headers of a segment say; gigabytes are not read for that."""
    size, points, at = path.stat().st_size, 0, len(MAGIC)
    with path.open("rb", buffering=0) as file:
        whole = file.read(len(MAGIC)) == MAGIC
        while whole and len(header := file.read(_HEADER.size)) == _HEADER.size:
            length, count, _ = _HEADER.unpack(header)
            at = file.seek(length, os.SEEK_CUR)
            whole = at <= size and count <= length  # a sample takes more than one byte
            points += count if whole else 0
    return _Segment(path, size, points)


def open_spools(folder: Path, count: int, most_bytes: int) -> "list[Spool]":
    """Open one spool a work thread, which share a bound; what more threads once had is spread over them."""
    own = [folder / str(index) for index in range(count)]
    for each in own:
        each.mkdir(parents=True, exist_ok=True)
    for stray in folder.iterdir():
        if stray.name.isdecimal() and int(stray.name) >= count:
            _move_segments(stray, own[int(stray.name) % count])
    return [Spool(each, most_bytes=most_bytes // count) for each in own]


def _move_segments(stray: Path, to: Path) -> None:
    last = max((int(path.stem) for path in to.glob(_SEGMENTS)), default=0)
    for number, path in enumerate(sorted(stray.glob(_SEGMENTS)), last + 1):
        path.rename(to / f"{number:012d}.seg")
    if not any(stray.iterdir()):
        stray.rmdir()


class Spool:
    """A folder of segments, bounded in bytes; one thread owns it.

    Nothing but the segment that is being read is in memory, one record at a time.

    Attributes:
        damaged: samples that could not be read back, since whoever asks last set it to 0.
    """

    def __init__(self, folder: Path, *, most_bytes: int, segment_bytes: int = 16 * 1024 * 1024) -> None:
        """Open the folder, adopting what an earlier engine left in it."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._most_bytes = most_bytes
        self._segment_bytes = min(segment_bytes, most_bytes // _SEGMENTS_OF_BOUND)
        self._segments = [_measure(path) for path in sorted(folder.glob(_SEGMENTS))]
        last = int(self._segments[-1].path.stem) if self._segments else 0
        self._next = last + 1
        self._writing: BinaryIO | None = None
        self._reading: BinaryIO | None = None
        self._taken: Entry | None = None
        self.damaged = 0

    @property
    def points(self) -> int:
        """Samples that wait in it."""
        return sum(segment.points for segment in self._segments)

    @property
    def size(self) -> int:
        """What it takes on disk."""
        return sum(segment.bytes for segment in self._segments)

    def make_room(self, length: int) -> list[Entry]:
        """Let the oldest batches go where one of `length` bytes would not fit; give those that went.

        Raises:
            OSError: they can't be read or deleted.
        """
        gone: list[Entry] = []
        while len(self._segments) > 1 and self.size + _HEADER.size + length > self._most_bytes:
            gone += self._drop_oldest()
        return gone

    def append(self, lines: bytes, points: int) -> None:
        """Write a batch and hand it to the operating system.

        Raises:
            OSError: it can't be written; what was in the spool is as it was.
        """
        record = make_record(lines, points)
        file = self._open_for(len(record))
        segment = self._segments[-1]
        try:
            file.write(record)
            file.flush()
        except OSError:
            self._repair(file, segment)
            raise
        segment.bytes += len(record)
        segment.points += points

    def _open_for(self, length: int) -> BinaryIO:
        if self._writing and self._segments[-1].bytes + length <= self._segment_bytes:
            return self._writing
        self._seal()
        path = self._folder / f"{self._next:012d}.seg"
        self._next += 1
        self._writing = path.open("xb")
        self._writing.write(MAGIC)
        self._segments.append(_Segment(path, len(MAGIC), 0))
        return self._writing

    def _repair(self, file: BinaryIO, segment: _Segment) -> None:
        """Cut a half-written record off; a segment that holds no other goes."""
        self._writing = None
        try:
            file.close()
        except OSError:
            file.close()  # the second close of a file whose buffer can't be flushed only frees it
        if segment.bytes > len(MAGIC):
            os.truncate(segment.path, segment.bytes)
        else:
            self._segments.remove(segment)
            segment.path.unlink()

    def _seal(self) -> None:
        file, self._writing = self._writing, None
        if file:
            with file:
                os.fsync(file.fileno())

    def oldest(self) -> Entry | None:
        """Give the oldest batch; the same one until it is `done`.

        Raises:
            OSError: it can't be read.
        """
        while self._taken is None and self._segments:
            self._taken = self._read_first()
            if self._taken is None:
                self._remove_first()
        return self._taken

    def _read_first(self) -> Entry | None:
        if self._reading is None:
            self._reading = self._segments[0].path.open("rb")
            if self._reading.read(len(MAGIC)) != MAGIC:
                self._reading.seek(0, os.SEEK_END)
        return read_record(self._reading)

    def done(self) -> bool:
        """Let go of the oldest batch: it is archived. False where it had to go meanwhile, for room."""
        if self._taken is None:
            return False
        self._segments[0].points -= self._taken.points
        self._taken = None
        return True

    def _drop_oldest(self) -> list[Entry]:
        gone = [self._taken] if self._taken else []
        self._taken = None
        while (entry := self._read_first()) is not None:
            gone.append(entry)
        self._segments[0].points -= sum(entry.points for entry in gone)
        self._remove_first()
        return gone

    def _remove_first(self) -> None:
        if len(self._segments) == 1:
            self._seal()
        if self._reading:
            self._reading.close()
            self._reading = None
        segment = self._segments.pop(0)
        self.damaged += segment.points
        segment.path.unlink()

    def sync(self) -> None:
        """Make everything durable."""
        self._seal()

    def close(self) -> None:
        """Make everything durable; what is in it stays for the next engine."""
        self._seal()
        if self._reading:
            self._reading.close()
            self._reading = None
