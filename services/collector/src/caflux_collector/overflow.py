"""Say which PVs lost samples, and from when to when, when the spool had to let batches go."""

import re

from caflux_storage.decode import decode
from caflux_storage.seam import Event

from caflux_collector.spool import Entry

_KIND = "overflow"
_UNTIL = re.compile(r"lost until (-?\d+) ns")


class Overflow:
    """What was let go, by PV, until the archive can be told.

    Nothing of it goes to the spool before that: events of 100,000 PVs would fill what samples had to leave.
    """

    def __init__(self) -> None:
        self._spans: dict[str, tuple[int, int, int]] = {}

    def note(self, gone: list[Entry]) -> None:
        """Add batches that were let go; an `overflow` event among them goes on counting."""
        for entry in gone:
            found = decode(entry.lines)
            for row in found.samples:
                self._add(row[0], row[1], row[1], 1)
            for event in found.events:
                if event.kind == _KIND and (until := _UNTIL.search(event.detail)):
                    self._add(event.pv, event.time, int(until[1]), event.count)

    def _add(self, pv: str, first: int, last: int, count: int) -> None:
        known = self._spans.get(pv, (first, last, 0))
        self._spans[pv] = (min(first, known[0]), max(last, known[1]), count + known[2])

    def take(self) -> list[Event]:
        """Give an event for each PV that lost samples, at the first one, with their number; forget all."""
        spans, self._spans = self._spans, {}
        return [
            Event(pv, first, _KIND, f"the spool was full; lost until {last} ns", count)
            for pv, (first, last, count) in spans.items()
        ]
