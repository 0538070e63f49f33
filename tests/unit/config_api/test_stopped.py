"""The database stops in the middle of what it is asked, stands still, or is killed, and comes back."""

import asyncio
import json
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from caflux_config_api.app import create
from caflux_config_api.bulk.service import CHUNK
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_testing.config_client import ADMIN_PASSWORD, SERVICE_TOKEN, problem
from caflux_testing.http_server import HttpServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.processes import Process
from caflux_testing.wait import until_async

ROWS = 20_000
LINES = {"Accept": "application/x-ndjson"}
ANSWER_S = 4.0


@dataclass
class Standing:
    """A config-api over a real connection, and a MariaDB that stands still or dies as a test wants it."""

    admin: httpx.AsyncClient
    server: DatabaseServer

    @property
    def process(self) -> Process:
        assert self.server.process is not None
        return self.server.process

    async def is_ready(self) -> bool:
        return (await self.admin.get("/readyz")).status_code == 200

    async def well_again(self) -> None:
        """Wait until it serves without having been restarted."""
        await until_async(self.is_ready, what="config-api to be ready")

    async def there_are(self) -> int:
        exported = await self.admin.get("/v1/pvs/export?format=json")
        return len(exported.raise_for_status().json())


@pytest.fixture(scope="module")
def own_server() -> Iterator[DatabaseServer]:
    with tempfile.TemporaryDirectory(prefix="caflux-mariadb-") as folder:
        server = DatabaseServer.own(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
async def standing(own_server: DatabaseServer) -> AsyncIterator[Standing]:
    url = own_server.new_database()
    await migrate(url)
    settings = ConfigSettings(
        database_url=url,
        admin_password=ADMIN_PASSWORD,
        service_token=SERVICE_TOKEN,
        lease_s=600,
        database_answer_s=ANSWER_S,
    )
    with HttpServer(create(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=120) as client:
            issued = await client.post("/v1/tokens", auth=httpx.BasicAuth("admin", ADMIN_PASSWORD))
            client.headers["Authorization"] = f"Bearer {issued.raise_for_status().json()['token']}"
            standing = Standing(client, own_server)
            try:
                yield standing
            finally:
                if standing.process.alive:  # a test that failed may have left it standing still
                    standing.process.signal(signal.SIGCONT)


@asynccontextmanager
async def stands_still(process: Process) -> AsyncIterator[None]:
    process.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.signal(signal.SIGCONT)


async def cut_short(standing: Standing, query: str, stop: signal.Signals) -> list[dict[str, object]]:
    """Import, signal the database after the first rows, and give the lines of the answer."""
    names = [{"name": f"A:{number:05}"} for number in range(ROWS)]
    told = list[dict[str, object]]()
    path = f"/v1/pvs/import?{query}"
    async with standing.admin.stream("POST", path, json=names, headers=LINES) as answer:
        assert answer.status_code == 200
        async for line in answer.aiter_lines():
            if not told:
                standing.process.signal(stop)
            told.append(json.loads(line))
    return told


async def test_who_asks_while_it_stands_still_is_told_so_and_served_after(standing: Standing) -> None:
    before = await standing.admin.put("/v1/pvs/A", json={})
    async with stands_still(standing.process):
        asked = [standing.admin.get("/v1/pvs?search=A"), standing.admin.put("/v1/pvs/B", json={})]
        asked += [standing.admin.get(path) for path in ("/v1/pvs/A", "/readyz", "/v1/audit", "/v1/me")]
        for answer in await asyncio.gather(*asked):
            assert "database" in problem(answer, 503)
            assert int(answer.headers["retry-after"]) > 0
    await standing.well_again()
    assert (await standing.admin.get("/v1/pvs/A")).json() == before.json()
    put = await standing.admin.put("/v1/pvs/B", json={})
    assert put.status_code in {200, 201}  # what nobody was told of may have been done, as a whole


@pytest.mark.parametrize("stop", [signal.SIGSTOP, signal.SIGKILL])
async def test_an_import_that_was_cut_short_was_not_begun(standing: Standing, stop: signal.Signals) -> None:
    told = await cut_short(standing, "atomic=true", stop)

    assert told[-1]["problem"]["status"] == 503  # type: ignore[index]
    if stop is signal.SIGSTOP:
        standing.process.signal(signal.SIGCONT)
    else:
        standing.process.wait()
        standing.server.start()
    await standing.well_again()
    assert await standing.there_are() == 0
    again = await standing.admin.post("/v1/pvs/import", json=["A:00000", "A:00001"])
    assert again.json()["added"] == 2


async def test_row_by_row_it_says_how_far_it_came(standing: Standing) -> None:
    told = await cut_short(standing, "atomic=false", signal.SIGSTOP)
    standing.process.signal(signal.SIGCONT)
    await standing.well_again()

    done = sum("row" in line for line in told)
    assert CHUNK <= done < ROWS
    assert f"the {done} rows before it are done" in str(told[-1]["problem"])
    there_are = await standing.there_are()
    assert there_are in {done, done + CHUNK}  # whether the last ones were committed nobody could be told
