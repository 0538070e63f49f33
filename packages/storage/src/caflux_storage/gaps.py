"""When it is not known what a PV held, and why, from its events.

Each collector leaves its own, and what one of them recorded is known: a gap is when none of those that had
the PV did (`together`). Of one collector:

- A gap begins with `disconnected`, `stopped`, `paused` or `removed`, and with `started` or `resumed`: until
  the PV connects nothing is recorded. It ends with `connected`. What comes on top of a gap (a stop while
  disconnected) does not begin another: the first cause stays.
- `noaccess` (the IOC lets it not be read) begins one that `access` ends, or a new connection.
- `suspended` (by the PV that controls it) begins one that `unsuspended` ends, or a new start.
- Where such a gap never ends and yet samples go on for more than `SLACK`, another collector has the PV: the
  gap ends with the first sample in it. The slack is there since events bear the collector's clock and samples
  the IOC's, which may be ahead.
- With `moved` it has handed the PV over: from then on it does not count, until it has it again.
- Where a collector's run ended (`runs`), it has stopped, whether or not it could say so.
- `overflow` and `dropped` say how many samples were lost, and until when: after that it is not known what
  the PV held before the next sample.
- From `clock` to `clock_right`, or to a new start, the samples are there, at the times when they were
  received, since the IOC's clock was not to be trusted: no gap, but told of beside them (`lost` is false).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from caflux_contracts.retrieval import Gap
from numpy.typing import NDArray

from caflux_storage.holding import NEVER, Unknown
from caflux_storage.runs import NO_ENDS, Ended, Ends
from caflux_storage.seam import Event
from caflux_storage.together import EVER, Stretch, together

BEGINS = frozenset({"disconnected", "stopped", "paused", "removed", "started", "resumed"})
STATES = (*sorted(BEGINS), "connected", "moved")
ACCESS = ("noaccess", "access")
SUSPENSIONS = ("suspended", "unsuspended")
LOSSES = ("dropped", "overflow")
CLOCK = ("clock", "clock_right")
SLACK = 30_000_000_000
"""ns"""

_NOBODY = ""
"""Whose events are of a CAFlux that did not say whose they are."""
_SILENT = "the collector gave no sign of life after this"

_UNTIL = re.compile(r"lost until (-?\d{1,19}) ns")


class Samplings(NamedTuple):
    """The first sample after a gap began and the last one of the range, ns."""

    first: int
    last: int


def are_of_several(events: Sequence[Event]) -> bool:
    """Tell whether several collectors left them, so that it matters when these were there."""
    return len({event.collector for event in events}) > 1


def open_since(events: Sequence[Event], start: int = EVER, ends: Ends = NO_ENDS) -> int | None:
    """Give when the gap began that no event ends (ns), or None; arguments as of `find_gaps`."""
    found = together([stream.states for stream in _streams(events, start, ends)])
    return found[-1].start if found and found[-1].stop is None else None


def find_gaps(
    events: Sequence[Event],
    later: Samplings | None,
    start: int,
    stop: int,
    carried: int = NEVER,
    ends: Ends = NO_ENDS,
) -> list[Gap]:
    """Give the gaps of one PV that matter to start <= time < stop, by when they began.

    Those are the ones that touch the range, and lost samples after the last one before it: nothing is known
    until the next. A gap that began before `start` keeps its own beginning.

    Args:
        events: Of this PV, by time, of every kind above; from the last ones before `start` on.
        later: Samples after `open_since(events, start, ends)`, where there are any.
        start: ns since 1970.
        stop: ns since 1970.
        carried: When the last sample before the range was taken, ns.
        ends: When collectors' runs have ended; needed where events are of several.
    """
    streams = _streams(events, start, ends)
    found = together([stream.states for stream in streams])
    if found and found[-1].stop is None and later and later.last > found[-1].start + SLACK:
        found[-1] = found[-1].model_copy(update={"stop": later.first})
    found += [gap for stream in streams for gap in stream.losses_without(streams)]
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


@dataclass(frozen=True, slots=True)
class _Stream:
    """What one collector did not record.

    Attributes:
        states: When it could not, or did not have the PV.
        losses: What it lost while it had it.
    """

    states: list[Stretch]
    losses: list[Gap]

    def losses_without(self, streams: Sequence["_Stream"]) -> list[Gap]:
        """Give what it lost, as far as no other of `streams` has it."""
        if not self.losses:
            return []
        others = [[*other.states, *map(Stretch.of, other.losses)] for other in streams if other is not self]
        return [
            loss.model_copy(update={"start": gap.start, "stop": gap.stop})
            for loss in self.losses
            for gap in together([[Stretch.of(loss)], *others])
        ]


def _streams(events: Sequence[Event], start: int, ends: Ends) -> list[_Stream]:
    """Sort out what each collector says. One whose first word is of the range did not have the PV before."""
    by_collector: dict[str, list[Event]] = {}
    for event in events:
        by_collector.setdefault(event.collector, []).append(event)
    if len(by_collector) <= 1:
        return [_Stream(_states(events), _losses(events))]
    found = []
    for name, own in by_collector.items():
        told = _until_others(own, events) if name == _NOBODY else _with_ends(own, ends.get(name, ()))
        not_yet = [Stretch(EVER, own[0].time, None)] if own[0].time >= start else []
        found.append(_Stream([*not_yet, *_states(told)], _losses(own)))
    return found


def _until_others(own: Sequence[Event], events: Sequence[Event]) -> list[Event]:
    """Give what nobody's name is on, until one that says its name has the PV: it is the same one, updated."""
    others = [
        replace(event, kind="moved")
        for event in events
        if event.collector != _NOBODY and event.kind in STATES
    ]
    return sorted([*own, *others], key=_time)


def _with_ends(own: Sequence[Event], ends: Sequence[Ended]) -> list[Event]:
    """Give what a collector said, and that it stopped where it could not say so."""
    stops = []
    for end in ends:
        last = max((event.time for event in own if event.time < end.before), default=None)
        if last is not None:
            first, time = own[0], max(end.until, last)
            stops.append(Event(first.pv, time, "stopped", _SILENT, collector=first.collector))
    return sorted([*own, *stops], key=_time)


def _time(event: Event) -> int:
    return event.time


@dataclass(slots=True)
class _State:
    """Why a collector does not record a PV now."""

    away: bool = False
    barred: bool = False
    suspended: bool = False

    def take(self, event: Event) -> bool:
        """Follow an event; tell whether it is one that matters."""
        if event.kind in BEGINS:
            self.away, self.barred = True, False
            self.suspended = self.suspended and event.kind != "started"
        elif event.kind == "connected":
            self.away = self.barred = False
        elif event.kind in ACCESS:
            self.barred = event.kind == "noaccess"
        elif event.kind in SUSPENSIONS:
            self.suspended = event.kind == "suspended"
        else:
            return False
        return True

    @property
    def records(self) -> bool:
        return not (self.away or self.barred or self.suspended)


@dataclass(slots=True)
class _Follower:
    """Follows one collector's events.

    Attributes:
        found: When it did not record, so far.
    """

    found: list[Stretch] = field(default_factory=list)
    _begun: Event | None = None
    _gone: int | None = None
    _state: _State = field(default_factory=_State)

    def take(self, event: Event) -> None:
        """Follow an event."""
        if event.kind == "moved" and event.collector != _NOBODY:
            self._close(event.time)
            self._gone = event.time if self._gone is None else self._gone
            self._state = _State()
        elif not (self._gone is not None and event.kind == "stopped") and self._state.take(event):
            self._goes_on(event)

    def _goes_on(self, event: Event) -> None:
        if self._gone is not None:
            self.found.append(Stretch(self._gone, event.time, None))
            self._gone = None
        if self._state.records:
            self._close(event.time)
        elif self._begun is None:
            self._begun = event

    def _close(self, time: int | None) -> None:
        if self._begun is not None:
            self.found.append(Stretch.of(_gap(self._begun, time)))
            self._begun = None

    def end(self) -> list[Stretch]:
        """Give what was found, and what lasts."""
        self._close(None)
        return self.found if self._gone is None else [*self.found, Stretch(self._gone, NEVER, None)]


def _states(events: Sequence[Event]) -> list[Stretch]:
    """Give when one collector did not record, from its events."""
    follower = _Follower()
    for event in events:
        follower.take(event)
    return follower.end()


def _losses(events: Sequence[Event]) -> list[Gap]:
    return [_loss(event) for event in events if event.kind in LOSSES]


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
