"""How values are spread, each weighed with its number of samples and with the time for which it held.

Equal values are one row, so what has few of them (an ADC, an enum, a setpoint) is always exact. Beyond
`LIMIT` rows, neighbours are joined so that no joined row holds more than 2 / `KEPT` of the samples or of the
time: each joining moves a percentile's rank by no more than that.
"""

import numpy as np
from caflux_storage.summary import Floats, Ints, run_begins

LIMIT = 1_000_000
KEPT = 200_000


class Spread:
    """Rows of (value, samples, ns); `exact` until some had to be joined."""

    def __init__(self, limit: int = LIMIT, kept: int = KEPT) -> None:
        self._limit, self._kept = limit, kept
        self._parts: list[tuple[Floats, Ints, Ints]] = []
        self._waiting = 0
        self.exact = True

    def add(self, value: Floats, count: Ints, held: Ints) -> None:
        """Add finite numbers, each with its number of samples and ns of holding."""
        self._parts.append((value, count, held))
        self._waiting += len(value)
        if self._waiting > self._limit:
            self.rows()

    def rows(self) -> tuple[Floats, Ints, Ints]:
        """Give values, ascending and each once, with their samples and ns."""
        columns = tuple(np.concatenate(column) for column in zip(*self._parts, strict=True))
        value, count, held = columns if columns else (np.empty(0), _NONE, _NONE)
        if len(value):
            order = np.argsort(value, kind="stable")
            value, count, held = _joined(value[order], count[order], held[order], value[order])
            if len(value) > self._kept * 2:
                value, count, held = self._compressed(value, count, held)
        self._parts, self._waiting = [(value, count, held)], len(value)
        return value, count, held

    def _compressed(self, value: Floats, count: Ints, held: Ints) -> tuple[Floats, Ints, Ints]:
        self.exact = False
        share = np.cumsum(count) / max(1, count.sum()) + np.cumsum(held) / max(1, held.sum())
        return _joined(value, count, held, np.floor(share * (self._kept / 2)))


_NONE = np.empty(0, np.int64)


def _joined(value: Floats, count: Ints, held: Ints, key: Floats) -> tuple[Floats, Ints, Ints]:
    """Join neighbours of one key; a joined value is the middle of its neighbours."""
    begins = run_begins(key)  # type: ignore[arg-type]  # it compares whatever it is given
    last = np.append(begins[1:], len(key)) - 1
    middle = value[begins] + (value[last] / 2 - value[begins] / 2)
    return middle, np.add.reduceat(count, begins), np.add.reduceat(held, begins)


def percentiles(value: Floats, count: Ints, percent: Floats) -> Floats:
    """Give percentiles of samples, each counting once, interpolated between two as NumPy does by default.

    Args:
        value: [k], ascending.
        count: [k], samples of each; at least one in all.
        percent: [m], 0 to 100.
    """
    until = np.cumsum(count)
    rank = (until[-1] - 1) * (percent / 100)
    below = np.floor(rank).astype(np.int64)
    low = value[np.searchsorted(until, below, side="right")]
    high = value[np.searchsorted(until, np.minimum(below + 1, until[-1] - 1), side="right")]
    part = rank - below
    found: Floats = low * (1 - part) + high * part
    return found


def held_percentiles(value: Floats, held: Ints, percent: Floats) -> Floats:
    """Give the least value at or below which the PV was for at least so many percent of the time.

    Args:
        value: [k], ascending.
        held: [k], ns of each; more than 0 in all.
        percent: [m], 0 to 100.
    """
    value, held = value[held > 0], held[held > 0]
    until = np.cumsum(held)
    index = np.searchsorted(until, percent * int(until[-1]) / 100, side="left")
    found: Floats = value[index.clip(max=len(value) - 1)]
    return found
