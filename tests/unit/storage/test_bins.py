"""Bins against a computation that goes through time step by step, in exact arithmetic."""

import gc
import math
import weakref
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from caflux_storage.bins import Binner, Bins, width_for
from caflux_storage.holding import NEVER, Unknown
from caflux_testing.plain import PlainBin, Point, plain_bins, samples_of
from hypothesis import example, given
from hypothesis import strategies as st

FAR = 2**62
LENGTH = 100


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 10**9


class Case(NamedTuple):
    """A PV's range; all times are units after its start."""

    start: int
    unit: int
    width: int
    points: list[tuple[int, float]]
    carried: tuple[int, float] | None = None
    gaps: Sequence[tuple[int, int, bool]] = ()
    now: int = LENGTH
    cuts: Sequence[int] = ()

    def at(self, units: int) -> int:
        return self.start + units * self.unit

    def known(self) -> list[Point]:
        return [(self.at(time), value, k % 4) for k, (time, value) in enumerate(self.points)]

    def before(self) -> Point | None:
        return None if self.carried is None else (self.at(self.carried[0]), self.carried[1], 2)

    def unknown(self) -> list[Unknown]:
        return [Unknown(self.at(start), self.at(stop), resumes) for start, stop, resumes in self.gaps]

    def binner(self, width: int) -> Binner:
        binner = Binner(self.start, self.at(LENGTH), width * self.unit, self.unknown())
        if (carried := self.before()) is not None:
            binner.hold(samples_of([carried]))
        return binner

    def bins(self, width: int | None = None) -> Bins:
        binner, whole = self.binner(width or self.width), samples_of(self.known())
        edges = sorted({0, *(min(cut, len(whole)) for cut in self.cuts), len(whole)})
        for begin, end in pairwise(edges):
            binner.add(whole[begin:end])
        return binner.finish(self.at(self.now))

    def plain(self) -> list[PlainBin]:
        times = self.start, self.at(LENGTH), self.width * self.unit, self.at(self.now), self.unit
        return plain_bins(self.known(), self.before(), self.unknown(), *times)


values = st.floats(-1e12, 1e12) | st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -0.0, 1e12 + 0.001])
lengths = st.integers(1, 60)
gaps = st.tuples(st.integers(-20, LENGTH + 5), lengths, st.booleans())
cases = st.builds(
    Case,
    start=st.sampled_from(
        [0, 1_790_000_000_000_000_007, moment("2024-02-28T23:59"), moment("2023-12-31T12:00:00")]
    ),
    unit=st.sampled_from([1, 7_000_000_000, 3_600_000_000_000, 86_400_000_000_000]),
    width=st.integers(1, 130),
    points=st.lists(st.tuples(st.integers(0, LENGTH - 1), values), max_size=40).map(
        lambda found: sorted(found, key=lambda point: point[0])
    ),
    carried=st.none() | st.tuples(st.integers(-30, -1), values),
    gaps=st.lists(gaps, max_size=4).map(lambda found: [(a, a + b, resumes) for a, b, resumes in found]),
    now=st.integers(-10, LENGTH + 20),
    cuts=st.lists(st.integers(0, 40), max_size=5),
)


def close(found: float, exact: Fraction, scale: float) -> bool:
    return abs(Fraction(found) - exact) <= Fraction(scale) * Fraction(1e-12) + Fraction(5e-324)


def same(found: float, expected: float) -> bool:
    return found == expected or (math.isnan(found) and math.isnan(expected))


@given(cases)
@example(Case(0, 1, 1, [(99, 1.0), (99, 2.0)], now=120))
@example(Case(0, 1, 10, [(5, 1.0), (95, 3.0)], gaps=[(10, 20, True), (40, 50, False)]))
@example(Case(0, 1, 34, [(50, 1e12), (51, math.nan)], carried=(-1, 7.0), cuts=[1]))
def test_bins_are_what_a_plain_computation_gives(case: Case) -> None:
    found, expected = case.bins(), case.plain()

    sums = found.of
    assert found.time.tolist() == [bin_.time for bin_ in expected]
    assert sums.count.tolist() == [len(bin_.samples) for bin_ in expected]
    assert sums.numbers.tolist() == [len(bin_.numbers) for bin_ in expected]
    assert sums.covered.tolist() == [bin_.covered for bin_ in expected]
    assert sums.severity.tolist() == [max(bin_.severities) for bin_ in expected]
    for k, bin_ in enumerate(expected):
        check_samples(found, k, bin_)
        if bin_.covered:
            assert close(sums.twmean[k], bin_.integral / bin_.covered, bin_.scale)
            assert sums.integral[k] == pytest.approx(
                float(bin_.integral / 10**9), rel=1e-9, abs=bin_.scale * bin_.covered * 1e-20
            )
        else:
            assert math.isnan(sums.twmean[k])
            assert sums.integral[k] == 0


def check_samples(found: Bins, k: int, expected: PlainBin) -> None:
    sums = found.of
    if expected.samples:
        first, last = expected.samples[0], expected.samples[-1]
        assert same(sums.first[k], first[1])
        assert same(sums.last[k], last[1])
        assert sums.last_severity[k] == last[2]
    numbers = expected.numbers
    if not numbers:
        assert all(math.isnan(column[k]) for column in (sums.min, sums.max, sums.mean, sums.std))
        return
    assert (sums.min[k], sums.max[k]) == (min(numbers), max(numbers))
    exact = sum(numbers, Fraction(0)) / len(numbers)
    assert close(sums.mean[k], exact, expected.scale)
    assert sums.min[k] <= sums.mean[k] <= sums.max[k]
    variance = sum((number - exact) ** 2 for number in numbers) / len(numbers)
    assert sums.std[k] == pytest.approx(math.sqrt(variance), rel=1e-9, abs=expected.scale * 1e-12)


@given(cases, st.integers(1, 12), st.integers(1, 8), st.lists(st.integers(0, 100), max_size=4))
def test_bins_of_bins_are_bins_of_samples(case: Case, narrow: int, times: int, cuts: list[int]) -> None:
    """Only where gaps lose samples may bins of bins know less: they don't know when their last sample was."""
    case = case._replace(gaps=[(start, stop, True) for start, stop, _ in case.gaps], width=narrow * times)
    whole, rollup = case.bins(), case.bins(narrow)
    # A rollup has what has samples; what was held in between follows from it.
    kept = np.flatnonzero(rollup.of.count > 0)

    binner = case.binner(case.width)
    for part in np.split(kept, sorted(min(cut, len(kept)) for cut in cuts)):
        binner.add_bins(Bins(rollup.width, rollup.time[part], rollup.of[part]))
    found = binner.finish(case.at(case.now))

    # Where the clock ends within the last narrow bin, what its last sample held until then is in it already.
    assert found.time.tolist() == whole.time.tolist()
    for name in ("count", "numbers", "covered", "severity", "last_severity", "first", "last", "min", "max"):
        np.testing.assert_array_equal(getattr(found.of, name), getattr(whole.of, name), name)
    scale = max([1e-3, *(abs(value) for _, value in case.points if math.isfinite(value))])
    scale = max(scale, *(abs(v) for v in (case.carried or (0, 0.0))[1:] if math.isfinite(v)), 0)
    for name in ("mean", "twmean", "std"):
        np.testing.assert_allclose(
            getattr(found.of, name), getattr(whole.of, name), rtol=1e-9, atol=scale * 1e-9
        )


@given(st.integers(0, 9_999), st.floats(1e-3, 1e300))
def test_a_spike_of_one_sample_shows(where: int, height: float) -> None:
    binner = Binner(0, 10_000, 1_000)
    points = [(k, height if k == where else 0.0, 0) for k in range(10_000)]
    binner.add(samples_of(points[:5_000]))
    binner.add(samples_of(points[5_000:]))
    found = binner.finish(FAR)

    assert found.of.max.max() == height
    assert found.of.max.argmax() == where // 1_000


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.lists(st.integers(0, 99), min_size=1, unique=True)
)
def test_a_constant_stays_what_it_is(value: float, times: list[int]) -> None:
    points = [(time, value) for time in sorted(times)]
    found = Case(0, 1, 10, points, carried=(-5, value), cuts=[len(times) // 2]).bins().of

    assert set(found.twmean.tolist()) == {value}
    sampled = found.count > 0
    for column in (found.min, found.max, found.mean, found.first, found.last):
        assert set(column[sampled].tolist()) == {value}
    assert set(found.std[sampled].tolist()) == {0.0}


def test_a_ripple_on_a_large_offset_keeps_its_digits() -> None:
    ripple = np.random.default_rng(1).normal(size=1_000)
    points = [(k, 1e9 + r, 0) for k, r in enumerate(ripple)]
    binner = Binner(0, 1_000, 1_000)
    for begin, end in pairwise([0, 100, 500, 1_000]):
        binner.add(samples_of(points[begin:end]))

    assert binner.finish(FAR).of.std[0] == pytest.approx(np.std(ripple), rel=1e-5)


@pytest.mark.parametrize("cuts", [[], [1], [2], [1, 2, 3]])
def test_numbers_as_large_as_there_are_do_not_overflow_the_mean(cuts: list[int]) -> None:
    points = [(0, 1.7e308), (25, 1.7e308), (50, -1.7e308), (75, 1.7e308)]

    found = Case(0, 1, 100, points, cuts=cuts).bins().of

    assert found.mean[0] == pytest.approx(0.85e308)
    assert found.twmean[0] == pytest.approx(0.85e308)


def test_a_value_is_held_into_bins_without_a_sample() -> None:
    found = Case(0, 1, 10, [(25, 3.0)], carried=(-1, 5.0)).bins()

    assert found.time.tolist() == list(range(0, 100, 10))
    assert found.of.count.tolist() == [0, 0, 1] + [0] * 7
    assert found.of.twmean.tolist() == [5.0, 5.0, 4.0] + [3.0] * 7
    assert found.of.severity.tolist() == [2, 2, 2] + [0] * 7


def test_a_value_is_not_held_into_the_future() -> None:
    found = Case(0, 1, 10, [(0, 0.0), (2, 10.0)], now=4).bins()

    assert found.time.tolist() == [0]
    assert (found.of.twmean[0], found.of.covered[0]) == (5.0, 4)


def test_a_gap_ends_what_is_held_and_its_cause_says_what_comes_after() -> None:
    points = [(0, 0.0), (2, 8.0)]

    lost = Case(0, 1, 100, points, gaps=[(4, 90, False)]).bins().of
    away = Case(0, 1, 100, points, gaps=[(4, 90, True)]).bins().of
    lasts = Binner(0, 100, 100, [Unknown(4, NEVER)])
    lasts.add(samples_of([(0, 0.0, 0), (2, 8.0, 0)]))

    assert (lost.covered[0], lost.twmean[0]) == (4, 4.0)
    assert (away.covered[0], away.twmean[0]) == (14, 96 / 14)
    assert lasts.finish(FAR).of.covered[0] == 4


def test_no_sample_is_no_bin() -> None:
    assert len(Case(0, 1, 10, []).bins()) == 0
    empty = Binner(0, 100, 10)
    empty.add(samples_of([]))
    empty.add_bins(Binner(0, 100, 1).finish(FAR))
    assert len(empty.finish(FAR)) == 0


def test_a_width_covers_the_range_with_as_many_bins_as_were_asked_for() -> None:
    assert [width_for(0, 100, bins) for bins in (1, 3, 100, 1_000)] == [100, 34, 1, 1]


def test_a_binner_goes_with_the_last_who_has_it() -> None:
    binner = Binner(0, 1_000, 10)
    gone = weakref.ref(binner)
    gc.disable()  # an engine has it look so seldom that thousands of binners would wait for it
    try:
        del binner
        assert gone() is None
    finally:
        gc.enable()
