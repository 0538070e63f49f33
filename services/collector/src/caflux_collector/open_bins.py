"""The bin of each slot that is still open, as columns by slot."""

from dataclasses import fields

import numpy as np
from caflux_storage.bins import Bins
from caflux_storage.summary import Ints, Summaries

NONE = -1
"""The begin of a bin that is not open."""


class OpenBins:
    """At most one open bin of `width` (ns) a slot.

    Attributes:
        width: ns.
        start: int64[slots], where it begins; NONE where none is open.
        until: int64[slots], until when it is summarised; its last sample is held from there on.
        of: its summary, by slot.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.start = np.empty(0, np.int64)
        self.until = np.empty(0, np.int64)
        self.of = Summaries.empty(0)

    def grow(self, slots: int) -> None:
        """Have room for so many slots."""
        more = slots - len(self.start)
        self.start = np.append(self.start, np.full(more, NONE))
        self.until = np.append(self.until, np.zeros(more, np.int64))
        nothing = Summaries.empty(more)
        self.of = Summaries(
            *(np.append(getattr(self.of, each.name), getattr(nothing, each.name)) for each in fields(nothing))
        )

    def merge(self, slots: Ints, rows: Summaries, until: Ints) -> None:
        """Add a summary to the open bin of each of these slots, each named once, ascending."""
        self.of.merge(slots, rows)
        self.until[slots] = until

    def close(self, slots: Ints) -> Bins:
        """Hold the last sample of each until its bin ends, and give the bins; none of them is open then."""
        start = self.start[slots]
        tail = start + self.width - self.until[slots]
        self.of.add_held(slots, self.of.last[slots], self.of.last_severity[slots], tail)
        found = Bins(self.width, start, self.of[slots])
        self.discard(slots)
        return found

    def discard(self, slots: Ints) -> None:
        """Forget the open bins of these slots."""
        self.start[slots] = NONE
        nothing = Summaries.empty(1)
        for each in fields(nothing):
            getattr(self.of, each.name)[slots] = getattr(nothing, each.name)[0]

    def past(self, now: Ints) -> Ints:
        """Give the slots whose open bin has ended at `now` (ns, by slot)."""
        return np.flatnonzero((self.start != NONE) & (self.start + self.width <= now))
