"""What waits for one client: bounded, joined per PV, and honest about what it had to leave out."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from caflux_storage import Samples

from caflux_query_api.data import size_of_others

MAX_WAITING = 100_000
"""Samples, characters and waveform elements that wait for one client."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Samples from `start` to `stop` (ns, both included) that a client was not sent."""

    pv: str
    start: int
    stop: int
    reason: str


Waited = tuple[str, Samples, Missed | None]
"""A PV, its new samples, and what was left out before them."""


@dataclass(slots=True)
class _Waiting:
    parts: list[Samples] = field(default_factory=list)
    missed: Missed | None = None


class Feed:
    """One client's queue; `cursors` says which sample of each PV (ns) it was given last."""

    def __init__(self, cursors: Mapping[str, int], limit: int = MAX_WAITING) -> None:
        self.cursors = dict(cursors)
        self._queued = dict(cursors)
        self._limit = limit
        self._size = 0
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._something = asyncio.Event()
        self._ended = False

    def end(self) -> None:
        """Give what waits, and then no more."""
        self._ended = True
        self._something.set()

    def offer(self, pv: str, samples: Samples) -> None:
        """Queue what is new in samples of a PV; beyond the limit, what waits is left out and noted."""
        samples = samples[samples.time > self._queued[pv]]
        if not len(samples):
            return
        self._queued[pv] = int(samples.time[-1])
        self._waiting.setdefault(pv, _Waiting()).parts.append(samples)
        self._size += _size(samples)
        while self._size > self._limit and self._leave_out():
            pass
        self._something.set()

    def __aiter__(self) -> "Feed":
        return self

    async def __anext__(self) -> Waited:
        """Give the PV that waits longest: its new samples in one piece, and what was left out before them."""
        while not self._waiting:
            if self._ended:
                raise StopAsyncIteration
            self._something.clear()
            await self._something.wait()
        return self._take()

    async def batch(self) -> list[Waited]:
        """Give all that waits, at least of one PV; nothing at the end."""
        try:
            found = [await anext(self)]
        except StopAsyncIteration:
            return []
        while self._waiting:
            found.append(self._take())
        return found

    def _take(self) -> Waited:
        pv, waiting = self._waiting.popitem(last=False)
        self._size -= sum(_size(part) for part in waiting.parts)
        samples = Samples.concatenate(waiting.parts)
        self.cursors[pv] = int(samples.time[-1])
        return pv, samples, waiting.missed

    def _leave_out(self) -> bool:
        """Drop the samples of the PV that holds most, except its newest; tell whether there was any."""
        pv, waiting = max(self._waiting.items(), key=lambda item: sum(len(part) for part in item[1].parts))
        joined = Samples.concatenate(waiting.parts)
        if len(joined) < 2:
            return False
        start = int(joined.time[0]) if waiting.missed is None else waiting.missed.start
        waiting.missed = Missed(pv, start, int(joined.time[-2]), "this client reads too slowly")
        waiting.parts = [joined[-1:]]
        self._size += _size(joined[-1:]) - _size(joined)
        return True


def _size(samples: Samples) -> int:
    return len(samples) + size_of_others(samples)
