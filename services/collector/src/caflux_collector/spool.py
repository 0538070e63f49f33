"""Batches on disk while the archive is away: segments, replayed oldest first, bounded by size and free disk.

Replaying a batch twice is harmless: same points, same times.
"""

import errno
import itertools
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from caflux_collector.segment import (
    LONGEST,
    LONGEST_POLICY,
    MAGIC,
    OVERHEAD,
    Entry,
    SegmentReader,
    SegmentWriter,
    make_record,
    measure,
)

log = structlog.get_logger("caflux.spool")

LOST = "lost.events"
"""A segment of events that tell what was let go. It is replayed at the next start, see `Overflow`."""
SEGMENTS = "[0-9]*.seg"
"""Pattern of the segments' file names."""
_SEGMENTS_OF_BOUND = 8
"""A spool has room for at least so many segments: the oldest one is let go as a whole."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

Gone = Callable[[Entry, bool], None]
"""Told of every batch that is let go, and whether an earlier engine had left it."""


class SpoolFullError(Exception):
    """There is no room for a batch, and letting older ones go would not make enough."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a spool may take.

    Attributes:
        most_bytes: of all its segments.
        least_free: bytes of the disk that are left to others.
        segment_bytes: of one segment; less where the spool is small.
    """

    most_bytes: int
    least_free: int = 0
    segment_bytes: int = 16 * 1024 * 1024


@dataclass(slots=True, eq=False)
class _Segment:
    path: Path
    bytes: int
    points: int
    """Samples in it that nobody has taken yet."""
    adopted: bool
    taken: int = 0
    """How often it was taken from, and that is not archived yet."""
    taken_points: int = 0
    read: bool = False
    """All that can be read was taken."""
    gone: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Batches that are being replayed, as one.

    Attributes:
        adopted: an earlier engine had left them.
    """

    lines: bytes
    points: int
    adopted: bool
    segment: _Segment
    number: int
    policy: str = ""

    @property
    def entry(self) -> Entry:
        """What it is, as one batch."""
        return Entry(self.lines, self.points, self.policy)


def segment_name(number: int) -> str:
    """Give the file name of a segment."""
    return f"{number:012d}.seg"


def free_bytes(folder: Path) -> int:
    """Give what the disk of a folder has left for us, bytes."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


class Spool:
    """A folder of segments; one thread owns it.

    Nothing but the batches that are being replayed is in memory.

    Attributes:
        folder: where it is.
        bounds: what it may take.
        damaged: samples that could not be read back, since whoever asks last set it to 0.
        beside: bytes of what whoever uses it has at `lost_path`; they count, too, up to an eighth of all.
    """

    def __init__(self, folder: Path, bounds: Bounds, free: Callable[[Path], int] = free_bytes) -> None:
        """Open the folder, adopting what an earlier engine left in it; `free` looks at its disk.

        Raises:
            OSError: it can't be made or read.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.bounds = bounds
        self._free = free
        found = sorted(folder.glob(SEGMENTS))
        self._next = int(found[-1].stem) + 1 if found else 1
        for lost in folder.glob(LOST):
            found.append(lost.rename(self._new_path()))
        self._segments = [_Segment(path, *measure(path), adopted=True) for path in found]
        self._segment_bytes = 0
        self._writing: SegmentWriter | None = None
        self._reading: tuple[_Segment, SegmentReader] | None = None
        self._numbers = itertools.count()
        self._given_back: list[Taken] = []
        self._gone_points = 0
        self.damaged = 0
        self.beside = 0

    def adopt(self, folder: Path) -> None:
        """Take over the segments of another spool, which nobody uses any more.

        Raises:
            OSError: they can't be moved or read.
        """
        self._end(sync=True)
        for path in [*sorted(folder.glob(SEGMENTS)), *folder.glob(LOST)]:
            own = path.rename(self._new_path())
            self._segments.append(_Segment(own, *measure(own), adopted=True))
        if not any(folder.iterdir()):
            folder.rmdir()

    @property
    def points(self) -> int:
        """Samples that wait in it, or are being replayed."""
        waiting = sum(segment.points + segment.taken_points for segment in self._segments)
        return waiting + self._gone_points

    @property
    def size(self) -> int:
        """What it takes on disk, bytes."""
        return self._in_segments + min(self.beside, self.bounds.most_bytes // _SEGMENTS_OF_BOUND)

    @property
    def _in_segments(self) -> int:
        return sum(segment.bytes for segment in self._segments)

    @property
    def most_length(self) -> int:
        """Of a batch, bytes: so that it is not much of what may be in it."""
        return (
            min(self.bounds.most_bytes // _SEGMENTS_OF_BOUND, LONGEST)
            - OVERHEAD
            - len(MAGIC)
            - LONGEST_POLICY
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits in it."""
        return not self._segments

    @property
    def lost_path(self) -> Path:
        """Where a segment of events is to be left for the next engine."""
        return self.folder / LOST

    def append(self, lines: bytes, points: int, gone: Gone, policy: str = "") -> None:
        """Write a batch and hand it to the operating system; the oldest are let go where it has no room.

        Raises:
            SpoolFullError: there is no room, and there would be none without the oldest either.
            OSError: it can't be written; what was in the spool is as it was.
        """
        record = make_record(lines, points, policy)
        self._make_room(len(record), gone)
        if self._has_written(record, points):
            return
        # Others took what was free. Once more, in the room that the oldest segments leave.
        if self._in_segments >= len(record):
            self._let_go(len(record), gone)
            if self._has_written(record, points):
                return
        raise SpoolFullError(f"the disk of {self.folder} is full")

    def _has_written(self, record: bytes, points: int) -> bool:
        """Write a record; tell whether the disk had room."""
        try:
            self._write(record, points)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            return False
        return True

    def _make_room(self, length: int, gone: Gone) -> None:
        need = length + len(MAGIC)
        if need > self.bounds.most_bytes or length > LONGEST + OVERHEAD:
            raise SpoolFullError(f"a batch of {length} bytes is more than the spool {self.folder} may take")
        short = need + self.bounds.least_free - self._free(self.folder)
        if short > self._in_segments:
            raise SpoolFullError(
                f"the disk of {self.folder} lacks {short} bytes to keep {self.bounds.least_free} bytes free"
            )
        self._let_go(short, gone)
        while self._segments and self.size + need > self.bounds.most_bytes:
            self._drop_first(gone)

    def _let_go(self, length: int, gone: Gone) -> None:
        """Let the oldest segments go, until so many bytes are free. Some file systems free them later."""
        while length > 0 and self._segments:
            length -= self._segments[0].bytes
            self._drop_first(gone)

    def _drop_first(self, gone: Gone) -> None:
        """Let the first segment go; what of it is being replayed is not lost yet."""
        segment = self._segments[0]
        for taken in [one for one in self._given_back if one.segment is segment]:
            self._given_back.remove(taken)
            self._settle(taken)
            gone(taken.entry, segment.adopted)
        with suppress(OSError):  # then it counts as damaged
            while not segment.read and (entry := self._reader(segment).next()) is not None:
                segment.points -= entry.points
                gone(entry, segment.adopted)
        self._has_read(segment)
        self._remove(segment)
        self._gone_points += segment.taken_points

    def _write(self, record: bytes, points: int) -> None:
        segment, writer = self._open_for(len(record))
        try:
            writer.append(record)
        except OSError:
            self._end(sync=False)
            if writer.size == 0:
                self._remove(segment)
            raise
        finally:
            segment.bytes = writer.size
        segment.points += points

    def _open_for(self, length: int) -> tuple[_Segment, SegmentWriter]:
        if self._writing is not None and self._writing.size + length <= self._segment_bytes:
            return self._segments[-1], self._writing
        self._end(sync=True)
        room = self.size + self._free(self.folder) - self.bounds.least_free
        most = min(self.bounds.most_bytes, max(room, 0)) // _SEGMENTS_OF_BOUND
        self._segment_bytes = min(self.bounds.segment_bytes, most)
        path = self._new_path()
        self._writing = SegmentWriter(path)
        self._segments.append(_Segment(path, 0, 0, adopted=False))
        return self._segments[-1], self._writing

    def _new_path(self) -> Path:
        path = self.folder / segment_name(self._next)
        self._next += 1
        return path

    def _end(self, *, sync: bool) -> None:
        """Write no more into the segment that was written."""
        writer, self._writing = self._writing, None
        if writer is not None:
            writer.close(sync=sync)

    def take(self, most_bytes: int, most_points: int) -> Taken | None:
        """Give the oldest batches that nobody has taken yet, as one; of one segment, and at least one batch.

        A segment that the disk can't read is renamed, and counts as damaged.
        """
        if self._given_back:
            return self._given_back.pop(0)
        for segment in list(self._segments):
            try:
                if not segment.read and (taken := self._take_of(segment, most_bytes, most_points)):
                    return taken
            except OSError as error:
                self._set_aside(segment, error)
        return None

    def _set_aside(self, segment: _Segment, error: OSError) -> None:
        aside = segment.path.with_suffix(".unreadable")
        log.error("segment can't be read", kept_as=str(aside), reason=str(error))
        with suppress(OSError):
            segment.path.rename(aside)
        self._has_read(segment)
        self._finish(segment)

    def _take_of(self, segment: _Segment, most_bytes: int, most_points: int) -> Taken | None:
        reader = self._reader(segment)
        parts: list[bytes] = []
        points = size = 0
        policy: str | None = None
        while (entry := reader.next(most_bytes - size if parts else LONGEST, policy)) is not None:
            policy = entry.policy
            parts.append(entry.lines)
            points, size = points + entry.points, size + len(entry.lines)
            if points >= most_points or size >= most_bytes:
                break
        if parts:
            segment.taken += 1
            segment.points -= points
            segment.taken_points += points
            lines = parts[0] if len(parts) == 1 else b"".join(parts)
            return Taken(lines, points, segment.adopted, segment, next(self._numbers), policy or "")
        if segment.taken == 0 or not self._is_written(segment):
            self._has_read(segment)
            self._finish(segment)
        return None

    def _has_read(self, segment: _Segment) -> None:
        """Note that all of a segment was read; of what its headers told, the rest is damaged."""
        segment.read = True
        self.damaged += segment.points
        segment.points = 0

    def done(self, taken: Taken) -> None:
        """Let go of what was taken: it is archived."""
        self._settle(taken)
        if taken.segment.gone:
            self._gone_points -= taken.points
        else:
            self._finish(taken.segment)

    def give_back(self, taken: Taken) -> bool:
        """Have what was taken, and could not be archived, taken again; False: it had to go meanwhile."""
        if taken.segment.gone:
            self.done(taken)
            return False
        self._given_back.append(taken)
        self._given_back.sort(key=lambda one: one.number)
        return True

    def _settle(self, taken: Taken) -> None:
        taken.segment.taken -= 1
        taken.segment.taken_points -= taken.points

    def _finish(self, segment: _Segment) -> None:
        """Delete a segment of which nothing is left."""
        if segment.read and segment.taken == 0:
            self._remove(segment)

    def _remove(self, segment: _Segment) -> None:
        if self._is_written(segment):
            self._end(sync=False)
        self._stop_reading(segment)
        self._segments.remove(segment)
        segment.gone = True
        with suppress(OSError):  # then it is replayed again at the next start
            segment.path.unlink()

    def _is_written(self, segment: _Segment) -> bool:
        return self._writing is not None and segment is self._segments[-1]

    def _reader(self, segment: _Segment) -> SegmentReader:
        if self._reading is None or self._reading[0] is not segment:
            if self._reading is not None:
                self._stop_reading(self._reading[0])
            self._reading = (segment, SegmentReader(segment.path))
        return self._reading[1]

    def _stop_reading(self, segment: _Segment) -> None:
        if self._reading is not None and self._reading[0] is segment:
            self._reading[1].close()
            self._reading = None

    def sync(self) -> None:
        """Make everything durable."""
        self._end(sync=True)

    def close(self) -> None:
        """Make everything durable; what is in it stays for the next engine."""
        self._end(sync=True)
        if self._reading is not None:
            self._stop_reading(self._reading[0])
