"""A client whose server is killed and started again has every sample once."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from caflux_testing.place import Place, numbers
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process
from caflux_testing.sse import sent_events

T0 = 1_790_000_000_000_000_001
N = 250


@pytest.fixture
def server(place: Place, tmp_path: Path) -> Iterator[tuple[Process, str]]:
    port = free_port()
    settings = {"ARCHIVE_URL": place.url, "PORT": str(port), "HOST": LOOPBACK, "LIVE_PERIOD_S": "0.02"}
    environment = {**os.environ, **{f"CAFLUX_{name}": value for name, value in settings.items()}}
    process = Process([sys.executable, "-m", "caflux_query_api"], tmp_path / "query-api.log", environment)
    yield process, f"http://{LOOPBACK}:{port}"
    if process.alive:
        process.stop()


def start(server: tuple[Process, str]) -> None:
    process, url = server
    process.start()
    process.wait_ready(lambda: httpx.get(f"{url}/readyz", timeout=5).is_success, 120)


class Client:
    """Follows two PVs and goes on after the last event that it has."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._last_id: str | None = None
        self.found: dict[str, list[float]] = {"A": [], "B": []}

    async def follow(self) -> None:
        """Read until the server is gone, or all has come."""
        headers = {"Last-Event-ID": self._last_id} if self._last_id else {}
        params = {"pv": [*self.found], "from": str(T0)}
        async with (
            httpx.AsyncClient(base_url=self._url, timeout=60) as client,
            client.stream("GET", "/v1/live", params=params, headers=headers) as answer,
        ):
            async for event in sent_events(answer):
                for one in event.data if event.event == "samples" else ():
                    self.found[one["pv"]] += one["value"]
                self._last_id = event.id
                if all(len(values) >= N for values in self.found.values()):
                    return


async def write(place: Place, begin: int, stop: int) -> None:
    for k in range(begin, stop):
        await place.write(*(numbers(pv, [T0 + k], [float(k)]) for pv in ("A", "B")))


async def test_a_server_that_is_killed_and_started_again_goes_on(
    place: Place, server: tuple[Process, str]
) -> None:
    client = Client(server[1])
    await write(place, 0, 1)
    await asyncio.to_thread(start, server)

    for number, begin in ((signal.SIGKILL, 1), (signal.SIGTERM, 100)):
        reading = asyncio.create_task(client.follow())
        await write(place, begin, begin + 60)
        writing = asyncio.create_task(write(place, begin + 60, begin + 99))
        server[0].signal(number)
        try:
            await reading
        except httpx.HTTPError:
            assert number == signal.SIGKILL, "a server that stops ends its streams in order"
        await writing
        await asyncio.to_thread(server[0].wait)
        await asyncio.to_thread(start, server)
    writing = asyncio.create_task(write(place, 199, N))
    await client.follow()
    await writing

    assert client.found == {pv: [float(k) for k in range(N)] for pv in ("A", "B")}
