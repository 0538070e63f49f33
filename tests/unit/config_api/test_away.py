"""The database goes away and comes back."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from caflux_config_api.app import create
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_testing.config_client import (
    ADMIN_PASSWORD,
    SERVICE_TOKEN,
    ConfigClient,
    problem,
    pv_path,
    running,
)
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.wait import until_async


@pytest.fixture(scope="module")
def own_server() -> Iterator[DatabaseServer]:
    """Give a MariaDB that these tests stop and start."""
    with tempfile.TemporaryDirectory(prefix="caflux-mariadb-") as folder:
        server = DatabaseServer.own(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
async def settings(own_server: DatabaseServer) -> ConfigSettings:
    if own_server.process is not None and not own_server.process.alive:
        own_server.start()
    url = own_server.new_database()
    await migrate(url)
    return ConfigSettings(
        database_url=url, admin_password=ADMIN_PASSWORD, service_token=SERVICE_TOKEN, lease_s=600
    )


async def is_ready(client: ConfigClient) -> bool:
    return (await client.http.get("/readyz")).status_code == 200


async def test_every_route_says_so_and_is_well_again_after(
    settings: ConfigSettings, own_server: DatabaseServer
) -> None:
    async with running(create(settings)) as nobody:
        admin = await nobody.as_admin()
        await admin.put("A")
        await admin.register("c")
        revision = (await nobody.assignment("c")).json()["revision"]
        poll = asyncio.create_task(nobody.assignment("c", revision=revision, wait=60))
        await until_async(lambda: polls(nobody, 1), what="the poll to wait")

        own_server.stop()
        for method, path in [
            ("GET", "/readyz"),
            ("GET", "/v1/pvs"),
            ("GET", pv_path("A")),
            ("GET", "/v1/pvs/export"),
            ("PUT", pv_path("A")),
            ("DELETE", pv_path("A")),
            ("POST", "/v1/pvs/import"),
            ("GET", "/v1/collectors"),
            ("GET", "/v1/collectors/c/assignment?revision=1&wait=5"),
            ("GET", "/v1/me"),
            ("POST", "/v1/tokens"),
        ]:
            body: Any = None if method == "GET" else [] if path.endswith("import") else {}
            answer = await admin.http.request(method, path, json=body)
            assert "can't be reached" in problem(answer, 503)
            assert int(answer.headers["retry-after"]) > 0
        assert (await nobody.http.get("/livez")).status_code == 200

        own_server.start()
        await until_async(lambda: is_ready(nobody), what="config-api to be ready")
        assert (await admin.put("B")).status_code == 201
        assert await nobody.names() == ["A", "B"]
        answer = await poll
        if answer.status_code == 503:  # it looked while the database was away: a collector asks again
            answer = await nobody.assignment("c", revision=revision, wait=60)
        assert answer.json()["revision"] == revision + 1


async def polls(client: ConfigClient, number: int) -> bool:
    return bool(client.app.state.parts.watch.waiting == number)


async def test_it_starts_without_its_database_and_serves_when_that_comes(
    settings: ConfigSettings, own_server: DatabaseServer
) -> None:
    own_server.stop()
    async with running(create(settings)) as nobody:
        problem(await nobody.http.get("/readyz"), 503)
        problem(await nobody.http.get("/v1/pvs"), 503)
        own_server.start()
        await until_async(lambda: is_ready(nobody), what="config-api to be ready")

        async def can_log_in() -> bool:
            login = {"username": "admin", "password": ADMIN_PASSWORD}
            return (await nobody.http.post("/v1/session", json=login)).status_code == 200

        await until_async(can_log_in, what="the admin to be there")
