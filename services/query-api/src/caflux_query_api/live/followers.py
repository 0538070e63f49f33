"""The expressions of one stream, computed from what it is given."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from caflux_storage import Samples

from caflux_query_api.live.chunk import Chunk
from caflux_query_api.live.computed import Follower
from caflux_query_api.live.feed import Recorded, Told

_LARGE = 20_000
"""Samples from which on an expression is computed in a thread."""


class Followers:
    """All expressions of one stream, by the series that each is."""

    def __init__(self, followers: Mapping[str, Follower]) -> None:
        self._followers = dict(followers)

    def newest(self) -> dict[str, int]:
        """Give the PVs that they are made of, with the time (ns) of the oldest newest sample of each."""
        found: dict[str, int] = {}
        for follower in self._followers.values():
            for pv, time in follower.newest.items():
                found[pv] = min(time, found.get(pv, time))
        return found

    def of(self, pv: str) -> dict[str, int]:
        """Give the series that are made of a PV, with the time (ns) of the last row of each."""
        return {name: one.sent for name, one in self._followers.items() if pv in one.newest}

    async def take(self, fresh: Sequence[Chunk], told: Sequence[Told] = ()) -> list[Chunk]:
        """Give the rows that new samples and gaps of their PVs make, of each expression all together."""
        rows = []
        for name, follower in self._followers.items():
            new = _joined(chunk for chunk in fresh if chunk.pv in follower.newest)
            gaps = [one for one in told if isinstance(one, Recorded) and one.pv in follower.newest]
            for one in gaps:
                follower.record(one.pv, one.gaps)
            if not new and not gaps:
                continue
            large = follower.size >= _LARGE
            found = await asyncio.to_thread(follower.take, new) if large else follower.take(new)
            if len(found):
                rows.append(Chunk(name, found))
        return rows


def _joined(chunks: Iterable[Chunk]) -> dict[str, Samples]:
    parts: dict[str, list[Samples]] = {}
    for chunk in chunks:
        parts.setdefault(chunk.pv, []).append(chunk.samples)
    return {pv: Samples.concatenate(some) for pv, some in parts.items()}
