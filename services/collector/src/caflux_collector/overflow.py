"""Which PVs lost samples for want of room, and from when to when, until the archive can be told."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import structlog
from caflux_storage.decode import decode
from caflux_storage.encode import encode_event, sample_prefix
from caflux_storage.seam import Event

from caflux_collector.segment import MAGIC, make_record

log = structlog.get_logger("caflux.overflow")

MOST_KEPT = 20_000
"""Events and rollups of batches that were let go: lines. There may be more, and the oldest of them go."""
_KIND = "overflow"
_OVERFLOW = b' kind="overflow",'
_UNTIL = re.compile(r"(?s)(.*); lost until (-?\d+) ns")
_PART = 2_000
_ESCAPED = re.compile(rb"\\([,= ])")
_TEXT = rb'"(?:[^"\\]++|\\.)*+"'
_SERIES = rb"(?:[^\\ \n]++|\\[,= ]?+)*+"
_SAMPLE = rb'(sample,%s) (?:[^" \n]++|%s)*+ (-?[0-9]+)\n?' % (_SERIES, _TEXT)
_LINE = re.compile(rb'%s|(%s (?:[^"\n]++|%s)*+\n?)' % (_SAMPLE, _SERIES, _TEXT), re.DOTALL)


class Overflow:
    """What was let go, by PV, and the events and rollups that were among it.

    As much memory as there are PVs, however much is lost. Nothing of it goes to the spool while samples have
    to leave that; a file of its own keeps it for the next engine.

    Args:
        path: of that file, a segment.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._spans: dict[bytes, tuple[int, int, int, str]] = {}
        self._kept: deque[tuple[str, bytes]] = deque()
        self._too_many = 0

    def __len__(self) -> int:
        """Give how many events it has to tell."""
        return len(self._spans) + len(self._kept)

    def note(self, lines: bytes, why: str, policy: str = "") -> None:
        """Add a batch that was let go; an `overflow` event in it goes on counting, other lines are kept."""
        others: list[bytes] = []
        spans = self._spans
        for series, time, other in _LINE.findall(lines):
            if other:
                others.append(other)
                continue
            at = int(time)
            first, last, count, _ = spans.get(series) or (at, at, 0, why)
            spans[series] = (min(first, at), max(last, at), count + 1, why)
        for line in others:
            if not self._goes_on_counting(line):
                self._kept.append((policy, line))
        while len(self._kept) > MOST_KEPT:
            self._kept.popleft()
            self._too_many += 1

    def _goes_on_counting(self, line: bytes) -> bool:
        if _OVERFLOW not in line:
            return False
        for event in decode(line).events:
            if told := _UNTIL.fullmatch(event.detail):
                series = sample_prefix(event.pv).removesuffix(" ").encode()
                until = int(told[2])
                first, last, count, _ = self._spans.get(series) or (event.time, until, 0, "")
                self._spans[series] = (
                    min(first, event.time),
                    max(last, until),
                    count + event.count,
                    told[1],
                )
                return True
        return False

    def take(self, most: int) -> tuple[list[Event], dict[str, bytes]]:
        """Give some of what there is to tell, and forget it: events, and lines that were let go by policy."""
        events = [_event_of(series, self._spans.pop(series)) for series in list(islice(self._spans, most))]
        kept = [self._kept.popleft() for _ in range(min(most - len(events), len(self._kept)))]
        if self._too_many:
            log.error("events and rollups were lost with samples that had no room", lines=self._too_many)
            self._too_many = 0
        return events, _by_policy(kept)

    def save(self) -> int:
        """Write down all that there is to tell, and give its size, bytes; the file is replaced as a whole.

        Raises:
            OSError: it can't be written; the one before stays.
        """
        new = self._path.with_suffix(".new")
        try:
            with new.open("wb") as file:
                file.write(MAGIC)
                lines = self._lines()
                while part := list(islice(lines, _PART)):
                    for policy, joined in _by_policy(part).items():
                        file.write(make_record(joined, 0, policy))
                size = file.tell()
            new.replace(self._path)
        except OSError:
            with suppress(OSError):
                new.unlink()
            raise
        return size

    def _lines(self) -> Iterator[tuple[str, bytes]]:
        yield from (("", encode_event(_event_of(series, span))) for series, span in self._spans.items())
        yield from self._kept

    def forget(self) -> None:
        """Delete the file: all was told."""
        with suppress(OSError):  # then it is told again at the next start: the same events
            self._path.unlink()


def _by_policy(lines: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    found: dict[str, list[bytes]] = {}
    for policy, line in lines:
        found.setdefault(policy, []).append(line)
    return {policy: b"".join(some) for policy, some in found.items()}


def _event_of(series: bytes, span: tuple[int, int, int, str]) -> Event:
    """Give the event of a PV that lost samples: at the first one, with their number."""
    first, last, count, why = span
    pv = _ESCAPED.sub(rb"\1", series.removeprefix(b"sample,pv=")).decode()
    return Event(pv, first, _KIND, f"{why}; lost until {last} ns", count)
