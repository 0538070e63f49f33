"""What a client is given before the stream goes live."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from caflux_storage import Archive, Samples

from caflux_query_api.data import size_of_others
from caflux_query_api.live.feed import Missed
from caflux_query_api.timespec import LAST

MOST_SAMPLES = 2_000_000
"""Most samples, characters and waveform elements of one backfill."""
PIECE = 10_000
"""Most samples in one event of the stream."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Samples of one PV for the client, after what it had to miss."""

    pv: str
    samples: Samples
    missed: Missed | None = None


async def backfill(archive: Archive, cursors: Mapping[str, int]) -> AsyncIterator[Piece]:
    """Give what each PV has after its cursor (ns), in pieces; at least one, maybe empty, of each PV.

    Where that is too much, the client gets as much as fits, a notice, and the last sample.
    """
    left = MOST_SAMPLES
    for pv, cursor in cursors.items():
        given = False
        async for chunk in archive.samples(pv, cursor + 1, LAST):
            if left <= 0:
                yield await _skip(archive, pv, cursor)
                given = True
                break
            left -= len(chunk) + size_of_others(chunk)
            for at in range(0, len(chunk), PIECE):
                yield Piece(pv, chunk[at : at + PIECE])
            cursor, given = int(chunk.time[-1]), True
        if not given:
            yield Piece(pv, Samples.empty())


async def _skip(archive: Archive, pv: str, cursor: int) -> Piece:
    last = (await archive.last([pv], LAST))[pv]
    reason = f"a stream gives at most {MOST_SAMPLES:,} earlier samples; ask /v1/data for the rest"
    return Piece(pv, last, Missed(pv, cursor + 1, int(last.time[0]) - 1, reason))
