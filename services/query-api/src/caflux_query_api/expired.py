"""A range of which samples have expired: what rollups tell of it, in whole minutes or hours."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from caflux_storage import Archive, Samples
from caflux_storage.recording import Recording, Span, recordings
from caflux_storage.retention import RAW, Kept
from caflux_storage.rollups import HOUR, MINUTE, Marks

from caflux_query_api.rolled import Rolled, grid, plan_of, read_rolled

_BACK = 720 * HOUR
"""How far before the range it is looked for what the PV held when that began."""


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of a range.

    Attributes:
        rolled: The bins.
        recording: What is known of the PV in the range that they cover, which begins and ends with full hours
            where samples have expired.
    """

    rolled: Rolled
    recording: Recording


async def read_expired(
    archive: Archive, pv: str, points: int, recording: Recording, spend: Callable[[int], None]
) -> Remains | None:
    """Give bins of a range of which samples have expired, None where none have or nothing was rolled up.

    Args:
        archive: Where it is.
        pv: Whose.
        points: Most bins.
        recording: What is known of the PV in the range.
        spend: Is told how many samples or rollups were read.
    """
    kept, asked = recording.kept, recording.span
    gone = [] if kept is None else kept.gaps(RAW, asked.start, asked.stop)
    if kept is None or not gone:
        return None
    inside = gone[-1].stop is not None and asked.stop <= gone[-1].stop
    span = Span(asked.start - asked.start % HOUR, -(-asked.stop // HOUR) * HOUR if inside else asked.stop)
    least = HOUR if kept.gaps(MINUTE, span.start, span.stop) else MINUTE
    bins = grid(span, min(points, max(1, (span.stop - span.start) // least)))
    marks = (await archive.marks([pv], span.start, span.stop)).get(pv, Marks())
    plan = await plan_of(archive, pv, span, bins, _trusted(marks, kept))
    if not plan.samples:
        return None
    known = (await recordings(archive, [pv], span, recording.now))[pv].with_rollups()
    if known.carried is None:
        known = replace(known, carried=await _held(archive, pv, span.start))
    return Remains(await read_rolled(archive, pv, known, plan, spend), known)


def _trusted(marks: Marks, kept: Kept) -> Marks:
    """Trust doubtful rollups whose samples are gone: they are the best that there is."""
    gone = kept.expired(RAW)
    doubtful = {
        hour: made
        for hour, made in marks.doubtful.items()
        if not any(one.start <= hour and hour + HOUR <= one.stop for one in gone)
    }
    return Marks(marks.since, doubtful)


async def _held(archive: Archive, pv: str, time: int) -> Samples | None:
    """Give what a PV held before a full hour (ns) by its rollups, as a sample."""
    last = None
    async for rows in archive.rollups(pv, HOUR, time - _BACK, time):
        last = rows if len(rows) else last
    if last is None:
        return None
    at = np.array([last.time[-1] + HOUR - 1], np.int64)
    value, severity = last.of.last[-1:], last.of.last_severity[-1:]
    return Samples(at, value.astype(np.float64), severity.astype(np.uint8), np.zeros(1, np.uint8))
