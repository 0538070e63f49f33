"""From when on each look asks for each PV: mostly the newest, now and then what should be known already."""

from collections import deque
from collections.abc import Mapping

from caflux_query_api.live.remembered import New, Remembered

MANY = 100
"""From so many PVs on, those that are quiet are not asked for from their last sample on."""
_NEAR, _NEAR_EACH = 64, 8
"""Samples that are compared in most rounds; after so many of them all that is remembered is."""
_ROWS = 10_000
"""Samples that are compared with one look, at most."""
_ROUND_NS = 1_000_000_000
"""A round of all PVs takes so long at least."""
_PATIENCE = 100
"""Looks without a sample after which a PV is no longer behind."""
_QUIET_NS = 2_500_000_000
"""How late after its timestamp a sample may be in the archive without its PV being one that is behind."""


class Rounds:
    """Spreads comparisons over the looks, and knows which PVs can't be followed by the clock.

    Where many PVs are watched and most are quiet, asking for each from its last sample on would cost the
    archive a search for each of them; what is later than a moment ago it finds in one pass. So a PV is asked
    for from its last sample on only as long as its samples come later than that, as those of an IOC whose
    clock is behind, or all of them after the archive was away. What that misses, the next comparison finds.
    """

    def __init__(self) -> None:
        self._due: deque[str] = deque()
        self._behind: dict[str, int] = {}
        self._visits: dict[str, int] = {}
        self._looked: int | None = None
        self._begun = 0

    def joined(self, pv: str) -> None:
        """Take a PV that is watched from now on."""
        self._visits[pv] = -1  # all of it first
        self._due.appendleft(pv)
        self._behind[pv] = _PATIENCE

    def left(self, pv: str) -> None:
        """Forget a PV."""
        del self._visits[pv]
        self._behind.pop(pv, None)

    def all_behind(self) -> None:
        """Ask for every PV from its last sample on: it is not known what they got."""
        self._behind = dict.fromkeys(self._visits, _PATIENCE)

    def lows(self, states: Mapping[str, Remembered], now: int) -> dict[str, int]:
        """Give after which time (ns) a look asks for each PV.

        Args:
            states: By PV, what is remembered.
            now: The clock, ns.
        """
        found = {pv: state.low(0) for pv, state in states.items()}
        if len(states) >= MANY and self._looked is not None:
            moment = self._looked - _QUIET_NS
            for pv, low in found.items():
                if low < moment and pv not in self._behind and not states[pv].waiting:
                    found[pv] = moment
        self._looked = now
        self._compare(found, states, now)
        return found

    def saw(self, pv: str, new: New) -> None:
        """Learn from a look which PVs are behind."""
        if self._looked is None or pv not in self._visits:
            return
        if len(new.fresh):
            if int(new.fresh.time[-1]) < self._looked - _QUIET_NS:
                self._behind[pv] = _PATIENCE
            else:
                self._behind.pop(pv, None)
        elif pv in self._behind and not new.again:
            self._behind[pv] -= 1
            if not self._behind[pv]:
                del self._behind[pv]

    def _compare(self, lows: dict[str, int], states: Mapping[str, Remembered], now: int) -> None:
        """Have as many PVs compared as are due, and as may be at once."""
        if not self._due and now - self._begun >= _ROUND_NS:
            self._due.extend(states)
            self._begun = now
        rows = 0
        while self._due and rows < _ROWS:
            pv = self._due.popleft()
            if pv not in lows:
                continue
            self._visits[pv] += 1
            state = states[pv]
            near = self._visits[pv] % _NEAR_EACH and not state.replaying
            depth = _NEAR if near else state.size
            lows[pv] = min(lows[pv], state.low(depth))
            rows += min(depth, state.size)
