"""Rollups from the samples in the archive: where the stream could not give them, and of data from before."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import numpy as np

from caflux_storage.bins import Bins
from caflux_storage.encode import sample_prefix
from caflux_storage.recording import Recording, Span, recordings
from caflux_storage.rollups import HOUR, MINUTE, encode_rollups
from caflux_storage.samples import Samples
from caflux_storage.seam import Archive
from caflux_storage.summary import Summaries

WIDTHS = (MINUTE, HOUR)


class Rebuilt:
    """Rows of a PV for whole hours, as line protocol that may be written over those that are there.

    Attributes:
        pv: Whose.
        lines: The rows. Where one is stored of which there is no sample, it is written as one of nothing.
        samples: How many samples they were made from.
    """

    def __init__(self, pv: str, recording: Recording) -> None:
        self.pv = pv
        self._prefix = sample_prefix(pv)
        self._recording = recording
        self._binners = [recording.binner(width) for width in WIDTHS]
        self.samples = 0
        self.lines = b""

    def add(self, chunk: Samples) -> None:
        """Take samples, in order."""
        self.samples += len(chunk)
        for binner in self._binners:
            binner.add(chunk)

    def finish(self, stored: list[list[Bins]]) -> None:
        """Make the lines; `stored` are the rows that are there, by width."""
        self.lines = b"".join(
            self._encode(binner.finish(self._recording.now), there)
            for binner, there in zip(self._binners, stored, strict=True)
        )

    def _encode(self, bins: Bins, stored: list[Bins]) -> bytes:
        sampled = np.flatnonzero(bins.of.count > 0)
        found = Bins(bins.width, bins.time[sampled], bins.of[sampled])
        times = np.concatenate([each.time for each in stored]) if stored else np.empty(0, np.int64)
        gone = np.setdiff1d(times, found.time)
        nothing = Bins(bins.width, gone, Summaries.empty(len(gone)))
        return b"".join(
            encode_rollups([self._prefix], np.zeros(len(each), np.int64), each, whole=True)
            for each in (found, nothing)
        )


async def rebuilt(archive: Archive, pvs: Sequence[str], hours: Span, now: int) -> AsyncIterator[Rebuilt]:
    """Give of each PV the rows of whole hours that have passed, from the samples.

    Args:
        archive: Where the samples are.
        pvs: Whose.
        hours: From the begin of an hour to the end of one.
        now: The clock, ns.

    Raises:
        ArchiveUnavailable: the archive is away.
    """
    for pv, recording in (await recordings(archive, pvs, hours, now)).items():
        made = Rebuilt(pv, recording)
        async for chunk in archive.samples(pv, hours.start, hours.stop):
            await asyncio.to_thread(made.add, chunk)
        stored = [
            [rows async for rows in archive.rollups(pv, width, hours.start, hours.stop)] for width in WIDTHS
        ]
        await asyncio.to_thread(made.finish, stored)
        yield made
