"""IOCs whose clock is wrong: told when it becomes so, now and then while it lasts, and when it ends.

An event for every sample would be as many points as the samples themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

AGAIN = 3_600 * 1_000_000_000
"""A clock that stays wrong is told of again after so many ns, with the number of samples since then."""
RIGHT = 60 * 1_000_000_000
"""A clock is right again when no wrong time came for so many ns: one that comes and goes is one trouble."""
WRONG_KIND, RIGHT_KIND = "clock", "clock_right"


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be archived of a slot's clock; `time` is the collector's, ns."""

    slot: int
    time: int
    kind: str
    detail: str
    count: int


@dataclass(slots=True)
class _Wrong:
    """A clock that is wrong: when it was last told of and last seen, and what came since it was told."""

    told: int
    seen: int
    count: int = 0
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class IocClocks:
    """The clocks of every slot's IOC."""

    slots: int
    _is_wrong: NDArray[np.bool_] = field(init=False)
    _wrong: dict[int, _Wrong] = field(default_factory=dict)
    _told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._is_wrong = np.zeros(self.slots, np.bool_)

    def is_wrong(self, slot: int) -> bool:
        """Tell whether the clock of a slot's IOC is wrong now."""
        return bool(self._is_wrong[slot])

    @property
    def any_wrong(self) -> bool:
        """Whether any clock is wrong now."""
        return bool(self._wrong)

    def note(
        self,
        slot: NDArray[np.integer],
        own: NDArray[np.int64],
        received: NDArray[np.int64],
        good: NDArray[np.bool_],
    ) -> None:
        """Follow n events, by slot, those of one in order of arrival.

        Args:
            slot: [n].
            own: the IOC's time of each, ns.
            received: the collector's, ns.
            good: whether the IOC's is believed.
        """
        if self._wrong:
            for one, rows in _runs(slot, np.flatnonzero(good & self._is_wrong[slot])):
                self._came_right(one, received[rows])
        for one, rows in _runs(slot, np.flatnonzero(~good)):
            ends = rows[[0, -1]]
            self._went_wrong(one, own[ends].tolist(), received[ends].tolist(), len(rows))

    def _went_wrong(self, slot: int, own: list[int], received: list[int], count: int) -> None:
        wrong = self._wrong.get(slot)
        if wrong is None:
            offset = own[0] - received[0]
            side = "ahead" if offset > 0 else "behind"
            detail = f"the IOC's own time was {own[0]} ns, {abs(offset) / 1e9:.3f} s {side}"
            self._told.append(Told(slot, received[0], WRONG_KIND, detail, count))
            self._wrong[slot] = _Wrong(received[0], received[1])
            self._is_wrong[slot] = True
            return
        if not wrong.count:
            wrong.first = own[0]
        wrong.count, wrong.last, wrong.seen = wrong.count + count, own[1], received[1]
        if wrong.seen - wrong.told >= AGAIN:
            self._tell(slot, wrong)

    def _tell(self, slot: int, wrong: _Wrong) -> None:
        """Tell what came since a wrong clock was told of last."""
        if wrong.count:
            detail = f"the IOC's own times were {wrong.first} to {wrong.last} ns"
            self._told.append(Told(slot, wrong.seen, WRONG_KIND, detail, wrong.count))
        wrong.told, wrong.count = wrong.seen, 0

    def _came_right(self, slot: int, received: NDArray[np.int64]) -> None:
        since = received[received - self._wrong[slot].seen >= RIGHT]
        if len(since):
            self._end(slot, int(since[0]), "the IOC's clock is right again")

    def forget(self, slot: int) -> None:
        """Tell what was not told yet of a slot, and begin anew with it: its PV is archived no more."""
        if slot in self._wrong:
            self._end(slot, self._wrong[slot].seen, "the PV is not archived any more")

    def _end(self, slot: int, time: int, detail: str) -> None:
        self._tell(slot, self._wrong.pop(slot))
        self._is_wrong[slot] = False
        self._told.append(Told(slot, time, RIGHT_KIND, detail, 0))

    def end(self) -> None:
        """Tell everything that was not told yet; the next engine looks for itself."""
        for slot, wrong in self._wrong.items():
            self._tell(slot, wrong)

    def take(self) -> Iterator[Told]:
        """Give what is to be archived, once."""
        told, self._told = self._told, []
        return iter(told)


def _runs(slot: NDArray[np.integer], rows: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Split rows, which are by slot, into those of each slot."""
    if len(rows):
        starts = np.flatnonzero(np.diff(slot[rows].astype(np.int64), prepend=-1)).tolist()
        for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
            yield int(slot[rows[start]]), rows[start:stop]
