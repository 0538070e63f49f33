"""Saved views and boards: one's own, and those that are shared."""

import asyncio
from typing import Any

import httpx
import pytest
from caflux_testing.config_client import ConfigClient, HandClock, problem

PASSWORD = "battery staple"
BOARD = {"tiles": [{"kind": "value", "pv": "SR:CURRENT", "x": 0.5}], "ünïcode 光": [None, True, {}]}
DEEP: dict[str, Any] = {}
inner = DEEP
for _ in range(40):
    inner["a"] = inner = {}


async def user(admin: ConfigClient, name: str, role: str) -> ConfigClient:
    """Add somebody; give a client with a token of theirs."""
    new = {"name": name, "role": role, "password": PASSWORD}
    assert (await admin.http.post("/v1/users", json=new)).status_code == 201
    nobody = ConfigClient(admin.app)
    issued = await nobody.http.post("/v1/tokens", auth=httpx.BasicAuth(name, PASSWORD))
    assert issued.status_code == 201, issued.text
    return admin.with_token(issued.json()["token"])


async def add(client: ConfigClient, name: str, **more: Any) -> dict[str, Any]:
    answer = await client.http.post(
        "/v1/documents", json={"kind": "board", "name": name, "content": BOARD, **more}
    )
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["etag"] == f'"{found["version"]}"'
    assert answer.headers["location"] == f"/v1/documents/{found['id']}"
    return found


async def put(
    client: ConfigClient, document: dict[str, Any], tag: str = "*", **changed: Any
) -> httpx.Response:
    wanted = {key: document[key] for key in ("name", "description", "shared", "content")} | changed
    headers = {"If-Match": tag} if tag else {}
    return await client.http.put(f"/v1/documents/{document['id']}", json=wanted, headers=headers)


async def names(client: ConfigClient, **query: str) -> list[str]:
    answer = await client.http.get("/v1/documents", params=query)
    assert answer.status_code == 200, answer.text
    assert all("content" not in one for one in answer.json()["documents"])
    return [one["name"] for one in answer.json()["documents"]]


async def test_what_is_kept_comes_back_as_it_was(admin: ConfigClient, clock: HandClock) -> None:
    made = await add(admin, "Überblick", description="for the shift")
    assert made["content"] == BOARD
    assert (made["owner"], made["shared"], made["version"]) == ("admin", False, 1)

    clock.advance(60)
    changed = await put(admin, made, '"1"', content={"tiles": []}, name="Overview")
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    found = await admin.http.get(f"/v1/documents/{made['id']}")
    assert found.json() == changed.json()
    assert (found.json()["name"], found.json()["content"]) == ("Overview", {"tiles": []})
    assert found.json()["changed_at"] > found.json()["created_at"]
    assert found.headers["etag"] == '"2"'
    assert (await admin.http.delete(f"/v1/documents/{made['id']}")).status_code == 204
    problem(await admin.http.get(f"/v1/documents/{made['id']}"), 404)


async def test_ones_own_are_seen_by_nobody_else_and_shared_ones_by_all(
    admin: ConfigClient, nobody: ConfigClient
) -> None:
    vera, otto = await user(admin, "vera", "viewer"), await user(admin, "otto", "operator")
    hers = await add(vera, "mine")
    wall = await add(otto, "wall", shared=True)
    view = await add(otto, "beam", kind="view", shared=True)

    assert await names(nobody) == await names(admin) == ["beam", "wall"]
    assert await names(vera) == ["beam", "mine", "wall"]
    assert await names(vera, kind="board") == ["mine", "wall"]
    assert (await nobody.http.get(f"/v1/documents/{view['id']}")).json()["content"] == BOARD
    for other in (nobody, otto, admin):
        problem(await other.http.get(f"/v1/documents/{hers['id']}"), 404)
    problem(await put(otto, hers), 404)
    problem(await admin.http.delete(f"/v1/documents/{hers['id']}"), 404)
    assert "operate" in problem(await put(vera, wall, content={}), 403)
    assert "operate" in problem(await vera.http.delete(f"/v1/documents/{wall['id']}"), 403)
    assert "operate" in problem(await put(vera, hers, shared=True), 403)
    problem(await vera.http.post("/v1/documents", json={**wall_of("x"), "shared": True}), 403)
    problem(await nobody.http.post("/v1/documents", json=wall_of("x")), 401)
    # Whoever may operate tends what is shared, but only its owner takes it back.
    assert (await put(admin, wall, content={})).json()["changed_by"] == "admin"
    problem(await put(admin, wall, shared=False), 403)
    assert (await put(otto, wall, shared=False)).status_code == 200
    assert await names(nobody) == ["beam"]


def wall_of(name: str) -> dict[str, Any]:
    return {"kind": "board", "name": name, "content": {}}


async def test_of_who_change_one_at_once_one_succeeds(admin: ConfigClient) -> None:
    made = await add(admin, "wall")
    problem(await put(admin, made, "", content={}), 428)
    assert (await put(admin, made, "")).status_code == 200  # the same again
    assert (await put(admin, made, '"1"')).json()["version"] == 1
    outcomes = await asyncio.gather(*(put(admin, made, '"1"', content={"k": k}) for k in range(5)))
    assert sorted(answer.status_code for answer in outcomes) == [200, 412, 412, 412, 412]
    gone = await admin.http.delete(f"/v1/documents/{made['id']}", headers={"If-Match": '"1"'})
    assert "meanwhile" in problem(gone, 412)


async def test_a_name_is_ones_own_once(admin: ConfigClient) -> None:
    otto = await user(admin, "otto", "operator")
    first = await add(admin, "wall")
    await add(admin, "wall", kind="view")
    await add(otto, "wall")
    other = await add(admin, "other")
    again = await admin.http.post("/v1/documents", json=wall_of("wall"))
    assert first["id"] in problem(again, 409)
    problem(await put(admin, other, name="wall"), 409)
    assert (await put(admin, first, description="changed")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "name"),
        ({"name": " blank"}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"kind": "other"}, "kind"),
        ({"content": []}, "content"),
        ({"content": {"a": "x" * 300_000}}, "262,144"),
        ({"content": DEEP}, "nested"),
        ({"more": 1}, "more"),
    ],
)
async def test_what_is_no_document_is_refused(admin: ConfigClient, changed: Any, said: str) -> None:
    answer = await admin.http.post("/v1/documents", json={**wall_of("x"), **changed})
    assert said in answer.text
    problem(answer, 422)


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": "\\ud800"}', '{"a": -Infinity}'])
async def test_what_json_or_a_text_has_not_is_refused(admin: ConfigClient, text: str) -> None:
    body = f'{{"kind": "view", "name": "x", "content": {text}}}'
    answer = await admin.http.post(
        "/v1/documents", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in {400, 422}, answer.text
    assert await names(admin) == []


async def test_the_audit_tells_all_of_what_is_shared_and_admins_of_the_rest(
    admin: ConfigClient, nobody: ConfigClient
) -> None:
    vera = await user(admin, "vera", "viewer")
    await add(vera, "mine")
    wall = await add(admin, "wall", shared=True)
    await put(admin, wall, content={})

    async def told(client: ConfigClient) -> list[tuple[str, str, str]]:
        changes = (await client.http.get("/v1/audit")).json()["changes"]
        return [(one["kind"], one["name"], one["action"]) for one in changes if "board" in one["kind"]]

    shared = [("board", "wall", "changed"), ("board", "wall", "added")]
    assert await told(nobody) == await told(vera) == shared
    assert await told(admin) == [*shared, ("own_board", "mine", "added")]
    [change, *_] = (await admin.http.get("/v1/audit", params={"kind": "board"})).json()["changes"]
    assert change["before"]["content"] != change["after"]["content"]
    assert "SR:CURRENT" not in str(change)


async def test_who_is_deleted_leaves_what_they_shared(admin: ConfigClient, nobody: ConfigClient) -> None:
    otto = await user(admin, "otto", "operator")
    await add(otto, "mine")
    wall = await add(otto, "wall", shared=True)
    assert (await admin.http.delete("/v1/users/otto")).status_code == 204
    left = (await nobody.http.get("/v1/documents")).json()["documents"]
    assert [(one["name"], one["owner"]) for one in left] == [("wall", "")]
    again = await user(admin, "otto", "operator")
    assert await names(again) == ["wall"]
    assert (await put(admin, wall, content={})).status_code == 200
