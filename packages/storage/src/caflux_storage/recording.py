"""How PVs were recorded in a range: what each held when it began, and its gaps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from caflux_contracts.retrieval import Gap

from caflux_storage.bins import Binner
from caflux_storage.gaps import (
    ACCESS,
    CLOCK,
    LOSSES,
    STATES,
    SUSPENSIONS,
    Samplings,
    are_of_several,
    find_gaps,
    known_ns,
    open_since,
    unknown_in,
)
from caflux_storage.holding import NEVER, Unknown
from caflux_storage.purges import PURGED, purged_before, purged_gap
from caflux_storage.retention import EXPIRED, KIND, RAW, STANDARD, Era, Kept, begins_with
from caflux_storage.rollups import HOUR
from caflux_storage.runs import Ends, ends_of
from caflux_storage.samples import Samples
from caflux_storage.seam import Archive, Event

_SELDOM = (ACCESS, SUSPENSIONS, LOSSES, CLOCK, (PURGED,))


@dataclass(frozen=True, slots=True)
class Span:
    """A range of time, start <= time < stop, ns since 1970."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Recording:
    """What is known of a PV in a range before its samples are read.

    Attributes:
        span: The range.
        now: The clock, ns: the last value is not held beyond it.
        carried: The last sample before the range, if there is one.
        gaps: When it was not recorded as it should have been, by when that began.
        unknown: Those of them in which nobody knows what it held.
        kept: What is still kept of it: of what samples don't tell any more, rollups may. None: everything.
        steady: Whether all that is told by the carried sample, by what is younger, and by the events.
        ends: Which collectors' runs had ended, where that matters to it.
    """

    span: Span
    now: int
    carried: Samples | None
    gaps: Sequence[Gap]
    unknown: Sequence[Unknown]
    kept: Kept | None = None
    steady: bool = False
    ends: Ends | None = None

    def with_rollups(self) -> "Recording":
        """Give the same where rollups are read, too: they are kept for longer than samples."""
        if self.kept is None or not any(gap.cause == EXPIRED for gap in self.gaps):
            return self
        others = [gap for gap in self.gaps if gap.cause != EXPIRED]
        gaps = _by_start([*others, *self.kept.gaps(HOUR, self.span.start, self.span.stop)])
        return replace(self, gaps=gaps, unknown=unknown_in(gaps))

    def binner(self, width: int, start: int | None = None) -> Binner:
        """Give a binner of the range, or of what begins at `start` (ns), with what was carried in."""
        start = self.span.start if start is None else start
        binner = Binner(start, self.span.stop, width, self.unknown)
        if self.carried is not None:
            binner.hold(self.carried)
        return binner

    def completeness(self, samples: Samples) -> float | None:
        """Give how much of the range is known, in percent, of a PV with these samples in it."""
        carried = np.empty(0, np.int64) if self.carried is None else self.carried.time
        times = np.concatenate([carried, samples.time])
        end = min(self.span.stop, self.now)
        return self.percent(known_ns(times, self.unknown, self.span.start, end))

    def percent(self, known: int) -> float | None:
        """Give `known` ns as percent of the range as far as it has passed."""
        passed = min(self.span.stop, self.now) - self.span.start
        return min(100.0, 100.0 * known / passed) if passed > 0 else None


async def recordings(archive: Archive, pvs: Sequence[str], span: Span, now: int) -> dict[str, Recording]:
    """Give how each PV was recorded.

    Args:
        archive: Where that is.
        pvs: Which PVs.
        span: The range.
        now: The clock, ns.
    """
    return await _recordings(archive, pvs, span, span, now)


async def recordings_at(archive: Archive, pvs: Sequence[str], at: int, now: int) -> dict[str, Recording]:
    """Give how each PV was recorded at one time, from what happened until then; `carried` is what it held.

    Args:
        archive: Where that is.
        pvs: Which PVs.
        at: ns since 1970.
        now: The clock, ns.
    """
    return await _recordings(archive, pvs, Span(at + 1, at + 2), Span(at + 1, at + 1), now)


async def events_until(archive: Archive, pvs: Sequence[str], at: int) -> dict[str, list[Event]]:
    """Give the events that tell how each PV is recorded at a time (ns), by PV, by time."""
    return (await _recorded(archive, pvs, Span(at + 1, at + 1)))[1]


async def ends_for(archive: Archive, events: Iterable[Sequence[Event]], stop: int) -> Ends:
    """Give which collectors' runs had ended by `stop` (ns), where that matters to one of some PVs' events."""
    return ends_of(await archive.runs(stop)) if any(map(are_of_several, events)) else {}


async def _recordings(
    archive: Archive, pvs: Sequence[str], span: Span, told: Span, now: int
) -> dict[str, Recording]:
    """Give how each PV was recorded in `span`, from the events before and in `told`."""
    carried, events = await _recorded(archive, pvs, told)
    kept = await kept_of(archive, pvs, span, now)
    ends = await ends_for(archive, events.values(), span.stop)
    begun = {pv: open_since(events[pv], span.start, ends) for pv in pvs}
    later = await _later(archive, begun, span.stop)
    purged = await _purged(archive, events, span)
    found = {}
    for pv in pvs:
        sampled = int(carried[pv].time[0]) if pv in carried else NEVER
        gaps = find_gaps(events[pv], later.get(pv), span.start, span.stop, sampled, ends)
        gaps = _by_start([*purged.get(pv, ()), *gaps, *kept[pv].gaps(RAW, span.start, span.stop)])
        steady = begun[pv] is None and purged_before(events[pv]) is None
        runs = ends if are_of_several(events[pv]) else None
        held = carried.get(pv)
        found[pv] = Recording(span, now, held, gaps, unknown_in(gaps), kept[pv], steady, runs)
    return found


async def kept_of(archive: Archive, pvs: Sequence[str], span: Span, now: int) -> dict[str, Kept]:
    """Give what is still kept of PVs in a range; where that is all, there is little to look up.

    Args:
        archive: Where it is.
        pvs: Which PVs.
        span: The range.
        now: The clock, ns.
    """
    if not await may_have_expired(archive, span.start, now):
        return dict.fromkeys(pvs, Kept(now))
    eras: dict[str, list[Era]] = {pv: [] for pv in pvs}
    for event in await archive.events(pvs, 0, span.stop, [KIND]):
        of = eras[event.pv]
        if event.detail != (of[-1].name if of else STANDARD):
            of.append(Era(event.time, event.detail))
    classes = await archive.retention()
    return {pv: Kept(now, of, classes) for pv, of in eras.items()}


async def may_have_expired(archive: Archive, start: int, now: int) -> bool:
    """Tell whether samples since `start` (ns) may have expired at `now` (ns), of some class at least."""
    ages = [kept.raw for kept in (await archive.retention()).values() if kept.raw is not None]
    return bool(ages) and start < begins_with(now - min(ages))


def _by_start(gaps: Sequence[Gap]) -> list[Gap]:
    return sorted(gaps, key=lambda gap: gap.start)


async def _recorded(
    archive: Archive, pvs: Sequence[str], span: Span
) -> tuple[Mapping[str, Samples], dict[str, list[Event]]]:
    """Give what was held when a range began, and what tells of gaps, by PV, by time."""
    every = [STATES, [kind for kinds in _SELDOM for kind in kinds]]
    carried, found = await archive.recorded(pvs, span.start, span.stop, every)
    if found[1]:  # mostly there is none of any; else the last ones before the range are wanted of each
        found[1:] = (await archive.recorded(pvs, span.start, span.stop, _SELDOM))[1]
    events: dict[str, list[Event]] = {pv: [] for pv in pvs}
    for event in sorted((event for some in found for event in some), key=lambda event: event.time):
        events[event.pv].append(event)
    return carried, events


async def _purged(
    archive: Archive, events: Mapping[str, Sequence[Event]], span: Span
) -> dict[str, list[Gap]]:
    """Give the gap of each PV of which something was purged that reaches into a range."""
    limits = {pv: purged_before(of) for pv, of in events.items()}
    reaching = [pv for pv, limit in limits.items() if limit is not None and limit > span.start]
    first = await archive.since(dict.fromkeys(reaching, -1)) if reaching else {}
    found = {}
    for pv in reaching:
        begun = int(first[pv].time[0]) if pv in first else None
        if (gap := purged_gap(events[pv], begun, span.start, span.stop)) is not None:
            found[pv] = [gap]
    return found


async def _later(archive: Archive, begun: Mapping[str, int | None], stop: int) -> dict[str, Samplings]:
    """Give what was sampled although a gap (ns) had begun that no event ended."""
    asked = {pv: time for pv, time in begun.items() if time is not None}
    if not asked:
        return {}
    newest = await archive.last(list(asked), stop - 1)
    last = {pv: time for pv, samples in newest.items() if (time := int(samples.time[0])) > asked[pv]}
    if not last:
        return {}
    first = await archive.since({pv: asked[pv] for pv in last})
    return {pv: Samplings(int(samples.time[0]), last[pv]) for pv, samples in first.items()}
