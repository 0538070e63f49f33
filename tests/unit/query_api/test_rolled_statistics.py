"""Statistics made of rollups are those made of the samples, as far as they go."""

import math
from uuid import uuid4

import httpx
import numpy as np
import pytest
from caflux_contracts.statistics import PvStatistics, StatisticsAnswer
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_storage.encode import sample_prefix
from caflux_storage.rollups import encode_rollups, encode_since
from caflux_testing.place import Place
from caflux_testing.rolled import END, HOURS, T0, S, Signal, one, roll_up, seconds, signals
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

HOUR = 3_600 * S


async def asked(client: httpx.AsyncClient, pv: str, start: int, stop: int, source: str) -> PvStatistics:
    params: dict[str, str | int] = {"pv": pv, "from": start, "to": stop, "source": source}
    answer = await client.get("/v1/statistics", params=params)
    assert answer.status_code == 200, answer.text
    [found] = StatisticsAnswer.model_validate_json(answer.content).statistics
    return found


def check(found: PvStatistics, wanted: PvStatistics) -> None:
    for name in (
        "count",
        "numbers",
        "first",
        "last",
        "min",
        "max",
        "gaps",
        "severities",
        "covered",
        "unknown",
    ):
        assert getattr(found, name) == getattr(wanted, name), name
    assert found.completeness == wanted.completeness
    assert found.integral == close(wanted.integral)
    assert found.rates.mean == wanted.rates.mean
    assert found.rates.samples_per_second == wanted.rates.samples_per_second
    assert (found.samples is None, found.held is None) == (wanted.samples is None, wanted.held is None)
    if found.samples is not None and wanted.samples is not None:
        assert found.samples.mean == close(wanted.samples.mean)
        assert found.samples.rms == close(wanted.samples.rms)
        assert found.samples.std == pytest.approx(wanted.samples.std, rel=1e-6, abs=1e-6)
    if found.held is not None and wanted.held is not None:
        assert found.held.mean == close(wanted.held.mean)


def close(number: float | None) -> object:
    return number if number is None else pytest.approx(number, rel=1e-9, abs=1e-6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(signal=signals, first=seconds, last=seconds, more=st.integers(0, S))
@example(Signal(0, 40, [], [], 0, 2, [], 0.0, [(0, 2_387)]), 2_387, 13_186, 1)
@example(Signal(1, 5_000, [], [(20_000, 500)], 0, HOURS, [], 0.001, [(50_000, 900)]), 100, 100_000, 1)
@example(
    Signal(2, 300, [(9_000, math.nan)], [(9_000, 9_000)], 1, 25, [], 0.0, [(50_000, 900)]), 100, 99_000, 7
)
@example(Signal(3, 5_000, [(70_000, math.inf)], [], 2, 28, [(40_000, 1e5)], 0.01), 5_000, 107_000, 0)
async def test_statistics_of_rollups_are_those_of_samples(
    client: httpx.AsyncClient, place: Place, signal: Signal, first: int, last: int, more: int
) -> None:
    pv = f"PV:{uuid4()}"
    await place.write(signal.lines(pv), one(pv, T0 - 5 * S, 1.0))
    await roll_up(place, pv, signal)
    first, last = sorted((first, last))
    span = T0 + first * S + more, T0 + (last + 2) * S

    wanted = await asked(client, pv, *span, "raw")
    found = await asked(client, pv, *span, "rollups")

    check(found, wanted)
    assert wanted.source == "raw"


async def test_they_are_made_of_rollups_and_say_so(client: httpx.AsyncClient, place: Place) -> None:
    """Of a steady PV without alarms: nothing but the ends and the extremes is read."""
    signal = Signal(1, 5_000, [], [], 0, HOURS, [], alarms=0.0)
    await place.write(signal.lines("A"))
    await roll_up(place, "A", signal)

    found = await asked(client, "A", T0 + 90 * S, END - 90 * S, "rollups")
    short = await asked(client, "A", T0 + 90 * S, T0 + 2 * HOUR, "rollups")

    assert (found.source, short.source) == ("sample_1h", "sample_1m")
    assert found.samples is not None
    assert found.held is not None
    assert (found.samples.median, found.samples.histogram, found.edges) == (None, [], [])
    assert {value for _, value in found.samples.percentiles + found.held.percentiles} == {None}
    assert (found.held.std, found.held.rms, found.states, found.rates.steepest_rise) == (None,) * 4
    assert (await asked(client, "A", T0, END, "auto")).source == "raw"


async def test_what_is_too_much_to_read_is_made_of_rollups(place: Place) -> None:
    signal = Signal(1, 5_000, [], [], 0, HOURS, [], alarms=0.0)
    await place.write(signal.lines("A"))
    await roll_up(place, "A", signal)
    app = create(QuerySettings(archive_url=place.url, max_samples=2_000))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://query") as client,
    ):
        params: dict[str, str | int] = {"pv": "A", "from": T0, "to": END, "source": "raw"}
        refused = await client.get("/v1/statistics", params=params)
        found = await asked(client, "A", T0, END, "rollups")
        left = await asked(client, "A", T0, END, "auto")

    assert refused.status_code == 422
    assert "shorter range" in refused.json()["detail"]
    assert found.count == left.count > 4_000
    assert left.source == "sample_1h"


async def test_where_samples_are_gone_their_rollups_are_taken(
    client: httpx.AsyncClient, place: Place
) -> None:
    """Samples of hours that the rollups count, but which nobody has any more."""
    signal = Signal(1, 5_000, [], [], 0, HOURS, [])
    await place.write(signal.lines("A"))
    await roll_up(place, "A", signal)
    whole = await asked(client, "A", T0, END, "raw")
    await moved(place, "A", "B")

    found = await asked(client, "B", T0, END, "rollups")

    assert (found.count, found.severities) == (whole.count, None)
    assert found.samples is not None
    assert whole.samples is not None
    assert found.samples.mean == close(whole.samples.mean)
    assert found.min is not None
    assert whole.min is not None
    assert found.min.value == whole.min.value
    assert 0 <= whole.min.time - found.min.time <= found.min.within * S
    assert found.min.within == 60


async def moved(place: Place, pv: str, to: str) -> None:
    """Write the rollups of a PV as those of another, which has no samples."""
    for width in (60 * S, HOUR):
        async for rows in place.archive.rollups(pv, width, T0, END):
            nothing = np.zeros(len(rows), np.int64)
            await place.write(encode_rollups([sample_prefix(to)], nothing, rows))
    await place.write(encode_since(sample_prefix(to), T0))
