"""Scan mode: the central cache, sampled at each PV's period."""

import heapq
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from caflux_collector.ring import Block


class Cache(Protocol):
    """The central cache."""

    def cached(self, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        """Give the last record of each slot, RECORD[n]; `received` is 0 where there was none."""


class Scanner:
    """The scan-mode PVs of one work thread.

    A PV is archived at its period with the value it has then and the IOC's timestamp of that value; a value
    that was archived already is not archived again.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._period: dict[int, int] = {}
        self._due: list[tuple[int, int]] = []
        self._next: dict[int, int] = {}
        self._last: dict[int, tuple[int, int, int]] = {}
        self._blocks: dict[int, Block] = {}
        self._left: list[Block] = []

    def set(self, slot: int, period_ns: int | None, now_ns: int) -> None:
        """Sample a slot every `period_ns` from now on; None stops it, after what is held is sampled."""
        if period_ns is None:
            self._period.pop(slot, None)
            self._next.pop(slot, None)
            if slot in self._blocks:
                self._left.append(self._blocks.pop(slot))
        elif self._period.get(slot) != period_ns:
            self._period[slot] = period_ns
            self._schedule(slot, now_ns)

    def forget(self, slot: int) -> None:
        """Begin anew with a slot that is not sampled: another PV gets it."""
        self._last.pop(slot, None)

    def end(self) -> None:
        """Stop all slots."""
        for slot in list(self._period):
            self.set(slot, None, 0)

    def scans(self, slot: int) -> bool:
        """Tell whether a slot is sampled."""
        return slot in self._period

    def hold(self, block: Block) -> bool:
        """Keep the newest string or waveform of a slot; tell whether it replaced one never sampled."""
        superseded = block.slot in self._blocks
        self._blocks[block.slot] = block
        return superseded

    def holding(self) -> list[int]:
        """Give the slots of what is kept; any thread may ask."""
        return [*self._blocks, *(block.slot for block in tuple(self._left))]

    def sample(self, now_ns: int) -> tuple[NDArray[np.void], list[Block]]:
        """Give what is due: RECORD[n] and blocks whose values were not sampled before."""
        due, blocks = self._take_due(now_ns), self._left
        self._left = []
        blocks += [self._blocks.pop(slot) for slot in due if slot in self._blocks]
        cached = self._cache.cached(np.array(due, np.uint32))
        fresh = [k for k, record in enumerate(cached) if self._is_new(record)]
        return cached[fresh], blocks

    def _take_due(self, now_ns: int) -> list[int]:
        due = []
        while self._due and self._due[0][0] <= now_ns:
            when, slot = heapq.heappop(self._due)
            if self._next.get(slot) != when:
                continue  # its period was changed meanwhile
            due.append(slot)
            period = self._period[slot]
            missed = (now_ns - when) // period
            self._schedule(slot, when + (missed + 1) * period)
        return due

    def _schedule(self, slot: int, when: int) -> None:
        self._next[slot] = when
        heapq.heappush(self._due, (when, slot))

    def _is_new(self, record: np.void) -> bool:
        if record["received"] == 0:
            return False
        slot = int(record["slot"])
        stamp = (int(record["secs"]), int(record["nsec"]), int(record["received"]))
        if self._last.get(slot) == stamp:
            return False
        self._last[slot] = stamp
        return True
