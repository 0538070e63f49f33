"""Gaps in the recording of PVs that are watched: those that last, and those that begin and end meanwhile."""

from collections.abc import Mapping, Sequence

from caflux_contracts.retrieval import Gap
from caflux_storage import Archive, Event
from caflux_storage.gaps import SLACK, Samplings, find_gaps, open_since
from caflux_storage.recording import ends_for, events_until
from caflux_storage.runs import Ends

from caflux_query_api.live.remembered import Remembered
from caflux_query_api.timespec import LAST

_PERIOD_NS = 500_000_000
_OVERLAP_NS = 30_000_000_000
"""An event may be in the archive so long after its time."""
_NEW_AT_ONCE = 200
"""PVs of which one look finds out how they are recorded."""
_MOST_EVENTS = 500


class PvGaps:
    """One PV's events and the gaps that follow from them."""

    def __init__(self, events: Sequence[Event], now: int) -> None:
        """Begin with what tells how it is recorded at `now` (ns)."""
        self._events = sorted(events, key=lambda event: event.time)
        self._begun = now
        self._ends: Ends = {}
        self._told: dict[tuple[int, str], Gap] = {}
        self._changed = True

    @property
    def events(self) -> Sequence[Event]:
        """What is known to have happened."""
        return self._events

    @property
    def too_many(self) -> bool:
        """Whether so much happened that one should rather begin anew."""
        return len(self._events) > _MOST_EVENTS

    @property
    def open(self) -> tuple[Gap, ...]:
        """Those that still last."""
        return tuple(gap for gap in self._told.values() if gap.stop is None)

    def add(self, event: Event) -> None:
        """Take an event, maybe not for the first time."""
        if event not in self._events:
            self._events.append(event)
            self._events.sort(key=lambda event: event.time)
            self._changed = True

    def news(self, state: Remembered, ends: Ends) -> tuple[Gap, ...]:
        """Give the gaps that began or changed since this was asked last.

        Args:
            state: What is known of the PV's samples: where they go on, a gap is over.
            ends: When collectors' runs have ended.
        """
        if ends != self._ends:
            self._ends, self._changed = ends, True
        if not self._changed and not self.open:
            return ()
        self._changed = False
        since = open_since(self._events, self._begun, ends)
        later = None
        if since is not None and state.cursor > since + SLACK:
            first = state.first_after(since)
            later = None if first is None else Samplings(first, state.cursor)
        gaps = find_gaps(self._events, later, self._begun, LAST, ends=ends)
        found = {(gap.start, gap.cause): gap for gap in gaps}
        changed = tuple(gap for key, gap in found.items() if self._told.get(key) != gap)
        self._told = found
        return changed


class GapWatch:
    """Asks the archive twice a second what happened to the PVs that are watched."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._pvs: dict[str, PvGaps] = {}
        self._looked = 0

    def now(self, pv: str) -> tuple[Gap, ...]:
        """Give a PV's gaps that still last, as far as they are known."""
        return self._pvs[pv].open if pv in self._pvs else ()

    def left(self, pv: str) -> None:
        """Forget a PV."""
        self._pvs.pop(pv, None)

    async def look(self, states: Mapping[str, Remembered], now: int) -> dict[str, tuple[Gap, ...]]:
        """Give the gaps that began, ended, or are new to us; nothing where it was asked just before.

        Raises:
            ArchiveError: it can't be asked; the next look asks for the same.
        """
        if not states or now - self._looked < _PERIOD_NS:
            return {}
        watched = dict(states)
        new = [pv for pv in watched if pv not in self._pvs][:_NEW_AT_ONCE]
        if new:
            for pv, events in (await events_until(self._archive, new, now)).items():
                self._pvs[pv] = PvGaps(events, now)
        after = (self._looked or now) - _OVERLAP_NS
        for event in await self._archive.happened(list(watched), after):
            if event.pv in self._pvs:
                self._pvs[event.pv].add(event)
        self._looked = now
        for pv in [pv for pv in self._pvs if pv not in states or self._pvs[pv].too_many]:
            del self._pvs[pv]
        ends = await ends_for(self._archive, [gaps.events for gaps in self._pvs.values()], LAST)
        news = {pv: gaps.news(watched[pv], ends) for pv, gaps in self._pvs.items() if pv in watched}
        return {pv: gaps for pv, gaps in news.items() if gaps}
