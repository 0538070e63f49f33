"""Every route of every service by everybody, on running servers, against the table in the documentation."""

import re
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_config_api.app import create as create_config
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_query_api.app import create as create_query
from caflux_query_api.settings import QuerySettings
from caflux_supervisor.app import create as create_supervisor
from caflux_supervisor.settings import SupervisorSettings
from caflux_testing.http_server import HttpServer
from caflux_testing.place import Place
from caflux_testing.plain_http import PLAIN_HTTP

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "access.md"
USERS = ("viewer", "operator", "engineer", "admin")
SCOPES = ("read", "operate", "configure", "administer", "collect")
PASSWORD = "correct horse"
SERVICE, READER = "token-of-the-services", "token-that-reads"
FILLED = {"token_id": "999999999"}
OPEN_TO_ALL = {
    "/livez",
    "/readyz",
    "/metrics",
    "/v1/session",
    "/v1/oidc/login",
    "/v1/oidc/callback",
}
"""What needs nothing, ever: whether a service is well, and logging in and out."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks: the column of the table that is theirs, or the permissions of their scope."""

    name: str
    headers: dict[str, str]
    column: str | None = None
    scope: str | None = None
    not_asked: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Row:
    """A route as the table has it."""

    service: str
    method: str
    path: str
    needs: set[str]
    marks: dict[str, str]

    @property
    def route(self) -> str:
        return f"{self.method} {self.path}"

    def lets(self, asker: Asker, *, reading_open: bool) -> bool:
        """Tell whether the table says that somebody may."""
        if asker.scope is not None:
            known = self.needs <= {"nothing", "to be known"} or asker.scope in self.needs
            return known or ("read" in self.needs and reading_open)
        mark = self.marks[asker.column or "nobody"]
        return mark == "●" or (mark == "○" and reading_open)


def rows() -> list[Row]:
    found, service, heads = [], "", list[str]()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("### /api/"):
            service = line.removeprefix("### /api/")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| route"):
            heads = cells
        elif line.startswith("| `") and service:
            method, path = cells[0].strip("`").split(" ", 1)
            marks = dict(zip(heads[2:], cells[2:], strict=True))
            found.append(Row(service, method, path, set(cells[1].split(" or ")), marks))
    return found


@dataclass(frozen=True)
class Running:
    """The services, with everybody who may ask them."""

    urls: dict[str, str]
    askers: list[Asker]
    reading_open: bool


@pytest.fixture(params=["open", "closed"])
async def running(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Running]:
    """Start the services: with reading open on SQLite, with reading closed on MariaDB."""
    reading = request.param
    archive = f"sqlite:///{tmp_path}/archive.db"
    await (await Place.prepared(archive)).close()
    database = f"sqlite:///{tmp_path}/config.db"
    if reading == "closed":
        database = request.getfixturevalue("mariadb").new_database()
    await migrate(database)
    config = ConfigSettings(
        database_url=database,
        admin_password=PASSWORD,
        service_token=SERVICE,
        reader_token=READER,
        reading=reading,
    )
    with ExitStack() as stack:
        at_config = stack.enter_context(HttpServer(create_config(config))).url
        own: dict[str, Any] = {"config_url": at_config, "reading": reading, "reader_token": READER}
        query = create_query(QuerySettings(archive_url=archive, **own))
        at_query = stack.enter_context(HttpServer(query)).url
        supervisor = SupervisorSettings(query_url=at_query, data=tmp_path / "supervisor", **own)
        at_supervisor = stack.enter_context(HttpServer(create_supervisor(supervisor))).url
        urls = {"config": at_config, "query": at_query, "supervisor": at_supervisor}
        yield Running(urls, everybody(at_config), reading == "open")


def everybody(config_url: str) -> list[Asker]:
    """Make a user of each role, tokens of each scope, and a browser that is logged in."""
    found = [
        Asker("nobody", {}),
        Asker("the services", bearer(SERVICE), "service"),
        Asker("the services that read", bearer(READER), "reader"),
    ]
    first = httpx.post(
        f"{config_url}/v1/tokens", auth=("admin", PASSWORD), timeout=60, verify=PLAIN_HTTP
    ).json()["token"]
    with httpx.Client(base_url=config_url, timeout=60, headers=bearer(first), verify=PLAIN_HTTP) as admin:
        of_browser = {"name": "browser", "role": "engineer", "password": PASSWORD}
        admin.post("/v1/users", json=of_browser).raise_for_status()
        for role in USERS:
            user = {"name": f"a-{role}", "role": role, "password": PASSWORD}
            admin.post("/v1/users", json=user).raise_for_status()
            issued = httpx.post(
                f"{config_url}/v1/tokens", auth=(user["name"], PASSWORD), timeout=60, verify=PLAIN_HTTP
            )
            found.append(Asker(f"a token of the {role}", bearer(issued.json()["token"]), role))
        for scope in SCOPES:
            issued = admin.post("/v1/tokens", json={"scope": [scope]}).json()
            found.append(Asker(f"a token to {scope}", bearer(issued["token"]), scope=scope))
    with httpx.Client(base_url=config_url, timeout=60, verify=PLAIN_HTTP) as browser:
        login = {"username": "browser", "password": PASSWORD}
        browser.post("/v1/session", json=login).raise_for_status()
        session = {"Cookie": f"caflux_session={browser.cookies['caflux_session']}", "X-CAFlux": "1"}
    found.append(
        Asker(
            "an engineer's browser", session, "engineer", None, {"DELETE /v1/session", "DELETE /v1/sessions"}
        )
    )
    return found


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_routes_that_need_nothing_are_the_few_that_are_meant() -> None:
    assert {row.path for row in rows() if row.needs == {"nothing"}} == OPEN_TO_ALL


async def test_everybody_may_do_what_the_table_says_and_no_more(running: Running) -> None:
    wrong = []
    with httpx.Client(timeout=60, verify=PLAIN_HTTP) as http:
        for asker in running.askers:
            for row in rows():
                if row.route in asker.not_asked:
                    continue
                status = ask(http, running.urls[row.service], row, asker)
                refused = 401 if asker.name == "nobody" else 403
                allowed = row.lets(asker, reading_open=running.reading_open)
                if allowed == (status in {401, 403}) or not (allowed or status == refused):
                    wrong.append(f"{asker.name}: {row.service} {row.route}: {status}")
    assert wrong == []


def ask(http: httpx.Client, url: str, row: Row, asker: Asker) -> int:
    """Ask for a route of things that aren't there, with a body that says nothing; give the status."""
    path = re.sub(r"\{(\w+)\}", lambda match: FILLED.get(match[1], "not-there"), row.path)
    body: dict[str, Any] | None = {} if row.method in {"POST", "PUT", "PATCH"} else None
    with http.stream(row.method, f"{url}{path}", headers=asker.headers, json=body) as answer:
        if row.route == "POST /v1/tokens" and b"can't make another" in answer.read():
            return 200  # it is known who asks; a token makes no tokens
        return answer.status_code
