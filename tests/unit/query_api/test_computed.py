"""Expressions, conditions and a common time base over HTTP, from either archive."""

import math
from typing import Any

import httpx
import numpy as np
import pytest
from caflux_contracts.retrieval import DataAnswer, IntervalsAnswer
from caflux_contracts.statistics import PvStatistics, StatisticsAnswer
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_storage import Event
from caflux_storage.encode import encode_event
from caflux_testing.place import Place, numbers

S = 1_000_000_000
T0 = 1_790_000_000 * S
DIFFERENCE = '"SR:A" - "SR:B"'


def at(*seconds: float) -> list[int]:
    return [T0 + round(second * S) for second in seconds]


async def data(client: httpx.AsyncClient, start: float, stop: float, **more: Any) -> list[dict[str, Any]]:
    """Give the series of an answer that is as the contract says."""
    params = {"from": at(start)[0], "to": at(stop)[0], **more}
    answer = await client.get("/v1/data", params=params)
    assert answer.status_code == 200, answer.text
    DataAnswer.model_validate_json(answer.content)
    series: list[dict[str, Any]] = answer.json()["series"]
    return series


async def intervals(client: httpx.AsyncClient, expr: str, start: float, stop: float, **more: Any) -> Any:
    params = {"from": at(start)[0], "to": at(stop)[0], "expr": expr, **more}
    answer = await client.get("/v1/intervals", params=params)
    assert answer.status_code == 200, answer.text
    return IntervalsAnswer.model_validate_json(answer.content)


async def test_an_expression_is_a_series_on_the_union_of_the_times(
    client: httpx.AsyncClient, place: Place
) -> None:
    await place.write(
        numbers("SR:A", at(-5, 2, 4), [10.0, 20.0, 30.0]), numbers("SR:B", at(-3, 3), [1.0, 2.0], 1, 3)
    )

    recorded, computed = await data(client, 0, 10, expr=DIFFERENCE, pv="SR:A")

    assert (recorded["pv"], recorded["value"]) == ("SR:A", [10.0, 20.0, 30.0])
    assert (computed["pv"], computed["kind"]) == (DIFFERENCE, "raw")
    assert computed["time"] == at(-3, 2, 3, 4)
    assert computed["value"] == [9.0, 19.0, 18.0, 28.0]
    assert computed["severity"] == [1, 1, 1, 1]
    assert computed["status"] == [14, 14, 14, 14]


async def test_a_computed_pv_has_the_bins_of_the_pv(client: httpx.AsyncClient, place: Place) -> None:
    values = np.random.default_rng(1).normal(size=500).round(6)
    await place.write(
        numbers("SR:A", at(*range(-1, 499)), values.tolist()),
        encode_event(Event("SR:A", at(100.5)[0], "disconnected")),
        encode_event(Event("SR:A", at(120.5)[0], "connected")),
    )

    plain, computed = await data(client, 0, 600, pv="SR:A", expr='"SR:A" * 1', points=40)

    assert (plain["kind"], computed["kind"], computed["source"]) == ("binned", "binned", "raw")
    same = [k for k, time in enumerate(plain["time"]) if not at(90)[0] <= time < at(130)[0]]
    there = {time: k for k, time in enumerate(computed["time"])}
    for column in ("first", "last", "min", "max", "mean", "twmean", "std", "count", "covered"):
        wanted = [plain[column][k] for k in same]
        assert [computed[column][there[plain["time"][k]]] for k in same] == pytest.approx(wanted), column
    assert computed["completeness"] == pytest.approx(plain["completeness"])
    assert [(gap["cause"], gap["detail"]) for gap in computed["gaps"]] == [("disconnected", "SR:A")]


async def test_where_one_pv_is_not_known_neither_is_the_expression(
    client: httpx.AsyncClient, place: Place
) -> None:
    await place.write(
        numbers("SR:A", at(-1), [10.0]),
        numbers("SR:B", at(2), [1.0]),
        encode_event(Event("SR:A", at(4)[0], "disconnected", "IOC gone")),
        encode_event(Event("SR:A", at(6)[0], "connected")),
    )

    (series,) = await data(client, 0, 10, expr=DIFFERENCE)

    assert series["time"] == at(-1, 2, 4, 6)
    assert series["value"] == [None, 9.0, None, 9.0]
    assert series["special"] == [[0, "nan"], [2, "nan"]]
    assert series["severity"] == [3, 0, 3, 0]
    assert series["completeness"] == pytest.approx(60.0)
    assert [(gap["start"], gap["detail"]) for gap in series["gaps"]] == [(at(4)[0], "SR:A: IOC gone")]


async def test_what_lies_before_the_range_is_read_where_it_is_needed(
    client: httpx.AsyncClient, place: Place
) -> None:
    await place.write(numbers("SR:A", at(*range(-100, 10)), [float(k) for k in range(-100, 10)]))

    ago, mean = await data(client, 0, 3, expr=['shift("SR:A", -60s)', 'mean("SR:A", 10s)'])

    assert ago["time"] == at(-1, 0, 1, 2)
    assert ago["value"] == [-61.0, -60.0, -59.0, -58.0]
    assert mean["time"] == at(0, 1, 2)
    assert mean["value"] == pytest.approx([-5.5, -4.5, -3.5])


async def test_rows_on_a_common_time_base(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("SR:A", at(-1, 2.5, 6), [1.0, 2.0, 3.0]), numbers("SR:B", at(1, 3.2), [5.0, 6.0])
    )

    a, b = await data(client, 0, 7, pv=["SR:A", "SR:B"], period="2s")

    assert a["time"] == b["time"] == at(0, 2, 4, 6)
    assert a["value"] == [1.0, 1.0, 2.0, 3.0]
    assert b["value"] == [None, 5.0, 6.0, 6.0]


async def test_only_while_a_condition_holds(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("SR:A", at(-1, 3, 5, 7), [1.0, 2.0, 3.0, 4.0]), numbers("SR:I", at(-9, 2, 6), [0.0, 9.0, 0.0])
    )

    (series,) = await data(client, 0, 10, pv="SR:A", where='"SR:I" > 5')

    assert series["time"] == at(2, 3, 5, 6)
    assert series["value"] == [1.0, 2.0, 3.0, None]


async def test_only_while_a_condition_holds_for_long_enough(client: httpx.AsyncClient, place: Place) -> None:
    """As filter for data, statistics and exports alike."""
    await place.write(
        numbers("SR:A", at(-1, 1, 3, 5, 7), [1.0, 2.0, 3.0, 4.0, 5.0]),
        numbers("SR:I", at(-9, 1, 2, 4, 8), [0.0, 9.0, 0.0, 9.0, 0.0]),
    )
    only = {"pv": "SR:A", "where": '"SR:I" > 5', "where_min": "2s"}

    (series,) = await data(client, 0, 10, **only)
    (found,) = await statistics(client, 0, 10, **only)
    span = {"from": str(at(0)[0]), "to": str(at(10)[0]), "format": "json"}
    exported = (await client.get("/v1/export", params=only | span)).json()
    alone = await client.get("/v1/data", params={"pv": "SR:A", "where_min": "2s"})

    assert series["time"] == at(4, 5, 7, 8)
    assert series["value"] == [3.0, 4.0, 5.0, None]
    assert (found.count, found.covered) == (3, 4.0)
    assert found.integral == pytest.approx(3.0 + 2 * 4.0 + 5.0)
    assert [row[1:3] for row in exported["rows"]] == [[at(4)[0], 3.0], [at(5)[0], 4.0], [at(7)[0], 5.0]]
    assert alone.status_code == 422
    assert "where_min" in alone.json()["detail"]


async def test_intervals_in_which_a_condition_holds(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("SR:I", at(-9, 2, 10, 11, 20), [9.0, 0.0, 9.0, 0.0, 9.0]),
        numbers("SR:VAC", at(-9, 25, 30), [1e-8, 1e-6, 1e-8]),
    )
    condition = '"SR:I" > 5 and "SR:VAC" < 1e-7'

    found = await intervals(client, condition, 0, 40)
    long = await intervals(client, condition, 0, 40, min="3s")

    shown = [
        ((one.start - T0) / S, (one.stop - T0) / S, one.begun_before, one.goes_on) for one in found.intervals
    ]
    assert shown == [
        (0, 2, True, False),
        (10, 11, False, False),
        (20, 25, False, False),
        (30, 40, False, True),
    ]
    assert found.total == 18 * S
    assert found.unknown == []
    assert [(one.start - T0) // S for one in long.intervals] == [20, 30]


async def test_intervals_say_why_nothing_is_known(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("SR:I", at(5, 20, 25), [1.0, -1.0, 1.0]),
        encode_event(Event("SR:I", at(10)[0], "disconnected", "IOC gone")),
        encode_event(Event("SR:I", at(15)[0], "connected")),
    )

    found = await intervals(client, 'sqrt("SR:I") > 0', 0, 30)

    assert [((gap.start - T0) // S, gap.cause, gap.detail) for gap in found.unknown] == [
        (0, "no-data", ""),
        (10, "disconnected", "SR:I: IOC gone"),
        (20, "not-a-number", ""),
    ]
    assert [((one.start - T0) // S, (one.stop - T0) // S) for one in found.intervals] == [
        (5, 10),
        (15, 20),
        (25, 30),
    ]


async def test_what_has_not_happened_yet_is_not_told(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("SR:A", at(0), [1.0]))

    params: dict[str, Any] = {"from": "now-10s", "to": "now+1h"}
    base = {**params, "period": "1s", "pv": "SR:A", "points": 20_000}
    rows = (await client.get("/v1/data", params=base)).json()["series"][0]
    held = (await client.get("/v1/intervals", params={**params, "expr": '"SR:A" > 0'})).json()

    assert 9 <= len(rows["time"]) <= 1_000
    assert 10 * S <= held["total"] <= 1_000 * S


@pytest.mark.parametrize(
    ("path", "params", "status", "said"),
    [
        ("data", {}, 422, "name at least one pv or expr"),
        ("data", {"expr": '"A" +'}, 422, "expr: the expression ends too early at column 6"),
        ("data", {"expr": "1 + 1"}, 422, "needs at least one PV"),
        ("data", {"expr": 'open("/etc/passwd")'}, 422, "there is no function 'open'"),
        ("data", {"expr": '"nobody" + 1'}, 404, "'nobody'"),
        ("data", {"pv": "A", "where": '"A" >'}, 422, "where: the expression ends too early"),
        ("data", {"pv": "A", "period": "fast"}, 422, "period: 'fast' is no length of time"),
        ("data", {"pv": "A", "period": "0s"}, 422, "period"),
        ("data", {"pv": "A", "period": "1ms"}, 422, "3,600,000 rows"),
        ("data", {"expr": [f'"A" + {k}' for k in range(21)]}, 422, "20"),
        ("intervals", {}, 422, "expr"),
        ("intervals", {"expr": '"A" > 1', "min": "-1s"}, 422, "min"),
        ("intervals", {"expr": '"nobody" > 1'}, 404, "'nobody'"),
    ],
)
async def test_bad_questions_are_answered_with_what_is_wrong(
    client: httpx.AsyncClient, path: str, params: dict[str, Any], status: int, said: str
) -> None:
    answer = await client.get(f"/v1/{path}", params=params)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


async def test_the_place_of_an_error_can_be_shown(client: httpx.AsyncClient) -> None:
    (error,) = (await client.get("/v1/data", params={"expr": '"A"\n+ $'})).json()["errors"]

    assert (error["where"], error["line"], error["column"], error["offset"]) == ("expr", 2, 3, 6)


async def test_more_than_can_be_computed_is_refused_with_how_to_narrow_it(place: Place) -> None:
    await place.write(numbers("SR:A", at(*range(60)), [0.0] * 60), numbers("SR:B", at(0), [0.0]))
    app = create(QuerySettings(archive_url=place.url, max_samples=50))

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
    ):
        params: dict[str, Any] = {"from": T0, "expr": DIFFERENCE}
        refused = await client.get("/v1/data", params={**params, "to": at(60)[0]})
        allowed = await client.get("/v1/data", params={**params, "to": at(40)[0]})

    assert refused.status_code == 422
    assert "shorter range" in refused.json()["detail"]
    assert allowed.status_code == 200


async def test_nan_that_was_recorded_is_not_known_either(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("SR:A", at(1, 2), [math.nan, 1.0]))

    (series,) = await data(client, 0, 5, expr='"SR:A" ** 0')

    assert series["value"] == [None, 1.0]


async def statistics(client: httpx.AsyncClient, start: float, stop: float, **more: Any) -> list[PvStatistics]:
    params = {"from": at(start)[0], "to": at(stop)[0], **more}
    answer = await client.get("/v1/statistics", params=params)
    assert answer.status_code == 200, answer.text
    return StatisticsAnswer.model_validate_json(answer.content).statistics


async def test_statistics_of_an_expression(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("SR:A", at(-1, 4), [10.0, 20.0]), numbers("SR:B", at(2), [1.0]))

    plain, computed = await statistics(client, 0, 10, pv="SR:A", expr=DIFFERENCE)

    assert (plain.pv, plain.count) == ("SR:A", 1)
    assert (computed.pv, computed.count, computed.first, computed.last) == (DIFFERENCE, 2, 9.0, 19.0)
    assert computed.integral == pytest.approx(2 * 9.0 + 6 * 19.0)
    assert (computed.covered, computed.unknown) == (8.0, 2.0)


async def test_statistics_only_while_a_condition_holds(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("SR:A", at(-1, 3, 5, 7), [1.0, 2.0, 3.0, 400.0]),
        numbers("SR:I", at(-9, 2, 6), [0.0, 9.0, 0.0]),
    )

    (found,) = await statistics(client, 0, 10, pv="SR:A", where='"SR:I" > 5')

    assert (found.count, found.covered) == (3, 4.0)
    assert (found.min and found.min.value, found.max and found.max.value) == (1.0, 3.0)
    assert found.integral == pytest.approx(1.0 + 2 * 2.0 + 3.0)


async def test_statistics_of_a_computed_pv_are_those_of_the_pv(
    client: httpx.AsyncClient, place: Place
) -> None:
    values = np.random.default_rng(3).normal(size=300).round(6)
    await place.write(
        numbers("SR:A", at(*range(-1, 299)), values.tolist()),
        encode_event(Event("SR:A", at(100.5)[0], "disconnected")),
        encode_event(Event("SR:A", at(100.7)[0], "connected")),
    )

    plain, computed = await statistics(client, 0, 400, pv="SR:A", expr='"SR:A" * 1')

    for column in ("covered", "integral", "unknown", "completeness", "last"):
        assert getattr(computed, column) == pytest.approx(getattr(plain, column)), column
    assert (computed.min, computed.max) == (plain.min, plain.max)
    assert computed.count == plain.count + 1  # what is held again after the gap is a row
