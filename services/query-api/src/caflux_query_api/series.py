"""Computed series: expressions, and PVs only while a condition holds or on a common time base."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from caflux_contracts.expressions import Expression
from caflux_contracts.retrieval import Gap
from caflux_service.problems import Invalid
from caflux_storage import Samples
from caflux_storage.bins import Bins, width_for
from caflux_storage.holding import Unknown
from caflux_storage.recording import Recording, Span

from caflux_query_api.answers import binned_document, raw_document
from caflux_query_api.arithmetic.conditions import only_when, when_unknown
from caflux_query_api.arithmetic.signals import resampled, samples_of
from caflux_query_api.asked import Asked
from caflux_query_api.computed import Computed, Computer
from caflux_query_api.parts import Parts
from caflux_query_api.rolled import Grid, binner_of
from caflux_query_api.statistics.tally import Tally


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A series that was computed.

    Attributes:
        samples: Its rows; begun by the last one before the range, if there is one. NaN: not known.
        recording: When it was known, and what it held when the range began, as of a PV; without the row
            that ends what was known there.
        completeness: Percent of the range, as far as it has passed, in which its value is known, whether
            the condition held or not.
    """

    samples: Samples
    recording: Recording
    completeness: float | None

    def rows(self) -> Samples:
        """Give the rows of the range that have a value."""
        inside = self.samples[int(np.searchsorted(self.samples.time, self.recording.span.start)) :]
        return inside[~np.isnan(inside.value)]

    def bins(self, span: Span, grid: Grid) -> Bins:
        """Give the bins of a part of the range."""
        rows, recording = self.rows(), self.recording
        first, stop = (int(at) for at in np.searchsorted(rows.time, [span.start, span.stop]))
        before = rows[first - 1 : first] if first else recording.carried
        binner = binner_of(Recording(span, recording.now, before, recording.gaps, recording.unknown), grid)
        binner.add(rows[first:stop])
        return binner.finish(recording.now)

    def tally(self) -> Tally:
        """Give what statistics are made of."""
        tally = Tally(self.recording)
        tally.add(self.rows())
        tally.finish()
        return tally


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


async def every_evaluated(parts: Parts, asked: Asked, span: Span) -> AsyncIterator[tuple[str, Evaluated]]:
    """Give the series that have to be computed, one after the other: each takes memory.

    Raises as `Computer.read` does.
    """
    wanted = {name: expression for name, expression in asked.series.items() if expression is not None}
    computer, now = Computer(parts, span), parts.clock()
    await computer.read([*wanted.values(), *([] if asked.where is None else [asked.where])])
    for name, expression in wanted.items():
        yield name, await _computed(computer, expression, asked, span, now)


async def _computed(
    computer: Computer, expression: Expression, asked: Asked, span: Span, now: int
) -> Evaluated:
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
        signal = only_when(signal, condition.signal, span.start, span.stop, asked.where_min)
        gaps = _joined(gaps, condition.gaps)
    if asked.period is not None:
        signal = resampled(signal, span.start, min(span.stop, now + 1), asked.period)
    samples = samples_of(signal, span.start, span.stop)
    before = samples[: int(np.searchsorted(samples.time, span.start))]
    carried = before if len(before) and not np.isnan(before.value[0]) else None
    lost = [Unknown(a, b, resumes=False) for a, b in when_unknown(signal, span.start, span.stop)]
    return Evaluated(samples, Recording(span, now, carried, gaps, lost), completeness)


def document(name: str, found: Evaluated, asked: Asked, points: int) -> dict[str, Any]:
    """Give `contracts.retrieval.Raw` of a computed series if it fits `points`, else `Binned` of its rows."""
    recording, rows = found.recording, found.rows()
    if len(rows) <= points or asked.period is not None:
        return raw_document(name, found.samples, recording.gaps, found.completeness)
    binner = recording.binner(width_for(recording.span.start, recording.span.stop, points))
    binner.add(rows)
    return binned_document(name, binner.finish(recording.now), "raw", recording.gaps, found.completeness)


def _joined(gaps: Sequence[Gap], others: Sequence[Gap]) -> list[Gap]:
    found = {gap.model_dump_json(): gap for gap in (*gaps, *others)}
    return sorted(found.values(), key=lambda gap: gap.start)
