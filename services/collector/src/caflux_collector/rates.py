"""How many events a second arrived, in total over the last seconds, and of every PV over some more."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from caflux_collector.accounting import Accounting

_TOTAL_TICKS = 6
_PV_TICKS = 10
"""Ticks between two readings of every PV; the rate is taken since the reading before the last."""


@dataclass(frozen=True, slots=True)
class _Reading:
    at_s: float
    received: list[NDArray[np.int64]]


@dataclass(slots=True)
class Rates:
    """Readings of the counters of all work threads, made once a second by `tick`."""

    parts: Sequence[Accounting]
    ticks: int = 0
    _totals: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=_TOTAL_TICKS))
    _readings: deque[_Reading] = field(default_factory=lambda: deque(maxlen=2))

    def tick(self, now_s: float) -> None:
        """Read the counters; `now_s` is a steady clock's."""
        self._totals.append((now_s, sum(part.received_total() for part in self.parts)))
        if self.ticks % _PV_TICKS == 0:
            self._readings.append(_Reading(now_s, [part.arrived() for part in self.parts]))
        self.ticks += 1

    def total_hz(self) -> float:
        """Give events received a second, over the last few seconds."""
        if len(self._totals) < 2:
            return 0.0
        (t0, n0), (t1, n1) = self._totals[0], self._totals[-1]
        return (n1 - n0) / (t1 - t0) if t1 > t0 else 0.0

    def of_pvs(self, part: int, slots: NDArray[np.intp], now_s: float) -> NDArray[np.float64]:
        """Give events received a second of n PVs of a work thread; 0 within the first moments."""
        first = self._readings[0] if self._readings else None
        if first is None or now_s <= first.at_s:
            return np.zeros(len(slots))
        before, since = first.received[part], self.parts[part].arrived()[slots]
        known = slots < len(before)
        since[known] -= before[slots[known]]
        # Of a slot that another PV got meanwhile less has arrived now than at the first reading.
        hz: NDArray[np.float64] = np.maximum(since, 0) / (now_s - first.at_s)
        return hz
