"""Where in the archive what is sampled goes: each PV's retention class has a place of its own."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from caflux_storage.retention import STANDARD, Retention, policy_of
from numpy.typing import NDArray

Which = NDArray[np.bool_]


def standard(pv: str) -> str:
    """Give the retention class of PVs of which none is known."""
    del pv
    return STANDARD


class Places:
    """The retention class of every slot of a work thread; the engine's main thread sets it.

    Args:
        slots: how many there are.
        classes: gives for how long each class keeps things.
    """

    def __init__(self, slots: int, classes: Callable[[], Mapping[str, Retention]] = dict) -> None:
        self._of = np.zeros(slots, np.uint16)
        self._names = [STANDARD]
        self._classes = classes

    def set(self, slot: int, name: str) -> None:
        """Give a slot a class."""
        if name not in self._names:
            self._names.append(name)
        self._of[slot] = self._names.index(name)

    def forget(self, slot: int) -> None:
        """Begin anew with a slot that another PV gets."""
        self._of[slot] = 0

    def samples(
        self, slot: NDArray[np.integer], time: NDArray[np.int64], now_ns: int
    ) -> Iterator[tuple[str, Which | None]]:
        """Give the places that n samples go to, and which go there; None: all, which is mostly so.

        A sample that is older than its class keeps any is one that is still held: an IOC sends it when its
        PV connects, whenever that was set. Such samples go to the class that keeps all for ever.
        """
        of = self._of[slot]
        if not of.any():
            yield "", None
            return
        for index in np.unique(of).tolist():
            kept_for = self._classes().get(self._names[index], Retention()).raw
            if kept_for is not None:
                of[(of == index) & (time < now_ns - kept_for)] = 0
        for index in np.unique(of).tolist():
            yield policy_of(self._names[index]), of == index

    def rollups(self, slot: NDArray[np.integer], width: int) -> Iterator[tuple[str, Which | None]]:
        """Give the places that rollups of a width (ns) go to, and which go there, as `samples` does."""
        of = self._of[slot]
        if not of.any():
            yield "", None
            return
        for index in np.unique(of).tolist():
            yield policy_of(self._names[index], width), of == index

    def block(self, slot: int, time: int, now_ns: int) -> str:
        """Give the place that a text or a waveform goes to."""
        if not self._of[slot]:
            return ""
        return next(self.samples(np.array([slot]), np.array([time], np.int64), now_ns))[0]
