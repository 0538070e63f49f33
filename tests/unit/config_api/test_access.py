"""Who is asking, and what they may."""

import asyncio
from base64 import b64encode
from typing import Any

import httpx
from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings
from caflux_testing.config_client import (
    ADMIN_PASSWORD,
    SERVICE_TOKEN,
    ConfigClient,
    HandClock,
    problem,
    pv_path,
    running,
)

LOGIN = {"username": "admin", "password": ADMIN_PASSWORD}
OURS = {"X-CAFlux": "1"}
ADMIN_WRITES: list[tuple[str, str, Any]] = [
    ("PUT", pv_path("A"), {}),
    ("DELETE", pv_path("A"), None),
    ("POST", pv_path("A", "/pause"), None),
    ("POST", pv_path("A", "/resume"), None),
    ("POST", "/v1/pvs/import", []),
    ("POST", "/v1/tokens", {}),
    ("DELETE", "/v1/collectors/c", None),
]
REGISTRATION = {"host": "h", "version": "1", "engine_url": "http://e"}
SERVICE_WRITES: list[tuple[str, str, Any]] = [
    ("POST", "/v1/metadata", {"metadata": []}),
    ("PUT", "/v1/collectors/c", REGISTRATION),
]


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


async def token_for(client: ConfigClient, password: str, name: str = "admin") -> httpx.Response:
    return await client.http.post("/v1/tokens", headers=basic(name, password))


async def test_reading_is_open(admin: ConfigClient, nobody: ConfigClient) -> None:
    await admin.put("A")
    await nobody.register("c")

    for path in ("/v1/pvs", pv_path("A"), "/v1/pvs/export", "/v1/collectors", "/v1/collectors/c/assignment"):
        assert (await nobody.http.get(path)).status_code == 200
    for path in ("/livez", "/readyz", "/metrics", "/openapi.json"):
        assert (await nobody.http.get(path)).status_code == 200


async def test_nobody_may_write(nobody: ConfigClient) -> None:
    for method, path, body in [*ADMIN_WRITES, *SERVICE_WRITES]:
        answer = await nobody.http.request(method, path, json=body)
        problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_service_may_do_its_own_and_not_what_an_admin_may(nobody: ConfigClient) -> None:
    service = nobody.as_service()
    for method, path, body in ADMIN_WRITES:
        problem(await service.http.request(method, path, json=body), 403)
    for method, path, body in SERVICE_WRITES:
        assert (await service.http.request(method, path, json=body)).is_success


async def test_me(nobody: ConfigClient, admin: ConfigClient) -> None:
    problem(await nobody.http.get("/v1/me"), 401)
    assert (await admin.http.get("/v1/me")).json() == {
        "name": "admin",
        "role": "admin",
        "permissions": ["administer", "collect", "configure", "operate", "read"],
        "via": "token",
        "reach": None,
    }
    assert (await nobody.as_service().http.get("/v1/me")).json() == {
        "name": "service",
        "role": "service",
        "permissions": ["collect"],
        "via": "token",
        "reach": None,
    }


async def test_a_token_that_is_none(nobody: ConfigClient) -> None:
    for header in (
        b"Bearer wrong",
        b"Bearer ",
        b"Bearer",
        b"bearer \xff",
        f"Bearer {SERVICE_TOKEN}x".encode(),
    ):
        problem(await nobody.http.get("/v1/me", headers={b"Authorization": header}), 401)


async def test_tokens(nobody: ConfigClient, admin: ConfigClient, clock: HandClock) -> None:
    answer = await nobody.http.post(
        "/v1/tokens", json={"name": "notebook", "days": 30}, headers=basic("admin", ADMIN_PASSWORD)
    )
    issued = answer.json()
    assert answer.status_code == 201
    assert len(issued["token"]) >= 43
    assert (issued["name"], issued["expires_at"]) == ("notebook", "2026-02-01T03:04:05.678901Z")

    listed = (await admin.http.get("/v1/tokens")).json()
    assert issued["token"] not in str(listed)
    assert listed[-1] == {
        "id": issued["id"],
        "name": "notebook",
        "user": "admin",
        "scope": None,
        "used_at": None,
        "created_at": "2026-01-02T03:04:05.678901Z",
        "expires_at": issued["expires_at"],
    }

    notebook = nobody.with_token(issued["token"])
    assert (await notebook.put("A")).status_code == 201
    clock.advance(30 * 86_400 - 1)
    assert (await notebook.http.get("/v1/me")).status_code == 200
    clock.advance(1)
    problem(await notebook.http.get("/v1/me"), 401)
    assert [token["name"] for token in (await admin.http.get("/v1/tokens")).json()] == ["script"]


async def test_a_token_is_revoked(nobody: ConfigClient, admin: ConfigClient) -> None:
    issued = (await admin.http.post("/v1/tokens")).json()
    other = nobody.with_token(issued["token"])
    assert (await other.http.get("/v1/me")).status_code == 200

    assert (await admin.http.delete(f"/v1/tokens/{issued['id']}")).status_code == 204
    problem(await other.http.get("/v1/me"), 401)
    problem(await admin.http.delete(f"/v1/tokens/{issued['id']}"), 404)
    for number in (0, -1, 2**63, 10**30, "one"):
        problem(await admin.http.delete(f"/v1/tokens/{number}"), 422)


async def test_basic_that_is_none(nobody: ConfigClient) -> None:
    for header in ("Basic", "Basic %%%", "Basic " + b64encode(b"nocolon").decode(), "Basic /w=="):
        problem(await nobody.http.post("/v1/tokens", headers={"Authorization": header}), 401)


async def test_basic_opens_nothing_but_tokens(nobody: ConfigClient) -> None:
    answer = await nobody.http.put(pv_path("A"), json={}, headers=basic("admin", ADMIN_PASSWORD))

    problem(answer, 401)


async def test_wishes_that_make_no_sense(admin: ConfigClient) -> None:
    for wish in ({"days": 0}, {"days": 3_651}, {"name": ""}, {"name": "x" * 65}, {"x": 1}):
        problem(await admin.http.post("/v1/tokens", json=wish), 422)


async def test_a_session(nobody: ConfigClient) -> None:
    browser = nobody.http
    answer = await browser.post("/v1/session", json=LOGIN)

    assert (answer.json()["name"], answer.json()["via"]) == ("admin", "session")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    assert (await browser.get("/v1/me")).json()["name"] == "admin"
    assert (await browser.put(pv_path("A"), json={}, headers=OURS)).status_code == 201

    value = browser.cookies["caflux_session"]
    assert (await browser.delete("/v1/session", headers=OURS)).status_code == 204
    problem(await browser.get("/v1/me"), 401)
    problem(await browser.get("/v1/me", headers={"Cookie": f"caflux_session={value}"}), 401)


async def test_a_session_over_tls_has_a_secure_cookie(nobody: ConfigClient) -> None:
    answer = await nobody.http.post("https://config/v1/session", json=LOGIN)

    assert "secure" in answer.headers["set-cookie"].lower()


async def test_a_session_ends_in_the_end(nobody: ConfigClient, clock: HandClock) -> None:
    await nobody.http.post("/v1/session", json=LOGIN)
    cookie = {"Cookie": f"caflux_session={nobody.http.cookies['caflux_session']}"}
    for _ in range(14):
        clock.advance(86_400 - 1)  # used within a day again and again, it goes on, but not for ever
        assert (await nobody.http.get("/v1/me", headers=cookie)).status_code == 200
    clock.advance(14)
    problem(await nobody.http.get("/v1/me", headers=cookie), 401)


async def test_a_session_that_is_not_used_ends(nobody: ConfigClient, clock: HandClock) -> None:
    await nobody.http.post("/v1/session", json=LOGIN)
    cookie = {"Cookie": f"caflux_session={nobody.http.cookies['caflux_session']}"}
    clock.advance(86_400)
    problem(await nobody.http.get("/v1/me", headers=cookie), 401)


async def test_logging_in_again_ends_the_session_before(nobody: ConfigClient) -> None:
    await nobody.http.post("/v1/session", json=LOGIN)
    before = nobody.http.cookies["caflux_session"]
    await nobody.http.post("/v1/session", json=LOGIN)
    assert nobody.http.cookies["caflux_session"] != before
    problem(await nobody.http.get("/v1/me", headers={"Cookie": f"caflux_session={before}"}), 401)


async def test_a_write_with_a_cookie_needs_our_header(nobody: ConfigClient) -> None:
    await nobody.http.post("/v1/session", json=LOGIN)

    for method, path, body in ADMIN_WRITES:
        for sent in ("", "0", None):
            headers = {} if sent is None else {"X-CAFlux": sent}
            if method != "GET":
                answer = await nobody.http.request(method, path, json=body, headers=headers)
                assert "X-CAFlux" in problem(answer, 403)
    assert await nobody.names() == []


async def test_a_write_of_another_page_is_refused(settings: ConfigSettings) -> None:
    here = settings.model_copy(update={"public_url": "https://caflux.example.org/"})
    async with running(create(here)) as nobody:
        await nobody.http.post("/v1/session", json=LOGIN)
        for origin, allowed in (
            ("http://config", True),  # the host that was asked
            ("https://caflux.example.org", True),  # as browsers know it
            ("http://caflux.example.org", False),
            ("https://evil.example.org", False),
            ("null", False),
        ):
            answer = await nobody.http.put(pv_path("A"), json={}, headers={**OURS, "Origin": origin})
            assert answer.is_success == allowed, origin
            if not allowed:
                assert "CAFLUX_PUBLIC_URL" in problem(answer, 403)


async def test_a_token_comes_before_a_cookie(nobody: ConfigClient) -> None:
    await nobody.http.post("/v1/session", json=LOGIN)

    headers = {"Authorization": f"Bearer {SERVICE_TOKEN}"}
    assert (await nobody.http.get("/v1/me", headers=headers)).json()["role"] == "service"


async def test_logging_out_without_a_session_is_fine(nobody: ConfigClient) -> None:
    assert (await nobody.http.delete("/v1/session")).status_code == 204


async def test_a_wrong_login(nobody: ConfigClient) -> None:
    for name, password in (
        ("admin", "a guess"),
        ("Admin", ADMIN_PASSWORD),
        ("' OR 1=1 --", "x y z"),
        ("admin", ADMIN_PASSWORD + " "),
    ):
        answer = await nobody.http.post("/v1/session", json={"username": name, "password": password})
        assert problem(answer, 401) == "the user name or the password is wrong"
        assert "set-cookie" not in answer.headers
        assert password not in answer.text


async def test_a_login_that_is_none(nobody: ConfigClient) -> None:
    logins: list[Any] = [{}, {"username": "admin"}, {"username": "", "password": "x"}, []]
    for login in logins:
        problem(await nobody.http.post("/v1/session", json=login), 422)


async def test_guesses_are_slowed_down(nobody: ConfigClient, clock: HandClock) -> None:
    for _ in range(5):
        problem(await token_for(nobody, "guess"), 401)

    for wait in (1, 2, 4):
        refused = await token_for(nobody, ADMIN_PASSWORD)
        assert f"{wait} s" in problem(refused, 429)
        assert refused.headers["retry-after"] == str(wait)
        problem(await nobody.http.post("/v1/session", json=LOGIN), 429)
        problem(await token_for(nobody, "guess", "somebody else"), 401)
        clock.advance(wait)
        problem(await token_for(nobody, "guess"), 401)

    clock.advance(8)
    assert (await token_for(nobody, ADMIN_PASSWORD)).status_code == 201
    problem(await token_for(nobody, "guess"), 401)
    assert (await token_for(nobody, ADMIN_PASSWORD)).status_code == 201


async def test_guesses_at_once_are_slowed_down(nobody: ConfigClient) -> None:
    answers = await asyncio.gather(*(token_for(nobody, f"guess {number}") for number in range(20)))

    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 15
