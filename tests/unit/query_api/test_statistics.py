"""Statistics against a computation that goes through time step by step, in exact arithmetic."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import httpx
import numpy as np
import pytest
from caflux_contracts.statistics import PvStatistics, StatisticsAnswer
from caflux_query_api.statistics.answer import Wanted, statistics_of
from caflux_query_api.statistics.spread import Spread, held_percentiles, percentiles
from caflux_query_api.statistics.tally import Tally
from caflux_storage import Event
from caflux_storage.encode import encode_event, encode_text, sample_prefix
from caflux_storage.holding import Unknown
from caflux_storage.recording import Recording, Span
from caflux_testing.place import Place, numbers
from caflux_testing.plain import Point, held_at, samples_of
from hypothesis import example, given
from hypothesis import strategies as st

T0 = 1_700_000_000_000_000_001
S = 1_000_000_000
LENGTH = 60
PERCENT = [0.0, 10.0, 33.0, 90.0, 100.0]

levels = st.sampled_from([-2.0, 0.0, 0.5, 1.0, 7.0, 1e9, math.nan, math.inf, -math.inf])
points = st.lists(st.tuples(st.integers(0, LENGTH - 1), levels, st.integers(0, 3)), max_size=30).map(
    lambda found: sorted(found, key=lambda point: point[0])
)
unknowns = st.lists(
    st.tuples(st.integers(-20, LENGTH), st.integers(1, 30), st.booleans()).map(
        lambda gap: Unknown(T0 + gap[0] * S, T0 + (gap[0] + gap[1]) * S, gap[2])
    ),
    max_size=3,
)


def tallied(
    given_points: list[Point],
    carried: Point | None = None,
    unknown: list[Unknown] | None = None,
    now: int = LENGTH,
    cuts: list[int] | None = None,
) -> PvStatistics:
    before = None if carried is None else samples_of([carried])
    recording = Recording(Span(T0, T0 + LENGTH * S), T0 + now * S, before, [], unknown or [])
    tally, whole = Tally(recording), samples_of(given_points)
    edges = sorted({0, *(min(cut, len(whole)) for cut in cuts or []), len(whole)})
    for begin, end in pairwise(edges):
        tally.add(whole[begin:end])
    tally.finish()
    return statistics_of("A", tally, recording, Wanted(PERCENT, 4), ["off", "on"])


@given(
    points,
    st.none() | st.tuples(st.integers(-30, -1), levels, st.integers(0, 3)),
    unknowns,
    st.integers(-5, LENGTH + 5),
    st.lists(st.integers(0, 30), max_size=3),
)
@example([], (-1, 7.0, 2), [], LENGTH, [])
@example([(0, 1.0, 0), (0, 2.0, 0), (9, 2.0, 0)], None, [], LENGTH, [1])
def test_statistics_are_what_a_plain_computation_gives(
    found_points: list[Point], carried: Point | None, unknown: list[Unknown], now: int, cuts: list[int]
) -> None:
    known_points = [(T0 + time * S, value, severity) for time, value, severity in found_points]
    before = None if carried is None else (T0 + carried[0] * S, carried[1], carried[2])

    found = tallied(known_points, before, unknown, now, cuts)

    end = T0 + max(now * S, *(time - T0 for time, _, _ in known_points), 0)
    everything = ([] if before is None else [before]) + known_points
    steps = [(time, held_at(everything, unknown, time)) for time in range(T0, min(end, T0 + LENGTH * S), S)]
    held = [(time, point[1], point[2]) for time, point in steps if point is not None]
    check_samples(found, known_points)
    check_held(found, held)
    check_extremes(found, known_points, held)
    check_slopes(found, known_points, unknown)


def check_samples(found: PvStatistics, given_points: list[Point]) -> None:
    values = [value for _, value, _ in given_points if math.isfinite(value)]
    assert (found.count, found.numbers) == (len(given_points), len(values))
    if not values:
        assert found.samples is None
        return
    assert found.samples is not None
    check_mean(found.samples.mean, found.samples.std, found.samples.rms, [(v, 1) for v in values])
    expected = np.percentile(values, [50.0, *PERCENT]).tolist()
    assert [found.samples.median, *(v for _, v in found.samples.percentiles)] == pytest.approx(expected)
    assert [p for p, _ in found.samples.percentiles] == PERCENT
    assert found.samples.histogram == np.histogram(values, found.edges)[0].tolist()


def check_held(found: PvStatistics, held: list[Point]) -> None:
    values = [value for _, value, _ in held if math.isfinite(value)]
    assert found.covered == len(values)
    severities = [sum(severity == level for _, _, severity in held) for level in range(4)]
    assert found.severities is not None
    assert list(found.severities.model_dump().values()) == severities
    for state in found.states or []:
        assert state.seconds == sum(value == state.value for value in values)
    if not values:
        assert (found.held, found.integral) == (None, None)
        return
    assert found.held is not None
    check_mean(found.held.mean, found.held.std, found.held.rms, [(v, 1) for v in values])
    assert found.integral == pytest.approx(float(sum(map(Fraction, values))), rel=1e-9, abs=1e-3)
    ordered = sorted(values)
    ranks = [max(0, math.ceil(Fraction(p) * len(ordered) / 100) - 1) for p in (50.0, *PERCENT)]
    expected = [ordered[rank] for rank in ranks]
    assert [found.held.median, *(v for _, v in found.held.percentiles)] == expected
    assert found.held.histogram == pytest.approx(np.histogram(values, found.edges)[0].tolist())


def check_mean(
    mean: float | None, std: float | None, rms: float | None, weighed: list[tuple[float, int]]
) -> None:
    n = sum(weight for _, weight in weighed)
    exact = sum((Fraction(value) * weight for value, weight in weighed), Fraction(0)) / n
    square = sum((Fraction(value) ** 2 * weight for value, weight in weighed), Fraction(0)) / n
    assert mean == pytest.approx(float(exact), rel=1e-9, abs=1e-9)
    assert std == pytest.approx(math.sqrt(square - exact**2), rel=1e-6, abs=1e-6)
    assert rms == pytest.approx(math.sqrt(square), rel=1e-9)


def check_extremes(found: PvStatistics, given_points: list[Point], held: list[Point]) -> None:
    numbers_ = [(value, time) for time, value, _ in given_points + held if math.isfinite(value)]
    if not numbers_:
        assert (found.min, found.max) == (None, None)
        return
    assert found.min is not None
    assert found.max is not None
    low, high = min(value for value, _ in numbers_), max(value for value, _ in numbers_)
    assert (found.min.value, found.min.time) == (low, min(t for v, t in numbers_ if v == low))
    assert (found.max.value, found.max.time) == (high, min(t for v, t in numbers_ if v == high))


def check_slopes(found: PvStatistics, given_points: list[Point], unknown: list[Unknown]) -> None:
    slopes = []
    for (before, low, _), (after, high, _) in pairwise(given_points):
        whole = all(held_at(given_points, unknown, time) for time in range(before, after, S))
        if after > before and whole and math.isfinite(low) and math.isfinite(high):
            slopes.append((high - low) / ((after - before) // S))
    rise, fall = found.rates.steepest_rise, found.rates.steepest_fall
    if not slopes:
        assert (rise, fall) == (None, None)
        return
    assert rise is not None
    assert fall is not None
    assert (rise.value, fall.value) == (max(slopes), min(slopes))


def test_a_spread_too_large_to_keep_is_right_to_within_what_it_says() -> None:
    values = np.random.default_rng(3).lognormal(size=40_000)
    held = np.arange(1, len(values) + 1)
    spread = Spread(limit=5_000, kept=2_000)
    for part in np.split(np.arange(len(values)), 80):
        spread.add(values[part], np.ones(len(part), np.int64), held[part])

    value, count, kept = spread.rows()

    assert not spread.exact
    assert len(value) <= 4_000
    assert (count.sum(), kept.sum()) == (len(values), held.sum())
    percent = np.array([1.0, 25.0, 50.0, 99.0])
    ranks = [np.mean(values <= v) * 100 for v in percentiles(value, count, percent)]
    assert ranks == pytest.approx(percent.tolist(), abs=1.0)
    times = [held[values <= v].sum() / held.sum() * 100 for v in held_percentiles(value, kept, percent)]
    assert times == pytest.approx(percent.tolist(), abs=1.0)


def test_few_values_are_exact_however_many_samples() -> None:
    spread = Spread(limit=100, kept=10)
    for _ in range(10):
        spread.add(np.tile([1.0, 2.0, 4.0], 40), np.ones(120, np.int64), np.full(120, 5))

    assert spread.exact
    assert [column.tolist() for column in spread.rows()] == [[1, 2, 4], [400] * 3, [2000] * 3]


async def ask(client: httpx.AsyncClient, **params: Any) -> list[PvStatistics]:
    answer = await client.get("/v1/statistics", params=params)
    assert answer.status_code == 200, answer.text
    return StatisticsAnswer.model_validate_json(answer.content).statistics


async def test_statistics_of_a_range_are_given(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("A", [T0 - S, T0 + 10 * S, T0 + 20 * S], [4.0, 1.0, 2.0], 1, 4),
        encode_event(Event("A", T0 + 30 * S, "disconnected")),
        numbers("B", [T0], [1.0]),
    )

    found, other = await ask(client, pv=["A", "B"], **{"from": T0, "to": T0 + 40 * S, "percentile": 50})

    assert other.pv == "B"
    assert (found.count, found.covered, found.unknown) == (2, 30.0, 10.0)
    assert found.min is not None
    assert found.max is not None
    assert (found.min.value, found.min.time) == (1.0, T0 + 10 * S)
    assert (found.max.value, found.max.time) == (4.0, T0)
    assert found.held is not None
    assert [found.held.mean, found.integral] == pytest.approx([70 / 30, 70.0])
    assert found.severities is not None
    assert found.severities.minor == 30.0
    assert (found.completeness, [gap.cause for gap in found.gaps]) == (75.0, ["disconnected"])
    assert found.rates.mean == pytest.approx(0.1)
    assert [(state.value, state.seconds) for state in found.states or []] == [
        (1.0, 10.0),
        (2.0, 10.0),
        (4.0, 10.0),
    ]


async def test_texts_are_states(client: httpx.AsyncClient, place: Place) -> None:
    prefix = sample_prefix("A")
    await place.write(encode_text(prefix, T0, "open", 0, 0), encode_text(prefix, T0 + 3 * S, "closed", 0, 0))

    (found,) = await ask(client, pv="A", **{"from": T0, "to": T0 + 10 * S})

    assert [(state.value, state.seconds, state.count) for state in found.states or []] == [
        ("closed", 7.0, 1),
        ("open", 3.0, 1),
    ]
    assert (found.samples, found.held, found.covered, found.unknown) == (None, None, 0.0, 0.0)


def test_states_of_an_enum_have_their_strings() -> None:
    found = tallied([(T0, 1.0, 0), (T0 + 20 * S, 0.0, 0), (T0 + 25 * S, 2.0, 0)])

    assert [(state.value, state.label) for state in found.states or []] == [
        (2.0, None),
        (1.0, "on"),
        (0.0, "off"),
    ]


def test_what_has_many_values_has_no_states() -> None:
    found = tallied([(T0 + k * S, float(k), 0) for k in range(40)])

    assert found.states is None
    assert found.samples is not None


async def test_no_data_is_no_error_and_an_unknown_pv_is(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(encode_event(Event("A", T0 - S, "paused")))

    (found,) = await ask(client, pv="A", **{"from": T0, "to": T0 + 10 * S})
    unknown = await client.get("/v1/statistics", params={"pv": "nobody"})

    assert (found.count, found.samples, found.completeness) == (0, None, 0.0)
    assert [gap.cause for gap in found.gaps] == ["paused"]
    assert unknown.status_code == 404
