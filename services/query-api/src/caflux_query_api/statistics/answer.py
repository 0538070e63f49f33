"""A tally as the contract has it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from caflux_contracts.retrieval import Source
from caflux_contracts.statistics import (
    Distribution,
    Extreme,
    PvStatistics,
    Rates,
    SeverityTime,
    StateTime,
)
from caflux_storage.recording import Recording
from caflux_storage.rollups import HOUR, MINUTE
from caflux_storage.summary import NS, Floats, Ints

from caflux_query_api.statistics import tally
from caflux_query_api.statistics.spread import Spread, held_percentiles, percentiles
from caflux_query_api.statistics.tally import Tally

_SOURCES: dict[int, Source] = {0: "raw", MINUTE: "sample_1m", HOUR: "sample_1h"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may be asked for: percentiles (percent), and how many intervals a histogram has."""

    percent: Sequence[float]
    intervals: int


def statistics_of(
    pv: str, found: Tally, recording: Recording, wanted: Wanted, labels: Sequence[str]
) -> PvStatistics:
    """Give the statistics of a finished tally; `labels` are the strings of an enum."""
    sums = found.sums
    value, count, held = (Spread() if found.rolled else found.spread).rows()
    edges = _edges(value, wanted.intervals)
    passed = max(0, min(recording.span.stop, recording.now) - recording.span.start)
    return PvStatistics(
        pv=pv,
        source=_SOURCES[found.rolled],
        count=int(sums.count[0]),
        numbers=int(sums.numbers[0]),
        covered=int(sums.covered[0]) / NS,
        first=_finite(sums.first[0]),
        last=_finite(sums.last[0]),
        min=_extreme(found.least),
        max=_extreme(found.greatest),
        integral=_finite(sums.integral[0]) if sums.covered[0] else None,
        edges=edges.tolist(),
        samples=_samples(found, value, count, edges, wanted),
        held=_held(found, value, held, edges, wanted),
        exact=found.spread.exact,
        rates=_rates(found),
        states=_states(found, labels),
        severities=_severities(found),
        unknown=(passed - found.known) / NS if passed > found.known else 0.0,
        gaps=list(recording.gaps),
        completeness=recording.percent(found.known),
    )


def _samples(found: Tally, value: Floats, count: Ints, edges: Floats, wanted: Wanted) -> Distribution | None:
    if not found.sums.numbers[0]:
        return None
    mean = float(np.clip(found.sums.mean[0], found.sums.min[0], found.sums.max[0]))
    return _distribution(
        mean,
        float(found.sums.std[0]),
        lambda percent: _unless_rolled(percentiles, value[count > 0], count[count > 0], percent),
        _histogram(value, count, edges).tolist(),
        wanted,
    )


def _held(found: Tally, value: Floats, held: Ints, edges: Floats, wanted: Wanted) -> Distribution | None:
    weight, mean, squares = (column[0] for column in found.held)
    if found.rolled:
        weight, mean, squares = found.sums.covered[0], found.sums.twmean[0], np.nan
    if not weight:
        return None
    return _distribution(
        float(mean),
        float(np.sqrt(squares / weight)),
        lambda percent: _unless_rolled(held_percentiles, value, held, percent),
        (_histogram(value, held, edges) / NS).tolist(),
        wanted,
    )


def _severities(found: Tally) -> SeverityTime | None:
    if not found.severities_known:
        return None
    seconds = [ns / NS for ns in found.severities]
    return SeverityTime(**dict(zip(SeverityTime.model_fields, seconds, strict=True)))


def _distribution(
    mean: float,
    std: float,
    percentiles_at: Callable[[Floats], Floats],
    histogram: list[float],
    wanted: Wanted,
) -> Distribution:
    median, *values = percentiles_at(np.array([50.0, *wanted.percent])).tolist()
    return Distribution(
        mean=_finite(mean),
        std=_finite(std),
        rms=_finite(math.hypot(mean, std)),
        median=_finite(median),
        percentiles=[(p, _finite(v)) for p, v in zip(wanted.percent, values, strict=True)],
        histogram=histogram,
    )


def _unless_rolled(
    of: Callable[[Floats, Ints, Floats], Floats], value: Floats, weight: Ints, percent: Floats
) -> Floats:
    """Give percentiles; of no values, since rollups don't have them, NaN."""
    return of(value, weight, percent) if len(value) else np.full(len(percent), np.nan)


def _edges(value: Floats, intervals: int) -> Floats:
    with np.errstate(over="ignore"):
        if not len(value) or not np.isfinite(value[-1] - value[0]):
            return np.empty(0)
    return np.histogram_bin_edges(value[[0, -1]], intervals)


def _histogram(value: Floats, weight: Ints, edges: Floats) -> Floats:
    if not len(edges):
        return np.empty(0)
    return np.histogram(value, edges, weights=weight)[0].astype(np.float64)


def _rates(found: Tally) -> Rates:
    return Rates(
        mean=None if found.slope is None else _finite(found.slope),
        steepest_fall=None if found.rolled else _extreme(found.fall),
        steepest_rise=None if found.rolled else _extreme(found.rise),
        samples_per_second=int(found.sums.count[0]) / (found.known / NS) if found.known else None,
    )


def _states(found: Tally, labels: Sequence[str]) -> list[StateTime] | None:
    if found.rolled or found.states.found is None:
        return None
    longest_first = sorted(found.states.found.items(), key=lambda item: (-item[1][1], str(item[0])))
    return [
        StateTime(
            value=state,
            label=_label(state, labels),
            count=count,
            seconds=ns / NS,
            percent=100 * ns / found.known if found.known else None,
        )
        for state, (count, ns) in longest_first
    ]


def _label(state: float | str, labels: Sequence[str]) -> str | None:
    if isinstance(state, str) or not state.is_integer() or not 0 <= state < len(labels):
        return None
    return labels[int(state)]


def _extreme(found: "tally.Extreme | None") -> Extreme | None:
    if found is None:
        return None
    return Extreme(value=_finite(found.value), time=found.time, within=found.within / NS)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
