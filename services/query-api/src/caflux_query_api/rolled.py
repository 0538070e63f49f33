"""Bins of a long range, from rollups where they may be trusted and from samples where not.

Bins of half a minute or more begin and end at full minutes, those of half an hour or more at full hours, so
that each rollup lies in one of them; whatever they are made from, they are the same. Samples are read where
the range cuts a minute, where hours are doubtful, before the rollups begin and after the last one of each
width: what is newer may not be rolled up yet.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from caflux_storage import Archive, Samples
from caflux_storage.bins import Binner, Bins, width_for
from caflux_storage.holding import Unknown
from caflux_storage.recording import Recording, Span
from caflux_storage.rollups import HOUR, MEASUREMENTS, MINUTE, Marks
from caflux_storage.summary import Summaries

_LARGE = 10_000
"""Samples."""


class Grid(NamedTuple):
    """Bins of `width` ns, the first of which begins at `start` (ns)."""

    start: int
    width: int


class Piece(NamedTuple):
    """A part of the range and the width (ns) of the rollups that it is read from; 0: samples."""

    start: int
    stop: int
    width: int


@dataclass(frozen=True, slots=True)
class Plan:
    """From what to make bins.

    Attributes:
        bins: Which.
        rows: The rollups of the range, by their width (ns).
        pieces: The parts of the range, in order.
    """

    bins: Grid
    rows: Mapping[int, Bins]
    pieces: Sequence[Piece]

    @property
    def samples(self) -> int:
        """How many samples the range has at least."""
        return sum(int(self.of(piece).of.count.sum()) for piece in self.pieces if piece.width)

    def of(self, piece: Piece) -> Bins:
        """Give the rollups of a piece."""
        rows = self.rows[piece.width]
        first, last = np.searchsorted(rows.time, [piece.start, piece.stop])
        return Bins(piece.width, rows.time[first:last], rows.of[first:last])


@dataclass(frozen=True, slots=True)
class Rolled:
    """Bins, for how many ns of the range it is known what the PV held, and what the bins were made from."""

    bins: Bins
    known: int
    source: str


def grid(span: Span, points: int) -> Grid:
    """Give at most `points` bins that cover a range, of which rollups may be part."""
    width = width_for(span.start, span.stop, points)
    if 2 * width < MINUTE:
        return Grid(span.start, width)
    unit = HOUR if 2 * width >= HOUR else MINUTE
    width = _up(width, unit)
    # At multiples of the width, so that bins stay as they are where the range is moved; if that fits.
    for step in (width, unit):
        start = span.start - span.start % step
        if start + points * width >= span.stop:
            return Grid(start, width)
    return Grid(span.start - span.start % unit, width + unit)


def may_be_rolled(span: Span, points: int) -> bool:
    """Tell whether rollups may be part of such bins."""
    return grid(span, points).width % MINUTE == 0


def binner_of(recording: Recording, bins: Grid) -> Binner:
    """Give a binner of the range whose first bin may begin before it."""
    before = [Unknown(bins.start, recording.span.start)] if bins.start < recording.span.start else []
    binner = Binner(bins.start, recording.span.stop, bins.width, [*before, *recording.unknown])
    if recording.carried is not None:
        binner.hold(recording.carried)
    return binner


async def read_rolled(
    archive: Archive, pv: str, recording: Recording, plan: Plan, spend: Callable[[int], None]
) -> Rolled:
    """Give the bins of a PV.

    Args:
        archive: Where it is.
        pv: Whose.
        recording: What is known of the PV in the range.
        plan: From what to make them.
        spend: Is told how many samples or rollups were read.
    """
    binner = binner_of(recording, plan.bins)
    for piece in plan.pieces:
        if piece.width:
            rows = plan.of(piece)
            spend(len(rows))
            binner.add_bins(rows)
            continue
        async for chunk in archive.samples(pv, piece.start, piece.stop):
            spend(len(chunk))
            await off_loop(binner.add, chunk)
    widest = max((piece.width for piece in plan.pieces), default=0)
    source = MEASUREMENTS.get(widest, "raw")
    return Rolled(binner.finish(recording.now), binner.known, source)


async def off_loop(take: Callable[[Samples], None], chunk: Samples) -> None:
    """Have a large chunk taken in a thread: live streams go on meanwhile; a small one is sooner done."""
    if len(chunk) < _LARGE:
        take(chunk)
    else:
        await asyncio.to_thread(take, chunk)


async def plan_of(archive: Archive, pv: str, span: Span, bins: Grid, marks: Marks) -> Plan:
    """Read the rollups of a range that its marks trust, and say which part of it to read from what."""
    if bins.width % MINUTE or marks.since is None:
        return Plan(bins, {}, [Piece(span.start, span.stop, 0)])
    begin = min(_up(max(span.start, marks.since), MINUTE), span.stop)
    edge = end = begin
    hours = Bins(HOUR, np.empty(0, np.int64), Summaries.empty(0))
    if bins.width % HOUR == 0:
        hours = await rows_of(archive, pv, HOUR, _up(begin, HOUR), span.stop)
    if len(hours):
        edge, end = _up(begin, HOUR), _end(hours)
    before, after = await asyncio.gather(
        rows_of(archive, pv, MINUTE, begin, edge), rows_of(archive, pv, MINUTE, end, span.stop)
    )
    newest = _end(after) if len(after) else end
    pieces = [
        Piece(span.start, begin, 0),
        Piece(begin, edge, MINUTE),
        Piece(edge, end, HOUR),
        Piece(end, newest, MINUTE),
        Piece(newest, span.stop, 0),
    ]
    sure = [part for piece in pieces for part in _sure(piece, sorted(marks.doubtful))]
    return Plan(bins, {HOUR: hours, MINUTE: _joined([before, after])}, sure)


async def rows_of(archive: Archive, pv: str, width: int, start: int, stop: int) -> Bins:
    """Give the rollups that lie within start <= time < stop (ns)."""
    return _joined(
        [Bins(width, np.empty(0, np.int64), Summaries.empty(0))]
        + [found async for found in archive.rollups(pv, width, start, stop - width + 1)]
    )


def _joined(parts: list[Bins]) -> Bins:
    """Give the rows of all parts, of which there is one at least."""
    parts = [part for part in parts if len(part)] or parts[:1]
    if len(parts) == 1:
        return parts[0]
    columns = {each.name: [getattr(part.of, each.name) for part in parts] for each in fields(Summaries)}
    of = Summaries(**{name: np.concatenate(column) for name, column in columns.items()})
    return Bins(parts[0].width, np.concatenate([part.time for part in parts]), of)


def _end(rows: Bins) -> int:
    return int(rows.time[-1]) + rows.width


def _sure(piece: Piece, doubtful: Sequence[int]) -> Iterator[Piece]:
    """Read the doubtful hours (their begins, ns, ascending) of a piece from samples."""
    position = piece.start
    for hour in doubtful if piece.width else ():
        first, last = max(position, hour), min(piece.stop, hour + HOUR)
        if first < last:
            yield from _unless_empty(Piece(position, first, piece.width))
            yield Piece(first, last, 0)
            position = last
    yield from _unless_empty(Piece(position, piece.stop, piece.width))


def _unless_empty(piece: Piece) -> Iterator[Piece]:
    if piece.start < piece.stop:
        yield piece


def _up(time: int, unit: int) -> int:
    return -(-time // unit) * unit
