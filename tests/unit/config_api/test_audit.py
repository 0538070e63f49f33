"""The audit: every change, who made it, and what was there before."""

from typing import Any

from caflux_testing.config_client import ConfigClient, HandClock, problem, pv_path


async def changes(client: ConfigClient, **query: str) -> list[dict[str, Any]]:
    answer = await client.http.get("/v1/audit", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["changes"])


def told(change: dict[str, Any]) -> tuple[object, ...]:
    return change["name"], change["action"], change["before"], change["after"]


async def test_the_life_of_a_pv(admin: ConfigClient, clock: HandClock) -> None:
    await admin.put("A", deadband=1)
    await admin.put("A", deadband=1)
    clock.advance(60)
    await admin.put("A", groups=["RF"])
    await admin.http.post(pv_path("A", "/pause"))
    await admin.http.delete(pv_path("A"))
    await admin.http.post(pv_path("A", "/restore"))

    found = await changes(admin, kind="pv", name="A")
    rf, paused = {"groups": ["RF"]}, {"groups": ["RF"], "state": "paused"}
    assert [told(change)[1:] for change in found] == [
        ("restored", None, paused),
        ("deleted", paused, None),
        ("changed", rf, paused),
        ("changed", {"deadband": 1}, rf),
        ("added", None, {"deadband": 1}),
    ]
    assert {change["by"] for change in found} == {"admin"}
    assert [change["at"] for change in found][-2:] == [
        "2026-01-02T03:05:05.678901Z",
        "2026-01-02T03:04:05.678901Z",
    ]


async def test_of_everything_a_page_at_a_time(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": f"P:{number}"} for number in range(5)])
    await admin.import_rows([{"name": f"P:{number}", "tags": ["x"]} for number in range(5)])

    seen: list[tuple[object, ...]] = []
    cursor: str | None = None
    while True:
        query = {"limit": "3", "kind": "pv"} | ({"cursor": cursor} if cursor else {})
        page = (await admin.http.get("/v1/audit", params=query)).json()
        seen += [told(change) for change in page["changes"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen[:5]) == [(f"P:{number}", "changed", {}, {"tags": ["x"]}) for number in range(5)]
    assert sorted(seen[5:], key=str) == [(f"P:{number}", "added", None, {}) for number in range(5)]


async def test_virtual_pvs_and_aliases_are_in_it(admin: ConfigClient) -> None:
    await admin.put("A")
    await admin.http.put("/v1/virtual-pvs/V", json={"expression": '"A" + 1'})
    await admin.http.delete("/v1/virtual-pvs/V")
    await admin.http.put("/v1/aliases/B", json={"pv": "A"})
    await admin.http.delete("/v1/aliases/B")

    found = [(change["kind"], change["name"], change["action"]) for change in await changes(admin)]
    expected = [("virtual_pv", "V", "added"), ("virtual_pv", "V", "deleted")]
    expected += [("alias", "B", "added"), ("alias", "B", "deleted")]
    assert [change for change in found if change[0] in {"alias", "virtual_pv"}] == expected[::-1]


async def test_what_is_refused_is_not_in_it(admin: ConfigClient) -> None:
    await admin.put("A")
    before = await changes(admin)
    await admin.put("A", mode="scan")
    await admin.import_rows([{"name": "B"}, {"name": "C", "deadband": -1}])
    await admin.http.delete(pv_path("B"))
    await admin.http.put(pv_path("A"), json={"deadband": 1})
    assert await changes(admin) == before


async def test_by_time_and_by_whom(admin: ConfigClient, clock: HandClock) -> None:
    await admin.put("A")
    middle = clock().isoformat()
    clock.advance(10)
    await admin.put("B")

    def names(found: list[dict[str, Any]]) -> list[str]:
        return [change["name"] for change in found]

    later = clock().isoformat()
    assert names(await changes(admin, kind="pv", since=later)) == ["B"]
    assert names(await changes(admin, kind="pv", since=middle, until=later)) == ["A"]
    assert names(await changes(admin, kind="pv", by="nobody")) == []
    for wrong in ("yesterday", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00"):
        problem(await admin.http.get("/v1/audit", params={"since": wrong}), 422)
    for wrong in ("x", "Im4i", "W10", "LTE"):  # no base64, a text, a list, a negative number
        problem(await admin.http.get("/v1/audit", params={"cursor": wrong}), 400)
