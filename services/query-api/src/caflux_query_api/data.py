"""A PV's series for a range: raw if it fits, else binned, in one pass over the archive."""

from dataclasses import dataclass

from caflux_storage import Archive, Event, Samples

from caflux_query_api.bins import Binner, Bins
from caflux_query_api.timespec import Span

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
    """What the archive holds of one PV in a range: `raw` with the carried sample first, or `bins`."""

    pv: str
    raw: Samples | None
    bins: Bins | None
    events: list[Event]

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        return self.raw is not None and not len(self.raw) and not self.events


async def read_series(
    archive: Archive, pv: str, span: Span, points: int, now: int, carried: Samples | None, budget: Budget
) -> tuple[Samples | None, Bins | None]:
    """Give the samples of a range if they are at most `points` and not too large, else bins of them.

    Args:
        archive: Where they are.
        pv: Whose they are.
        span: The range.
        points: Most rows, not counting the carried one.
        now: The clock, ns: a value is not held beyond it.
        carried: The last sample before the range, if there is one.
        budget: What may be read.

    Raises:
        TooMuch: the budget is spent, or the waveforms or texts are too large for one answer.
    """
    kept: list[Samples] = []
    count = elements = 0
    binner: Binner | None = None
    async for chunk in archive.samples(pv, span.start, span.stop):
        budget.spend(len(chunk))
        count += len(chunk)
        if binner is None and count > points:
            binner = _bin_all(span, points, carried, kept)
            kept.clear()
        if binner is not None:
            binner.add(chunk)
            continue
        elements += size_of_others(chunk)
        if elements > MAX_ELEMENTS:
            raise TooMuch(
                f"the texts or waveforms of {pv} hold more than {MAX_ELEMENTS:,} elements in this range; "
                "ask for a shorter one"
            )
        kept.append(chunk)
    if binner is not None:
        return None, binner.finish(now)
    return Samples.concatenate([*([] if carried is None else [carried]), *kept]), None


def _bin_all(span: Span, points: int, carried: Samples | None, kept: list[Samples]) -> Binner:
    binner = Binner(span.start, span.stop, points)
    if carried is not None:
        binner.hold(carried)
    for chunk in kept:
        binner.add(chunk)
    return binner


def size_of_others(samples: Samples) -> int:
    """Give how many characters and waveform elements samples hold."""
    return 0 if samples.other is None else sum(len(item) for item in samples.other if item is not None)
