"""Users: added, changed, disabled, deleted; what becomes of their sessions and tokens."""

from typing import Any

import httpx
from argon2 import PasswordHasher
from caflux_config_api.access.passwords import Passwords
from caflux_config_api.access.users import Users
from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings
from caflux_contracts.access import Permission, Principal, Role
from caflux_testing.config_client import ADMIN_PASSWORD, ConfigClient, HandClock, problem, pv_path, running

PASSWORD = "battery staple"
OURS = {"X-CAFlux": "1"}
ADMIN = Principal(name="admin", role=Role.ADMIN, permissions=list(Permission), via="password")


async def add(admin: ConfigClient, name: str, role: str, **more: Any) -> None:
    new = {"name": name, "role": role, "password": PASSWORD, **more}
    answer = await admin.http.post("/v1/users", json=new)
    assert answer.status_code == 201, answer.text


async def token_of(client: ConfigClient, user: str, **wish: Any) -> ConfigClient:
    answer = await client.http.post("/v1/tokens", json=wish, auth=httpx.BasicAuth(user, PASSWORD))
    assert answer.status_code == 201, answer.text
    return client.with_token(answer.json()["token"])


async def log_in(client: ConfigClient, name: str, password: str = PASSWORD) -> ConfigClient:
    """Give a browser of its own, logged in."""
    browser = ConfigClient(client.app, OURS)
    answer = await browser.http.post("/v1/session", json={"username": name, "password": password})
    assert answer.status_code == 200, answer.text
    return browser


async def test_users_are_added_changed_and_deleted(admin: ConfigClient, clock: HandClock) -> None:
    await add(admin, "ada", "engineer")
    problem(
        await admin.http.post("/v1/users", json={"name": "ada", "role": "viewer", "password": PASSWORD}), 409
    )
    listed = (await admin.http.get("/v1/users")).json()
    assert [(user["name"], user["role"]) for user in listed] == [("ada", "engineer"), ("admin", "admin")]
    assert PASSWORD not in str(listed)
    assert "hash" not in str(listed)

    clock.advance(60)
    reach = {"names": ["SR:*"], "groups": ["magnets"]}
    changed = await admin.http.patch("/v1/users/ada", json={"role": "operator", "reach": reach})
    assert (changed.json()["role"], changed.json()["reach"]) == ("operator", reach)
    assert changed.json()["changed_at"] > changed.json()["created_at"]
    kept = await admin.http.patch("/v1/users/ada", json={"role": "viewer"})
    assert kept.json()["reach"] == reach, "what is left out stays"
    assert (await admin.http.patch("/v1/users/ada", json={"reach": None})).json()["reach"] is None
    assert (await admin.http.get("/v1/users/ada")).json()["role"] == "viewer"

    assert (await admin.http.delete("/v1/users/ada")).status_code == 204
    for method in ("GET", "DELETE"):
        problem(await admin.http.request(method, "/v1/users/ada"), 404)
    problem(await admin.http.patch("/v1/users/ada", json={}), 404)
    for wrong in (
        {"role": "god"},
        {"password": "short"},
        {"name": "a b"},
        {"name": ""},
        {"reach": {"names": [""]}},
        {"x": 1},
    ):
        new = {"name": "bob", "role": "viewer", "password": PASSWORD, **wrong}
        problem(await admin.http.post("/v1/users", json=new), 422)


async def test_somebody_always_administers(admin: ConfigClient) -> None:
    for change in ({"role": "engineer"}, {"disabled": True}):
        assert "last admin" in problem(await admin.http.patch("/v1/users/admin", json=change), 409)
    problem(await admin.http.delete("/v1/users/admin"), 409)

    await add(admin, "eve", "admin", password=PASSWORD)
    eve = await token_of(admin, "eve")
    assert (await eve.http.delete("/v1/users/admin")).status_code == 204
    problem(await eve.http.patch("/v1/users/eve", json={"disabled": True}), 409)


async def test_who_was_deleted_does_not_come_back_at_the_next_start(settings: ConfigSettings) -> None:
    async with running(create(settings)) as nobody:
        await add(await nobody.as_admin(), "eve", "admin")
        eve = await token_of(nobody, "eve")
        await eve.http.delete("/v1/users/admin")
    unset = settings.model_copy(update={"admin_password": None})
    async with running(create(unset)) as nobody:
        eve = await token_of(nobody, "eve")
        assert [user["name"] for user in (await eve.http.get("/v1/users")).json()] == ["eve"]


async def test_who_is_disabled_is_out_at_once(admin: ConfigClient) -> None:
    await add(admin, "ada", "engineer")
    script, browser = await token_of(admin, "ada"), await log_in(admin, "ada")
    assert (await script.put("A")).status_code == 201
    assert (await browser.put("A")).status_code == 200

    await admin.http.patch("/v1/users/ada", json={"disabled": True})
    for client in (script, browser):
        problem(await client.put("A"), 401)
    login = {"username": "ada", "password": PASSWORD}
    problem(await admin.http.post("/v1/session", json=login), 401)

    await admin.http.patch("/v1/users/ada", json={"disabled": False})
    assert (await script.put("A")).status_code == 200, "tokens work again"
    problem(await browser.put("A"), 401)
    await admin.http.delete("/v1/users/ada")
    problem(await script.put("A"), 401)


async def test_a_role_changes_at_once(admin: ConfigClient) -> None:
    await add(admin, "ada", "viewer")
    ada = await token_of(admin, "ada")
    problem(await ada.put("A"), 403)
    for role, allowed in (("engineer", {201}), ("operator", {403})):
        await admin.http.patch("/v1/users/ada", json={"role": role})
        assert (await ada.put("A")).status_code in allowed
    assert (await ada.http.post(pv_path("A", "/pause"))).status_code == 200


async def test_a_new_password_ends_sessions(admin: ConfigClient) -> None:
    await add(admin, "ada", "viewer")
    first, second = await log_in(admin, "ada"), await log_in(admin, "ada")
    wrong = await first.http.put("/v1/me/password", json={"current": "wrong", "new": "another one 1"})
    assert "current password is wrong" in problem(wrong, 422)
    right = {"current": PASSWORD, "new": "another one 1"}
    assert (await first.http.put("/v1/me/password", json=right)).status_code == 204
    for browser in (first, second):
        problem(await browser.http.get("/v1/me"), 401)
    await log_in(admin, "ada", "another one 1")

    await admin.http.patch("/v1/users/ada", json={"password": PASSWORD})
    await log_in(admin, "ada")


async def test_logging_out_everywhere(admin: ConfigClient) -> None:
    await add(admin, "ada", "viewer")
    script = await token_of(admin, "ada")
    first, second = await log_in(admin, "ada"), await log_in(admin, "ada")
    assert (await first.http.delete("/v1/sessions")).status_code == 204
    for browser in (first, second):
        problem(await browser.http.get("/v1/me"), 401)
    assert (await script.http.get("/v1/me")).status_code == 200

    third = await log_in(admin, "ada")
    assert (await admin.http.delete("/v1/users/ada/sessions")).status_code == 204
    problem(await third.http.get("/v1/me"), 401)
    problem(await admin.http.delete("/v1/users/nobody/sessions"), 404)


async def test_tokens_do_no_more_than_they_are_for(admin: ConfigClient, clock: HandClock) -> None:
    await add(admin, "ada", "engineer")
    reads = await token_of(admin, "ada", name="display", scope=["read"])
    problem(await reads.put("A"), 403)
    assert (await reads.http.get("/v1/me")).json()["permissions"] == ["read"]
    refused = await admin.http.post(
        "/v1/tokens", json={"scope": ["administer"]}, auth=httpx.BasicAuth("ada", PASSWORD)
    )
    assert "administer" in problem(refused, 403)
    assert "can't make another" in problem(await reads.http.post("/v1/tokens"), 403)

    collects = (await admin.http.post("/v1/tokens", json={"name": "lab-2", "scope": ["collect"]})).json()
    collector = admin.with_token(collects["token"])
    registration = {"host": "h", "version": "1", "engine_url": "http://e"}
    assert (await collector.http.put("/v1/collectors/lab-2", json=registration)).status_code == 200
    assert (await collector.assignment("lab-2")).status_code == 200
    problem(await collector.put("A"), 403)
    problem(await collector.http.get("/v1/users"), 403)

    own = (await reads.http.get("/v1/tokens")).json()
    assert [(token["user"], token["name"], token["scope"]) for token in own] == [("ada", "display", ["read"])]
    assert own[0]["used_at"] == "2026-01-02T03:04:05.678901Z"
    clock.advance(90)
    await reads.http.get("/v1/me")
    everybody = (await admin.http.get("/v1/tokens")).json()
    assert [token["name"] for token in everybody] == ["script", "display", "lab-2"]
    assert everybody[1]["used_at"] == "2026-01-02T03:05:35.678901Z"
    problem(await reads.http.delete(f"/v1/tokens/{collects['id']}"), 404)
    assert (await reads.http.delete(f"/v1/tokens/{own[0]['id']}")).status_code == 204
    problem(await reads.http.get("/v1/me"), 401)


async def test_what_a_browser_is_told(settings: ConfigSettings) -> None:
    async with running(create(settings)) as nobody:
        open_state = (await nobody.http.get("/v1/session")).json()
        assert open_state == {"who": None, "permissions": ["read"], "single_sign_on": None}
        browser = await log_in(nobody, "admin", ADMIN_PASSWORD)
        told = (await browser.http.get("/v1/session")).json()
        assert (told["who"]["name"], told["who"]["via"]) == ("admin", "session")
        assert told["permissions"] == ["administer", "collect", "configure", "operate", "read"]
        gone = await nobody.http.get("/v1/session", headers={"Authorization": "Bearer gone"})
        assert gone.json() == open_state
    async with running(create(settings.model_copy(update={"reading": "closed"}))) as nobody:
        assert (await nobody.http.get("/v1/session")).json()["permissions"] == []
        problem(await nobody.http.get("/v1/pvs"), 401)
        assert (await nobody.http.get("/readyz")).status_code == 200


async def test_a_password_is_hashed_anew_when_the_parameters_change(nobody: ConfigClient) -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    users = Users(nobody.app.state.parts.database, passwords, HandClock())
    await users.set_password(ADMIN, ADMIN_PASSWORD)
    before = await stored_hash(nobody)
    assert "m=8,t=1" in before

    await log_in(nobody, "admin", ADMIN_PASSWORD)
    after = await stored_hash(nobody)
    assert "m=19456,t=2,p=1" in after
    await log_in(nobody, "admin", ADMIN_PASSWORD)
    assert await stored_hash(nobody) == after


async def stored_hash(client: ConfigClient) -> str:
    async with client.app.state.parts.database.engine.connect() as connection:
        found = await connection.exec_driver_sql("SELECT password_hash FROM user WHERE name = 'admin'")
        return str(found.scalar_one())


class Counting(PasswordHasher):
    """Counts the passwords that it compares."""

    compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:  # noqa: A002 - the library's own name
        self.compared += 1
        return super().verify(hash, password)


async def test_nobody_takes_as_long_as_somebody() -> None:
    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    passwords = Passwords(hasher)
    stored = await passwords.hash("right")
    assert await passwords.matches(stored, "right")
    assert not await passwords.matches(stored, "wrong")
    assert not await passwords.matches("", "wrong")
    assert not await passwords.matches("", "")
    assert hasher.compared == 4


async def test_who_may_change_some_pvs_changes_these_only(admin: ConfigClient) -> None:
    await add(admin, "ada", "engineer", reach={"names": ["SR:*"], "groups": ["magnets"]})
    ada = await token_of(admin, "ada")
    for name, groups in (("SR:A", []), ("BR:M", ["magnets", "x"]), ("BR:B", ["x"])):
        assert (await admin.put(name, groups=groups)).status_code == 201

    for name, settings in (("SR:A", {"deadband": 1}), ("SR:NEW", {}), ("LT:M", {"groups": ["magnets"]})):
        assert (await ada.put(name, **settings)).is_success, name
    assert (await ada.put("BR:M", groups=["magnets"], deadband=1)).is_success
    refused = problem(await ada.put("BR:B", groups=["x"], deadband=1), 403)
    assert "ada may not change BR:B: only PVs called SR:*, or in one of these groups: magnets" in refused
    problem(await ada.put("BR:B", groups=["magnets"]), 403)  # nobody takes a PV into their own group
    problem(await ada.put("BR:M", groups=["x"]), 403)
    for action in ("/pause", "/resume", "/rename"):
        body = {"to": "SR:B"} if action == "/rename" else None
        answer = await ada.http.post(pv_path("BR:B", action), json=body)
        assert answer.status_code == (200 if action == "/resume" else 403), "it is active already"
    problem(await ada.http.delete(pv_path("BR:B")), 403)

    rows: list[dict[str, Any]] = [
        {"name": "SR:A", "deadband": 2},
        {"name": "BR:B", "deadband": 2},
        {"name": "BR:NEW"},
    ]
    answer = await ada.import_rows(rows)
    assert "BR:" in problem(answer, 403)
    assert {row["where"] for row in answer.json()["errors"]} == {"BR:B", "BR:NEW"}
    assert (await admin.http.get(pv_path("SR:A"))).json()["deadband"] == 1, "all or none"
    assert sorted(await admin.names()) == ["BR:B", "BR:M", "LT:M", "SR:A", "SR:NEW"]
    assert (await ada.import_rows(rows[:1])).is_success


async def test_rows_out_of_reach_are_refused_one_by_one_where_that_is_asked_for(admin: ConfigClient) -> None:
    await add(admin, "ada", "engineer", reach={"names": ["SR:*"], "groups": ["magnets"]})
    ada = await token_of(admin, "ada")
    for name in ("SR:A", "SR:GONE", "BR:B", "BR:SAME"):
        await admin.put(name)
    rows: list[dict[str, Any]] = [
        {"name": "SR:A", "deadband": 2},
        {"name": "BR:B", "deadband": 2},
        {"name": "BR:B2", "groups": ["magnets"]},
        {"name": "BR:NEW"},
        {"name": "BR:SAME"},
    ]
    expected = [
        ("SR:A", "changed"),
        ("BR:B", "refused"),
        ("BR:B2", "added"),
        ("BR:NEW", "refused"),
        ("SR:GONE", "deleted"),
    ]

    for wish in ("dry_run=true", "atomic=false"):
        answer = await ada.http.post(f"/v1/pvs/import?mode=replace&{wish}", json=rows)
        assert answer.status_code == 200
        told = answer.json()
        assert [(row["name"], row["outcome"]) for row in told["rows"]] == expected, wish
        assert [(error["row"], error["name"]) for error in told["errors"]] == [(2, "BR:B"), (4, "BR:NEW")]
        assert "out of your reach" in told["errors"][0]["detail"]
    assert (await admin.http.get(pv_path("BR:B"))).json()["deadband"] is None
    assert sorted(await admin.names()) == ["BR:B", "BR:B2", "BR:SAME", "SR:A"]
    done = (await admin.http.get("/v1/audit", params={"by": "ada", "kind": "pv"})).json()["changes"]
    assert sorted((change["name"], change["action"]) for change in done) == [
        ("BR:B2", "added"),
        ("SR:A", "changed"),
        ("SR:GONE", "deleted"),
    ]


async def test_the_audit_tells_admins_what_was_done_to_users(admin: ConfigClient) -> None:
    await add(admin, "ada", "engineer")
    await admin.http.patch("/v1/users/ada", json={"role": "viewer", "password": "another one 1"})
    browser = await log_in(admin, "ada", "another one 1")
    await admin.put("A")

    told = (await admin.http.get("/v1/audit")).json()["changes"]
    done = [(change["by"], change["kind"], change["name"], change["action"]) for change in reversed(told)]
    assert done[1:] == [
        ("admin", "user", "ada", "added"),
        ("admin", "user", "ada", "changed"),
        ("ada", "session", "ada", "logged in"),
        ("admin", "pv", "A", "added"),
    ]
    assert done[0][1:] == ("token", done[0][2], "made")
    changed = told[2]
    assert (changed["before"], changed["after"]) == (
        {"role": "engineer"},
        {"role": "viewer", "password": "changed"},
    )
    assert PASSWORD not in str(told)
    for other in (browser, ConfigClient(admin.app)):
        kinds = {change["kind"] for change in (await other.http.get("/v1/audit")).json()["changes"]}
        assert kinds == {"pv"}
