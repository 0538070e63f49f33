"""Logging in by OpenID Connect, at a provider that is asked over HTTP."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from caflux_config_api.access.single_sign_on.settings import OidcSettings
from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings
from caflux_contracts.access import UserRole
from caflux_service.settings import SettingsError
from caflux_testing.config_client import ADMIN_PASSWORD, ConfigClient, problem, running
from caflux_testing.oidc_provider import CLIENT_ID, CLIENT_SECRET, OidcProvider
from pydantic import ValidationError

BELOW = "/api/config"
DASHBOARD = "http://config"


@pytest.fixture(scope="module")
def shared_provider() -> Iterator[OidcProvider]:
    with OidcProvider(f"{DASHBOARD}{BELOW}/v1/oidc/callback") as provider:
        yield provider


@pytest.fixture
def provider(shared_provider: OidcProvider) -> OidcProvider:
    """Give a provider that knows ada, who is an operator."""
    shared_provider.claims = {"sub": "1234", "preferred_username": "ada", "groups": ["all", "control-room"]}
    shared_provider.userinfo = {}
    shared_provider.key = shared_provider.known_keys[0]
    return shared_provider


@pytest.fixture
async def nobody(settings: ConfigSettings, provider: OidcProvider) -> AsyncIterator[ConfigClient]:
    oidc = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_roles": "control-room=operator; archiver-admins=admin",
        "public_url": DASHBOARD,
    }
    given = settings.model_dump() | oidc
    async with running(create(ConfigSettings(**given))) as client:
        yield client


async def to_provider(browser: httpx.AsyncClient, then: str = "/pvs") -> str:
    """Begin a login; give where the browser is sent."""
    answer = await browser.get("/v1/oidc/login", params={"then": then})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def at_provider(address: str) -> str:
    """Log in there; give where the browser is sent back to, as config-api is asked for it."""
    async with httpx.AsyncClient(timeout=60) as http:
        answer = await http.get(address)
    assert answer.status_code == 302, answer.text
    back = answer.headers["location"]
    assert back.startswith(f"{DASHBOARD}{BELOW}/")
    return str(back.removeprefix(f"{DASHBOARD}{BELOW}"))


async def log_in(client: ConfigClient) -> httpx.Response:
    """Go all the way with a browser of its own."""
    browser = ConfigClient(client.app).http
    return await browser.get(await at_provider(await to_provider(browser)))


async def test_who_the_provider_knows_is_logged_in(nobody: ConfigClient) -> None:
    assert (await nobody.http.get("/v1/session")).json()["single_sign_on"] == "single sign-on"
    browser = nobody.http
    address = await to_provider(browser)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (asked["code_challenge_method"], asked["client_id"]) == ("S256", CLIENT_ID)
    assert asked["nonce"] != asked["state"]

    answer = await browser.get(await at_provider(address))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{DASHBOARD}/pvs")
    cookies = "; ".join(answer.headers.get_list("set-cookie")).lower()
    assert "caflux_session=" in cookies
    assert "samesite=strict" in cookies
    told = (await browser.get("/v1/me")).json()
    assert (told["name"], told["role"], told["via"]) == ("ada", "operator", "session")

    admin = await nobody.as_admin()
    users = {user["name"]: user for user in (await admin.http.get("/v1/users")).json()}
    assert (users["ada"]["origin"], users["ada"]["role"]) == ("oidc", "operator")
    wrong = {"username": "ada", "password": ""}
    assert (await nobody.http.post("/v1/session", json=wrong)).status_code == 422
    problem(await nobody.http.post("/v1/session", json={**wrong, "password": "x"}), 401)
    problem(await admin.http.patch("/v1/users/ada", json={"password": "battery staple"}), 422)
    audit = (await admin.http.get("/v1/audit", params={"kind": "user"})).json()["changes"]
    assert [(one["by"], one["name"], one["action"]) for one in audit] == [("single sign-on", "ada", "added")]


async def test_the_role_is_what_the_provider_says_now(nobody: ConfigClient, provider: OidcProvider) -> None:
    await log_in(nobody)
    del provider.claims["groups"]
    provider.userinfo = {"groups": ["archiver-admins"]}
    assert (await log_in(nobody)).status_code == 303
    admin = await nobody.as_admin()
    assert (await admin.http.get("/v1/users/ada")).json()["role"] == "admin"

    provider.userinfo = {"groups": ["others"]}
    assert "CAFLUX_OIDC_ROLES" in problem(await log_in(nobody), 403)
    provider.userinfo = {"groups": ["control-room"]}
    await admin.http.patch("/v1/users/ada", json={"disabled": True})
    assert "disabled" in problem(await log_in(nobody), 403)


async def test_a_provider_can_give_nobody_the_name_of_another(
    nobody: ConfigClient, provider: OidcProvider
) -> None:
    provider.claims["preferred_username"] = "admin"
    assert "another user admin" in problem(await log_in(nobody), 403)
    provider.claims["preferred_username"] = "a b"
    assert "CAFLUX_OIDC_NAME_CLAIM" in problem(await log_in(nobody), 403)
    provider.claims["preferred_username"] = "ada"
    await log_in(nobody)
    provider.claims["sub"] = "5678"
    assert "another user ada" in problem(await log_in(nobody), 403)


WRONG_CLAIMS: list[dict[str, Any]] = [
    {"nonce": "of another login"},
    {"aud": "another client"},
    {"iss": "https://evil.example.org"},
    {"exp": 1_000_000_000},
    {"iat": 4_000_000_000},
    {"azp": "another client", "aud": [CLIENT_ID, "another client"]},
]


async def test_what_cannot_be_believed_is_not(nobody: ConfigClient, provider: OidcProvider) -> None:
    good = dict(provider.claims)
    for wrong in WRONG_CLAIMS:
        provider.claims = {**good, **wrong}
        assert "can't be believed" in problem(await log_in(nobody), 400), wrong
    provider.claims = good

    provider.key = provider.new_key("first")  # it bears the name of the provider's own
    assert "not signed with a key" in problem(await log_in(nobody), 400)
    provider.known_keys.insert(0, provider.key)
    assert (await log_in(nobody)).status_code == 303, "the provider has changed its keys"


async def test_a_login_belongs_to_the_browser_that_began_it(nobody: ConfigClient) -> None:
    begun, other = ConfigClient(nobody.app).http, ConfigClient(nobody.app).http
    back = await at_provider(await to_provider(begun))
    assert "another browser" in problem(await other.get(back), 400)
    await to_provider(other)
    assert "another browser" in problem(await other.get(back), 400)
    assert (await begun.get(back)).status_code == 303
    await to_provider(begun)
    state = urlsplit(back).query.split("state=")[1]
    problem(await begun.get("/v1/oidc/callback", params={"code": "used", "state": state}), 400)

    again = await at_provider(await to_provider(begun))
    assert (await begun.get(again)).status_code == 303
    for cookie in ("", "nonsense", "e30="):
        answer = await other.get(back, headers={"Cookie": f"caflux_oidc={cookie}"})
        problem(answer, 400)


async def test_a_code_is_no_use_to_another(nobody: ConfigClient) -> None:
    """The verifier of PKCE is in the browser that began: with its code alone nobody logs in."""
    first, second = ConfigClient(nobody.app).http, ConfigClient(nobody.app).http
    stolen = parse_qs(urlsplit(await at_provider(await to_provider(first))).query)["code"][0]
    state = parse_qs(urlsplit(await to_provider(second)).query)["state"][0]
    answer = await second.get("/v1/oidc/callback", params={"code": stolen, "state": state})
    assert "invalid_grant" in problem(answer, 400)


async def test_the_provider_says_no_or_nothing(nobody: ConfigClient, provider: OidcProvider) -> None:
    browser = nobody.http
    state = parse_qs(urlsplit(await to_provider(browser)).query)["state"][0]
    answer = await browser.get("/v1/oidc/callback", params={"state": state, "error": "access_denied"})
    assert "access_denied" in problem(answer, 400)

    back = await at_provider(await to_provider(browser))
    provider.stop()
    try:
        assert "can't be asked: connection refused" in problem(await browser.get(back), 503)
        login = {"username": "admin", "password": ADMIN_PASSWORD}
        assert (await browser.post("/v1/session", json=login)).status_code == 200
    finally:
        provider.start()


async def test_nobody_is_led_away(nobody: ConfigClient) -> None:
    for then in ("https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "pvs", ""):
        browser = ConfigClient(nobody.app).http
        answer = await browser.get(await at_provider(await to_provider(browser, then)))
        assert answer.headers["location"] == f"{DASHBOARD}/", then


async def test_it_is_off_unless_it_is_set(settings: ConfigSettings) -> None:
    async with running(create(settings)) as client:
        assert "CAFLUX_OIDC_ISSUER" in problem(await client.http.get("/v1/oidc/login"), 404)
    issuer = {"oidc_issuer": "https://login.example.org"}
    with pytest.raises(SettingsError, match="CAFLUX_PUBLIC_URL must be set"):
        create(ConfigSettings(**(settings.model_dump() | issuer)))


def test_groups_give_roles() -> None:
    settings = OidcSettings(oidc_roles="a=viewer; b=engineer; ou=x,dc=y=admin")
    assert settings.role_of(frozenset({"a"})) is UserRole.VIEWER
    assert settings.role_of(frozenset({"b", "a"})) is UserRole.ENGINEER
    assert settings.role_of(frozenset({"c"})) is None
    assert settings.role_of(frozenset({"ou=x,dc=y", "a"})) is UserRole.ADMIN
    refused: list[dict[str, Any]] = [
        {"oidc_roles": "a=god"},
        {"oidc_roles": "a"},
        {"oidc_issuer": "http://login.example.org"},
    ]
    for wrong in refused:
        with pytest.raises(ValidationError):
            OidcSettings(**wrong)
