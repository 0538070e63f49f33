"""A plot over rollups is the one over the samples."""

from uuid import uuid4

import numpy as np
import pytest
from caflux_query_api.beside import beside
from caflux_query_api.data import Budget, read_series
from caflux_query_api.rolled import Grid, binner_of, grid, plan_of, read_rolled
from caflux_storage.bins import Bins
from caflux_storage.encode import sample_prefix
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span
from caflux_storage.rollups import HOUR, MINUTE, Marks, encode_cleared, encode_doubt
from caflux_testing.place import Place
from caflux_testing.rolled import END, HOURS, T0, S, Signal, one, roll_up, seconds, signals
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

spans = st.tuples(st.integers(0, 2**61), st.integers(1, 2**60)).map(lambda two: Span(two[0], sum(two)))


@given(span=spans, points=st.integers(1, 20_000))
def test_the_grid_covers_the_range_with_no_more_bins_than_asked_for(span: Span, points: int) -> None:
    start, width = grid(span, points)

    assert start <= span.start
    assert span.start - start < max(width, 1)
    count = -(-(span.stop - start) // width)
    assert count <= points
    least = -(-(span.stop - span.start) // points)
    if 2 * least >= MINUTE:
        unit = HOUR if 2 * least >= HOUR else MINUTE
        assert start % unit == width % unit == 0
        assert width <= least + 2 * unit
    else:
        assert (start, width) == (span.start, least)


async def both(place: Place, pv: str, span: Span, bins: Grid) -> tuple[Bins, Bins, str]:
    async with beside(place.archive, [pv], span, END, rollups=True) as known:
        recording, marks = await known.recording(pv), (await known.marks).get(pv, Marks())
    plan = await plan_of(place.archive, pv, span, bins, marks)
    found = await read_rolled(place.archive, pv, recording, plan, Budget(10**9).spend)
    binner = binner_of(recording, bins)
    async for chunk in place.archive.samples(pv, span.start, span.stop):
        binner.add(chunk)
    return found.bins, binner.finish(END), found.source


def check_same(found: Bins, wanted: Bins) -> None:
    assert (found.width, found.time.tolist()) == (wanted.width, wanted.time.tolist())
    for name in ("count", "numbers", "severity", "first", "last", "min", "max", "covered"):
        np.testing.assert_array_equal(getattr(found.of, name), getattr(wanted.of, name), name)
    for name in ("mean", "twmean"):
        np.testing.assert_allclose(getattr(found.of, name), getattr(wanted.of, name), 1e-12, err_msg=name)
    np.testing.assert_allclose(found.of.std, wanted.of.std, 1e-6, 1e-9)


grids = st.tuples(seconds, seconds, st.integers(0, S), st.sampled_from([MINUTE, 7 * MINUTE, HOUR, 3 * HOUR]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(signal=signals, asked=grids)
async def test_bins_over_rollups_are_those_over_samples(
    place: Place, signal: Signal, asked: tuple[int, int, int, int]
) -> None:
    pv = f"PV:{uuid4()}"
    await place.write(signal.lines(pv))
    await roll_up(place, pv, signal)
    first, last = sorted(asked[:2])
    span = Span(T0 + first * S + asked[2], T0 + (last + 2) * S)
    unit = HOUR if asked[3] >= HOUR else MINUTE

    found, wanted, _ = await both(place, pv, span, Grid(span.start // unit * unit, asked[3]))

    check_same(found, wanted)


async def test_rollups_are_what_is_read(place: Place) -> None:
    signal = Signal(1, 5_000, [], [], 0, HOURS, [])
    await place.write(signal.lines("A"))
    await roll_up(place, "A", signal)
    span = Span(T0 + 90 * S, END - 90 * S)
    spent: list[int] = []

    async with beside(place.archive, ["A"], span, END, rollups=True) as known:
        plan = await plan_of(place.archive, "A", span, grid(span, 10), (await known.marks)["A"])
        found = await read_rolled(place.archive, "A", await known.recording("A"), plan, spent.append)
        again = await read_series(place.archive, "A", 1_000, known, Budget(10**9))

    assert found.source == "sample_1h"
    assert sum(spent) < 400
    assert (again.source, again.raw) == ("sample_1m", None)
    assert again.completeness == pytest.approx(100, abs=0.1)


async def test_rows_of_a_doubtful_hour_are_not_taken_until_it_is_cleared(place: Place) -> None:
    signal = Signal(1, 5_000, [], [], 0, HOURS, [])
    await place.write(signal.lines("A"))
    await roll_up(place, "A", signal)
    before = await both(place, "A", Span(T0, END), Grid(T0, HOUR))
    late = one("A", T0 + 3 * HOUR + 7, 1e9)
    await place.write(late, encode_doubt(sample_prefix("A"), T0 + 3 * HOUR, 5))

    doubtful = await both(place, "A", Span(T0, END), Grid(T0, HOUR))
    check_same(*doubtful[:2])
    assert doubtful[1].of.max[3] == 1e9
    await place.write(encode_cleared(sample_prefix("A"), T0 + 3 * HOUR, 5))
    assert (await both(place, "A", Span(T0, END), Grid(T0, HOUR)))[0].of.max[3] == before[1].of.max[3]

    hour = Span(T0 + 3 * HOUR, T0 + 4 * HOUR)
    [made] = [each async for each in rebuilt(place.archive, ["A"], hour, END)]
    await place.write(*made.lines.values())
    check_same(*(await both(place, "A", Span(T0, END), Grid(T0, HOUR)))[:2])


async def test_without_rollups_samples_are_read(place: Place) -> None:
    await place.write(Signal(1, 5_000, [], [], 0, 0, []).lines("A"))

    found, wanted, source = await both(place, "A", Span(T0, END), Grid(T0, HOUR))

    assert source == "raw"
    check_same(found, wanted)
