"""Which PV has which slot of a work thread's ring, and when another may have it.

A removed PV keeps its slot until nothing of it is under way: then all that the ring holds of it was given
back, so that whoever reads the ring after a crash finds only events of the PV that the names file has last,
and all its samples are archived or accounted for, so that none is counted for the wrong PV.
"""

import threading
from collections.abc import Callable
from itertools import islice

import numpy as np

from caflux_collector.accounting import Accounting
from caflux_collector.names import NamesFile
from caflux_collector.ring import Position, Ring

_LOOKS = 1_000
"""Removed PVs that are looked at after a flush."""


class Slots:
    """Slots of one ring. The engine's main thread takes them; the work thread sees when they are free.

    Args:
        ring: whose slots these are.
        names: where it is written who has which.
        accounting: of the same ring.
        forget: called by the work thread to begin anew with a slot in all that it knows itself.
    """

    def __init__(
        self, ring: Ring, names: NamesFile, accounting: Accounting, forget: Callable[[int], None]
    ) -> None:
        self._ring = ring
        self._names = names
        self._accounting = accounting
        self._forget = forget
        self._lock = threading.Lock()
        self._by_pv: dict[str, int] = {}
        self._turns: list[int] = []
        self._resting: dict[int, Position] = {}
        self._free: dict[int, None] = {}

    def take(self, pv: str) -> int:
        """Give a PV a slot: its own if that was not given away yet, a free one, or one that is new.

        Raises:
            ValueError: all slots are taken.
            NamesFileError: it can't be written down whose the slot is.
        """
        with self._lock:
            slot = self._by_pv.get(pv)
            if slot is None:
                slot = self._other(pv)
            self._by_pv[pv] = slot
            self._resting.pop(slot, None)
            self._free.pop(slot, None)
            self._turns[slot] += 1
            return slot

    def _other(self, pv: str) -> int:
        slot = next(iter(self._free), None)
        if slot is not None:
            before = self._names.pv[slot]
            self._names.rename(slot, pv)
            del self._by_pv[before]
            return slot
        size = self._ring.layout.size.slots
        if len(self._turns) == size:
            raise ValueError(f"all {size} slots of a work thread are taken: add threads or collectors")
        slot = self._names.add(pv)
        self._turns.append(0)
        return slot

    def turn(self, slot: int) -> int:
        """Give how often a slot was taken, for `rest`."""
        return self._turns[slot]

    def rest(self, slot: int, turn: int) -> None:
        """Note that a PV is gone: no event of it comes any more, and none is taken from the cache.

        The work thread calls it; `turn` is the slot's when the PV went: it may have come back meanwhile.
        """
        with self._lock:
            if turn == self._turns[slot]:
                self._resting[slot] = self._ring.written()

    def sweep(self) -> list[int]:
        """Give the slots of which nothing is under way any more; they are free now.

        The work thread calls it between two flushes.
        """
        if not self._resting:
            return []
        with self._lock:
            looked_at = list(islice(self._resting.items(), _LOOKS))
            back = self._ring.given_back()
            pending = self._accounting.by_pv(np.array([slot for slot, _ in looked_at])).pending
            freed = []
            for (slot, end), count in zip(looked_at, pending.tolist(), strict=True):
                del self._resting[slot]
                if count or back.record < end.record or back.byte < end.byte:
                    self._resting[slot] = end  # behind the others: they have their turn
                    continue
                self._accounting.begin(slot)
                self._ring.forget(slot)
                self._forget(slot)
                self._free[slot] = None
                freed.append(slot)
            return freed
