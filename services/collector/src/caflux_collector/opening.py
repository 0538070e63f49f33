"""PVs that were asked for and do not deliver yet: whoever had them before keeps them until they do."""

from collections.abc import Callable, Iterable

from caflux_contracts.pvs import AssignedPv, PvState

from caflux_collector.clock import Clock

MOST_S = 15.0
"""A PV that has sent nothing after so long is not there, and nobody waits for it. Searches take seconds."""


class Opening:
    """Those that were asked for lately.

    Args:
        has_begun: tells of a PV whether its first event has come.
        clock: of the engine.
    """

    def __init__(self, has_begun: Callable[[str], bool], clock: Clock) -> None:
        self._has_begun = has_begun
        self._clock = clock
        self._waiting: dict[str, None] = {}
        self._end_s = 0.0

    def given(self, pvs: Iterable[AssignedPv]) -> None:
        """Note PVs that were asked for now."""
        more = dict.fromkeys(pv.name for pv in pvs if pv.state is PvState.ACTIVE)
        if more:
            self._waiting |= more
            self._end_s = self._clock.monotonic_s() + MOST_S

    def have_begun(self) -> bool:
        """Tell whether all of them have, or were waited for long enough.

        It looks no further than to the first that has not: there may be 100,000.
        """
        if self._waiting and self._clock.monotonic_s() >= self._end_s:
            self._waiting.clear()
        while self._waiting and self._has_begun(last := next(reversed(self._waiting))):
            del self._waiting[last]
        return not self._waiting
