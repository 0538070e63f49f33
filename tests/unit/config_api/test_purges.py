"""Purges: asked for with care, told to collectors, and shown as far as they are."""

from datetime import UTC, datetime
from typing import Any

import httpx
from caflux_config_api.purges.states import ns_of, time_of
from caflux_testing.config_client import ConfigClient, HandClock, problem, pv_path
from caflux_testing.http_server import HttpServer
from fastapi import FastAPI, Response
from hypothesis import given
from hypothesis import strategies as st

# The clock of these tests stands at 2026-01-02T03:04:05.678901Z; collectors have ten seconds to let go.
SOON_NS = 1_767_323_055_678_901_000
HOUR = "2026-01-02T02:00:00Z"
HOUR_NS = 1_767_319_200_000_000_000


async def purge(client: ConfigClient, name: str, wish: dict[str, Any], **query: bool) -> httpx.Response:
    return await client.http.post(pv_path(name, "/purge"), json=wish, params=query)


async def asked(client: ConfigClient, name: str, **wish: Any) -> dict[str, Any]:
    answer = await purge(client, name, wish, confirm=True)
    assert answer.status_code == 202, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def orders(client: ConfigClient, collector: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.assignment(collector)).json()["purges"]
    return found


async def report(
    client: ConfigClient, collector: str, number: int, state: str, **more: Any
) -> httpx.Response:
    return await client.as_service().http.put(
        f"/v1/collectors/{collector}/purges/{number}", json={"state": state, **more}
    )


async def look(client: ConfigClient, number: int) -> dict[str, Any]:
    answer = await client.http.get(f"/v1/purges/{number}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def revision_of(client: ConfigClient) -> int:
    """Give the revision without registering a collector, as `revision` does."""
    return int((await client.http.get("/v1/aliases")).json()["revision"])


async def test_all_data_go_only_of_a_pv_that_is_not_archived(admin: ConfigClient) -> None:
    await admin.put("A")
    assert "pause or delete it first" in problem(await purge(admin, "A", {}, confirm=True), 409)
    await admin.http.post(pv_path("A", "/pause"))
    assert (await asked(admin, "A"))["before"] == "2026-01-02T03:04:15.678901Z"
    await admin.http.delete(pv_path("A"))
    assert (await asked(admin, "A"))["names"] == ["A"]
    assert (await asked(admin, "NEVER:SEEN"))["state"] == "asked"


async def test_it_is_confirmed(admin: ConfigClient, nobody: ConfigClient) -> None:
    revision = await revision_of(admin)
    detail = problem(await purge(admin, "A", {}), 409)
    assert "for good" in detail
    assert "confirm=true" in detail
    assert await revision_of(admin) == revision
    assert (await admin.http.get("/v1/purges")).json()["purges"] == []
    problem(await purge(nobody, "A", {}, confirm=True), 401)
    problem(await purge(admin.as_service(), "A", {}, confirm=True), 403)


async def test_times_that_can_not_be(admin: ConfigClient) -> None:
    for until, says in {
        "2026-01-02T02:30:00Z": "2026-01-02T02:00Z or an hour later",
        "2026-01-02T04:00:00Z": "over for ten minutes",
        "2026-01-02T03:00:00Z": "over for ten minutes",
        "1970-01-01T00:00:00Z": "after 1970",
        "2026-01-02T02:00:00": "timezone",
        "yesterday": "datetime",
    }.items():
        answer = await purge(admin, "A", {"until": until}, confirm=True)
        problem(answer, 422)
        assert says in answer.text


async def test_a_pv_that_is_archived_loses_what_is_older(admin: ConfigClient) -> None:
    await admin.put("A", fields=["HIHI"])
    for name in ("A", "A.HIHI"):
        told = await asked(admin, name, until="2026-01-02T03:00:00+01:00", reason="wrong scale")
        assert told["before"] == HOUR
        assert "being archived" in problem(await purge(admin, name, {}, confirm=True), 409)
    assert (await purge(admin, "A.LOLO", {}, confirm=True)).status_code == 202


async def test_the_history_under_other_names_goes_with_it(admin: ConfigClient) -> None:
    await admin.put("OLD", fields=["HIHI", "DESC"])
    await admin.http.post(pv_path("OLD", "/rename"), json={"to": "NEW"})
    await admin.http.put("/v1/aliases/ALSO", json={"pv": "NEW"})
    await admin.put("NEW.DESC")  # a PV of its own
    whose = ["NEW", "ALSO", "OLD", "NEW.HIHI", "ALSO.HIHI", "OLD.HIHI"]
    assert (await asked(admin, "NEW", until=HOUR))["names"] == whose
    assert (await asked(admin, "NEW.DESC", until=HOUR))["names"] == ["NEW.DESC", "ALSO.DESC", "OLD.DESC"]
    assert "another name of NEW" in problem(await purge(admin, "OLD", {}, confirm=True), 404)
    await admin.http.delete(pv_path("NEW"))
    assert (await asked(admin, "NEW"))["names"] == whose


async def test_a_virtual_pv_has_no_data(admin: ConfigClient) -> None:
    await admin.http.put("/v1/virtual-pvs/V", json={"expression": '"A" + 1'})
    assert "no data of its own" in problem(await purge(admin, "V", {}, confirm=True), 422)


async def test_collectors_are_told_until_they_have_done_it(admin: ConfigClient) -> None:
    for collector in ("a", "b"):
        await admin.register(collector)
    revision = await revision_of(admin)
    number = (await asked(admin, "A", reason="wrong scale"))["id"]
    assert await revision_of(admin) == revision + 1  # so that they hear of it at once
    order = {"id": number, "names": ["A"], "before_ns": SOON_NS, "by": "admin", "reason": "wrong scale"}
    assert await orders(admin, "a") == await orders(admin, "b") == [order]
    told = await look(admin, number)
    assert (told["state"], told["waits_for"], told["holdings"]) == ("asked", ["a", "b"], None)

    held = {"name": "A", "first_ns": 1, "last_ns": 2, "samples": 3, "estimated": False}
    assert (await report(admin, "a", number, "running", detail="deleted", deleted=[held])).status_code == 204
    assert (await report(admin, "b", number, "failed", detail="the archive is away")).status_code == 204
    told = await look(admin, number)
    assert (told["state"], told["detail"]) == ("failed", "b: the archive is away")

    await report(admin, "a", number, "done")  # it was started again, and finds nothing any more
    told = await look(admin, number)
    assert (await orders(admin, "a"), len(await orders(admin, "b"))) == ([], 1)
    await report(admin, "b", number, "done")
    told = await look(admin, number)
    assert (told["state"], told["detail"], told["waits_for"]) == ("done", "", [])
    assert told["holdings"] == [held]
    assert [one["collector"] for one in told["collectors"]] == ["a", "b"]


async def test_one_that_is_away_does_it_when_it_is_back(admin: ConfigClient, clock: HandClock) -> None:
    for collector in ("a", "b"):
        await admin.register(collector)
    number = (await asked(admin, "A"))["id"]
    clock.advance(60)
    await admin.register("a")
    await admin.register("new")
    for collector in ("a", "new"):
        await report(admin, collector, number, "done")
    told = await look(admin, number)
    assert (told["state"], told["waits_for"]) == ("done", ["b"])
    assert len(await orders(admin, "b")) == 1
    await admin.register("b")
    assert (await look(admin, number))["state"] == "running"


async def test_it_is_withdrawn(admin: ConfigClient) -> None:
    await admin.register("a")
    number = (await asked(admin, "A"))["id"]
    answer = await admin.http.delete(f"/v1/purges/{number}")
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert await orders(admin, "a") == []
    assert (await admin.http.delete(f"/v1/purges/{number}")).json()["state"] == "withdrawn"
    changes = (await admin.http.get("/v1/audit", params={"name": "A"})).json()["changes"]
    assert [change["action"] for change in changes] == ["purge withdrawn", "purge asked"]
    assert changes[1]["after"]["names"] == ["A"]


async def test_what_is_not_there(admin: ConfigClient) -> None:
    await admin.register("a")
    problem(await admin.http.get("/v1/purges/7"), 404)
    problem(await admin.http.delete("/v1/purges/7"), 404)
    problem(await report(admin, "a", 7, "done"), 404)
    number = (await asked(admin, "A"))["id"]
    problem(await report(admin, "else", number, "done"), 404)
    problem(await admin.http.get("/v1/purges", params={"cursor": "eyJ9"}), 400)


async def test_pages(admin: ConfigClient) -> None:
    for name in "ABABA":
        await asked(admin, name)
    pages: list[list[int]] = []
    cursor = None
    while pages == [] or cursor:
        query = {"limit": "2", "pv": "A"} | ({"cursor": cursor} if cursor else {})
        answer = (await admin.http.get("/v1/purges", params=query)).json()
        pages.append([one["id"] for one in answer["purges"]])
        cursor = answer["next_cursor"]
    assert [len(page) for page in pages] == [2, 1]
    assert [number for page in pages for number in page] == sorted(
        (n for p in pages for n in p), reverse=True
    )


async def test_a_dry_run_says_what_there_is(admin: ConfigClient) -> None:
    told = (await purge(admin, "A", {}, dry_run=True)).json()
    assert (told["id"], told["holdings"], told["detail"]) == (
        None,
        None,
        "what there is can't be told: no collector answers",
    )
    app = FastAPI()
    held = {"name": "A", "first_ns": 1, "last_ns": 2, "samples": None, "estimated": True}

    @app.get("/status/holdings")
    def holdings(before: int) -> Response:
        assert before == HOUR_NS
        return Response(
            f'{{"holdings": [{str(held).replace("None", "null").replace("True", "true")}]}}'.replace(
                "'", '"'
            ),
            media_type="application/json",
        )

    with HttpServer(app) as engine:
        for collector, url in (("a", "http://127.0.0.1:1"), ("b", engine.url)):
            await admin.as_service().http.put(
                f"/v1/collectors/{collector}", json={"host": "here", "version": "1", "engine_url": url}
            )
        revision = await revision_of(admin)
        answer = await purge(admin, "A", {"until": HOUR}, dry_run=True)
    assert answer.status_code == 200
    assert (answer.json()["holdings"], answer.json()["names"]) == ([held], ["A"])
    assert await revision_of(admin) == revision
    assert await orders(admin, "b") == []


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - Hypothesis wants it so
def test_times_are_exact(time: datetime) -> None:
    time = time.replace(tzinfo=UTC)
    assert time_of(ns_of(time)) == time
