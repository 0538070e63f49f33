"""What waits for one client: bounded, joined per PV, and honest about what it had to leave out."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from caflux_contracts.retrieval import Gap
from numpy.typing import NDArray

from caflux_query_api.live.chunk import Chunk
from caflux_query_api.live.cursor import Position

MAX_WAITING = 100_000
"""Samples, characters and waveform elements that wait for one client."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Samples from `start` to `stop` (ns, both included) that a client was not sent.

    Attributes:
        pv: Whose.
        start: ns.
        stop: ns.
        reason: Why, and what to do.
        count: How many; 0 where nobody counted them.
    """

    pv: str
    start: int
    stop: int
    reason: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Replayed:
    """In this span (ns, both included) the archive got samples that were not streamed."""

    pv: str
    start: int
    stop: int
    reason: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """Gaps of a PV that began, ended or became known."""

    pv: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """Whether the archive can be looked at."""

    state: Literal["away", "back"]
    reason: str


Told = Replayed | Recorded | ArchiveState


@dataclass(slots=True)
class Batch:
    """All that waited for a client; it is to be sent in this order."""

    told: list[Told] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    fresh: list[Chunk] = field(default_factory=list)
    late: list[Chunk] = field(default_factory=list)


@dataclass(slots=True)
class _Waiting:
    fresh: list[Chunk] = field(default_factory=list)
    late: list[Chunk] = field(default_factory=list)
    missed: Missed | None = None

    @property
    def size(self) -> int:
        return sum(chunk.size for chunk in self.fresh) + sum(chunk.size for chunk in self.late)


class Feed:
    """One client's queue.

    Attributes:
        positions: By PV, what the client has.
        queued: By PV, the time (ns) of the latest that was ever queued.
    """

    def __init__(self, positions: Mapping[str, Position], limit: int = MAX_WAITING) -> None:
        self.positions = dict(positions)
        self.queued = {pv: position.cursor for pv, position in positions.items()}
        self._ahead: dict[str, NDArray[np.int64]] = {}
        self._limit = limit
        self._size = 0
        self._waiting: dict[str, _Waiting] = {}
        self._told: list[Told] = []
        self._something = asyncio.Event()
        self._ended = False

    def end(self) -> None:
        """Give what waits, and then no more."""
        self._ended = True
        self._something.set()

    def tell(self, told: Told) -> None:
        """Queue what is to be said."""
        self._told.append(told)
        self._something.set()

    def is_ahead(self, pv: str, times: NDArray[np.int64]) -> None:
        """Leave these (ns, ascending) out of what is offered until the last of them: the client has them."""
        self._ahead[pv] = times

    def offer(self, chunk: Chunk) -> None:
        """Queue what follows; what the client was given already is left out."""
        if chunk.pv in self._ahead:
            self._offer_new(chunk)
            return
        rest = chunk.after(self.queued[chunk.pv])
        if rest is not None:
            self.queued[chunk.pv] = rest.last
            self._queue(rest.pv).fresh.append(rest)
            self._grew(rest)

    def offer_late(self, chunk: Chunk) -> None:
        """Queue samples earlier than others that were queued before."""
        self._queue(chunk.pv).late.append(chunk)
        self._grew(chunk)

    async def batch(self, timeout_s: float) -> Batch | None:
        """Wait for something; give all that waits, maybe nothing when the time is over; None at the end."""
        if not self._waiting and not self._told and not self._ended:
            self._something.clear()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._something.wait()
            except TimeoutError:
                return Batch()
        if not self._waiting and not self._told:
            return None
        return self._take()

    def _offer_new(self, chunk: Chunk) -> None:
        """Offer what a client that is ahead does not have; some of it is late for it."""
        times, pv = self._ahead[chunk.pv], chunk.pv
        if chunk.last >= times[-1]:
            del self._ahead[pv]
        new = chunk.where(~np.isin(chunk.samples.time, times, assume_unique=True))
        late = new and new.where(new.samples.time <= self.queued[pv])
        if late:
            self.offer_late(late)
        rest = new and new.after(self.queued[pv])
        if rest:
            self.queued[pv] = rest.last
            self._queue(pv).fresh.append(rest)
            self._grew(rest)

    def _queue(self, pv: str) -> _Waiting:
        return self._waiting.setdefault(pv, _Waiting())

    def _grew(self, by: Chunk) -> None:
        self._size += by.size
        while self._size > self._limit and self._leave_out():
            pass
        self._something.set()

    def _take(self) -> Batch:
        found = Batch(self._told)
        self._told = []
        for waiting in self._waiting.values():
            found.missed += [] if waiting.missed is None else [waiting.missed]
            found.fresh += waiting.fresh
            found.late += waiting.late
        self._waiting = {}
        self._size = 0
        return found

    def _leave_out(self) -> bool:
        """Drop what waits of the PV that holds most, except its newest; tell whether there was any."""
        pv, waiting = max(self._waiting.items(), key=lambda item: item[1].size)
        count = sum(map(len, waiting.fresh)) + sum(map(len, waiting.late))
        if count < 2:
            return False
        before = waiting.size
        chunks = [*waiting.fresh, *waiting.late]
        first, last = min(chunk.first for chunk in chunks), max(chunk.last for chunk in chunks)
        newest = None
        if waiting.fresh:
            newest = waiting.fresh[-1].after(waiting.fresh[-1].last - 1)
            earlier = [chunk.samples.time[chunk.samples.time < last] for chunk in chunks]
            last = max(int(times[-1]) for times in earlier if len(times))
        dropped = count - (newest is not None)
        if waiting.missed is not None:
            first, dropped = min(first, waiting.missed.start), dropped + waiting.missed.count
            last = max(last, waiting.missed.stop)
        reason = "this client reads too slowly; ask /data for these"
        waiting.missed = Missed(pv, first, last, reason, dropped)
        waiting.fresh, waiting.late = [newest] if newest is not None else [], []
        self._size += waiting.size - before
        return True
