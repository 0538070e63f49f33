"""What a request wants to know of all its PVs: asked for once, while their samples are being read already."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from caflux_storage import Archive
from caflux_storage.recording import Recording, Span, may_have_expired, recordings
from caflux_storage.rollups import HOUR, Marks


@dataclass(frozen=True, slots=True)
class Beside:
    """What is on its way; it may be awaited as often as one likes.

    Attributes:
        span: The range.
        recordings: How each PV was recorded in it.
        aged: Whether samples of it may have expired.
        marks: Which rollups of it may be trusted; PVs that have none are left out.
    """

    span: Span
    aged: bool
    recordings: asyncio.Future[dict[str, Recording]]
    marks: asyncio.Future[Mapping[str, Marks]]

    async def recording(self, pv: str) -> Recording:
        """Give how a PV was recorded."""
        return (await self.recordings)[pv]


@asynccontextmanager
async def beside(
    archive: Archive, pvs: Sequence[str], span: Span, now: int, *, rollups: bool
) -> AsyncIterator[Beside]:
    """Ask, and stop asking at the end.

    Args:
        archive: Where it is known.
        pvs: Which PVs.
        span: The range.
        now: The clock, ns.
        rollups: Whether marks are wanted; without, there are none.
    """
    aged = await may_have_expired(archive, span.start, now)
    marks = archive.marks(pvs, span.start - span.start % HOUR, span.stop) if rollups else _none()
    asked = Beside(
        span, aged, asyncio.ensure_future(recordings(archive, pvs, span, now)), asyncio.ensure_future(marks)
    )
    try:
        yield asked
    finally:
        for task in (asked.recordings, asked.marks):
            task.cancel()
        await asyncio.gather(asked.recordings, asked.marks, return_exceptions=True)


async def _none() -> Mapping[str, Marks]:
    return {}
