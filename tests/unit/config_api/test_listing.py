"""Lists of PVs: filters, order, pages, and what collectors say."""

import json
import random
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from caflux_config_api.listing.live import Heard, LiveTable, columns_of
from caflux_testing.config_client import ConfigClient, problem, pv_path
from caflux_testing.http_server import HttpServer
from caflux_testing.wait import until_async
from fastapi import FastAPI, Response

NS = 1_000_000_000
ROWS: list[dict[str, Any]] = [
    {"name": "SR:I", "groups": ["ring"], "tags": ["beam", "daily"], "owner": "Jo"},
    {"name": "SR:V", "groups": ["ring"], "state": "paused"},
    {"name": "LT:I", "groups": ["line", "ring"], "tags": ["beam"]},
    {"name": "LT:x", "owner": "Al"},
]
FILTERS: list[tuple[dict[str, str], list[str]]] = [
    ({"group": "ring"}, ["LT:I", "SR:I", "SR:V"]),
    ({"group": "nothing"}, []),
    ({"tag": "beam"}, ["LT:I", "SR:I"]),
    ({"owner": "Jo"}, ["SR:I"]),
    ({"state": "paused"}, ["SR:V"]),
    ({"group": "ring", "tag": "beam", "search": "lt"}, ["LT:I"]),
    ({"regex": "^SR:[IV]$"}, ["SR:I", "SR:V"]),
    ({"regex": "T:"}, ["LT:I", "LT:x"]),
    ({"regex": "X"}, []),
    ({"regex": "(?i)X"}, ["LT:x"]),
    ({"connection": "unknown"}, ["LT:I", "LT:x", "SR:I", "SR:V"]),
    ({"connection": "connected"}, []),
]


async def test_filters(admin: ConfigClient) -> None:
    assert (await admin.import_rows(ROWS)).status_code == 200
    for query, expected in FILTERS:
        assert await admin.names(**query) == expected, query


async def test_changes_are_seen_at_once(admin: ConfigClient) -> None:
    await admin.import_rows(ROWS)
    assert await admin.names(group="ring") == ["LT:I", "SR:I", "SR:V"]
    await admin.put("SR:I", tags=["other"])
    await admin.put("NEW", groups=["ring"])
    assert await admin.names(group="ring") == ["LT:I", "NEW", "SR:V"]
    assert await admin.names(tag="other") == ["SR:I"]
    await admin.http.post(pv_path("SR:V", "/rename"), json={"to": "SR:U"})
    await admin.http.delete(pv_path("LT:I"))
    assert await admin.names(group="ring") == ["NEW", "SR:U"]


async def test_an_expression_that_would_take_for_ever_takes_none(admin: ConfigClient) -> None:
    await admin.put("A:" + "a" * 200)
    assert await admin.names(regex="(a|aa|a?)*$b") == []
    for wrong in ("(", "(?=a)", r"(a)\1", "((a{100}){100}){100}", "[z-a]"):
        answer = await admin.http.get("/v1/pvs", params={"regex": wrong})
        assert "RE2" in problem(answer, 422)


async def all_pages(client: ConfigClient, **query: str) -> list[str]:
    """Follow the Link header to the end; give the names."""
    names: list[str] = []
    asked = "?" + "&".join(f"{key}={value}" for key, value in query.items())
    while True:
        answer = await client.http.get(f"/v1/pvs{asked}")
        assert answer.status_code == 200, answer.text
        names += [pv["name"] for pv in answer.json()["pvs"]]
        if "link" not in answer.headers:
            assert answer.json()["next_cursor"] is None
            return names
        asked, rel = answer.headers["link"].split(">; ")
        assert rel == 'rel="next"'
        asked = asked.removeprefix("<")
        assert parse_qs(urlsplit(asked).query)["cursor"] == [answer.json()["next_cursor"]]


async def test_pages_in_every_order_have_each_pv_once(admin: ConfigClient) -> None:
    names = [f"P:{number:02}" for number in range(23)]
    rows = [{"name": name, "state": random.choice(["active", "paused"])} for name in names]
    await admin.import_rows(rows)
    paused = [row["name"] for row in rows if row["state"] == "paused"]
    active = [row["name"] for row in rows if row["state"] == "active"]
    for sort in ("name", "changed", "rate", "connection"):
        assert await all_pages(admin, sort=sort, limit="5") == names
        reverse = names[::-1] if sort == "name" else names
        assert await all_pages(admin, sort=f"-{sort}", limit="5") == reverse
    assert await all_pages(admin, sort="state", limit="5") == active + paused
    assert await all_pages(admin, sort="-state", limit="5", search="P:*") == paused + active


async def test_a_page_begins_where_the_last_one_ended_whatever_became_of_it(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": name} for name in "ABCDEF"])
    for sort, expected in (("name", ["C", "D"]), ("-name", ["D", "C"]), ("state", ["C", "D"])):
        first = (await admin.http.get("/v1/pvs", params={"sort": sort, "limit": "2"})).json()
        last = first["pvs"][-1]["name"]
        await admin.http.delete(pv_path(last))
        query = {"sort": sort, "limit": "2", "cursor": first["next_cursor"]}
        second = (await admin.http.get("/v1/pvs", params=query)).json()
        assert [pv["name"] for pv in second["pvs"]] == expected
        await admin.http.post(pv_path(last, "/restore"))


async def test_cursors_of_another_list(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": name} for name in "ABC"])
    cursor = (await admin.http.get("/v1/pvs", params={"limit": "1"})).json()["next_cursor"]
    problem(await admin.http.get("/v1/pvs", params={"cursor": cursor, "sort": "rate"}), 400)


def table(names: list[str], connected: list[bool], rates: list[float], last: list[int]) -> bytes:
    """Give what an engine says of its PVs."""
    return json.dumps(
        {
            "name": names,
            "connected": connected,
            "reason": ["" if up else "not connected" for up in connected],
            "dropped": {"rate limit": [2] * len(names), "other": [1] * len(names)},
            "rate_hz": rates,
            "last_event_ns": last,
            "what a newer engine says": 1,
        }
    ).encode()


@pytest.fixture
def release() -> threading.Event:
    """Give what ends the silence of the slow engine."""
    return threading.Event()


@pytest.fixture
def engines(release: threading.Event) -> Iterator[str]:
    """Give the URL of two engines: /quick tells of its PVs at once, /slow when it is released."""
    app = FastAPI()
    told = {
        "quick": table(["A", "B", "else"], [True, False, True], [10.0, 0.5, 1.0], [5 * NS, 0, NS]),
        "slow": table(["C"], [True], [1e3], [7 * NS]),
    }

    @app.get("/{engine}/status/pvs")
    def status(engine: str) -> Response:
        if engine == "slow":
            release.wait()
        return Response(told[engine], media_type="application/json")

    with HttpServer(app) as server:
        yield server.url
        release.set()


async def register(client: ConfigClient, collector: str, url: str) -> None:
    body = {"host": "here", "version": "0.1.0", "engine_url": url}
    answer = await client.as_service().http.put(f"/v1/collectors/{collector}", json=body)
    assert answer.status_code == 200, answer.text


async def live(client: ConfigClient, **query: str) -> dict[str, dict[str, Any] | None]:
    answer = await client.http.get("/v1/pvs", params=query)
    assert answer.status_code == 200, answer.text
    return {pv["name"]: pv["live"] for pv in answer.json()["pvs"]}


async def test_how_pvs_are_stands_beside_them(
    admin: ConfigClient, engines: str, release: threading.Event
) -> None:
    await admin.import_rows([{"name": name} for name in "ABCD"])
    await register(admin, "quick", f"{engines}/quick")
    await register(admin, "slow", f"{engines}/slow")

    async def quick_is_known() -> bool:
        return (await live(admin))["A"] is not None

    await until_async(quick_is_known, what="what the quick engine says")
    found = await live(admin)
    assert found["A"] is not None
    assert found["A"].pop("age_s") >= 0
    assert found["A"] == {
        "collector": "quick",
        "connected": True,
        "reason": "",
        "rate_hz": 10.0,
        "last_event_ns": 5 * NS,
        "dropped": 3,
    }
    assert found["B"] is not None
    assert (found["B"]["reason"], found["B"]["last_event_ns"]) == ("not connected", None)
    assert (found["C"], found["D"]) == (None, None)
    assert await admin.names(connection="connected") == ["A"]
    assert await admin.names(connection="disconnected") == ["B"]
    assert await admin.names(connection="unknown") == ["C", "D"]
    assert await all_pages(admin, sort="-rate", limit="1") == ["A", "B", "C", "D"]

    release.set()

    async def slow_is_known() -> bool:
        return (await live(admin))["C"] is not None

    await until_async(slow_is_known, what="what the slow engine says")
    assert await all_pages(admin, sort="-last_event", limit="1") == ["C", "A", "B", "D"]


def heard(collector: str, names: list[str], connected: list[bool]) -> Heard:
    numbers = [float(len(collector))] * len(names)
    return Heard(
        collector, 0.0, LiveTable.model_validate_json(table(names, connected, numbers, [1] * len(names)))
    )


def test_of_two_collectors_the_connected_one_speaks() -> None:
    one, other = heard("one", ["A", "B", "X"], [True, False, True]), heard("other", ["B", "A"], [True, False])
    for both in ([one, other], [other, one]):
        columns = columns_of(["A", "B", "C"], both)
        assert columns.connected.tolist() == [1, 1, -1]
        speakers = [both[whose].collector if whose >= 0 else None for whose in columns.whose.tolist()]
        assert speakers == ["one", "other", None]
        assert columns.rate_hz.tolist() == [3.0, 5.0, 0.0]


async def test_a_list_is_entered_anywhere(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": f"PV{k:03}"} for k in range(50)])
    names = [f"PV{k:03}" for k in range(50)]
    for offset in (0, 1, 17, 48, 49, 50, 1_000):
        query = {"offset": str(offset), "limit": "10"}
        answer = (await admin.http.get("/v1/pvs", params=query)).json()
        assert ([pv["name"] for pv in answer["pvs"]], answer["total"]) == (names[offset : offset + 10], 50)
        # What follows goes on behind it, as after any page.
        followed = await all_pages(admin, **query)
        assert followed == names[offset:]
    problem(await admin.http.get("/v1/pvs", params={"offset": "-1"}), 422)


async def test_the_words_to_choose_by_are_counted(admin: ConfigClient) -> None:
    assert (await admin.http.get("/v1/labels")).json() == {"groups": [], "tags": [], "owners": []}
    await admin.import_rows(ROWS)
    assert (await admin.http.get("/v1/labels")).json() == {
        "groups": [{"name": "line", "pvs": 1}, {"name": "ring", "pvs": 3}],
        "tags": [{"name": "beam", "pvs": 2}, {"name": "daily", "pvs": 1}],
        "owners": [{"name": "Al", "pvs": 1}, {"name": "Jo", "pvs": 1}],
    }


async def test_an_export_takes_the_filters_of_the_list(admin: ConfigClient) -> None:
    await admin.import_rows(ROWS)
    for query, expected in FILTERS:
        answer = await admin.http.get("/v1/pvs/export", params={**query, "format": "txt"})
        assert answer.text.split() == expected, query
    answer = await admin.http.get("/v1/pvs/export", params={"group": "line", "format": "json"})
    assert [(row["name"], row["tags"]) for row in answer.json()] == [("LT:I", ["beam"])]
    assert "RE2" in problem(await admin.http.get("/v1/pvs/export", params={"regex": "("}), 422)
