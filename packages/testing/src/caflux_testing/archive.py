"""An archive as tests look into it: whole, and without a running event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from caflux_storage import Archive, ArchiveUnavailable, Event, Samples, open_archive, open_writer

T = TypeVar("T")
FIRST, LAST = 0, 2**62
"""Times (ns) before and after everything."""


def samples(url: str, pv: str, start: int = FIRST, stop: int = LAST) -> Samples:
    """Give the samples of a PV with start <= time < stop (ns), none where there is no archive yet."""

    async def read(archive: Archive) -> Samples:
        return Samples.concatenate([part async for part in archive.samples(pv, start, stop)])

    return _with(url, read, Samples.empty())


def events(url: str, pvs: Sequence[str]) -> list[Event]:
    """Give all events of some PVs by time, none where there is no archive yet."""

    async def read(archive: Archive) -> list[Event]:
        return await archive.events(pvs, FIRST, LAST)

    return _with(url, read, [])


def kinds(url: str, pv: str) -> list[str]:
    """Give the kinds of all events of a PV by time."""
    return [event.kind for event in events(url, [pv])]


def write(url: str, lines: bytes) -> None:
    """Store line protocol, as the engine does."""

    async def run() -> None:
        writer = open_writer(url)
        try:
            await writer.write(lines)
        finally:
            await writer.close()

    asyncio.run(run())


def _with(url: str, read: Callable[[Archive], Awaitable[T]], without: T) -> T:
    async def run() -> T:
        archive = open_archive(url)
        try:
            return await read(archive)
        except ArchiveUnavailable:
            return without
        finally:
            await archive.close()

    return asyncio.run(run())
