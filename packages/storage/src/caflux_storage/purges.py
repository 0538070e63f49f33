"""What was purged of a PV: said by an event, so that nobody takes it for never recorded.

The event of the kind `purged` stands at time 0, since everything before its limit is gone, however early; a
later purge takes its place. What comes into the archive from before the limit afterwards (an import of better
data) is there, and the gap ends with it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from caflux_contracts.retrieval import Gap

from caflux_storage.seam import Event

PURGED = "purged"
"""Kind of the event, and cause of the gap."""
AT = 0
_BEFORE = re.compile(r"before (-?\d{1,19}) ns")


def purged_event(pv: str, before: int, by: str, reason: str) -> Event:
    """Give the event that says that everything of a PV with time < `before` (ns) was purged."""
    shown = datetime.fromtimestamp(before // 10**9, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    said = f"{by} purged what was there until {shown} (before {before} ns)"
    return Event(pv, AT, PURGED, f"{said}: {reason}" if reason else said)


def purged_before(events: Sequence[Event]) -> int | None:
    """Give until when (ns) these events say that everything was purged; None: nothing was."""
    return max((_limit(event) for event in events if event.kind == PURGED), default=None)


def purged_gap(events: Sequence[Event], first: int | None, start: int, stop: int) -> Gap | None:
    """Give the gap that a purge left, if it touches start <= time < stop.

    Args:
        events: Of one PV.
        first: Its first sample, ns; None: it has none.
        start: ns since 1970.
        stop: ns since 1970.
    """
    last = max((event for event in events if event.kind == PURGED), key=_limit, default=None)
    if last is None:
        return None
    end = _limit(last) if first is None else min(_limit(last), first)
    if end <= max(start, AT) or stop <= AT:
        return None
    return Gap(start=AT, stop=end, cause=PURGED, detail=last.detail)


def _limit(event: Event) -> int:
    found = _BEFORE.search(event.detail)
    return int(found[1]) if found else AT
