"""Statistics of a long range: from rollups where they say all that there is to say, else from samples.

Where an hour is in doubt (see `tally.in_doubt`) its minutes are looked at, and of those that are, the
samples; as long as that is not too much. Where there are fewer of them than the rollup counts, since what is
older than its retention is gone, the rollup itself is taken.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from caflux_storage import Archive, Samples
from caflux_storage.bins import Bins
from caflux_storage.recording import Recording
from caflux_storage.rollups import HOUR, MINUTE, Marks
from numpy.typing import NDArray

from caflux_query_api.beside import Beside
from caflux_query_api.data import Budget
from caflux_query_api.rolled import Grid, off_loop, plan_of, rows_of
from caflux_query_api.statistics.tally import Extreme, Tally, in_doubt

MOST_SAMPLES = 4_000_000
"""From more than so many samples of a PV, its statistics are made of rollups where that is left to us."""
_MOST_DOUBTFUL = 1_000_000
"""Samples and rollups that are looked at of a PV since its rollups are in doubt."""
_LEAST_HOURS = 3


class Source(StrEnum):
    """What statistics are made of."""

    AUTO = "auto"
    RAW = "raw"
    ROLLUPS = "rollups"


class _Run(NamedTuple):
    """Rollups that follow one another; `first` and `last`: those are the range's."""

    rows: Bins
    doubtful: bool
    first: bool
    last: bool


async def tally_of(archive: Archive, pv: str, known: Beside, source: Source, budget: Budget) -> Tally:
    """Give the tally of a PV over a range.

    Args:
        archive: Where it is.
        pv: Whose.
        known: The range, and what is known of the PV in it.
        source: From what to make it.
        budget: What may be read.

    Raises:
        TooMuch: the budget is spent.
    """
    span = known.span
    width = HOUR if span.stop - span.start >= _LEAST_HOURS * HOUR else MINUTE
    marks = Marks() if source is Source.RAW else (await known.marks).get(pv, Marks())
    plan = await plan_of(archive, pv, span, Grid(span.start - span.start % width, width), marks)
    every = await known.recordings
    reader = _Reader(archive, pv, every[pv], budget, Tally(every[pv]))
    if source is Source.AUTO and plan.samples <= min(MOST_SAMPLES, budget.limit // len(every)):
        await reader.add_samples(span.start, span.stop)
    else:
        rolled = [piece for piece in plan.pieces if piece.width and len(plan.of(piece))]
        for piece in plan.pieces:
            if piece in rolled:
                ends = piece is rolled[0], piece is rolled[-1]
                await reader.add_rows(plan.of(piece), *ends)
            elif not piece.width:
                await reader.add_samples(piece.start, piece.stop)
    reader.tally.finish()
    await reader.find_extremes()
    return reader.tally


@dataclass(slots=True)
class _Reader:
    archive: Archive
    pv: str
    recording: Recording
    budget: Budget
    tally: Tally
    left: int = _MOST_DOUBTFUL

    async def add_samples(self, start: int, stop: int) -> None:
        """Take the samples with start <= time < stop (ns)."""
        async for chunk in self._samples(start, stop):
            await off_loop(self.tally.add, chunk)

    async def add_rows(self, rows: Bins, first: bool, last: bool) -> None:
        """Take rollups; `first` and `last` tell whether the range begins and ends with them."""
        self.budget.spend(len(rows))
        for run in _runs(rows, in_doubt(rows, self.recording), first=first, last=last):
            if not run.doubtful or not await self._looked_into(run):
                self.tally.add_bins(run.rows)

    async def find_extremes(self) -> None:
        """Find when the extremes were reached, of those that are known to within a rollup only."""
        tally = self.tally
        if tally.least is not None:
            tally.least = await self._found(tally.least, of_least=True)
        if tally.greatest is not None:
            tally.greatest = await self._found(tally.greatest, of_least=False)

    async def _looked_into(self, run: _Run) -> bool:
        """Take what rollups were made of, if that is there and not too much."""
        rows, count = run.rows, int(run.rows.of.count.sum())
        start, stop = int(rows.time[0]), int(rows.time[-1]) + rows.width
        if rows.width == HOUR:
            cost = len(rows) * (HOUR // MINUTE)
            if cost > self.left:
                return False
            self.left -= cost
            minutes = await rows_of(self.archive, self.pv, MINUTE, start, stop)
            if int(minutes.of.count.sum()) == count:
                await self.add_rows(minutes, run.first, run.last)
                return True
        if count > self.left:
            return False
        self.left -= count
        samples = [chunk async for chunk in self._samples(start, stop)]
        if sum(len(chunk) for chunk in samples) != count:
            return False
        for chunk in samples:
            await off_loop(self.tally.add, chunk)
        return True

    async def _found(self, extreme: Extreme, *, of_least: bool) -> Extreme:
        if extreme.within == HOUR:
            minutes = await rows_of(self.archive, self.pv, MINUTE, extreme.time, extreme.time + HOUR)
            reached = (minutes.of.min if of_least else minutes.of.max) == extreme.value
            if reached.any():
                extreme = Extreme(extreme.value, int(minutes.time[reached.argmax()]), MINUTE)
        if extreme.within:
            async for chunk in self._samples(extreme.time, extreme.time + extreme.within):
                reached = chunk.value == extreme.value
                if reached.any():
                    return Extreme(extreme.value, int(chunk.time[reached.argmax()]))
        return extreme

    async def _samples(self, start: int, stop: int) -> AsyncIterator[Samples]:
        async for chunk in self.archive.samples(self.pv, start, stop):
            self.budget.spend(len(chunk))
            yield chunk


def _runs(rows: Bins, doubt: NDArray[np.bool_], *, first: bool, last: bool) -> list[_Run]:
    """Divide rollups where doubt begins and ends; the range's first and last one are looked into, too."""
    doubt = doubt.copy()
    doubt[0] |= first
    doubt[-1] |= last
    edges = [0, *(np.flatnonzero(np.diff(doubt)) + 1).tolist(), len(rows)]
    return [
        _Run(
            Bins(rows.width, rows.time[begin:end], rows.of[begin:end]),
            bool(doubt[begin]),
            first and begin == 0,
            last and end == len(rows),
        )
        for begin, end in pairwise(edges)
    ]
