"""Rollups from the samples in the archive: where the stream could not give them, and of data from before."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import numpy as np

from caflux_storage.bins import Bins
from caflux_storage.encode import sample_prefix
from caflux_storage.recording import Recording, Span, kept_of, recordings
from caflux_storage.retention import Kept, policy_of
from caflux_storage.rollups import HOUR, MINUTE, encode_rollups
from caflux_storage.seam import Archive
from caflux_storage.summary import Summaries

WIDTHS = (MINUTE, HOUR)


class Rebuilt:
    """Rows of a PV for whole hours, as line protocol that may be written over those that are there.

    Attributes:
        pv: Whose.
        lines: The rows, by where they go (`policy_of`): to the class that the PV was of at that time. Where
            one is stored of which there is no sample, it is written as one of nothing.
        samples: How many samples they were made from.
    """

    def __init__(self, pv: str, kept: Kept) -> None:
        self.pv = pv
        self.samples = 0
        self.lines: dict[str, bytes] = {}
        self._prefix = sample_prefix(pv)
        self._kept = kept

    async def add(self, archive: Archive, recording: Recording) -> None:
        """Make the rows of a range of whole hours, of which all samples are still there."""
        span = recording.span
        binners = [recording.binner(width) for width in WIDTHS]
        async for chunk in archive.samples(self.pv, span.start, span.stop):
            self.samples += len(chunk)
            for binner in binners:
                await asyncio.to_thread(binner.add, chunk)
        for binner, width in zip(binners, WIDTHS, strict=True):
            stored = [rows async for rows in archive.rollups(self.pv, width, span.start, span.stop)]
            await asyncio.to_thread(self._encode, binner.finish(recording.now), stored)

    def _encode(self, bins: Bins, stored: list[Bins]) -> None:
        sampled = np.flatnonzero(bins.of.count > 0)
        found = Bins(bins.width, bins.time[sampled], bins.of[sampled])
        times = np.concatenate([each.time for each in stored]) if stored else np.empty(0, np.int64)
        gone = np.setdiff1d(times, found.time)
        nothing = Bins(bins.width, gone, Summaries.empty(len(gone)))
        for each in (found, nothing):
            names = np.array([self._kept.class_at(time) for time in each.time.tolist()])
            for name in np.unique(names).tolist():
                some = np.flatnonzero(names == name)
                rows = Bins(each.width, each.time[some], each.of[some])
                lines = encode_rollups([self._prefix], np.zeros(len(rows), np.int64), rows, whole=True)
                policy = policy_of(name, each.width)
                self.lines[policy] = self.lines.get(policy, b"") + lines


async def rebuilt(archive: Archive, pvs: Sequence[str], hours: Span, now: int) -> AsyncIterator[Rebuilt]:
    """Give of each PV the rows of whole hours that have passed, from the samples.

    Of hours whose samples have expired, or will within an hour, none are given: what is stored of them can't
    be made any better, and from no samples, or a part of them, it would be made nothing.

    Args:
        archive: Where the samples are.
        pvs: Whose.
        hours: From the begin of an hour to the end of one.
        now: The clock, ns.

    Raises:
        ArchiveUnavailable: the archive is away.
    """
    kept = await kept_of(archive, pvs, Span(0, hours.stop), now)
    parts = {pv: [Span(*part) for part in kept[pv].whole(hours.start, hours.stop, HOUR)] for pv in pvs}
    whole = [pv for pv in pvs if parts[pv] == [hours]]
    known = await recordings(archive, whole, hours, now) if whole else {}
    for pv in pvs:
        made = Rebuilt(pv, kept[pv])
        for part in parts[pv]:
            recording = known[pv] if pv in known else (await recordings(archive, [pv], part, now))[pv]
            await made.add(archive, recording)
        yield made
