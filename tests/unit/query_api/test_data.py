"""Ranges over HTTP, from either archive."""

import json
import math
from typing import Any

import httpx
import numpy as np
import pytest
from caflux_contracts.retrieval import DataAnswer
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_storage import Event
from caflux_storage.encode import encode_array, encode_event, encode_text, sample_prefix
from caflux_testing.place import Place, numbers

T0 = 1_790_000_000_000_000_001
S = 1_000_000_000


async def ask(client: httpx.AsyncClient, *pvs: str, **more: Any) -> list[dict[str, Any]]:
    """Give the series of an answer that is as the contract says."""
    answer = await client.get("/v1/data", params=[("pv", pv) for pv in pvs] + list(more.items()))
    assert answer.status_code == 200, answer.text
    DataAnswer.model_validate_json(answer.content)
    series: list[dict[str, Any]] = answer.json()["series"]
    return series


async def test_a_short_range_is_raw(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0, T0 + 1, T0 + 2], [1.5, 2.0, -0.0], 2, 4))

    (series,) = await ask(client, "A", **{"from": T0, "to": T0 + 3})

    assert series == {
        "kind": "raw",
        "pv": "A",
        "time": [T0, T0 + 1, T0 + 2],
        "value": [1.5, 2.0, 0.0],
        "severity": [2, 2, 2],
        "status": [4, 4, 4],
        "special": [],
        "gaps": [],
        "completeness": 100.0,
    }


async def test_the_range_is_given_back_as_it_was_understood(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0], [1.0]))

    answer = await client.get(
        "/v1/data?pv=A&from=2026-09-21T13:33:20.000000001Z&to=2026-09-21T15:33:21.5+02:00"
    )

    assert answer.json()["start"] == 1_789_997_600_000_000_001
    assert answer.json()["stop"] == 1_789_997_601_500_000_000


async def test_special_values_are_named(client: httpx.AsyncClient, place: Place) -> None:
    values = [math.nan, 1.0, math.inf, -math.inf]
    await place.write(numbers("A", list(range(T0, T0 + 4)), values))

    (series,) = await ask(client, "A", **{"from": T0, "to": T0 + 9})

    assert series["value"] == [None, 1.0, None, None]
    assert series["special"] == [[0, "nan"], [2, "inf"], [3, "-inf"]]


async def test_texts_and_waveforms_are_values(client: httpx.AsyncClient, place: Place) -> None:
    prefix = sample_prefix("A")
    await place.write(
        numbers("A", [T0], [1.0]),
        encode_text(prefix, T0 + 1, 'é "x"\n', 0, 0),
        encode_array(prefix, T0 + 2, np.array([1.5, np.nan, -np.inf]), 0, 0),
        encode_array(prefix, T0 + 3, np.array([1, 2], "i2"), 0, 0),
        encode_array(prefix, T0 + 4, np.array([b"ON", b"\xb5A"], "S40"), 0, 0),
        numbers("A", [T0 + 5], [math.inf]),
    )

    (series,) = await ask(client, "A", **{"from": T0, "to": T0 + 9})

    assert series["value"] == [1.0, 'é "x"\n', [1.5, "nan", "-inf"], [1, 2], ["ON", "µA"], None]
    assert series["special"] == [[5, "inf"]]


async def test_the_value_held_before_the_range_comes_first(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0 - 50, T0 - 5, T0, T0 + 1], [1.0, 2.0, 3.0, 4.0]))

    (series,) = await ask(client, "A", points=2, **{"from": T0, "to": T0 + 9})
    (later,) = await ask(client, "A", **{"from": T0 + 100, "to": T0 + 200})

    assert (series["time"], series["value"]) == ([T0 - 5, T0, T0 + 1], [2.0, 3.0, 4.0])
    assert (later["time"], later["value"]) == ([T0 + 1], [4.0])


async def test_a_long_range_is_binned(client: httpx.AsyncClient, place: Place) -> None:
    times = [T0 + k * S // 10 for k in range(1_000)]
    values = [float(k) for k in range(1_000)]
    values[777] = 1e6
    await place.write(numbers("A", times, values), numbers("A", [T0 - S], [-5.0]))

    (series,) = await ask(client, "A", points=10, **{"from": T0, "to": T0 + 100 * S})

    assert (series["kind"], series["width"]) == ("binned", 10 * S)
    assert series["time"] == [T0 + k * 10 * S for k in range(10)]
    assert series["count"] == [100] * 10
    assert series["first"] == [float(k * 100) for k in range(10)]
    assert series["min"] == [float(k * 100) for k in range(10)]
    assert series["max"] == [float(k * 100 + 99) if k != 7 else 1e6 for k in range(10)]
    assert series["mean"][0] == series["twmean"][0] == 49.5
    assert series["std"][0] == pytest.approx(np.std(np.arange(100)))


async def test_bins_of_minutes_begin_at_full_minutes(client: httpx.AsyncClient, place: Place) -> None:
    start = T0 // (120 * S) * 120 * S + 7 * S
    await place.write(numbers("A", [start + k * S for k in range(1_000)], [1.0] * 1_000))

    (series,) = await ask(client, "A", points=10, **{"from": start, "to": start + 1_000 * S})

    assert (series["width"], series["source"]) == (120 * S, "raw")
    assert series["time"] == [start - 7 * S + k * 120 * S for k in range(9)]
    assert series["count"] == [113, *[120] * 7, 47]


async def test_as_many_samples_as_points_are_raw_and_one_more_is_binned(
    client: httpx.AsyncClient, place: Place
) -> None:
    await place.write(numbers("A", list(range(T0, T0 + 11)), [0.0] * 11))

    assert (await ask(client, "A", points=10, **{"from": T0, "to": T0 + 10}))[0]["kind"] == "raw"
    assert (await ask(client, "A", points=10, **{"from": T0, "to": T0 + 11}))[0]["kind"] == "binned"


async def test_a_bin_of_nothing_finite_is_null(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", list(range(T0, T0 + 4)), [math.nan] * 4, 3, 17))

    (series,) = await ask(client, "A", points=1, **{"from": T0, "to": T0 + 4})

    assert (series["count"], series["severity"], series["mean"], series["max"]) == ([4], [3], [None], [None])


async def test_several_pvs_come_in_their_order_and_once(client: httpx.AsyncClient, place: Place) -> None:
    pvs = [f"PV:{k}" for k in range(20)]
    await place.write(*(numbers(pv, [T0 + k], [float(k)]) for k, pv in enumerate(pvs)))

    series = await ask(client, *reversed(pvs), pvs[3], **{"from": T0, "to": T0 + 99})

    assert [one["pv"] for one in series] == list(reversed(pvs))
    assert [one["value"] for one in series] == [[float(k)] for k in reversed(range(20))]


async def test_gaps_come_with_the_data(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("A", [T0, T0 + 90 * S], [1.0, 2.0]),
        encode_event(Event("A", T0 - 5, "connected")),
        encode_event(Event("A", T0 + 10 * S, "disconnected", "IOC gone")),
        encode_event(Event("A", T0 + 80 * S, "connected")),
    )
    gap = {
        "start": T0 + 10 * S,
        "stop": T0 + 80 * S,
        "cause": "disconnected",
        "detail": "IOC gone",
        "count": 0,
        "lost": True,
    }

    for points in (2, 1):
        (series,) = await ask(client, "A", points=points, **{"from": T0, "to": T0 + 100 * S})
        assert series["gaps"] == [gap]
        assert series["completeness"] == pytest.approx(30.0)


async def test_a_range_without_data_says_why(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(encode_event(Event("A", T0 - 9 * S, "paused", "by ann")))

    (series,) = await ask(client, "A", **{"from": T0, "to": T0 + S})

    assert (series["time"], series["completeness"]) == ([], 0.0)
    assert [(gap["start"], gap["stop"], gap["cause"]) for gap in series["gaps"]] == [
        (T0 - 9 * S, None, "paused")
    ]


@pytest.mark.parametrize("points", [1, 9])
async def test_samples_that_were_lost_leave_a_gap(
    client: httpx.AsyncClient, place: Place, points: int
) -> None:
    lost = f"the spool was full; lost until {T0 + 40 * S} ns"
    await place.write(
        numbers("A", [T0, T0 + 90 * S], [1.0, 2.0]),
        encode_event(Event("A", T0 - 5, "connected")),
        encode_event(Event("A", T0 + 30 * S, "overflow", lost, 12)),
        encode_event(Event("A", T0 + 95 * S, "clock", "the IOC's own time was 0 ns", 1)),
        encode_event(Event("A", T0 + 96 * S, "clock_right", "", 0)),
    )

    (series,) = await ask(client, "A", points=points, **{"from": T0, "to": T0 + 100 * S})

    gaps = [(gap["cause"], gap["stop"] - gap["start"], gap["count"], gap["lost"]) for gap in series["gaps"]]
    assert gaps == [("overflow", 10 * S + 1, 12, True), ("clock", S, 1, False)]
    assert series["completeness"] == pytest.approx(40.0)


@pytest.mark.parametrize("points", [1, 9])
async def test_a_gap_that_no_event_ended_ends_with_the_samples_of_another_collector(
    client: httpx.AsyncClient, place: Place, points: int
) -> None:
    await place.write(
        numbers("A", [T0 - 90 * S, T0 + 20 * S, T0 + 70 * S], [1.0, 2.0, 4.0]),
        encode_event(Event("A", T0 - 80 * S, "stopped")),
    )

    (series,) = await ask(client, "A", points=points, **{"from": T0, "to": T0 + 100 * S})
    (earlier,) = await ask(client, "A", points=points, **{"from": T0, "to": T0 + 10 * S})

    assert [gap["stop"] for gap in series["gaps"]] == [T0 + 20 * S]
    assert series["completeness"] == pytest.approx(80.0)
    assert [gap["stop"] for gap in earlier["gaps"]] == [None]


async def test_what_is_held_fills_bins_without_samples(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0 - S, T0 + 5 * S, T0 + 6 * S, T0 + 6 * S + 1], [9.0, 1.0, 3.0, 3.0]))

    (series,) = await ask(client, "A", points=2, **{"from": T0, "to": T0 + 20 * S})

    assert (series["time"], series["count"]) == ([T0, T0 + 10 * S], [3, 0])
    assert series["twmean"] == [(5 * 9 + 1 + 4 * 3) / 10, 3.0]
    assert (series["mean"][1], series["first"][1], series["covered"]) == (None, None, [10.0, 10.0])


async def test_texts_are_known_but_cover_nothing(client: httpx.AsyncClient, place: Place) -> None:
    texts = [encode_text(sample_prefix("T"), T0 + k * S, f"state {k}", 0, 0) for k in range(10)]
    await place.write(*texts)

    (series,) = await ask(client, "T", points=2, **{"from": T0, "to": T0 + 10 * S})

    assert (series["kind"], series["count"], series["covered"]) == ("binned", [5, 5], [0.0, 0.0])
    assert series["completeness"] == 100.0


async def test_a_value_does_not_count_while_nobody_knew_it(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("A", [T0 - 9 * S, T0 + 50 * S, T0 + 51 * S], [8.0, 1.0, 3.0]),
        encode_event(Event("A", T0 - 5 * S, "disconnected")),
        encode_event(Event("A", T0 + 49 * S, "connected")),
        encode_event(Event("A", T0 + 52 * S, "stopped")),
    )

    (series,) = await ask(client, "A", points=1, **{"from": T0, "to": T0 + 100 * S})

    # Back at 49 s the IOC would have sent what it held by then: it was still 8.
    assert (series["twmean"], series["covered"]) == ([4.0], [3.0])
    assert series["completeness"] == pytest.approx(3.0)
    assert [gap["cause"] for gap in series["gaps"]] == ["disconnected", "stopped"]


async def test_hostile_names_work_or_are_unknown(client: httpx.AsyncClient, place: Place) -> None:
    names = [
        "q'; DROP MEASUREMENT sample",
        'a "b"',
        "a/b/../c",
        'x.{"a":1}',
        "a,b=c d",
        "\\ x",
        "é&?#%",
        "$p0",
        "+ x",
    ]
    await place.write(*(numbers(name, [T0], [float(k)]) for k, name in enumerate(names)))

    series = await ask(client, *names, **{"from": T0, "to": T0 + 1})
    listed = (await client.get("/v1/pvs")).json()
    unknown = await client.get("/v1/data", params={"pv": "' OR ''='"})

    assert [(one["pv"], one["value"]) for one in series] == [
        (name, [float(k)]) for k, name in enumerate(names)
    ]
    assert listed["names"] == sorted(names)
    assert unknown.status_code == 404
    assert unknown.headers["content-type"] == "application/problem+json"
    assert "' OR ''='" in unknown.json()["detail"]


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        ({}, 422, "pv"),
        ({"pv": ""}, 422, "empty"),
        ({"pv": "x" * 500}, 422, "255"),
        ({"pv": "a\nb"}, 422, "control"),
        ({"pv": "A", "from": "yesterday"}, 422, "from: 'yesterday' is no time"),
        ({"pv": "A", "to": "2300-01-01"}, 422, "1970 to 2262"),
        ({"pv": "A", "from": "now", "to": "now-1h"}, 422, "ends before it begins"),
        ({"pv": "A", "from": "1789997600"}, 422, "seconds or milliseconds"),
        ({"pv": "A", "points": 0}, 422, "points"),
        ({"pv": "A", "points": 1_000_001}, 422, "points"),
        ({"pv": "A", "points": "many"}, 422, "points"),
        ({"pv": [f"PV:{k}" for k in range(101)]}, 422, "100"),
        ({"pv": [f"PV:{k}" for k in range(26)], "points": 80_000}, 422, "2,000,000 rows"),
        ({"pv": "nobody"}, 404, "'nobody'"),
    ],
)
async def test_bad_questions_are_answered_with_what_is_wrong(
    client: httpx.AsyncClient, params: dict[str, Any], status: int, said: str
) -> None:
    answer = await client.get("/v1/data", params=params)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


async def test_more_than_may_be_read_is_refused_with_how_to_narrow_it(place: Place) -> None:
    await place.write(numbers("A", list(range(T0, T0 + 50)), [0.0] * 50))
    app = create(QuerySettings(archive_url=place.url, max_samples=49))

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
    ):
        refused = await client.get("/v1/data", params={"pv": "A", "from": T0, "to": T0 + 50, "points": 5})
        allowed = await client.get("/v1/data", params={"pv": "A", "from": T0, "to": T0 + 49, "points": 5})

    assert refused.status_code == 422
    assert "49 samples" in refused.json()["detail"]
    assert "shorter range" in refused.json()["detail"]
    assert allowed.json()["series"][0]["count"] == [10, 10, 10, 10, 9]


async def test_waveforms_too_large_together_are_refused(client: httpx.AsyncClient, place: Place) -> None:
    array = np.zeros(500_000, "u1")
    await place.write(*(encode_array(sample_prefix("A"), T0 + k, array, 0, 0) for k in range(9)))

    refused = await client.get("/v1/data", params={"pv": "A", "from": T0, "to": T0 + 9})

    assert refused.status_code == 422
    assert "shorter" in refused.json()["detail"]
    assert len((await ask(client, "A", **{"from": T0, "to": T0 + 2}))[0]["value"][1]) == 500_000


async def test_an_archive_that_is_away_is_503_and_says_when_to_come_back() -> None:
    app = create(QuerySettings(archive_url="sqlite:////nowhere/archive.db"))

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
    ):
        answers = [
            await client.get(path)
            for path in ("/v1/pvs", "/v1/data?pv=A", "/v1/events?pv=A", "/v1/live?pv=A", "/readyz")
        ]
        alive = await client.get("/livez")

    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
        assert "/nowhere/archive.db" in answer.json()["detail"]
    assert alive.status_code == 200


async def test_it_is_ready_when_the_archive_is(client: httpx.AsyncClient) -> None:
    assert (await client.get("/readyz")).json() == {"status": "ready"}


async def test_answers_are_plain_json(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0], [math.nan]))

    answer = await client.get("/v1/data", params={"pv": "A", "from": T0, "to": T0 + 1})

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    json.loads(answer.text, parse_constant=refuse)
