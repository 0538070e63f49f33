"""When it is not known what a PV held, and why, from its events.

- A gap begins with `disconnected`, `stopped`, `paused` or `removed`, and with `started` or `resumed`: until
  the PV connects nothing is recorded. It ends with `connected`. What comes on top of a gap (a stop while
  disconnected) does not begin another: the first cause stays.
- `noaccess` (the IOC lets it not be read) begins one that `access` ends, or a new connection.
- `suspended` (by the PV that controls it) begins one that `unsuspended` ends, or a new start.
- Where such a gap never ends and yet samples go on for more than `SLACK`, another collector has the PV: the
  gap ends with the first sample in it. The slack is there since events bear the collector's clock and samples
  the IOC's, which may be ahead.
- `overflow` and `dropped` say how many samples were lost, and until when: after that it is not known what
  the PV held before the next sample.
- From `clock` to `clock_right`, or to a new start, the samples are there, at the times when they were
  received, since the IOC's clock was not to be trusted: no gap, but told of beside them (`lost` is false).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from caflux_contracts.retrieval import Gap
from numpy.typing import NDArray

from caflux_storage.holding import NEVER, Unknown
from caflux_storage.seam import Event

BEGINS = frozenset({"disconnected", "stopped", "paused", "removed", "started", "resumed"})
STATES = (*sorted(BEGINS), "connected")
ACCESS = ("noaccess", "access")
SUSPENSIONS = ("suspended", "unsuspended")
LOSSES = ("dropped", "overflow")
CLOCK = ("clock", "clock_right")
SLACK = 30_000_000_000
"""ns"""

_UNTIL = re.compile(r"lost until (-?\d{1,19}) ns")


class Samplings(NamedTuple):
    """The first sample after a gap began and the last one of the range, ns."""

    first: int
    last: int


def open_since(events: Sequence[Event]) -> int | None:
    """Give when the gap began that no event ends (ns), or None."""
    found = _states(events)
    return found[-1].start if found and found[-1].stop is None else None


def find_gaps(
    events: Sequence[Event], later: Samplings | None, start: int, stop: int, carried: int = NEVER
) -> list[Gap]:
    """Give the gaps of one PV that matter to start <= time < stop, by when they began.

    Those are the ones that touch the range, and lost samples after the last one before it: nothing is known
    until the next. A gap that began before `start` keeps its own beginning.

    Args:
        events: Of this PV, by time, of every kind above; from the last ones before `start` on.
        later: Samples after `open_since(events)`, where there are any.
        start: ns since 1970.
        stop: ns since 1970.
        carried: When the last sample before the range was taken, ns.
    """
    found = _states(events)
    if found and found[-1].stop is None and later and later.last > found[-1].start + SLACK:
        found[-1] = found[-1].model_copy(update={"stop": later.first})
    found += [_loss(event) for event in events if event.kind in LOSSES]
    found += _bad_clocks(events)
    matter = [
        gap
        for gap in found
        if gap.start < stop
        and (gap.stop is None or gap.stop > (carried if gap.cause in LOSSES and carried < start else start))
    ]
    return sorted(matter, key=lambda gap: gap.start)


def unknown_in(gaps: Sequence[Gap]) -> list[Unknown]:
    """Give when it is not known what the PV holds."""
    return [
        Unknown(gap.start, NEVER if gap.stop is None else gap.stop, gap.cause not in LOSSES)
        for gap in gaps
        if gap.lost
    ]


def known_ns(times: NDArray[np.int64], unknown: Sequence[Unknown], start: int, end: int) -> int:
    """Give for how long (ns) of start <= time < end it is known what a PV with samples at `times` held.

    Args:
        times: Ascending, ns, of all samples of the range and of the last one before it.
        unknown: Its gaps.
        start: ns since 1970.
        end: ns since 1970.
    """
    if not len(times):
        return 0
    start = max(start, int(times[0]))
    lost = 0
    reached = start
    for gap in sorted(unknown):
        stop = gap.stop
        if not gap.resumes:
            after = int(np.searchsorted(times, gap.stop))
            stop = int(times[after]) if after < len(times) else NEVER
        begin, stop = max(gap.start, reached), min(stop, end)
        lost += max(0, stop - begin)
        reached = max(reached, stop)
    return max(0, end - start - lost)


def _states(events: Sequence[Event]) -> list[Gap]:
    found: list[Gap] = []
    begun: Event | None = None
    away = barred = suspended = False
    for event in events:
        if event.kind in BEGINS:
            away, barred, suspended = True, False, suspended and event.kind != "started"
        elif event.kind == "connected":
            away = barred = False
        elif event.kind in ACCESS:
            barred = event.kind == "noaccess"
        elif event.kind in SUSPENSIONS:
            suspended = event.kind == "suspended"
        else:
            continue
        if begun is None and (away or barred or suspended):
            begun = event
        elif begun is not None and not (away or barred or suspended):
            found.append(_gap(begun, event.time))
            begun = None
    return found if begun is None else [*found, _gap(begun, None)]


def _loss(event: Event) -> Gap:
    until = _UNTIL.search(event.detail)
    return _gap(event, max(event.time, int(until[1]) if until else 0) + 1)


def _bad_clocks(events: Sequence[Event]) -> list[Gap]:
    """It is told of again while it lasts, with the number of samples since."""
    found: list[Gap] = []
    for event in events:
        lasts = bool(found) and found[-1].stop is None
        if event.kind == "clock" and lasts:
            found[-1] = found[-1].model_copy(update={"count": found[-1].count + event.count})
        elif event.kind == "clock":
            found.append(_gap(event, None, lost=False))
        elif lasts and event.kind in ("clock_right", "started"):
            found[-1] = found[-1].model_copy(update={"stop": event.time})
    return found


def _gap(begun: Event, stop: int | None, *, lost: bool = True) -> Gap:
    return Gap(
        start=begun.time, stop=stop, cause=begun.kind, detail=begun.detail, count=begun.count, lost=lost
    )
