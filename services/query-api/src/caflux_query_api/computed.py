"""Expressions computed from the archive: read what they need, once per request, then evaluate in a thread."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from caflux_contracts.expressions import Expression
from caflux_contracts.retrieval import Gap
from caflux_storage import Event, Samples

from caflux_query_api.arithmetic.evaluate import Need, TooManyRows, evaluate, needs
from caflux_query_api.arithmetic.signals import Signal, held
from caflux_query_api.data import Budget, TooMuch
from caflux_query_api.gaps import KINDS, find_gaps
from caflux_query_api.gone import together
from caflux_query_api.parts import Parts
from caflux_query_api.timespec import FIRST, LAST, Span

MOST_SAMPLES = 4_000_000
"""Most samples that the expressions of one request may be computed from: they are in memory at once."""
_AT_ONCE = 4


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
        self._gaps: dict[Need, list[Gap]] = {}
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
        return Computed(signal.until(max(self._parts.clock(), self._newest) + 1), self._gaps_of(expression))

    def _gaps_of(self, expression: Expression) -> list[Gap]:
        found = []
        for need in needs(expression.tree, self._span.start, self._span.stop):
            later = need.stop - self._span.stop  # a shift moves the gaps, too
            found += [
                Gap(
                    start=gap.start - later,
                    stop=None if gap.stop is None else gap.stop - later,
                    cause=gap.cause,
                    detail=f"{need.pv}: {gap.detail}" if gap.detail else need.pv,
                )
                for gap in self._gaps[need]
            ]
        unique = {(gap.start, gap.stop, gap.cause, gap.detail): gap for gap in found}
        inside = [gap for gap in unique.values() if gap.stop is None or gap.stop > self._span.start]
        return sorted(inside, key=lambda gap: gap.start)

    async def _read_range(self, wanted: Sequence[Need]) -> None:
        """Read PVs over one range."""
        start, stop = max(FIRST, wanted[0].start), min(LAST, wanted[0].stop)
        pvs = [need.pv for need in wanted]
        archive = self._parts.archive
        carried = await archive.last(pvs, start - 1)
        events: dict[str, list[Event]] = {pv: [] for pv in pvs}
        for event in await archive.events(pvs, start, stop, KINDS):
            events[event.pv].append(event)
        turn = asyncio.Semaphore(_AT_ONCE)

        async def one(need: Need) -> None:
            async with turn:
                await self._read_pv(need, start, stop, carried.get(need.pv), events[need.pv])

        await together([one(need) for need in wanted])

    async def _read_pv(
        self, need: Need, start: int, stop: int, carried: Samples | None, events: Sequence[Event]
    ) -> None:
        chunks = [] if carried is None else [carried]
        async for chunk in self._parts.archive.samples(need.pv, start, stop):
            self._budget.spend(len(chunk))
            chunks.append(Samples(chunk.time, chunk.value, chunk.severity, chunk.status))
        samples = Samples.concatenate(chunks)
        if not len(samples) and not events:
            await self._parts.known.check([need.pv])
        gaps = find_gaps(events, samples.time, start, stop)
        self._gaps[need] = gaps
        self._signals[need] = held(samples, gaps)
        self._newest = max(self._newest, int(samples.time[-1]) if len(samples) else FIRST)


def _range_of(need: Need) -> tuple[int, int]:
    return need.start, need.stop
