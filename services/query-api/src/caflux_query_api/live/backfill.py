"""What a client is given before the stream goes live."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass

import numpy as np
from caflux_storage import TAIL, Archive, Samples

from caflux_query_api.answers import dump, raw_document
from caflux_query_api.data import size_of_others
from caflux_query_api.live.chunk import Chunk, digest
from caflux_query_api.live.cursor import Position
from caflux_query_api.live.feed import Missed, Replayed
from caflux_query_api.live.hub import LATE
from caflux_query_api.turns import Turns

MOST_SAMPLES = 2_000_000
"""Most samples, characters and waveform elements of one backfill."""
PIECE = 10_000
"""Most samples in one event of the stream."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Samples of one PV for the client, after what it had to miss."""

    chunk: Chunk
    missed: Missed | None = None


class Backfill:
    """Reads what a client lacks; each read of the archive waits for its turn among all heavy requests.

    Args:
        archive: Where it is.
        turns: Of all requests.
    """

    def __init__(self, archive: Archive, turns: Turns) -> None:
        self._archive = archive
        self._turns = turns
        self._left = MOST_SAMPLES

    async def compare(self, positions: Mapping[str, Position]) -> list[Replayed]:
        """Find what came late while a client was away, and have its positions know the times that it has."""
        found = []
        kept = {pv: one for pv, one in positions.items() if one.floor < one.cursor}
        samples = await self._turns.one(
            lambda: self._archive.since({pv: one.floor for pv, one in kept.items()})
        )
        for pv, one in kept.items():
            times = samples[pv].time if pv in samples else np.empty(0, np.int64)
            whole = len(times) < TAIL or times[-1] > one.cursor
            times = times[times <= one.cursor]
            one.times = [times]
            if not whole or digest(times) != one.digest:
                found.append(Replayed(pv, one.floor + 1, one.cursor, LATE))
            if not whole:
                one.restart(one.cursor)
        return found

    async def read(self, pv: str, start: int, stop: int) -> AsyncIterator[Piece]:
        """Give what a PV has of start <= time < stop (ns), in pieces.

        Where that is too much, the client gets as much as fits, a notice, and the last sample.
        """
        async with aclosing(self._turns.each(self._archive.samples(pv, start, stop))) as chunks:
            async for samples in chunks:
                if self._left <= 0:
                    yield await self._skip(pv, int(samples.time[0]), stop)
                    return
                self._left -= len(samples) + size_of_others(samples)
                for at in range(0, len(samples), PIECE):
                    yield Piece(Chunk(pv, samples[at : at + PIECE]))

    async def _skip(self, pv: str, start: int, stop: int) -> Piece:
        last = (await self._archive.last([pv], stop - 1))[pv]
        reason = f"a stream gives at most {MOST_SAMPLES:,} earlier samples; ask /data for the rest"
        return Piece(Chunk(pv, last), Missed(pv, start, int(last.time[0]) - 1, reason))


def nothing(pv: str) -> bytes:
    """Give the JSON of no samples of a PV."""
    return dump(raw_document(pv, Samples.empty()))
