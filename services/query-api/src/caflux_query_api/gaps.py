"""When a PV was not recorded, from its events.

- A gap begins with `disconnected`, `stopped`, `paused` or `removed`, and with `started` or `resumed`: until
  the PV connects nothing is recorded. What comes on top of a gap (a stop while disconnected) does not begin
  another: the first cause stays.
- It ends with `connected`.
- Where it never connects and yet samples go on for more than `SLACK`, another collector has the PV: the gap
  ends with the first sample in it. The slack is there since events bear the collector's clock and samples
  the IOC's, which may be ahead.
"""

from collections.abc import Sequence

import numpy as np
from caflux_contracts.retrieval import Gap
from caflux_storage import Event
from numpy.typing import NDArray

BEGINS = frozenset({"disconnected", "stopped", "paused", "removed", "started", "resumed"})
ENDS = "connected"
KINDS = (*sorted(BEGINS), ENDS)
"""The events that matter here."""
SLACK = 30_000_000_000
"""ns"""


def find_gaps(events: Sequence[Event], sample_times: NDArray[np.int64], start: int, stop: int) -> list[Gap]:
    """Give the gaps of one PV that touch start <= time < stop, in order.

    A gap that began before `start` keeps its own beginning.

    Args:
        events: Of this PV, by time, of KINDS or more; from the last one before `start` on.
        sample_times: Where there are samples, ascending, ns: of samples or of bins.
        start: ns since 1970.
        stop: ns since 1970.
    """
    found: list[Gap] = []
    begun: Event | None = None
    for event in events:
        if begun is None and event.kind in BEGINS:
            begun = event
        elif begun is not None and event.kind == ENDS:
            found.append(Gap(start=begun.time, stop=event.time, cause=begun.kind, detail=begun.detail))
            begun = None
    if begun is not None:
        later = sample_times[np.searchsorted(sample_times, begun.time, side="right") :]
        end = int(later[0]) if len(later) and later[-1] > begun.time + SLACK else None
        found.append(Gap(start=begun.time, stop=end, cause=begun.kind, detail=begun.detail))
    return [gap for gap in found if gap.start < stop and (gap.stop is None or gap.stop > start)]
