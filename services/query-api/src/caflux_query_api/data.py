"""A PV's series for a range: raw if it fits, else binned."""

from collections.abc import Sequence
from dataclasses import dataclass

from caflux_contracts.retrieval import Gap
from caflux_storage import Archive, Samples
from caflux_storage.bins import Binner, Bins
from caflux_storage.recording import Recording
from caflux_storage.rollups import Marks

from caflux_query_api.beside import Beside
from caflux_query_api.expired import read_expired
from caflux_query_api.rolled import binner_of, grid, off_loop, plan_of, read_rolled
from caflux_query_api.spans import SpanCache

MAX_ELEMENTS = 4_000_000
"""Most characters and waveform elements in one raw series."""


class TooMuch(Exception):
    """More was asked for than one request may read; the message says how to narrow it."""


@dataclass(slots=True)
class Budget:
    """Samples that a request may still read."""

    limit: int
    spent: int = 0

    def spend(self, samples: int) -> None:
        """Count what was read.

        Raises:
            TooMuch: that was more than is allowed.
        """
        self.spent += samples
        if self.spent > self.limit:
            raise TooMuch(
                f"this needs more than the {self.limit:,} samples that one request may read; "
                "ask for a shorter range or for fewer PVs"
            )


@dataclass(frozen=True, slots=True)
class Series:
    """What a range of a PV holds: its samples, begun by the one carried in, or bins.

    Attributes:
        raw: The samples, or None.
        bins: The bins, or None.
        source: What the bins were made from.
        completeness: See `Recording.completeness`.
        gaps: Where they are not those of the range; else None.
    """

    raw: Samples | None
    bins: Bins | None
    source: str
    completeness: float | None
    gaps: Sequence[Gap] | None = None


async def read_remains(
    archive: Archive, pv: str, points: int, recording: Recording, budget: Budget
) -> Series | None:
    """Give what is left of a range of which samples have expired; None: none have, or nothing is left."""
    remains = await read_expired(archive, pv, points, recording, budget.spend)
    if remains is None:
        return None
    rolled, known = remains.rolled, remains.recording
    return Series(None, rolled.bins, rolled.source, known.percent(rolled.known), known.gaps)


async def read_series(
    archive: Archive,
    pv: str,
    points: int,
    known: Beside,
    budget: Budget,
    spans: SpanCache | None = None,
) -> Series:
    """Give the samples of a range if they are at most `points` and not too large, else bins of them.

    Args:
        archive: Where they are.
        pv: Whose they are.
        points: Most rows, not counting the carried one.
        known: The range, and what is known of the PV in it.
        budget: What may be read.
        spans: What is remembered of it.

    Raises:
        TooMuch: the budget is spent, or the waveforms or texts are too large for one answer.
    """
    span = known.span
    bins = grid(span, points)
    marks = (await known.marks).get(pv, Marks())
    plan = await plan_of(archive, pv, span, bins, marks)
    if plan.samples > points:
        recording = await known.recording(pv)
        rolled = await read_rolled(archive, pv, recording, plan, budget.spend)
        return Series(None, rolled.bins, rolled.source, recording.percent(rolled.known))
    kept: list[Samples] = []
    count = elements = 0
    binner: Binner | None = None
    async for chunk in (spans or archive).samples(pv, span.start, span.stop, points + 1):
        budget.spend(len(chunk))
        count += len(chunk)
        if binner is None and count > points:
            recording = await known.recording(pv)
            binner = binner_of(recording, bins)
            for earlier in kept:
                await off_loop(binner.add, earlier)
            kept.clear()
        if binner is not None:
            await off_loop(binner.add, chunk)
            continue
        elements += size_of_others(chunk)
        if elements > MAX_ELEMENTS:
            raise TooMuch(
                f"the texts or waveforms of {pv} hold more than {MAX_ELEMENTS:,} elements in this range; "
                "ask for a shorter one"
            )
        kept.append(chunk)
    if binner is not None:
        return Series(None, binner.finish(recording.now), "raw", recording.percent(binner.known))
    samples, recording = kept[0] if len(kept) == 1 else Samples.concatenate(kept), await known.recording(pv)
    carried = [] if recording.carried is None else [recording.carried]
    return Series(Samples.concatenate([*carried, samples]), None, "raw", recording.completeness(samples))


def size_of_others(samples: Samples) -> int:
    """Give how many characters and waveform elements samples hold."""
    return 0 if samples.other is None else sum(len(item) for item in samples.other if item is not None)
