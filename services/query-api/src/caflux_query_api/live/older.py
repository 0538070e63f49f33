"""What came in before all that is remembered of a PV: found by counting."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from caflux_storage import Archive
from caflux_storage.rollups import HOUR

from caflux_query_api.live.remembered import Remembered

_BEFORE = HOUR
"""What is counted begins so long (ns) before what is remembered."""
_MOST = 2 * HOUR
"""It grows as more is forgotten, up to so much (ns)."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """From `start` (ns) up to what was remembered there were so many samples, when so many were forgotten."""

    start: int
    samples: int
    forgotten: int


class Older:
    """Counts PV by PV, over and over, what the archive has before that which is remembered of it.

    What is forgotten adds to what there should be; all else that there is more, or less, came in or went
    meanwhile.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._counted: dict[str, _Counted] = {}
        self._due: deque[str] = deque()

    def left(self, pv: str) -> None:
        """Forget a PV."""
        self._counted.pop(pv, None)

    async def next(self, states: Mapping[str, Remembered]) -> tuple[str, int, int] | None:
        """Count one PV; give it with the span (ns, both included) in which it is not what it was, or None.

        Raises:
            ArchiveError: it can't be asked.
        """
        if not self._due:
            self._due.extend(pv for pv, state in states.items() if state.begun)
        pv = self._due.popleft() if self._due else None
        if pv is None or (state := states.get(pv)) is None:
            return None
        floor, forgotten, known = state.floor, state.forgotten, self._counted.get(pv)
        if known is None or floor - known.start > _MOST or state.replaying:
            known = None
        start = max(0, floor - _BEFORE) if known is None else known.start
        samples, _ = await self._archive.counts(pv, start, floor + 1)
        if states.get(pv) is not state:
            return None
        self._counted[pv] = _Counted(start, samples, forgotten)
        if known is None or samples == known.samples + forgotten - known.forgotten:
            return None
        return pv, start, floor
