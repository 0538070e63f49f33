"""Which PV has which slot of a work thread's ring, and when another may have it.

A removed PV keeps its slot until nothing of it is under way: then all that the ring holds of it was given
back, so that whoever reads the ring after a crash finds only events of the PV that the names file has last,
and all its samples are archived or accounted for, so that none is counted for the wrong PV.
"""

from collections import deque
from itertools import islice

import numpy as np

from caflux_collector.accounting import Accounting
from caflux_collector.names import NamesFile
from caflux_collector.ring import Position, Ring

_LOOKS, _LOOKS_IN_NEED = 16, 1_000
"""Removed PVs looked at when a slot is wanted: with 100,000 of them, looking at all each time is slow."""


class Slots:
    """Slots of one ring. The engine's main thread calls everything but `rest`."""

    def __init__(self, ring: Ring, names: NamesFile, accounting: Accounting) -> None:
        self._ring = ring
        self._names = names
        self._accounting = accounting
        self._by_pv: dict[str, int] = {}
        self._turns: list[int] = []
        self._told: deque[tuple[int, int, Position]] = deque()
        self._resting: dict[int, Position] = {}

    def take(self, pv: str) -> tuple[int, bool]:
        """Give a PV a slot, and tell whether another PV had it before.

        A PV that comes back while its old slot was not given away goes on with it and with its counts.

        Raises:
            ValueError: all slots are taken.
        """
        self._listen()
        known = self._by_pv.get(pv)
        if known is not None:
            self._resting.pop(known, None)
            self._turns[known] += 1
            return known, False
        slot = self._free()
        if slot is None:
            self._turns.append(0)
            self._by_pv[pv] = self._names.add(pv)
            return self._by_pv[pv], False
        del self._by_pv[self._names.pv[slot]]
        self._turns[slot] += 1
        self._accounting.begin(slot)
        self._ring.forget(slot)
        self._names.rename(slot, pv)
        self._by_pv[pv] = slot
        return slot, True

    def turn(self, slot: int) -> int:
        """Give how often a slot was taken, for `rest`."""
        return self._turns[slot]

    def rest(self, slot: int, turn: int) -> None:
        """Note that a PV is gone: no event of it comes any more, and none is taken from the cache.

        The work thread calls it, once it has nothing more to take; `turn` is the slot's when the PV went.
        """
        self._told.append((slot, turn, self._ring.written()))

    def _listen(self) -> None:
        while self._told:
            slot, turn, position = self._told.popleft()
            if turn == self._turns[slot]:  # else its PV came back meanwhile
                self._resting[slot] = position

    def _free(self) -> int | None:
        """Give a slot of a removed PV of which nothing is under way, or None for one that was never used.

        Raises:
            ValueError: there is neither.
        """
        room = len(self._names.pv) < self._ring.layout.size.slots
        given_back = self._ring.given_back()
        for slot in list(islice(self._resting, _LOOKS if room else _LOOKS_IN_NEED)):
            position = self._resting.pop(slot)
            past = given_back.record >= position.record and given_back.byte >= position.byte
            if past and not self._accounting.by_pv(np.array([slot])).pending[0]:
                return slot
            self._resting[slot] = position  # at the end: the others have their turn
        if room:
            return None
        raise ValueError(
            f"all {self._ring.layout.size.slots} slots of a work thread are taken: add threads or collectors"
        )
