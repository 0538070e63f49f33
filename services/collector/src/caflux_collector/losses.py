"""Samples that nobody asked to leave out and that are lost: told of as events of their PV, not one by one.

What a PV lost is told at once, and what it loses after that at most once a minute. What the spool has no room
for is told by itself (`overflow`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from caflux_storage.seam import Event

from caflux_collector.accounting import DAMAGED, EXPIRED, REFUSED, RING_FULL, Accounting, Column

LOOK = 1_000_000_000
AGAIN = 60 * LOOK
KIND = "dropped"
_WHY = {
    RING_FULL: "the ring was full",
    REFUSED: "the archive refused them, they are in the collector's quarantine file",
    DAMAGED: "the spool was damaged",
    EXPIRED: "they reached the archive when they were older than their retention class keeps them",
}


@dataclass(slots=True)
class _Told:
    """Of one cause: how many each slot had lost when it was told of, when that was, and since when more."""

    count: Column
    at: dict[int, int] = field(default_factory=dict)
    since: dict[int, int] = field(default_factory=dict)


class Losses:
    """The losses of one work thread; what was lost before it was made is not told.

    Args:
        accounting: counts them.
        pv: names by slot.
    """

    def __init__(self, accounting: Accounting, pv: list[str]) -> None:
        self._accounting = accounting
        self._pv = pv
        self._told: dict[str, _Told] = {}
        self._looked = 0
        for cause in _WHY:
            lost = accounting.dropped_for(cause)
            if lost is not None:
                self._told[cause] = told = _Told(np.zeros(len(lost), np.int64))
                told.count[: len(pv)] = lost[: len(pv)]

    def forget(self, slot: int) -> None:
        """Begin anew with a slot: another PV gets it."""
        for told in self._told.values():
            told.count[slot] = 0
            told.at.pop(slot, None)
            told.since.pop(slot, None)

    def look(self, now_ns: int, *, last: bool = False) -> Iterator[Event]:
        """Give what is to be told; once a second is enough. The last look gives all that is not told yet."""
        if now_ns - self._looked < LOOK and not last:
            return
        since, self._looked = self._looked or now_ns, now_ns
        for cause in _WHY:
            lost = self._accounting.dropped_for(cause)
            if lost is not None:
                told = self._told.setdefault(cause, _Told(np.zeros(len(lost), np.int64)))
                yield from self._of_cause(cause, told, lost, since, last=last)

    def _of_cause(self, cause: str, told: _Told, lost: Column, since: int, *, last: bool) -> Iterator[Event]:
        now_ns = self._looked
        used = len(self._pv)
        for slot in np.flatnonzero(lost[:used] != told.count[:used]).tolist():
            if not last and now_ns - told.at.get(slot, -AGAIN) < AGAIN:
                told.since.setdefault(slot, since)
                continue
            count = int(lost[slot])
            begun, more = told.since.pop(slot, since), count - int(told.count[slot])
            told.at[slot], told.count[slot] = now_ns, count
            yield Event(self._pv[slot], begun, KIND, f"{_WHY[cause]}; lost until {now_ns} ns", more)
