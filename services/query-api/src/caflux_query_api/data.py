"""A PV's series for a range: raw if it fits, else binned, in one pass over the archive."""

from collections.abc import Sequence
from dataclasses import dataclass

from caflux_contracts.retrieval import Gap
from caflux_storage import Archive, Samples

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
class Context:
    """What is known of a PV before its samples are read.

    Attributes:
        carried: The last sample before the range, if there is one.
        gaps: When it was not recorded, in order.
        now: The clock, ns: a value is not held beyond it.
    """

    carried: Samples | None
    gaps: Sequence[Gap]
    now: int

    def binner(self, span: Span, points: int) -> Binner:
        """Give a binner that begins with what the PV held, unless nobody knows what that was."""
        binner = Binner(span.start, span.stop, points, [gap.start for gap in self.gaps])
        unknown = any(gap.start < span.start for gap in self.gaps)
        if self.carried is not None and not unknown:
            binner.hold(self.carried)
        return binner


async def read_series(
    archive: Archive, pv: str, span: Span, points: int, context: Context, budget: Budget
) -> tuple[Samples | None, Bins | None]:
    """Give the samples of a range if they are at most `points` and not too large, else bins of them.

    Args:
        archive: Where they are.
        pv: Whose they are.
        span: The range.
        points: Most rows, not counting the carried one.
        context: What is known of the PV.
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
            binner = context.binner(span, points)
            for earlier in kept:
                binner.add(earlier)
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
        return None, binner.finish(context.now)
    return Samples.concatenate([*([] if context.carried is None else [context.carried]), *kept]), None


def size_of_others(samples: Samples) -> int:
    """Give how many characters and waveform elements samples hold."""
    return 0 if samples.other is None else sum(len(item) for item in samples.other if item is not None)
