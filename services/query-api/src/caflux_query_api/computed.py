"""Expressions computed from the archive: read what they need, once per request, then evaluate in a thread."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from caflux_contracts.expressions import Expression
from caflux_contracts.retrieval import Gap
from caflux_storage import Samples
from caflux_storage.recording import Recording, Span, recordings

from caflux_query_api.arithmetic.evaluate import Need, TooManyRows, evaluate, needs
from caflux_query_api.arithmetic.signals import Signal, held
from caflux_query_api.data import Budget, TooMuch
from caflux_query_api.parts import Parts
from caflux_query_api.timespec import FIRST, LAST

MOST_SAMPLES = 4_000_000
"""Most samples that the expressions of one request may be computed from: they are in memory at once."""


@dataclass(frozen=True, slots=True)
class Computed:
    """An expression over a range.

    Attributes:
        signal: What it holds; right from the last row before the range on.
        gaps: Those of its PVs, in order; their details name the PV.
    """

    signal: Signal
    gaps: list[Gap]


class Computer:
    """Computes the expressions of one request over one range."""

    def __init__(self, parts: Parts, span: Span) -> None:
        self._parts = parts
        self._span = span
        self._budget = Budget(min(MOST_SAMPLES, parts.settings.max_samples))
        self._signals: dict[Need, Signal] = {}
        self._gaps: dict[Need, Sequence[Gap]] = {}
        self._now = parts.clock()
        self._newest = FIRST

    async def read(self, expressions: Iterable[Expression]) -> None:
        """Read what expressions need.

        Raises:
            TooMuch: that is more than can be computed at once.
            NotFound: a PV is neither in the archive nor configured.
        """
        wanted = [need for one in expressions for need in needs(one.tree, self._span.start, self._span.stop)]
        new = sorted(set(wanted) - self._signals.keys(), key=_range_of)
        for _, group in groupby(new, key=_range_of):
            await self._read_range(list(group))

    async def compute(self, expression: Expression) -> Computed:
        """Give what an expression comes to; raises as `read` does."""
        await self.read([expression])
        span = self._span
        try:
            signal = await asyncio.to_thread(evaluate, expression.tree, span.start, span.stop, self._signals)
        except TooManyRows as error:
            raise TooMuch(
                f"computing {expression.text[:100]} takes too much memory; ask for a shorter range"
            ) from error
        # What leaves a window in the future, and a shift into it, are not there yet.
        return Computed(signal.until(max(self._now, self._newest) + 1), self._gaps_of(expression))

    def _gaps_of(self, expression: Expression) -> list[Gap]:
        found: dict[tuple[object, ...], Gap] = {}
        for need in needs(expression.tree, self._span.start, self._span.stop):
            later = need.stop - self._span.stop  # a shift moves the gaps, too
            for gap in self._gaps[need]:
                stop = None if gap.stop is None else gap.stop - later
                detail = f"{need.pv}: {gap.detail}" if gap.detail else need.pv
                moved = gap.model_copy(update={"start": gap.start - later, "stop": stop, "detail": detail})
                if stop is None or stop > self._span.start:
                    found[(moved.start, stop, gap.cause, detail)] = moved
        return sorted(found.values(), key=lambda gap: gap.start)

    async def _read_range(self, wanted: Sequence[Need]) -> None:
        """Read PVs over one range."""
        span = Span(max(FIRST, wanted[0].start), min(LAST, wanted[0].stop))
        known = await recordings(self._parts.archive, [need.pv for need in wanted], span, self._now)
        await self._parts.turns.take([partial(self._read_pv, need, known[need.pv]) for need in wanted])

    async def _read_pv(self, need: Need, recording: Recording) -> None:
        chunks = [] if recording.carried is None else [recording.carried]
        async for chunk in self._parts.archive.samples(need.pv, recording.span.start, recording.span.stop):
            self._budget.spend(len(chunk))
            chunks.append(Samples(chunk.time, chunk.value, chunk.severity, chunk.status))
        samples = Samples.concatenate(chunks)
        if not len(samples) and not recording.gaps:
            await self._parts.known.check([need.pv])
        self._gaps[need] = recording.gaps
        self._signals[need] = held(samples, recording.unknown)
        self._newest = max(self._newest, int(samples.time[-1]) if len(samples) else FIRST)


def _range_of(need: Need) -> tuple[int, int]:
    return need.start, need.stop
