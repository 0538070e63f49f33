"""Bins against a computation that takes one sample after the other, in exact arithmetic."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from caflux_query_api.bins import Binner, Bins
from caflux_storage import Samples
from hypothesis import example, given
from hypothesis import strategies as st

FAR = 2**62


def samples(points: list[tuple[int, float]], severities: list[int] | None = None) -> Samples:
    n = len(points)
    return Samples(
        np.array([time for time, _ in points], np.int64),
        np.array([value for _, value in points], np.float64),
        np.array(severities or [0] * n, np.uint8),
        np.zeros(n, np.uint8),
    )


def binned(
    points: list[tuple[int, float]],
    *,
    start: int = 0,
    stop: int = 100,
    bins: int = 10,
    cuts: list[int] | None = None,
    held: float | None = None,
    now: int = FAR,
    lost: Sequence[int] = (),
) -> Bins:
    binner = Binner(start, stop, bins, lost)
    if held is not None:
        binner.hold(samples([(start - 5, held)]))
    whole = samples(points, [k % 4 for k in range(len(points))])
    edges = [0, *sorted(cuts or []), len(points)]
    for begin, end in pairwise(edges):
        binner.add(whole[begin:end])
    return binner.finish(now)


@dataclass
class Naive:
    """One bin, computed exactly."""

    time: int
    count: int
    finite: list[float]
    severity: int
    weights: list[tuple[int, float]]


def naive(
    points: list[tuple[int, float]],
    start: int,
    stop: int,
    width: int,
    held: float | None,
    now: int,
    lost: Sequence[int],
) -> list[Naive]:
    steps = ([(start, held)] if held is not None else []) + list(points)
    if not steps:
        return []
    ends = [time for time, _ in steps[1:]] + [min(stop, now)]
    ends = [min([end, *(t for t in lost if t > since)]) for (since, _), end in zip(steps, ends, strict=True)]
    found = []
    for begin in range(start, stop, width):
        end = begin + width
        inside = [(k, time, value) for k, (time, value) in enumerate(points) if begin <= time < end]
        if not inside:
            continue
        weights = []
        for (since, value), until in zip(steps, ends, strict=True):
            weight = min(until, end) - max(since, begin)
            if weight > 0 and math.isfinite(value):
                weights.append((weight, value))
        found.append(
            Naive(
                begin,
                len(inside),
                [value for _, _, value in inside if math.isfinite(value)],
                max(k % 4 for k, _, _ in inside),
                weights,
            )
        )
    return found


def close(found: float, exact: Fraction, scale: float) -> bool:
    return abs(Fraction(found) - exact) <= Fraction(scale) * Fraction(1e-12) + Fraction(5e-324)


values = st.floats(-1e12, 1e12) | st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -0.0, 1e12 + 0.001])
series = st.dictionaries(st.integers(0, 99), values, max_size=60).map(lambda found: sorted(found.items()))


@given(
    series,
    st.integers(1, 130),
    st.lists(st.integers(0, 60), max_size=5),
    st.none() | values,
    st.integers(-10, 120),
    st.sampled_from([0, 1_790_000_000_000_000_007]),
    st.lists(st.integers(-5, 105), max_size=4),
)
@example([(0, 1.0)], 1, [], None, 0, 0, [])
@example([(0, 0.0), (3, 1.0)], 34, [], None, 1, 0, [])
@example([(50, 1e12), (51, math.nan)], 10, [1], 7.0, 100, 0, [])
def test_bins_are_what_a_plain_computation_gives(
    points: list[tuple[int, float]],
    bins: int,
    cuts: list[int],
    held: float | None,
    now: int,
    start: int,
    lost: list[int],
) -> None:
    lost = sorted(start + time for time in lost)
    points = [(start + time, value) for time, value in points]
    cuts = [min(cut, len(points)) for cut in cuts]

    found = binned(
        points, start=start, stop=start + 100, bins=bins, cuts=cuts, held=held, now=start + now, lost=lost
    )

    assert found.width == math.ceil(100 / bins)
    expected = naive(points, start, start + 100, found.width, held, start + now, lost)
    assert len(expected) <= bins
    assert found.time.tolist() == [bin_.time for bin_ in expected]
    assert found.count.tolist() == [bin_.count for bin_ in expected]
    assert found.severity.tolist() == [bin_.severity for bin_ in expected]
    for k, bin_ in enumerate(expected):
        floats = [c[k] for c in (found.first, found.last, found.min, found.max, found.mean, found.twmean)]
        if not bin_.finite:
            assert all(math.isnan(number) for number in [*floats, found.std[k]])
            continue
        first, last, low, high, mean, twmean = floats
        assert (first, last) == (bin_.finite[0], bin_.finite[-1])
        assert (low, high) == (min(bin_.finite), max(bin_.finite))
        exact = sum(map(Fraction, bin_.finite), Fraction(0)) / len(bin_.finite)
        scale = max(map(abs, bin_.finite))
        assert close(mean, exact, scale)
        assert low <= mean <= high
        variance = sum((Fraction(value) - exact) ** 2 for value in bin_.finite) / len(bin_.finite)
        assert found.std[k] == pytest.approx(math.sqrt(variance), rel=1e-9, abs=scale * 1e-12)
        weight = sum(weight for weight, _ in bin_.weights)
        if weight:
            exact = sum((Fraction(v) * w for w, v in bin_.weights), Fraction(0)) / weight
            assert close(twmean, exact, max(abs(v) for _, v in bin_.weights))
        else:
            assert twmean == mean


@given(series, st.integers(1, 100), st.lists(st.integers(0, 60), max_size=8))
def test_how_the_samples_were_cut_does_not_show(
    points: list[tuple[int, float]], bins: int, cuts: list[int]
) -> None:
    whole = binned(points, bins=bins)
    cut = binned(points, bins=bins, cuts=[min(c, len(points)) for c in cuts])

    for name in ("time", "count", "severity", "first", "last", "min", "max"):
        assert getattr(whole, name).tobytes() == getattr(cut, name).tobytes()
    for name in ("mean", "twmean"):
        np.testing.assert_allclose(getattr(whole, name), getattr(cut, name), rtol=1e-9, atol=1e-3)


@given(st.integers(0, 9_999), st.floats(1e-3, 1e300))
def test_a_spike_of_one_sample_shows(where: int, height: float) -> None:
    points = [(k, height if k == where else 0.0) for k in range(10_000)]

    found = binned(points, stop=10_000, bins=10, cuts=[5_000])

    assert found.max.max() == height
    assert found.max.argmax() == where // 1_000


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.lists(st.integers(0, 99), min_size=1, unique=True)
)
def test_a_constant_stays_what_it_is(value: float, times: list[int]) -> None:
    found = binned([(time, value) for time in sorted(times)], held=value, cuts=[len(times) // 2])

    for column in (found.min, found.max, found.mean, found.twmean, found.first, found.last):
        assert set(column.tolist()) == {value}
    assert set(found.std.tolist()) == {0.0}


def test_a_ripple_on_a_large_offset_keeps_its_digits() -> None:
    ripple = np.random.default_rng(1).normal(size=1_000)
    found = binned([(k, 1e9 + r) for k, r in enumerate(ripple)], stop=1_000, bins=1, cuts=[100, 500])

    assert found.std[0] == pytest.approx(np.std(ripple), rel=1e-5)


def test_numbers_as_large_as_there_are_do_not_overflow_the_mean() -> None:
    points = [(0, 1.7e308), (1, 1.7e308), (2, -1.7e308), (3, 1.7e308)]

    for cuts in ([], [1], [2], [1, 2, 3]):
        found = binned(points, stop=4, bins=1, cuts=cuts)
        assert found.mean[0] == pytest.approx(0.85e308)
        assert found.twmean[0] == pytest.approx(0.85e308)


def test_the_time_weighted_mean_is_by_how_long_a_value_held() -> None:
    found = binned([(10, 1.0), (19, 11.0), (20, 0.0)], held=5.0)

    assert found.time.tolist() == [10, 20]
    assert found.twmean.tolist() == [(9 * 1.0 + 1 * 11.0) / 10, 0.0]
    assert found.mean.tolist() == [6.0, 0.0]


def test_a_value_carried_in_counts_until_the_first_sample() -> None:
    assert binned([(4, 0.0)], held=10.0).twmean.tolist() == [4.0]
    assert binned([(34, 0.0)], held=10.0).twmean.tolist() == [4.0]
    assert binned([(4, 0.0)]).twmean.tolist() == [0.0]
    assert binned([(4, 0.0)], held=math.nan).twmean.tolist() == [0.0]


def test_a_value_is_not_held_into_the_future() -> None:
    assert binned([(0, 0.0), (2, 10.0)], bins=1, now=4).twmean.tolist() == [5.0]
    assert binned([(0, 0.0), (50, 10.0)], bins=1, now=FAR).twmean.tolist() == [5.0]


def test_a_value_is_not_held_through_a_gap() -> None:
    points = [(0, 0.0), (2, 8.0), (9, 0.0)]
    assert binned(points, stop=10, bins=1).twmean.tolist() == [5.6]
    assert binned(points, stop=10, bins=1, lost=[4]).twmean.tolist() == [3.2]
    assert binned([(12, 0.0)], held=8.0, lost=[4], stop=20, bins=2).twmean.tolist() == [0.0]


def test_no_sample_is_no_bin() -> None:
    assert len(binned([]).time) == 0
    assert len(binned([], held=3.0).time) == 0
