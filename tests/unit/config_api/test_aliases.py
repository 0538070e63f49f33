"""Other names of PVs, and new ones."""

from typing import Any

import httpx
from caflux_testing.config_client import ConfigClient, problem, pv_path


async def alias(client: ConfigClient, name: str, pv: str) -> httpx.Response:
    return await client.http.put(f"/v1/aliases/{name}", json={"pv": pv})


async def rename(client: ConfigClient, name: str, to: str) -> httpx.Response:
    return await client.http.post(pv_path(name, "/rename"), json={"to": to})


async def aliases(client: ConfigClient) -> dict[str, tuple[str, bool]]:
    found = (await client.http.get("/v1/aliases")).json()["aliases"]
    return {each["name"]: (each["pv"], each["renamed"]) for each in found}


async def test_a_pv_is_found_under_every_name(admin: ConfigClient) -> None:
    await admin.put("A", deadband=1)
    assert (await alias(admin, "B", "A")).status_code == 201
    assert (await alias(admin, "B", "A")).status_code == 200
    pv = (await admin.http.get(pv_path("B"))).json()
    assert (pv["name"], pv["aliases"]) == ("A", ["B"])
    assert await admin.names() == ["A"]
    problem(await admin.http.delete(pv_path("B")), 404)

    assert (await admin.http.delete("/v1/aliases/B")).status_code == 204
    problem(await admin.http.delete("/v1/aliases/B"), 404)
    assert (await admin.http.get(pv_path("A"))).json()["aliases"] == []


async def test_a_name_is_one_things(admin: ConfigClient) -> None:
    for name in ("A", "B"):
        await admin.put(name)
    await alias(admin, "C", "A")
    await admin.http.put("/v1/virtual-pvs/V", json={"expression": '"A" + 1'})

    problem(await alias(admin, "D", "nothing"), 404)
    for taken, by in (("B", "archived itself"), ("C", "name of A"), ("V", "virtual")):
        assert by in problem(await alias(admin, taken, "B" if taken != "B" else "A"), 409)
    assert "another name of A" in problem(await admin.put("C"), 409)
    rows = await admin.import_rows([{"name": "C"}])
    assert "another name" in problem(rows, 422)
    virtual = await admin.http.put("/v1/virtual-pvs/C", json={"expression": '"A"'})
    assert "another name" in problem(virtual, 409)
    for taken, by in (("B", "archived already"), ("V", "virtual")):
        assert by in problem(await rename(admin, "A", taken), 409)
    assert "another name of A" in problem(await rename(admin, "B", "C"), 409)


async def test_renamed_it_is_the_same_pv(admin: ConfigClient) -> None:
    await admin.register("c")
    before = (await admin.put("OLD", deadband=1, groups=["RF"])).json()
    await admin.put("OTHER", controlling_pv="OLD")
    await admin.as_service().http.post(
        "/v1/metadata", json={"metadata": [{"pv": "OLD", "native_type": "double", "element_count": 1}]}
    )
    answer = await rename(admin, "OLD", "NEW")
    after = answer.json()

    same = ("state", "deadband", "groups", "created_at")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    assert (after["name"], after["aliases"], after["metadata"]["pv"]) == ("NEW", ["OLD"], "NEW")
    assert await aliases(admin) == {"OLD": ("NEW", True)}
    assert await admin.names() == ["NEW", "OTHER"]
    assert await admin.names(search="new") == ["NEW"]
    assert (await admin.http.get(pv_path("OTHER"))).json()["controlling_pv"] == "NEW"
    given: list[dict[str, Any]] = (await admin.assignment("c")).json()["pvs"]
    assert sorted(pv["name"] for pv in given) == ["NEW", "OTHER"]
    for name in ("OLD", "NEW"):
        (newest, *_) = (await admin.http.get("/v1/audit", params={"name": name})).json()["changes"]
        assert (newest["action"], newest["before"], newest["after"]) == (
            "renamed",
            {"name": "OLD"},
            {"name": "NEW"},
        )


async def test_there_and_back(admin: ConfigClient) -> None:
    await admin.put("A")
    await rename(admin, "A", "B")
    assert (await rename(admin, "B", "B")).json()["name"] == "B"
    back = (await rename(admin, "B", "A")).json()
    assert (back["name"], back["aliases"]) == ("A", ["B"])


async def test_two_pvs_are_joined(admin: ConfigClient) -> None:
    for name in ("OLD", "NEW"):
        await admin.put(name)
    await admin.http.delete(pv_path("OLD"))
    assert (await alias(admin, "OLD", "NEW")).status_code == 201
    assert (await admin.http.get("/v1/deleted-pvs")).json()["pvs"] == []
    assert (await admin.http.get(pv_path("OLD"))).json()["name"] == "NEW"


async def test_whoever_follows_hears_of_it(admin: ConfigClient) -> None:
    await admin.put("A")
    known = (await admin.http.get("/v1/aliases")).json()["revision"]
    unchanged = await admin.http.get("/v1/aliases", params={"revision": known})
    assert unchanged.status_code == 204
    await alias(admin, "B", "A")
    news = await admin.http.get("/v1/aliases", params={"revision": known, "wait": 30})
    assert (news.status_code, news.json()["revision"]) == (200, known + 1)
