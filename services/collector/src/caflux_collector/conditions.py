"""Conditional archiving: while the value of a PV's controlling PV is zero, its archiving is suspended.

A controlling PV that is disconnected, has no number, or is INVALID, suspends nothing: an hour that was not
archived can't be had back. The controlled PV stays subscribed, so that it is resumed at once. Whether a
controlling PV is archived, or itself controlled, makes no difference: it is watched apart from that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from caflux_contracts.pvs import AssignedPv, PvState
from caflux_storage.seam import Event

from caflux_collector.clock import Clock
from caflux_collector.watch import Reading


class Archiver(Protocol):
    """A work thread."""

    def report(self, event: Event) -> None:
        """Archive an event."""

    def suspend(self, slots: Sequence[int]) -> None:
        """Archive no more of some slots."""

    def resume(self, slots: Sequence[int]) -> None:
        """Archive some slots again."""


Place = tuple[Archiver, int]
"""A PV's work thread and slot."""


class Watching(Protocol):
    """Watches the values of PVs."""

    def add(self, pv: str) -> None:
        """Begin to watch a PV."""

    def remove(self, pv: str) -> None:
        """Watch a PV no more."""

    def poll(self) -> Iterable[Reading]:
        """Give what came since the last time."""


@dataclass(slots=True)
class Conditions:
    """Which PVs are suspended.

    Args:
        watch: watches the controlling PVs.
        place: gives where a PV is archived, None where it is not.
        clock: for the times of events.
    """

    watch: Watching
    place: Callable[[str], Place | None]
    clock: Clock
    _controlled: dict[str, set[str]] = field(default_factory=dict)
    _zero: set[str] = field(default_factory=set)
    _suspended: dict[str, tuple[str, Place]] = field(default_factory=dict)

    @property
    def watches(self) -> bool:
        """Whether any PV controls another."""
        return bool(self._controlled)

    @property
    def suspended(self) -> int:
        """How many PVs are suspended now."""
        return len(self._suspended)

    def suspended_by(self, pv: str) -> str:
        """Give the PV that suspends `pv` now; nothing where none does."""
        found = self._suspended.get(pv)
        return found[0] if found else ""

    def follow(self, known: Mapping[str, AssignedPv]) -> None:
        """Follow a new PV list."""
        controlled: dict[str, set[str]] = {}
        for pv in known.values():
            if pv.controlling_pv is not None and pv.state is PvState.ACTIVE:
                controlled.setdefault(pv.controlling_pv, set()).add(pv.name)
        for gone in self._controlled.keys() - controlled.keys():
            self.watch.remove(gone)
            self._zero.discard(gone)
        for new in controlled.keys() - self._controlled.keys():
            self.watch.add(new)
        self._controlled = controlled
        wanted = {pv: control for control in self._zero for pv in controlled[control]}
        now = self.clock.time_ns()
        stale = [
            pv
            for pv, (control, place) in self._suspended.items()
            if wanted.get(pv) != control or self.place(pv) != place
        ]
        self._resume(stale, now)
        self._suspend(wanted, now)

    def moved(self) -> None:
        """Suspend anew what is archived in another place now."""
        slots: dict[Archiver, list[int]] = {}
        for pv, (control, before) in self._suspended.items():
            place = self.place(pv)
            if place is not None and place != before:
                self._suspended[pv] = control, place
                slots.setdefault(place[0], []).append(place[1])
        for worker, of_worker in slots.items():
            worker.suspend(of_worker)

    def poll(self) -> None:
        """Suspend and resume what follows from the controlling PVs' newest values."""
        for reading in self.watch.poll():
            controlled = self._controlled.get(reading.pv, set())
            if reading.value == 0:
                self._zero.add(reading.pv)
                self._suspend(dict.fromkeys(controlled, reading.pv), reading.time_ns)
            else:
                self._zero.discard(reading.pv)
                self._resume(controlled, reading.time_ns)

    def _suspend(self, wanted: Mapping[str, str], time_ns: int) -> None:
        """Suspend PVs, given with what controls them, that are not yet."""
        slots: dict[Archiver, list[int]] = {}
        for pv, control in wanted.items():
            place = self.place(pv)
            if place is not None and pv not in self._suspended:
                self._suspended[pv] = control, place
                slots.setdefault(place[0], []).append(place[1])
                place[0].report(Event(pv, time_ns, "suspended", f"{control} is zero"))
        for worker, of_worker in slots.items():
            worker.suspend(of_worker)

    def _resume(self, pvs: Iterable[str], time_ns: int) -> None:
        """Resume PVs that are suspended."""
        slots: dict[Archiver, list[int]] = {}
        for pv in pvs:
            found = self._suspended.pop(pv, None)
            if found is not None:
                control, (worker, slot) = found
                slots.setdefault(worker, []).append(slot)
                worker.report(Event(pv, time_ns, "unsuspended", f"{control} suspends it no more"))
        for worker, of_worker in slots.items():
            worker.resume(of_worker)
