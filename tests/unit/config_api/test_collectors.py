"""Collectors: registration, leases, and their shares of the PVs."""

import asyncio
from collections.abc import AsyncIterator
from itertools import chain
from typing import Any

import pytest
from caflux_config_api.app import create
from caflux_config_api.collectors.leases import LeaseWatch
from caflux_config_api.settings import ConfigSettings
from caflux_testing.config_client import ConfigClient, HandClock, problem, pv_path, running
from caflux_testing.wait import until_async

LEASE_S = 0.2  # on a clock that is advanced by hand; leases are then looked at every 50 ms


@pytest.fixture
def settings(settings: ConfigSettings) -> ConfigSettings:
    return settings.model_copy(update={"lease_s": LEASE_S})


@pytest.fixture
async def other(
    settings: ConfigSettings, clock: HandClock, nobody: ConfigClient
) -> AsyncIterator[ConfigClient]:
    """Give a second config-api on the same database."""
    del nobody
    async with running(create(settings, clock=clock)) as client:
        yield client


async def share(client: ConfigClient, collector: str) -> list[str]:
    answer = await client.assignment(collector)
    assert answer.status_code == 200, answer.text
    return sorted(pv["name"] for pv in answer.json()["pvs"])


async def known(client: ConfigClient) -> dict[str, dict[str, Any]]:
    return {collector["id"]: collector for collector in (await client.http.get("/v1/collectors")).json()}


async def some_pvs(admin: ConfigClient, number: int = 40) -> list[str]:
    names = [f"A:{each:02}" for each in range(number)]
    assert (await admin.import_rows([{"name": name} for name in names])).status_code == 200
    return names


async def test_registration(nobody: ConfigClient, clock: HandClock) -> None:
    assert await known(nobody) == {}
    first = await nobody.register("c-1.x_y")
    clock.advance(LEASE_S / 2)
    second = await nobody.register("c-1.x_y")

    assert first == {
        "id": "c-1.x_y",
        "host": "here",
        "version": "0.1.0",
        "engine_url": "http://here:9101",
        "manager_url": None,
        "capacity": 100_000,
        "registered_at": "2026-01-02T03:04:05.678901Z",
        "seen_at": "2026-01-02T03:04:05.678901Z",
        "lease_s": LEASE_S,
        "alive": True,
        "pv_count": 0,
        "leaving_count": 0,
        "draining": False,
        "settled": None,
    }
    assert second == {**first, "seen_at": "2026-01-02T03:04:05.778901Z"}
    assert (await known(nobody))["c-1.x_y"] == second


async def test_a_renewal_changes_no_assignment_and_says_what_is_new(nobody: ConfigClient) -> None:
    await nobody.register("c")
    before = (await nobody.assignment("c")).json()["revision"]
    answer = await nobody.as_service().http.put(
        "/v1/collectors/c",
        json={"host": "there", "version": "2", "engine_url": "http://e", "manager_url": "http://m"},
    )

    assert (answer.json()["host"], answer.json()["manager_url"]) == ("there", "http://m")
    assert (await nobody.assignment("c")).json()["revision"] == before


async def test_ids_that_are_none(nobody: ConfigClient) -> None:
    registration = {"host": "h", "version": "1", "engine_url": "http://e"}
    for collector in ("", "-x", "a b", "a/b", "ä", "x" * 64, "'; DROP"):
        answer = await nobody.as_service().http.put(f"/v1/collectors/{collector}", json=registration)
        problem(answer, 422 if collector and "/" not in collector else 404)
    assert await known(nobody) == {}


async def test_an_unknown_collector_has_no_assignment(nobody: ConfigClient) -> None:
    assert "registers" in problem(await nobody.assignment("c"), 404)


async def test_queries_that_make_no_sense(nobody: ConfigClient) -> None:
    await nobody.register("c")
    for query in ({"wait": -1}, {"wait": 61}, {"wait": float("nan")}, {"revision": 1.5}):
        problem(await nobody.assignment("c", **query), 422)


async def test_one_collector_has_all(admin: ConfigClient) -> None:
    await admin.put("scan", mode="scan", period_s=2, description="d")
    await admin.put("paused", deadband=0.5, max_rate_hz=3, controlling_pv="scan", use_adel=True)
    await admin.http.post(pv_path("paused", "/pause"))
    await admin.register("c")

    assigned = (await admin.assignment("c")).json()
    assert (assigned["collector"], assigned["lease_s"]) == ("c", LEASE_S)
    assert assigned["total"] == 2
    # What is as usual is left out.
    assert sorted(assigned["pvs"], key=lambda pv: pv["name"]) == [
        {
            "name": "paused",
            "state": "paused",
            "deadband": 0.5,
            "max_rate_hz": 3,
            "controlling_pv": "scan",
            "use_adel": True,
        },
        {"name": "scan", "mode": "scan", "period_s": 2},
    ]
    assert (await known(admin))["c"]["pv_count"] == 2


async def test_several_collectors_share(admin: ConfigClient) -> None:
    names = await some_pvs(admin)
    for collector in ("c1", "c2", "c3"):
        await admin.register(collector)

    shares = [await share(admin, collector) for collector in ("c1", "c2", "c3")]
    assert all(shares)
    assert sorted(chain.from_iterable(shares)) == names
    assert [(await known(admin))[c]["pv_count"] for c in ("c1", "c2", "c3")] == [len(each) for each in shares]
    assert (await admin.assignment("c2")).json()["total"] == len(names)


async def test_shares_follow_every_kind_of_change(admin: ConfigClient, other: ConfigClient) -> None:
    """Whoever is asked, and in whatever steps the list came to be what it is."""
    names = set(await some_pvs(admin, 10))
    await admin.register("c1")
    assert await share(other, "c1") == sorted(names)

    await admin.http.delete(pv_path("A:03"))
    await admin.put("new")
    names = names - {"A:03"} | {"new"}
    assert await share(admin, "c1") == await share(other, "c1") == sorted(names)

    await admin.http.delete(pv_path("new"))
    await admin.put("new", deadband=7)
    assigned = (await other.assignment("c1")).json()["pvs"]
    assert [pv["deadband"] for pv in assigned if pv["name"] == "new"] == [7]

    await admin.register("c2")
    for client in (admin, other):
        assert sorted(await share(client, "c1") + await share(client, "c2")) == sorted(names)


async def test_a_dead_collectors_pvs_move_to_the_others(admin: ConfigClient, clock: HandClock) -> None:
    names = await some_pvs(admin)
    for collector in ("c1", "c2"):
        await admin.register(collector)
    first = await share(admin, "c1")
    revision = (await admin.assignment("c1")).json()["revision"]
    poll = asyncio.create_task(admin.assignment("c1", revision=revision, wait=30))

    clock.advance(LEASE_S * 0.9)
    await admin.register("c1")
    clock.advance(LEASE_S * 0.9)

    assert sorted(pv["name"] for pv in (await poll).json()["pvs"]) == names
    assert await share(admin, "c2") == []
    states = await known(admin)
    assert (states["c1"]["alive"], states["c2"]["alive"]) == (True, False)

    await admin.register("c2")
    assert (await known(admin))["c2"]["alive"]
    assert await share(admin, "c1") == first
    assert sorted(first + await share(admin, "c2")) == names


async def test_one_out_of_service_is_forgotten(admin: ConfigClient) -> None:
    names = await some_pvs(admin)
    for collector in ("c1", "c2"):
        await admin.register(collector)
    revision = (await admin.assignment("c1")).json()["revision"]

    assert (await admin.http.delete("/v1/collectors/c2")).status_code == 204
    assert list(await known(admin)) == ["c1"]
    answer = await admin.assignment("c1", revision=revision, wait=60)
    assert sorted(pv["name"] for pv in answer.json()["pvs"]) == names
    problem(await admin.assignment("c2"), 404)
    problem(await admin.http.delete("/v1/collectors/c2"), 404)
    assert (await admin.assignment("c1")).json()["revision"] == revision + 1

    await admin.register("c2")
    assert (await known(admin))["c2"]["pv_count"] > 0


async def test_with_all_dead_everybody_keeps_its_share(admin: ConfigClient, clock: HandClock) -> None:
    await some_pvs(admin)
    for collector in ("c1", "c2"):
        await admin.register(collector)
    before = [await share(admin, collector) for collector in ("c1", "c2")]
    revision = (await admin.assignment("c1")).json()["revision"]

    clock.advance(LEASE_S * 2)
    await until_async(lambda: revision_differs(admin, "c1", revision), what="the leases to run out")

    assert [await share(admin, collector) for collector in ("c1", "c2")] == before


async def revision_differs(client: ConfigClient, collector: str, revision: int) -> bool:
    return bool((await client.assignment(collector)).json()["revision"] != revision)


async def test_no_lease_runs_out_while_nobody_could_renew(
    settings: ConfigSettings, clock: HandClock, database_url: str
) -> None:
    """After an outage of config-api, the first to come back must not be given everybody's PVs."""
    del database_url
    async with running(create(settings, clock=clock)) as client:
        names = await some_pvs(await client.as_admin())
        for collector in ("c1", "c2"):
            await client.register(collector)
        before = await share(client, "c1")
    clock.advance(3_600)

    async with running(create(settings, clock=clock)) as client:
        leases = LeaseWatch(client.app.state.parts.collectors, clock, LEASE_S)
        await client.register("c1")
        clock.advance(LEASE_S / 2)
        await leases.look()
        assert await share(client, "c1") == before
        assert not (await known(client))["c2"]["alive"]

        await client.register("c1")
        clock.advance(LEASE_S * 0.6)
        await leases.look()
        assert await share(client, "c1") == names


async def test_a_poll_waits_as_long_as_it_may(nobody: ConfigClient) -> None:
    await nobody.register("c")
    revision = (await nobody.assignment("c")).json()["revision"]

    assert (await nobody.assignment("c", revision=revision)).status_code == 204
    assert (await nobody.assignment("c", revision=revision, wait=0.3)).status_code == 204


async def test_a_poll_with_another_revision_is_answered_at_once(nobody: ConfigClient) -> None:
    await nobody.register("c")
    revision = (await nobody.assignment("c")).json()["revision"]

    for wrong in (revision - 1, revision + 1_000, 0, -5):
        answer = await nobody.assignment("c", revision=wrong, wait=60)
        assert answer.json()["revision"] == revision


@pytest.mark.parametrize("where", ["this process", "another process"])
async def test_a_change_answers_a_poll(admin: ConfigClient, other: ConfigClient, where: str) -> None:
    await admin.register("c")
    polled = admin if where == "this process" else other
    revision = (await polled.assignment("c")).json()["revision"]

    for step in range(3):
        polls = [asyncio.create_task(polled.assignment("c", revision=revision, wait=60)) for _ in range(5)]
        if step:  # the first time, the change may come before the poll
            await until_waiting(polled, 5)
        await admin.put(f"new {step}")
        answers = await asyncio.gather(*polls)
        assert {answer.json()["revision"] for answer in answers} == {revision + 1}
        assert f"new {step}" in answers[0].text
        revision += 1


async def until_waiting(client: ConfigClient, polls: int) -> None:
    async def wait() -> bool:
        return bool(client.app.state.parts.watch.waiting == polls)

    await until_async(wait, what=f"{polls} polls to wait")


async def test_polls_end_when_the_service_does(settings: ConfigSettings, clock: HandClock) -> None:
    async with running(create(settings, clock=clock)) as client:
        await client.register("c")
        revision = (await client.assignment("c")).json()["revision"]
        poll = asyncio.create_task(client.assignment("c", revision=revision, wait=60))
        await until_waiting(client, 1)
        await client.app.state.parts.watch.close()
        assert (await poll).status_code == 204


async def settle(client: ConfigClient, collector: str) -> None:
    """Renew a lease, and say that all is archived that was assigned."""
    await tell(client, collector, settled=(await client.assignment(collector)).json()["revision"])


async def tell(client: ConfigClient, collector: str, settled: int) -> None:
    told = {"host": "h", "version": "1", "engine_url": "http://e", "settled": settled}
    answer = await client.as_service().http.put(f"/v1/collectors/{collector}", json=told)
    assert answer.status_code == 200, answer.text


async def moving(client: ConfigClient, collector: str) -> set[str]:
    given = (await client.assignment(collector)).json()["pvs"]
    return {pv["name"] for pv in given if pv.get("moving")}


async def test_who_had_a_pv_keeps_it_until_the_others_have_settled(admin: ConfigClient) -> None:
    names = await some_pvs(admin)
    await admin.register("c1")
    await tell(admin, "c2", settled=0)

    taken = set(await share(admin, "c2"))
    assert taken
    assert (set(await share(admin, "c1")), await moving(admin, "c1")) == (set(names), taken)
    assert (await known(admin))["c1"]["leaving_count"] == len(taken)
    await settle(admin, "c2")
    await until_async(lambda: lets_go(admin, "c1"), 10, "c1 to let go")
    assert set(await share(admin, "c1")) == set(names) - taken


async def lets_go(client: ConfigClient, collector: str) -> bool:
    return not await moving(client, collector)


async def test_a_collector_is_drained(admin: ConfigClient, nobody: ConfigClient) -> None:
    names = await some_pvs(admin)
    for collector in ("c1", "c2"):
        await admin.register(collector)
        await settle(admin, collector)
    problem(await nobody.http.put("/v1/collectors/c1/draining", json={"draining": True}), 401)
    problem(await admin.http.put("/v1/collectors/none/draining", json={"draining": True}), 404)

    answer = await admin.http.put("/v1/collectors/c1/draining", json={"draining": True})
    assert (answer.json()["draining"], answer.json()["pv_count"]) == (True, 0)
    assert await share(admin, "c2") == names
    await settle(admin, "c2")
    await until_async(lambda: lets_go(admin, "c1"), 10, "c1 to let go")
    assert await share(admin, "c1") == []
    await admin.http.put("/v1/collectors/c1/draining", json={"draining": False})
    assert await share(admin, "c1") != []


async def test_a_pv_is_pinned_to_a_collector(admin: ConfigClient) -> None:
    await some_pvs(admin)
    for collector in ("c1", "c2"):
        await admin.register(collector)
    for collector in ("c1", "c2"):
        assert (await admin.put("pinned", collector=collector)).status_code in {200, 201}
        assert "pinned" in await share(admin, collector)
        assert (await admin.http.get(pv_path("pinned"))).json()["collector"] == collector
