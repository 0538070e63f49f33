"""A hundred clients at once, of all sorts, on two config-apis with one database."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings
from caflux_testing.config_client import ConfigClient, HandClock, pv_path, running

COUNTER = "COUNTER"
COLLECTORS = ("c0", "c1", "c2", "c3")
COUNTERS, ADDERS, IMPORTERS, READERS = 8, 20, 4, 64
EACH, IMPORTED = 2, 20


class Hundred:
    """What the clients have seen.

    Attributes:
        statuses: of all answers.
        names: by collector, the PVs that it was assigned last.
    """

    def __init__(self, clients: list[ConfigClient]) -> None:
        self._clients = clients
        self.statuses: Counter[int] = Counter()
        self.names: dict[str, set[str]] = {}
        self.most_connections = 0
        self.done = asyncio.Event()

    def _client(self, number: int) -> ConfigClient:
        return self._clients[number % 2]

    async def _asked(self, asking: Awaitable[httpx.Response]) -> httpx.Response:
        answer = await asking
        self.statuses[answer.status_code] += 1
        for client in self._clients:
            pool = client.app.state.parts.database.engine.pool
            self.most_connections = max(self.most_connections, pool.checkedout())
        return answer

    async def count(self, number: int) -> None:
        """Add one to what stands there, some times; who was overtaken reads it again."""
        http = self._client(number).http
        for _ in range(EACH):
            status = 412
            while status == 412:
                found = await self._asked(http.get(pv_path(COUNTER)))
                wanted = {"description": str(int(found.json()["description"]) + 1)}
                match = {"If-Match": found.headers["etag"]}
                status = (
                    await self._asked(http.put(pv_path(COUNTER), json=wanted, headers=match))
                ).status_code

    async def add(self, number: int) -> None:
        """Add PVs, and pause them."""
        http = self._client(number).http
        for each in range(EACH):
            name = f"ADDED:{number}:{each}"
            await self._asked(http.put(pv_path(name), json={}))
            await self._asked(http.post(pv_path(name, "/pause")))

    async def import_some(self, number: int) -> None:
        """Import PVs, the same ones as others."""
        rows = [{"name": f"IMPORTED:{each}", "deadband": number + 1} for each in range(IMPORTED)]
        await self._asked(self._client(number).import_rows(rows if number % 2 else rows[::-1]))

    async def read(self, number: int) -> None:
        """Look at this and that."""
        http = self._client(number).http
        paths = ("/v1/pvs?limit=50", "/v1/audit?limit=20", "/v1/collectors", "/v1/pvs/export?format=csv")
        for path in (paths[number % 4], paths[(number + 1) % 4]):
            await self._asked(http.get(path))

    async def follow(self, number: int, collector: str) -> None:
        """Poll as a collector does, until all is done and nothing more comes."""
        client, revision, wait = self._client(number), 0, 10.0
        while True:
            over = self.done.is_set()
            answer = await self._asked(
                client.assignment(collector, revision=revision, wait=0 if over else wait)
            )
            if answer.status_code == 204 and over:
                return
            if answer.status_code == 200:
                assert answer.json()["revision"] > revision, "revisions grow"
                revision = answer.json()["revision"]
                self.names[collector] = {pv["name"] for pv in answer.json()["pvs"]}


@pytest.fixture
async def hundred(settings: ConfigSettings, clock: HandClock, admin: ConfigClient) -> AsyncIterator[Hundred]:
    async with running(create(settings, clock=clock)) as other:
        yield Hundred([admin, await other.as_admin()])


async def test_nobody_is_turned_away_and_nothing_is_lost(hundred: Hundred, admin: ConfigClient) -> None:
    for collector in COLLECTORS:
        await admin.register(collector)
    await admin.put(COUNTER, description="0")
    sorts: list[tuple[int, Callable[[int], Awaitable[None]]]] = [
        (COUNTERS, hundred.count),
        (ADDERS, hundred.add),
        (IMPORTERS, hundred.import_some),
        (READERS, hundred.read),
    ]
    following = [asyncio.create_task(hundred.follow(k, name)) for k, name in enumerate(COLLECTORS)]

    await asyncio.gather(*(work(number) for many, work in sorts for number in range(many)))
    await admin.put("LAST")  # wakes those who wait
    hundred.done.set()
    await asyncio.gather(*following)

    assert max(hundred.statuses) < 500
    assert set(hundred.statuses) <= {200, 201, 204, 412}
    counter = (await admin.http.get(pv_path(COUNTER))).json()
    assert int(counter["description"]) == COUNTERS * EACH
    names = {COUNTER, "LAST", *(f"IMPORTED:{each}" for each in range(IMPORTED))}
    names |= {f"ADDED:{number}:{each}" for number in range(ADDERS) for each in range(EACH)}
    assert set(await admin.names()) == names
    exported = (await admin.http.get("/v1/pvs/export?format=json")).json()
    assert len({row["deadband"] for row in exported if row["name"].startswith("IMPORTED")}) == 1
    assert Counter(name for some in hundred.names.values() for name in some) == Counter(names)
    assert 0 < hundred.most_connections <= 15
