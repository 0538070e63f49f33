"""Which PVs are compared next with what should be known of them, and how much of each."""

from collections import deque
from collections.abc import Mapping

from caflux_query_api.live.remembered import Remembered

_NEAR, _NEAR_EACH = 64, 8
"""Samples that are compared in most rounds; after so many of them all that is remembered is."""
_ROUND_NS = 1_000_000_000
"""A round of all PVs takes so long at least."""
_ROWS_PER_S = 20_000
"""Samples that are compared in a second; with more PVs a round takes longer."""
_LEAST, _MOST = 1_000, 10_000
"""Samples that are compared with one question, about."""
_PV = 30
"""Asking for a PV costs as much as so many samples."""
_UNKNOWN = 600
"""Samples of a PV's beginning, about: nobody knows before."""


class Rounds:
    """Spreads comparisons over time: their cost does not grow with the number of PVs."""

    def __init__(self) -> None:
        self._due: deque[str] = deque()
        self._again: dict[str, None] = {}
        self._visits: dict[str, int] = {}
        self._begun = 0
        self._asked = 0
        self._rows = float(_MOST)

    def joined(self, pv: str) -> None:
        """Take a PV that is watched from now on: all of it first, and before the others."""
        self._visits[pv] = -1
        self._due.appendleft(pv)

    def left(self, pv: str) -> None:
        """Forget a PV."""
        del self._visits[pv]
        self._again.pop(pv, None)

    def again(self, pv: str) -> None:
        """Compare a PV at the next opportunity: what was seen has to be seen again."""
        self._again[pv] = None

    def lows(self, states: Mapping[str, Remembered], now: int) -> dict[str, int]:
        """Give the PVs to compare now, with the time (ns) after which each is.

        Args:
            states: By PV, what is remembered.
            now: The clock, ns.
        """
        self._rows = min(_MOST, self._rows + _ROWS_PER_S * max(0, now - self._asked) / 1e9)
        self._asked = now
        if not self._due and now - self._begun >= _ROUND_NS:
            self._due.extend(states)
            self._begun = now
        found = {pv: states[pv].low(0) for pv in self._again if pv in states}
        self._again = {}
        self._rows -= _PV * len(found)
        if self._rows < _LEAST:
            return found
        while self._due and self._rows > 0:
            pv = self._due.popleft()
            if pv in states and pv in self._visits:
                state, depth = states[pv], self._depth(pv, states[pv])
                found[pv] = min(found.get(pv, state.low(depth)), state.low(depth))
                self._rows -= _PV + (min(depth, state.size) if state.begun else _UNKNOWN)
        return found

    def _depth(self, pv: str, state: Remembered) -> int:
        self._visits[pv] += 1
        near = self._visits[pv] % _NEAR_EACH and not state.replaying
        return _NEAR if near else state.size
