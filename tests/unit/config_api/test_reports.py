"""Reports: which PVs each lists and in which order, what it says of them, as pages and as a table."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from caflux_config_api.listing.live import LiveTable
from caflux_config_api.reports.estimates import Shape, bytes_per_sample
from caflux_testing.config_client import ConfigClient, HandClock, problem, pv_path
from caflux_testing.http_server import HttpServer
from fastapi import FastAPI, Response

NS = 1_000_000_000
NOW_NS = 1_767_323_045_678_901_000  # where the clock of these tests stands
HOUR_NS = 3_600 * NS
PVS = ("UP", "QUIET", "DOWN", "FLAPS", "WAVE")


def table(archive: str = "influxdb") -> dict[str, Any]:
    """Give what an engine says of its PVs."""
    return {
        "archive": archive,
        "name": list(PVS),
        "connected": [True, True, False, True, True],
        "reason": ["", "", "not connected", "", ""],
        "disconnects": [0, 0, 1, 9, 0],
        "lost_hour": [0, 0, 0, 2, 0],
        "lost_day": [0, 0, 1, 3, 0],
        "since_ns": [NOW_NS - 9 * NS] * 2 + [NOW_NS - 2 * HOUR_NS, NOW_NS - NS, NOW_NS],
        "received": [100, 1, 5, 100, 10],
        "archived": [50, 1, 5, 100, 10],
        "dropped": {"rate": [50, 0, 0, 0, 0], "ring_full": [1, 0, 0, 7, 0]},
        "rate_hz": [10.0, 0.0, 0.0, 1.0, 1.0],
        "last_event_ns": [NOW_NS - NS, NOW_NS - 2 * HOUR_NS, NOW_NS - 3 * HOUR_NS, NOW_NS, NOW_NS],
    }


@pytest.fixture
def release() -> threading.Event:
    return threading.Event()


@pytest.fixture
def engines(release: threading.Event) -> Iterator[str]:
    """Give the URL of two engines: /quick tells of its PVs at once, /slow when it is released."""
    app = FastAPI()

    @app.get("/{engine}/status/pvs")
    def status(engine: str) -> Response:
        if engine == "slow":
            release.wait()
        return Response(json.dumps(table()), media_type="application/json")

    with HttpServer(app) as server:
        yield server.url
        release.set()


async def register(client: ConfigClient, collector: str, url: str) -> None:
    body = {"host": "here", "version": "0.1.0", "engine_url": url}
    answer = await client.as_service().http.put(f"/v1/collectors/{collector}", json=body)
    assert answer.status_code == 200, answer.text


async def report(client: ConfigClient, kind: str, **query: str) -> dict[str, Any]:
    answer = await client.http.get(f"/v1/reports/{kind}", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def names(client: ConfigClient, kind: str, **query: str) -> list[str]:
    return [row["name"] for row in (await report(client, kind, **query))["rows"]]


async def rows(client: ConfigClient, kind: str, **query: str) -> list[list[str]]:
    answer = await client.http.get(f"/v1/reports/{kind}/csv", params=query)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text)))


async def test_what_collectors_say(admin: ConfigClient, engines: str) -> None:
    everything = [*PVS, "LATER", "OFF"]
    await admin.import_rows(
        [{"name": name, "groups": ["ring"] if name == "UP" else []} for name in everything]
    )
    await admin.http.post(pv_path("OFF", "/pause"))
    metadata = [{"pv": name, "native_type": "double", "element_count": 1} for name in ("UP", "QUIET", "DOWN")]
    metadata.append({"pv": "WAVE", "native_type": "double", "element_count": 1_000})
    await admin.as_service().http.post("/v1/metadata", json={"metadata": metadata})
    await register(admin, "quick", f"{engines}/quick")

    assert await names(admin, "never-connected") == ["LATER"]
    disconnected = await report(admin, "disconnected")
    [down] = disconnected["rows"]
    assert (down["name"], down["collector"], down["reason"]) == ("DOWN", "quick", "not connected")
    assert down["since_ns"] == pytest.approx(NOW_NS - 2 * HOUR_NS, abs=NS)
    assert (down["last_event_ns"], down["rate_hz"]) == (NOW_NS - 3 * HOUR_NS, None)
    assert [one["collector"] for one in disconnected["collectors"]] == ["quick"]

    lost = {}
    for span in ("1h", "24h", "all"):
        told = await report(admin, "lost-connections", span=span)
        lost[span] = [(row["name"], row["lost"]) for row in told["rows"]], told["totals"]
    assert lost == {
        "1h": ([("FLAPS", 2)], {"lost": 2}),
        "24h": ([("FLAPS", 3), ("DOWN", 1)], {"lost": 4}),
        "all": ([("FLAPS", 9), ("DOWN", 1)], {"lost": 10}),
    }
    assert await names(admin, "silent") == ["QUIET"]
    assert await names(admin, "silent", span="3h") == []
    assert await names(admin, "paused") == ["OFF"]
    rate = await report(admin, "event-rate")
    assert [(row["name"], row["rate_hz"]) for row in rate["rows"]] == [("UP", 10), ("FLAPS", 1), ("WAVE", 1)]
    assert rate["totals"] == {"rate_hz": 12}
    dropped = await report(admin, "dropped")
    assert [(row["name"], row["causes"]) for row in dropped["rows"]] == [
        ("UP", {"rate": 50, "ring_full": 1}),
        ("FLAPS", {"ring_full": 7}),
    ]
    assert dropped["totals"] == {"dropped": 58, "rate": 50, "ring_full": 8, "rate_hz": 11}
    assert await names(admin, "dropped", cause="ring_full") == ["FLAPS", "UP"]
    assert await names(admin, "dropped", group="ring") == ["UP"]

    # In the order of any column; what is equal is in order of name, also from one page to the next.
    assert await names(admin, "event-rate", sort="rate_hz") == ["FLAPS", "WAVE", "UP"]
    assert await names(admin, "event-rate", sort="-name") == ["WAVE", "UP", "FLAPS"]
    assert await names(admin, "event-rate", sort="rate_hz", offset="1", limit="1") == ["WAVE"]
    assert await names(admin, "dropped", sort="causes") == ["FLAPS", "UP"]
    first = await report(admin, "event-rate", sort="rate_hz", limit="1")
    assert await names(admin, "event-rate", sort="rate_hz", cursor=first["next_cursor"]) == ["WAVE", "UP"]
    assert [name for name, *_ in await rows(admin, "event-rate", sort="-name")][1:] == ["WAVE", "UP", "FLAPS"]

    storage = await report(admin, "storage-rate")
    per_day = {row["name"]: row["bytes_per_day"] for row in storage["rows"]}
    wave = 8 + 8_000 * 4 / 3
    expected = {"WAVE": wave * 86_400, "UP": 10 * 0.5 * 8 * 86_400, "FLAPS": 8 * 86_400}
    assert per_day == pytest.approx(expected)
    assert list(per_day) == ["WAVE", "UP", "FLAPS"]
    assert storage["totals"]["bytes_per_day"] == pytest.approx(sum(expected.values()))

    assert await rows(admin, "dropped") == [
        ["name", "state", "owner", "dropped", "causes", "rate_hz", "collector"],
        ["UP", "active", "", "51", "rate=50 ring_full=1", "10.0", "quick"],
        ["FLAPS", "active", "", "7", "ring_full=7", "1.0", "quick"],
    ]
    [_, row] = await rows(admin, "disconnected")
    assert row[0] == "DOWN"
    assert row[4] == "2026-01-02T00:04:05.678901000Z"


async def test_a_slow_collector_keeps_nobody_waiting(
    admin: ConfigClient, engines: str, release: threading.Event
) -> None:
    await admin.put("DOWN")
    for collector in ("quick", "slow"):
        await register(admin, collector, f"{engines}/{collector}")
    told = await report(admin, "disconnected")
    assert [row["name"] for row in told["rows"]] == ["DOWN"]
    ages = {one["collector"]: one["age_s"] for one in told["collectors"]}
    assert ages["quick"] is not None
    assert ages["slow"] is None
    assert not release.is_set()


async def test_who_added_and_changed_what(admin: ConfigClient, clock: HandClock) -> None:
    await admin.put("OLD")
    clock.advance(10 * 86_400)
    await admin.put("B", owner="Jo")
    await admin.put("A")
    clock.advance(60)
    await admin.put("OLD", deadband=1)
    await admin.put("B", deadband=1, owner="Jo")

    added = await report(admin, "added")
    assert [(row["name"], row["created_by"], row.get("owner")) for row in added["rows"]] == [
        ("A", "admin", None),
        ("B", "admin", "Jo"),
    ]
    assert added["span"] == "7d"
    assert await names(admin, "added", span="30d") == ["A", "B", "OLD"]
    assert await names(admin, "changed") == ["B", "OLD"]
    clock.advance(61)
    assert await names(admin, "changed", span="1m") == []
    assert (await rows(admin, "changed"))[1] == ["B", "active", "Jo", "2026-01-12T03:05:05.678901Z", "admin"]


async def test_pages_have_each_pv_once(admin: ConfigClient) -> None:
    everything = [f"P{number:02}" for number in range(23)]
    await admin.import_rows([{"name": name, "state": "paused"} for name in everything])
    found, query = list[str](), {"limit": "5"}
    while True:
        page = await report(admin, "paused", **query)
        assert page["total"] == 23
        found += [row["name"] for row in page["rows"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert found == everything
    assert await names(admin, "paused", search="P1?") == everything[10:20]
    cursor = (await report(admin, "paused", limit="1"))["next_cursor"]
    problem(await admin.http.get("/v1/reports/added", params={"cursor": cursor}), 400)
    assert len(await rows(admin, "paused")) == 24


async def test_the_table_computes_nothing_in_a_spreadsheet(admin: ConfigClient) -> None:
    awkward = ['=HYPERLINK("http://x")', "+A", "-A", "@A", 'A,"B"', "A=1"]
    await admin.import_rows([{"name": name, "state": "paused", "owner": f"{name} & co"} for name in awkward])

    shown = (await report(admin, "paused"))["rows"]
    header, *found = await rows(admin, "paused")

    assert {row["name"] for row in shown} == set(awkward)
    owner = header.index("owner")
    safe = {name: f"'{name}" if name[0] in "=+-@" else name for name in awkward}
    assert [(row[0], row[owner]) for row in found] == [
        (safe[row["name"]], f"{safe[row['name']]} & co") for row in shown
    ]


async def test_what_is_asked_for_in_vain(admin: ConfigClient) -> None:
    for path, says in {
        "paused?span=7d": "does not look back",
        "silent?span=soon": "no span",
        "lost-connections?span=3h": "1h, 24h, all",
        "paused/csv?span=7d": "does not look back",
        "paused?sort=rate_hz": "sorted by one of",
    }.items():
        assert says in problem(await admin.http.get(f"/v1/reports/{path}"), 422)
    problem(await admin.http.get("/v1/reports/else"), 422)
    known = (await admin.http.get("/v1/reports")).json()
    assert len(known) == 10
    for one in known:
        assert (await report(admin, one["kind"]))["rows"] == []
        assert await rows(admin, one["kind"]) == [[name.removesuffix("_ns") for name in one["columns"]]]


def test_samples_are_estimated_by_what_was_measured() -> None:
    assert bytes_per_sample(Shape("double", 1), "sqlite") == 32
    assert bytes_per_sample(Shape("char", 300), "sqlite") == 32 + 400
    assert bytes_per_sample(Shape("string", 1), "influxdb") == 28


def test_an_engine_of_before_tells_less() -> None:
    old = {
        key: table()[key] for key in ("name", "connected", "reason", "dropped", "rate_hz", "last_event_ns")
    }
    assert LiveTable.model_validate(old).lost_day == []
    with pytest.raises(ValueError, match="equal length"):
        LiveTable.model_validate(old | {"lost_day": [1]})
