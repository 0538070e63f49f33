"""Which lines of a batch an archive refuses for good: found with few writes, whatever they are.

What the archive stored of a part is not known but by number; so those that may be refused for one reason are
brought together, and parts are halved until they are refused as a whole, or alone. Writing a good line again
is harmless: it is the same point.
"""

import itertools
import re
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from caflux_storage.seam import ArchiveRefused, PartialWrite, PointsExpired

log = structlog.get_logger("caflux.refused")

MOST_WRITES = 1_000
"""Of a batch; what can't be told apart by then counts as refused."""
MOST_SUSPECTS = 10_000
"""Series that are remembered as refused."""


class Sink(Protocol):
    """Where the lines of one policy are written."""

    async def write(self, lines: bytes) -> None:
        """Store lines; raises as `Writer.write` does."""


EXPIRED = "it is older than its retention class keeps it"
"""The reason of lines that are not to be had any more: they are no fault of anybody."""
Refused = list[tuple[bytes, str]]
Refusal = PartialWrite | ArchiveRefused

# In a tag a backslash escapes only a comma, an equals sign or a space; else it stands for itself.
_SERIES = rb"(?:[^\\ \n]++|\\[,= ]?+)*+"
_LINE = re.compile(_SERIES + rb' (?:[^"\n]++|"(?:[^"\\]++|\\.)*+")*+\n?', re.DOTALL)
_SERIES_OF = re.compile(_SERIES)
_FIELD_OF = re.compile(r'input field \\?"([^"\\]+)\\?"')
_TEXTS = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def split_lines(lines: bytes) -> list[bytes]:
    """Split line protocol into its lines; a line end inside a quoted text is part of its line."""
    return _LINE.findall(lines)


def is_sample(line: bytes) -> bool:
    """Tell whether a line is a sample; events of the recording itself are not counted."""
    return line.startswith(b"sample,")


def series_of(line: bytes) -> bytes:
    """Give what a line begins with up to its fields: measurement and tags."""
    match = _SERIES_OF.match(line)
    return match[0] if match else b""


def _time_of(line: bytes) -> int:
    digits = line.rpartition(b" ")[2].strip()
    return int(digits) if digits.removeprefix(b"-").isdigit() else 0


def parts_of(lines: list[bytes], reason: str) -> list[list[bytes]]:
    """Give the lines in parts within which those that are refused for this reason are neighbours."""
    named = _FIELD_OF.search(reason)
    if named:
        field_is = re.compile(rb"[ ,]" + re.escape(named[1].encode()) + rb"=")
        with_it, without = list[bytes](), list[bytes]()
        for line in lines:
            rest = _TEXTS.sub(b"", line[len(series_of(line)) :])
            (with_it if field_is.search(rest) else without).append(line)
        parts = [sorted(with_it, key=series_of), sorted(without, key=series_of)]
    else:
        parts = [sorted(lines, key=series_of)]
    return [part for part in parts if part]


@dataclass(slots=True)
class Search:
    """Looks for the refused lines of one batch.

    Attributes:
        writer: what refuses them.
        writes: how many it took.
        found: them, each with the reason.
    """

    writer: Sink
    writes: int = 0
    found: Refused = field(default_factory=list)

    async def look(self, lines: list[bytes], refusal: Refusal) -> None:
        """Find those of lines that were refused as they were written together.

        Raises:
            ArchiveUnavailable: the archive went away meanwhile.
        """
        if isinstance(refusal, PointsExpired):
            self._note_expired(lines, refusal)
            return
        parts = parts_of(lines, str(refusal))
        if len(parts) == 1 or refusal.dropped >= len(lines):
            pending = [(part, refusal) for part in reversed(parts)]
        else:
            pending = await self._write_each(parts)
        while pending:
            part, why = pending.pop()
            if isinstance(why, PointsExpired):
                self._note_expired(part, why)
            elif len(part) == 1 or why.dropped >= len(part):
                self._note(part, str(why))
            elif self.writes >= MOST_WRITES:
                self._note(part, f"one or more of {len(part)} lines: {why}")
            else:
                half = len(part) // 2
                pending += await self._write_each([part[:half], part[half:]])

    def _note_expired(self, part: list[bytes], why: PointsExpired) -> None:
        """All of a batch that is older than its policy keeps it was refused, and nothing else."""
        self.found += [(line, EXPIRED) for line in sorted(part, key=_time_of)[: why.dropped]]

    def _note(self, part: list[bytes], reason: str) -> None:
        self.found += [(line, reason) for line in part]

    async def _write_each(self, parts: list[list[bytes]]) -> list[tuple[list[bytes], Refusal]]:
        """Write parts; give those that were refused, the last one first."""
        refused: list[tuple[list[bytes], Refusal]] = []
        for part in reversed(parts):
            self.writes += 1
            try:
                await self.writer.write(b"".join(part))
            except (PartialWrite, ArchiveRefused) as error:
                refused.append((part, error))
        return refused


class Refusals:
    """Writes batches, and finds which lines are refused.

    Series that were refused are written apart from then on, so that they cost the others no search.
    """

    def __init__(self) -> None:
        self._suspects: set[bytes] = set()

    async def write(self, writer: Sink, lines: bytes) -> Refused:
        """Write lines; give those that were refused for good, with the reason.

        Raises:
            ArchiveUnavailable: maybe nothing was stored; writing it again is harmless.
        """
        search = Search(writer)
        if not self._suspects:
            await self._try(search, lines)
        else:
            suspicious, others = self._divide(lines)
            await self._try(search, b"".join(others))
            await self._try(search, b"".join(suspicious))
            refused = {series_of(line) for line, _ in search.found}
            self._suspects.difference_update({series_of(line) for line in suspicious} - refused)
        self._remember(search.found)
        return search.found

    async def _try(self, search: Search, lines: bytes) -> None:
        if not lines:
            return
        try:
            await search.writer.write(lines)
        except (PartialWrite, ArchiveRefused) as refusal:
            await search.look(split_lines(lines), refusal)

    def _divide(self, lines: bytes) -> tuple[list[bytes], list[bytes]]:
        suspicious, others = list[bytes](), list[bytes]()
        for line in split_lines(lines):
            (suspicious if series_of(line) in self._suspects else others).append(line)
        return suspicious, others

    def _remember(self, found: Refused) -> None:
        bad = [(series_of(line), reason) for line, reason in found if reason is not EXPIRED]
        fresh = {series: reason for series, reason in bad if series not in self._suspects}
        if not fresh:
            return
        series, reason = next(iter(fresh.items()))
        log.error("archive refuses lines", series=len(fresh), first=series.decode(), reason=reason)
        self._suspects.update(itertools.islice(fresh, MOST_SUSPECTS - len(self._suspects)))
