"""Deleted PVs: they can be restored for 30 days."""

from caflux_testing.config_client import ConfigClient, HandClock, problem, pv_path

DAY_S = 86_400


async def deleted(client: ConfigClient) -> list[str]:
    answer = await client.http.get("/v1/deleted-pvs")
    assert answer.status_code == 200, answer.text
    return [pv["name"] for pv in answer.json()["pvs"]]


async def test_restored_it_is_as_it_was(admin: ConfigClient, clock: HandClock) -> None:
    before = (await admin.put("A", deadband=1, groups=["RF"], tags=["a", "b"])).json()
    await admin.http.post(pv_path("A", "/pause"))
    clock.advance(60)
    await admin.http.delete(pv_path("A"))
    assert await admin.names() == []
    problem(await admin.http.get(pv_path("A")), 404)
    assert (await admin.http.get("/v1/pvs/export?format=json")).json() == []
    assert (await admin.http.get("/v1/catalogue")).json()["pvs"] == []

    (gone,) = (await admin.http.get("/v1/deleted-pvs")).json()["pvs"]
    assert (gone["name"], gone["deleted_by"], gone["groups"]) == ("A", "admin", ["RF"])
    assert gone["deleted_at"][:19] == "2026-01-02T03:05:05"
    assert gone["gone_at"][:19] == "2026-02-01T03:05:05"

    restored = (await admin.http.post(pv_path("A", "/restore"))).json()
    same = {"state": "paused", "deadband": 1, "groups": ["RF"], "tags": ["a", "b"]}
    assert {key: restored[key] for key in same} == same
    assert restored["created_at"] == before["created_at"]
    assert await admin.names() == ["A"]
    assert await deleted(admin) == []
    problem(await admin.http.post(pv_path("A", "/restore")), 404)


async def test_it_is_archived_no_longer_and_then_again(admin: ConfigClient) -> None:
    await admin.register("c")
    await admin.put("A")
    await admin.put("B")

    async def share() -> list[str]:
        return sorted(pv["name"] for pv in (await admin.assignment("c")).json()["pvs"])

    assert await share() == ["A", "B"]
    await admin.http.delete(pv_path("A"))
    assert await share() == ["B"]
    await admin.http.post(pv_path("A", "/restore"))
    assert await share() == ["A", "B"]


async def test_after_30_days_it_is_gone(admin: ConfigClient, clock: HandClock) -> None:
    pvs = admin.app.state.parts.pvs
    await admin.put("A")
    await admin.http.delete(pv_path("A"))
    clock.advance(30 * DAY_S)
    await pvs.forget_deleted()
    assert await deleted(admin) == ["A"]
    clock.advance(1)
    await pvs.forget_deleted()
    assert await deleted(admin) == []
    problem(await admin.http.post(pv_path("A", "/restore")), 404)


async def test_added_again_it_is_new(admin: ConfigClient) -> None:
    await admin.put("A", deadband=1)
    await admin.http.delete(pv_path("A"))
    again = await admin.put("A", tags=["new"])
    assert (again.status_code, again.json()["deadband"], again.json()["tags"]) == (201, None, ["new"])
    assert await deleted(admin) == []


async def test_a_name_that_was_given_away_meanwhile(admin: ConfigClient) -> None:
    await admin.put("A")
    await admin.http.delete(pv_path("A"))
    await admin.http.put("/v1/virtual-pvs/A", json={"expression": '"B" + 1'})
    assert "virtual PV" in problem(await admin.http.post(pv_path("A", "/restore")), 409)


async def test_pages(admin: ConfigClient) -> None:
    for number in range(5):
        await admin.put(f"A{number}")
        await admin.http.delete(pv_path(f"A{number}"))
    first = (await admin.http.get("/v1/deleted-pvs", params={"limit": 3})).json()
    cursor = {"limit": 3, "cursor": first["next_cursor"]}
    second = (await admin.http.get("/v1/deleted-pvs", params=cursor)).json()
    assert [pv["name"] for pv in first["pvs"] + second["pvs"]] == [f"A{number}" for number in range(5)]
    assert second["next_cursor"] is None
