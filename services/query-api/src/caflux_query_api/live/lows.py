"""From when on each look asks for each PV."""

from collections.abc import Mapping

from caflux_storage import Samples

from caflux_query_api.live.remembered import Remembered

MANY = 100
"""From so many PVs on, those that are quiet are not asked for from their last sample on."""
_PATIENCE = 100
"""Looks without a sample after which a PV is no longer behind."""
_QUIET_NS = 2_500_000_000
"""How late after its timestamp a sample may be in the archive without its PV being one that is behind."""
_LEAST_LAG_NS = 250_000_000
_WIDE_NS = 1_000_000_000
"""So often a look reaches back by all of `_QUIET_NS`."""
_FORGOTTEN = 0.99
"""What a look leaves of the lag that was seen before."""


class Lows:
    """Knows how late samples come, and which PVs can't be followed by the clock.

    Where many PVs are watched and most are quiet, asking for each from its last sample on would cost the
    archive a search for each of them; what is later than a moment ago it finds in one pass, which costs by
    the row. So a PV is asked for from its last sample on only as long as its samples come later than that,
    as those of an IOC whose clock is behind, or all of them after the archive was away. The others are asked
    for from twice as long ago as samples lately took to come, and once a second from `_QUIET_NS` ago.
    """

    def __init__(self) -> None:
        self._behind: dict[str, int] = {}
        self._looked: int | None = None
        self._wide = 0
        self._lag = _QUIET_NS

    def joined(self, pv: str) -> None:
        """Take a PV that is watched from now on."""
        self._behind[pv] = _PATIENCE

    def left(self, pv: str) -> None:
        """Forget a PV."""
        self._behind.pop(pv, None)

    def all_behind(self, states: Mapping[str, Remembered]) -> None:
        """Ask for every PV from its last sample on: it is not known what they got."""
        self._behind = dict.fromkeys(states, _PATIENCE)

    def is_behind(self, pv: str) -> bool:
        """Tell whether a PV's samples come late, or nobody knows yet."""
        return pv in self._behind

    def of(self, states: Mapping[str, Remembered], now: int) -> dict[str, int]:
        """Give after which time (ns) a look asks for each PV.

        Args:
            states: By PV, what is remembered.
            now: The clock, ns.
        """
        found = {pv: state.cursor for pv, state in states.items()}
        if len(states) >= MANY and self._looked is not None:
            moment = self._looked - self._reach(now)
            for pv, low in found.items():
                if low < moment and pv not in self._behind:
                    found[pv] = max(low, min(moment, states[pv].waits_from - 1))
        self._looked = now
        self._lag = round(self._lag * _FORGOTTEN)
        return found

    def saw(self, pv: str, found: Samples, *, again: bool) -> None:
        """Learn from what a look gave of a PV, and whether there is more of it."""
        if self._looked is None:
            return
        if len(found):
            lag = self._looked - int(found.time[-1])
            if lag > _QUIET_NS:
                self._behind[pv] = _PATIENCE
            else:
                self._lag = max(self._lag, lag)
                self._behind.pop(pv, None)
        elif pv in self._behind and not again:
            self._behind[pv] -= 1
            if not self._behind[pv]:
                del self._behind[pv]

    def _reach(self, now: int) -> int:
        if now - self._wide >= _WIDE_NS:
            self._wide = now
            return _QUIET_NS
        return min(_QUIET_NS, 2 * max(self._lag, _LEAST_LAG_NS))
