"""What a request wants to know of all its PVs: asked for once, while their samples are being read already."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from caflux_storage import Archive
from caflux_storage.recording import Recording, Span, may_have_expired, recordings
from caflux_storage.rollups import HOUR, Marks
from caflux_storage.seam import Witness


@dataclass(frozen=True, slots=True)
class Beside:
    """What is on its way; it may be awaited as often as one likes.

    Attributes:
        span: The range.
        recordings: How each PV was recorded in it.
        aged: Whether samples of it may have expired.
        marks: Which rollups of it may be trusted; PVs that have none are left out.
        told: Which events there were until the end of the range before `recordings` were asked for.
    """

    span: Span
    aged: bool
    recordings: asyncio.Future[dict[str, Recording]]
    marks: asyncio.Future[Mapping[str, Marks]]
    told: asyncio.Future[dict[str, Witness]]

    async def recording(self, pv: str) -> Recording:
        """Give how a PV was recorded."""
        return (await self.recordings)[pv]


@asynccontextmanager
async def beside(
    archive: Archive, pvs: Sequence[str], span: Span, now: int, *, rollups: bool, witnessed: bool = False
) -> AsyncIterator[Beside]:
    """Ask, and stop asking at the end.

    Args:
        archive: Where it is known.
        pvs: Which PVs.
        span: The range.
        now: The clock, ns.
        rollups: Whether marks are wanted; without, there are none.
        witnessed: Whether `told` is wanted, where nothing may have expired.
    """
    aged = await may_have_expired(archive, span.start, now)
    marks = archive.marks(pvs, span.start - span.start % HOUR, span.stop) if rollups else _none()
    told = asyncio.ensure_future(_told(archive, pvs if witnessed and not aged else (), span.stop))
    found = asyncio.ensure_future(_recordings_after(told, archive, pvs, span, now))
    asked = Beside(span, aged, found, asyncio.ensure_future(marks), told)
    try:
        yield asked
    finally:
        tasks = (asked.recordings, asked.marks, asked.told)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _told(archive: Archive, pvs: Sequence[str], stop: int) -> dict[str, Witness]:
    found = await asyncio.gather(*(archive.witness(pv, stop, stop) for pv in pvs))
    return dict(zip(pvs, found, strict=True))


async def _recordings_after(
    told: asyncio.Future[dict[str, Witness]], archive: Archive, pvs: Sequence[str], span: Span, now: int
) -> dict[str, Recording]:
    await told
    return await recordings(archive, pvs, span, now)


async def _none() -> Mapping[str, Marks]:
    return {}
