"""Computed series: expressions, and PVs only while a condition holds or on a common time base."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from caflux_contracts.expressions import Expression
from caflux_contracts.retrieval import Gap
from caflux_service.problems import Invalid
from caflux_storage import Samples
from caflux_storage.bins import Binner, width_for
from caflux_storage.recording import Span

from caflux_query_api.answers import binned_document, raw_document
from caflux_query_api.arithmetic.conditions import only_when, when_unknown
from caflux_query_api.arithmetic.signals import resampled, samples_of
from caflux_query_api.asked import Asked
from caflux_query_api.computed import Computed, Computer


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A series that was computed.

    Attributes:
        samples: Its rows; begun by the last one before the range, if there is one. NaN: not known.
        gaps: Those of the PVs that it was computed from.
        completeness: Percent of the range, as far as it has passed, in which its value is known.
    """

    samples: Samples
    gaps: Sequence[Gap]
    completeness: float | None

    def split(self, start: int) -> tuple[Samples | None, Samples]:
        """Give the row before `start` (ns), if there is one, and those from it on."""
        first = int(np.searchsorted(self.samples.time, start))
        return (self.samples[first - 1 : first] if first else None), self.samples[first:]


def check_period(asked: Asked, span: Span, points: int) -> None:
    """Find that rows a period apart fit an answer.

    Raises:
        Invalid: they are more than `points`.
    """
    if asked.period is None:
        return
    rows = -(-(span.stop - span.start) // asked.period)
    if rows > points:
        raise Invalid(
            f"that period makes {rows:,} rows a series, more than the {points:,} points asked for; ask for a "
            "longer period, a shorter range or more points"
        )


async def evaluated(
    computer: Computer, expression: Expression, asked: Asked, span: Span, now: int
) -> Evaluated:
    """Compute a series; raises as `Computer.read` does."""
    found = await computer.compute(expression)
    condition = None if asked.where is None else await computer.compute(asked.where)
    return await asyncio.to_thread(_evaluated, found, condition, asked, span, now)


def _evaluated(found: Computed, condition: Computed | None, asked: Asked, span: Span, now: int) -> Evaluated:
    end = min(span.stop, now)
    passed = end - span.start
    unknown = sum(b - a for a, b in when_unknown(found.signal, span.start, end))
    completeness = 100.0 * (passed - unknown) / passed if passed > 0 else None
    signal, gaps = found.signal, found.gaps
    if condition is not None:
        signal = only_when(signal, condition.signal, span.start, span.stop)
        gaps = _joined(gaps, condition.gaps)
    if asked.period is not None:
        signal = resampled(signal, span.start, min(span.stop, now + 1), asked.period)
    return Evaluated(samples_of(signal, span.start, span.stop), gaps, completeness)


def document(name: str, found: Evaluated, asked: Asked, span: Span, points: int, now: int) -> dict[str, Any]:
    """Give `contracts.retrieval.Raw` of a computed series if it fits `points`, else `Binned` of its rows."""
    carried, rows = found.split(span.start)
    if len(rows) <= points or asked.period is not None:
        return raw_document(name, found.samples, found.gaps, found.completeness)
    binner = Binner(span.start, span.stop, width_for(span.start, span.stop, points))
    if carried is not None:
        binner.hold(carried)
    binner.add(rows)
    return binned_document(name, binner.finish(now), "raw", found.gaps, found.completeness)


def _joined(gaps: Sequence[Gap], others: Sequence[Gap]) -> list[Gap]:
    found = {gap.model_dump_json(): gap for gap in (*gaps, *others)}
    return sorted(found.values(), key=lambda gap: gap.start)
