"""Virtual PVs: expressions with a name."""

import asyncio
from typing import Any
from urllib.parse import quote

import httpx
from caflux_testing.config_client import ConfigClient, problem, pv_path

STRANGE = ["SUM", "a/b c", 'q"x', "é:電流", "back\\slash x", "%2F"]


def path(name: str) -> str:
    return f"/v1/virtual-pvs/{quote(name, safe='')}"


async def put(
    client: ConfigClient, name: str, expression: str, match: str | None = "*", **more: str
) -> httpx.Response:
    headers = {} if match is None else {"If-Match": match}
    return await client.http.put(path(name), json={"expression": expression, **more}, headers=headers)


async def listed(client: ConfigClient) -> dict[str, Any]:
    answer = await client.http.get("/v1/virtual-pvs")
    assert answer.status_code == 200, answer.text
    return {pv["name"]: pv["expression"] for pv in answer.json()["pvs"]}


async def test_they_are_added_changed_and_deleted(admin: ConfigClient, nobody: ConfigClient) -> None:
    for name in STRANGE:
        assert (await put(admin, name, '"A" + 1')).status_code == 201
    changed = await put(admin, "SUM", '"A" + "B"', egu="mA", description="both rings")

    assert changed.status_code == 200
    assert (changed.json()["egu"], changed.json()["created_by"]) == ("mA", "admin")
    assert (await nobody.http.get(path("SUM"))).json() == changed.json()
    assert await listed(nobody) == dict.fromkeys(STRANGE, '"A" + 1') | {"SUM": '"A" + "B"'}
    for name in STRANGE:
        assert (await admin.http.delete(path(name))).status_code == 204
    assert await listed(nobody) == {}
    assert "no virtual PV SUM" in problem(await nobody.http.get(path("SUM")), 404)


async def test_the_same_again_changes_nothing(admin: ConfigClient) -> None:
    first = await put(admin, "X", '"A"')
    revision = await admin.revision()
    second = await put(admin, "X", '"A"')

    assert (second.status_code, second.json()) == (200, first.json())
    assert await admin.revision() == revision
    await put(admin, "X", '"B"')
    assert await admin.revision() == revision + 1


async def test_what_somebody_else_changed_is_not_overwritten(admin: ConfigClient) -> None:
    first = (await put(admin, "X", '"A"', match=None)).headers["ETag"]
    assert (await admin.http.get(path("X"))).headers["ETag"] == first

    assert f"If-Match: {first}" in problem(await put(admin, "X", '"B"', match=None), 428)
    assert (await put(admin, "X", '"A"', match=None)).status_code == 200
    second = await put(admin, "X", '"B"', match=first)
    assert second.status_code == 200
    for change in ({"expression": '"C"'}, {"expression": '"B"', "egu": "mA"}):
        assert "changed meanwhile" in problem(await put(admin, "X", match=first, **change), 412)
    assert "not there any more" in problem(await put(admin, "Y", '"A"', match=first), 412)
    problem(await admin.http.delete(path("X"), headers={"If-Match": first}), 412)
    problem(await put(admin, "X", '"C"', match="first"), 400)
    assert await listed(admin) == {"X": '"B"'}
    newer = {"If-Match": second.headers["ETag"]}
    assert (await admin.http.delete(path("X"), headers=newer)).status_code == 204


async def test_only_admins_write(admin: ConfigClient, nobody: ConfigClient) -> None:
    problem(await put(nobody, "X", '"A"'), 401)
    problem(await put(admin.as_service(), "X", '"A"'), 403)
    problem(await nobody.http.delete(path("X")), 401)


async def test_what_is_no_expression_is_refused_with_the_place(admin: ConfigClient) -> None:
    answer = await put(admin, "X", '"A" + os.system("x")')

    assert "column 9" in problem(answer, 422)
    problem(await put(admin, "X", "1 + 1"), 422)
    problem(await put(admin, "X", '"A"' + " " * 4_000), 422)
    problem(await put(admin, "bad\\", '"A"'), 422)
    assert await listed(admin) == {}


async def test_cycles_are_refused(admin: ConfigClient) -> None:
    await put(admin, "X", '"Y" + 1')
    await put(admin, "Z", '"X"')

    answer = await put(admin, "Y", '2 * "Z"')

    assert "Z needs X needs Y needs Z" in problem(answer, 422)
    assert answer.json()["errors"][0]["column"] == 5
    assert "X needs X" in problem(await put(admin, "X", '"X"'), 422)
    assert await listed(admin) == {"X": '"Y" + 1', "Z": '"X"'}


async def test_a_change_that_makes_another_too_large_is_refused(admin: ConfigClient) -> None:
    await put(admin, "W", '"V" + 1')
    for k in range(29):
        await put(admin, f"L{k}", f'-"L{k + 1}"')

    assert (await put(admin, "L29", "-" * 29 + '"A"')).status_code == 201
    refused = problem(await put(admin, "L29", "-" * 50 + '"A"'), 422)

    assert "which needs L29, could no longer be computed" in refused


async def test_a_name_means_one_thing(admin: ConfigClient) -> None:
    await admin.put("A")
    await put(admin, "V", '"A" * 2')

    assert "A is a PV that is archived" in problem(await put(admin, "A", '"B"'), 409)
    assert "V is a virtual PV" in problem(await admin.put("V"), 409)
    imported = await admin.import_rows([{"name": "B"}, {"name": "V"}])
    assert "row 2 (V): a virtual PV has the same name" in problem(imported, 422)
    assert await admin.names() == ["A"]


async def test_one_that_others_need_is_not_deleted(admin: ConfigClient) -> None:
    await put(admin, "V", '"A" * 2')
    await put(admin, "W", '"V" + 1')

    assert "needed by W" in problem(await admin.http.delete(path("V")), 409)
    await admin.http.delete(path("W"))
    assert (await admin.http.delete(path("V"))).status_code == 204


async def test_who_waits_is_told_of_a_change(admin: ConfigClient, nobody: ConfigClient) -> None:
    revision = (await nobody.http.get("/v1/virtual-pvs")).json()["revision"]
    unchanged = await nobody.http.get("/v1/virtual-pvs", params={"revision": revision, "wait": 0})
    waiting = asyncio.create_task(
        nobody.http.get("/v1/virtual-pvs", params={"revision": revision, "wait": 60})
    )
    await put(admin, "X", '"A"')

    told = (await waiting).json()
    assert unchanged.status_code == 204
    assert told["revision"] > revision
    assert [pv["name"] for pv in told["pvs"]] == ["X"]


async def test_the_unit_of_an_expression_follows_from_its_pvs(
    admin: ConfigClient, nobody: ConfigClient
) -> None:
    for name, egu, precision in (("A", "mA", 1), ("B", "mA", 3)):
        assert (await admin.http.put(pv_path(name), json={})).status_code == 201
        told = {"pv": name, "native_type": "double", "element_count": 1, "egu": egu, "precision": precision}
        await admin.as_service().http.post("/v1/metadata", json={"metadata": [told]})
    await put(admin, "SUM", '"A" + "B"')
    await put(admin, "POWER", '"A" * "B"', egu="W")

    async def scale(text: str) -> tuple[str, int | None]:
        answer = await nobody.http.get("/v1/expressions/scale", params={"expr": text})
        assert answer.status_code == 200, answer.text
        return answer.json()["egu"], answer.json()["precision"]

    assert await scale('"A" + "B"') == ("mA", 3)
    assert await scale('"SUM" - 2') == ("mA", 3)
    assert await scale('2 * "POWER"') == ("W", None)
    assert await scale('"SUM" + "POWER"') == ("", None)
    assert await scale('"NOBODY"') == ("", None)
    wrong = await nobody.http.get("/v1/expressions/scale", params={"expr": '"A" +'})
    assert "expr" in problem(wrong, 422)
