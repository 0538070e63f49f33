"""The PVs of the engine: a PV list is turned into channels on work threads."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Sequence

import structlog
from caflux_contracts.pvs import AssignedPv, PvState
from caflux_storage.retention import KIND as RETENTION
from caflux_storage.seam import Event

from caflux_collector.channel import Channels
from caflux_collector.clock import Clock
from caflux_collector.conditions import Conditions
from caflux_collector.libca import ChannelError
from caflux_collector.names import NamesFileError
from caflux_collector.opening import Opening
from caflux_collector.reconcile import reconcile
from caflux_collector.watch import Watch
from caflux_collector.worker import Worker

log = structlog.get_logger("caflux.subscriptions")
LOOK_S = 0.2
AGAIN_S, AGAIN_MOST = 30.0, 1_000
"""How often PVs that were refused are tried again, and how many at once."""
OVERLAP_MOST_S = 30.0
"""A PV whose IOC does not answer a request by then gets its events on the new subscription alone."""


class Breath:
    """Lets the event loop run after every so many steps, with what was asked for sent."""

    STEPS = 500

    def __init__(self, flush: Callable[[], None]) -> None:
        self._flush = flush
        self._steps = 0

    async def take(self) -> None:
        """Count a step."""
        self._steps += 1
        if self._steps % self.STEPS == 0:
            self._flush()
            await asyncio.sleep(0)


class Subscriptions:
    """What is archived now, and how it follows the PV list.

    Args:
        channels: of its PVs.
        workers: among which PVs are spread.
        clock: for the times of events.
        has_classes: tells whether there are retention classes: then the archive is told which one a PV is of.

    Attributes:
        refused: why PVs can't be archived, by name; they are tried again.
    """

    def __init__(
        self, channels: Channels, workers: Sequence[Worker], clock: Clock, has_classes: Callable[[], bool]
    ) -> None:
        self._channels = channels
        self._workers = workers
        self._clock = clock
        self._has_classes = has_classes
        self.refused: dict[str, str] = {}
        self._again_s = 0.0
        self._known: dict[str, AssignedPv] = {}
        self._place: dict[str, tuple[Worker, int]] = {}
        self._opening = Opening(self._has_begun, clock)
        self._load: Counter[Worker] = Counter()
        self._lock = asyncio.Lock()
        self._conditions = Conditions(Watch(channels.library, clock), self.place, clock)

    @property
    def known(self) -> dict[str, AssignedPv]:
        """PVs by name, paused ones too."""
        return self._known

    def poll(self) -> bool:
        """Follow the connections of channels, and controlling PVs; tell whether more may come soon."""
        changes = self._channels.poll()
        self._conditions.poll()
        self._try_again()
        return bool(changes) or self._channels.asks or self._conditions.watches

    def have_begun(self) -> bool:
        """Tell whether all that was asked for is archived, or was looked for in vain for a while."""
        return self._opening.have_begun()

    def _has_begun(self, name: str) -> bool:
        channel, place = self._channels.by_name.get(name), self._place.get(name)
        if channel is None or place is None:
            return True  # it was refused, paused or removed meanwhile
        worker, slot = place
        return channel.connected and bool(worker.ring.received[slot])

    @property
    def suspended(self) -> int:
        """How many PVs are suspended by the ones that control them."""
        return self._conditions.suspended

    def suspended_by(self, name: str) -> str:
        """Give the PV that suspends another one now; nothing where none does."""
        return self._conditions.suspended_by(name)

    def place(self, name: str) -> tuple[Worker, int] | None:
        """Give a PV's work thread and slot."""
        return self._place.get(name)

    async def apply(self, wanted: Sequence[AssignedPv]) -> None:
        """Follow a new PV list; PVs that did not change are not touched.

        It lets the loop run now and then: 100,000 new channels take seconds.
        """
        async with self._lock:
            await self._apply(wanted)

    async def _apply(self, wanted: Sequence[AssignedPv]) -> None:
        plan = reconcile(self._known, wanted)
        breath = Breath(self._channels.flush)
        for name in plan.remove:
            before = self._known.pop(name)
            self._close(name, "moved" if before.moving else "removed")
            self._forget(name)
            await breath.take()
        for pv in plan.pause:
            self._close(pv.name, "paused")
            self._known[pv.name] = pv
            await breath.take()
        for pv in plan.resume:
            self._open(pv, "resumed")
            await breath.take()
        for pv in plan.add:
            self._add(pv)
            await breath.take()
        for pv in plan.change:
            if self._known[pv.name].retention != pv.retention and pv.name in self._place:
                self._report(self._place[pv.name][0], pv.name, RETENTION, pv.retention)
            self._known[pv.name] = pv
            if pv.name in self._channels.by_name:
                self._channels.change(pv)
        self._known.update((pv.name, pv) for pv in plan.note)
        self._opening.given([*plan.resume, *plan.add])
        self._conditions.follow(self._known)
        self._channels.flush()

    async def move(self, old: Worker, new: Worker) -> None:
        """Move all PVs from one work thread to another; when this returns the old one gets no more events."""
        async with self._lock:
            names = [name for name, (worker, _) in self._place.items() if worker is old]
            breath = Breath(self._channels.flush)
            for name in names:
                place = new, new.add(name)
                self._place[name] = place
                self._channels.move(name, *place)
                await breath.take()
            self._conditions.moved()
            self._channels.flush()
            self._load[new] = self._load.pop(old, 0)
        new.events.extend(old.events.take())
        end = self._clock.monotonic_s() + OVERLAP_MOST_S
        while names and self._clock.monotonic_s() < end:
            await asyncio.sleep(LOOK_S)
            names = [name for name in names if self._channels.overlap(name)]
        for name in names:
            self._channels.end_overlap(name)
        self._channels.flush()

    def _add(self, pv: AssignedPv) -> None:
        if pv.state is PvState.PAUSED:
            self._known[pv.name] = pv
        else:
            self._open(pv, "started")

    def _open(self, pv: AssignedPv, kind: str) -> None:
        self._known[pv.name] = pv
        begun = self._clock.time_ns()  # before libca's thread can have it connected
        try:
            worker, slot = self._place.get(pv.name) or self._new_place(pv.name)
            self._channels.open(pv, worker, slot)
        except (ChannelError, NamesFileError, ValueError) as error:
            if self.refused.get(pv.name) != str(error):
                log.warning("PV can't be archived", pv=pv.name, reason=str(error))
            self.refused[pv.name] = str(error)
        else:
            self.refused.pop(pv.name, None)
            worker.events.put(Event(pv.name, begun, kind))
            if self._has_classes():  # else all are, and were, of the one that there is
                self._report(worker, pv.name, RETENTION, pv.retention)

    def _try_again(self) -> None:
        """Open those that were refused: there may be a free slot by now."""
        now = self._clock.monotonic_s()
        if self.refused and now >= self._again_s:
            self._again_s = now + AGAIN_S
            for name in [*itertools.islice(self.refused, AGAIN_MOST)]:
                self._open(self._known[name], "started")
                if name in self.refused:  # to the end: the others have their turn
                    self.refused[name] = self.refused.pop(name)
            self._channels.flush()

    def _new_place(self, name: str) -> tuple[Worker, int]:
        worker = min(self._workers, key=lambda each: self._load[each])
        place = worker, worker.add(name)
        self._load[worker] += 1
        self._place[name] = place
        return place

    def _forget(self, name: str) -> None:
        place = self._place.pop(name, None)
        if place is not None:
            place[0].remove(place[1])
            self._load[place[0]] -= 1

    def _close(self, name: str, kind: str) -> None:
        self.refused.pop(name, None)
        if name in self._channels.by_name:
            self._channels.close(name)
        place = self._place.get(name)
        if place is not None:
            self._report(place[0], name, kind)

    def _report(self, worker: Worker, name: str, kind: str, detail: str = "") -> None:
        worker.events.put(Event(name, self._clock.time_ns(), kind, detail))

    def killed(self, pvs: Sequence[AssignedPv], time_ns: int) -> None:
        """Note in the archive that the engine before ended without a word, at its last sign of life."""
        for pv in pvs:
            if pv.state is PvState.ACTIVE:
                detail = "the engine was killed; this was its last sign of life"
                self._workers[0].events.put(Event(pv.name, time_ns, "stopped", detail))

    def stop(self) -> None:
        """Take no more events, and note it in the archive."""
        for worker in self._workers:
            worker.ring.mute()
        for name in self._channels.by_name:
            self._report(self._place[name][0], name, "stopped")
