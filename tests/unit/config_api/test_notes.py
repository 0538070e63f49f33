"""Notes at times: who may write them, who sees them, and which of them a range has."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from caflux_config_api.notes import service
from caflux_testing.config_client import ConfigClient, HandClock, problem

PASSWORD = "battery staple"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "Beam dump: cavity 2 tripped, µ > 光 <b>"


def at(minutes: float) -> str:
    return (NOON + timedelta(minutes=minutes)).isoformat()


async def user(admin: ConfigClient, name: str, role: str) -> ConfigClient:
    """Add somebody; give a client with a token of theirs."""
    new = {"name": name, "role": role, "password": PASSWORD}
    assert (await admin.http.post("/v1/users", json=new)).status_code == 201
    issued = await ConfigClient(admin.app).http.post("/v1/tokens", auth=httpx.BasicAuth(name, PASSWORD))
    return admin.with_token(issued.json()["token"])


async def add(
    client: ConfigClient, start: float, stop: float | None = None, text: str = TEXT
) -> dict[str, Any]:
    end = {} if stop is None else {"stop": at(stop)}
    answer = await client.http.post("/v1/notes", json={"start": at(start), "text": text, **end})
    assert answer.status_code == 201, answer.text
    note: dict[str, Any] = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/v1/notes/{note['id']}"
    return note


async def texts(client: ConfigClient, since: float, until: float, **more: int) -> list[str]:
    answer = await client.http.get("/v1/notes", params={"since": at(since), "until": at(until), **more})
    assert answer.status_code == 200, answer.text
    return [note["text"] for note in answer.json()["notes"]]


async def put(client: ConfigClient, note: dict[str, Any], tag: str = '"1"', **changed: Any) -> httpx.Response:
    wanted = {key: note[key] for key in ("start", "stop", "text")} | changed
    headers = {"If-Match": tag} if tag else {}
    return await client.http.put(f"/v1/notes/{note['id']}", json=wanted, headers=headers)


async def test_a_range_has_the_notes_of_which_a_part_is_in_it(
    admin: ConfigClient, nobody: ConfigClient
) -> None:
    for name, start, stop in (
        ("late", 9, None),
        ("long", -60, 60),
        ("moment", 5, None),
        ("before", -9, -5),
        ("over the end", 8, 20),
    ):
        await add(admin, start, stop, name)
    assert await texts(nobody, 0, 8) == ["long", "moment", "over the end"]
    assert await texts(nobody, 5, 5) == ["long", "moment"]
    assert await texts(nobody, -5, -5) == ["long", "before"]
    assert await texts(nobody, 61, 99) == []
    # Of too many, the latest.
    assert await texts(nobody, 0, 9, limit=2) == ["over the end", "late"]
    query = {"since": at(0), "until": at(9), "limit": "2"}
    assert (await nobody.http.get("/v1/notes", params=query)).json()["more"]
    assert not (await nobody.http.get("/v1/notes", params={**query, "limit": "4"})).json()["more"]
    backwards = {"since": at(1), "until": at(0)}
    assert "after" in problem(await nobody.http.get("/v1/notes", params=backwards), 422)


async def test_a_note_comes_back_as_it_was_written(admin: ConfigClient, clock: HandClock) -> None:
    made = await add(admin, 0.000_01, 2, f"  {TEXT}\n")
    assert (made["text"], made["by"], made["version"]) == (TEXT, "admin", 1)
    assert datetime.fromisoformat(made["start"]) == NOON + timedelta(microseconds=600)
    clock.advance(60)
    changed = await put(admin, made, stop=None, text="otherwise")
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    listed = await admin.http.get("/v1/notes", params={"since": at(-1), "until": at(1)})
    assert listed.json()["notes"] == [changed.json()]
    assert changed.json()["stop"] is None
    assert changed.json()["changed_at"] > changed.json()["created_at"]


async def test_who_wrote_a_note_changes_it_and_engineers_do(
    admin: ConfigClient, nobody: ConfigClient
) -> None:
    vera, otto = await user(admin, "vera", "viewer"), await user(admin, "otto", "operator")
    olga, emil = await user(admin, "olga", "operator"), await user(admin, "emil", "engineer")
    wish = {"start": at(0), "text": "?"}
    problem(await nobody.http.post("/v1/notes", json=wish), 401)
    assert "operate" in problem(await vera.http.post("/v1/notes", json=wish), 403)

    note = await add(otto, 0)
    assert "otto" in problem(await put(olga, note, text="mine"), 403)
    assert "otto" in problem(await olga.http.delete(f"/v1/notes/{note['id']}"), 403)
    problem(await vera.http.delete(f"/v1/notes/{note['id']}"), 403)
    assert (await put(otto, note, text="more of it")).json()["version"] == 2
    by_emil = (await put(emil, note, '"2"', text="checked")).json()
    assert (by_emil["by"], by_emil["changed_by"]) == ("otto", "emil")
    assert (await otto.http.delete(f"/v1/notes/{note['id']}")).status_code == 204
    assert "deleted" in problem(await put(otto, note, '"3"'), 404)
    assert await texts(vera, -1, 1) == []

    audit = (await nobody.http.get("/v1/audit", params={"kind": "note"})).json()["changes"]
    assert [(change["by"], change["action"]) for change in audit] == [
        ("otto", "deleted"), ("emil", "changed"), ("otto", "changed"), ("otto", "added"),
    ]  # fmt: skip
    assert (audit[1]["before"]["text"], audit[1]["after"]["text"]) == ("more of it", "checked")


async def test_of_who_change_a_note_nobody_overwrites_what_they_have_not_seen(admin: ConfigClient) -> None:
    note = await add(admin, 0)
    problem(await put(admin, note, "", text="x"), 428)
    assert (await put(admin, note, "")).json()["version"] == 1  # the same again
    assert (await put(admin, note, text="x")).status_code == 200
    problem(await put(admin, note, text="y"), 412)
    gone = await admin.http.delete(f"/v1/notes/{note['id']}", headers={"If-Match": '"1"'})
    problem(gone, 412)


@pytest.mark.parametrize(
    "wish",
    [
        {"text": ""},
        {"text": "  \n"},
        {"text": "x" * 1_001},
        {"text": "x", "stop": at(0)},
        {"text": "x", "stop": at(-1)},
        {"text": "x", "start": "2026-03-01T12:00:00"},
        {"text": "x", "start": "0001-01-01T00:00:00+01:00"},
        {"text": "x", "start": "9999-12-31T23:59:59-01:00"},
        {"text": "x", "by": "somebody else"},
    ],
)
async def test_what_is_no_note_is_refused(admin: ConfigClient, wish: dict[str, Any]) -> None:
    problem(await admin.http.post("/v1/notes", json={"start": at(0), **wish}), 422)


async def test_there_are_so_many_at_most(admin: ConfigClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 2)
    await add(admin, 0)
    await add(admin, 1)
    full = await admin.http.post("/v1/notes", json={"start": at(2), "text": "one more"})
    assert "2 notes" in problem(full, 409)
