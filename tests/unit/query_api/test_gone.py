"""What nobody waits for any more is not done."""

import asyncio
import http.client
from pathlib import Path

import httpx
import pytest
from caflux_query_api.app import create
from caflux_query_api.gone import ClientGone, together, unless_gone
from caflux_query_api.settings import QuerySettings
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.faults import BlackHole, Pass
from caflux_testing.http_server import HttpServer
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import Place, numbers
from caflux_testing.ports import LOOPBACK
from caflux_testing.wait import until
from fastapi import Request
from starlette.types import Message

T0 = 1_790_000_000_000_000_001
_ESTABLISHED = "01"


def request_that(*messages: Message) -> Request:
    """Give a request whose client sends these, then nothing more."""
    left = list(messages)

    async def receive() -> Message:
        if left:
            return left.pop(0)
        await asyncio.Event().wait()
        raise AssertionError("never")

    return Request({"type": "http"}, receive)


async def test_work_ends_when_its_client_goes() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(ClientGone):
        await unless_gone(request_that({"type": "http.request"}, {"type": "http.disconnect"}), work())

    assert ended.is_set()


async def test_work_for_a_client_that_stays_is_done() -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        return 7

    assert await unless_gone(request_that({"type": "http.request"}), work()) == 7


async def test_an_error_of_the_work_is_raised_as_it_is() -> None:
    async def fails() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await unless_gone(request_that(), fails())


async def test_the_first_error_ends_the_others() -> None:
    ended = asyncio.Event()

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def fails() -> None:
        await asyncio.sleep(0)
        raise KeyError("x")

    with pytest.raises(KeyError):
        await together([waits(), fails()])

    assert ended.is_set()


async def test_a_server_whose_clients_give_up_serves_the_next(place: Place) -> None:
    n = 100_000
    await place.write(numbers("A", list(range(T0, T0 + n)), [0.0] * n))
    params = {"pv": "A", "from": str(T0), "to": str(T0 + n), "points": "20"}

    with HttpServer(create(QuerySettings(archive_url=place.url))) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
            for _ in range(10):
                with pytest.raises(httpx.ReadTimeout):
                    await client.get("/v1/data", params=params, timeout=httpx.Timeout(10, read=0.001))
            answer = await client.get("/v1/data", params=params)

    assert sum(answer.json()["series"][0]["count"]) == n


@pytest.mark.parametrize("path", ["/v1/data", "/v1/statistics"])
def test_queries_to_influxd_end_when_the_connection_of_their_client_is_cut(
    influxd: InfluxServer, path: str
) -> None:
    """They would wait for a minute: influxd is there and does not answer."""
    proxy = FaultProxy(influxd.new_database())
    with proxy, HttpServer(create(QuerySettings(archive_url=proxy.url))) as server:
        assert httpx.get(f"{server.url}/readyz").is_success
        proxy.meet(BlackHole(), path="/query")
        client = http.client.HTTPConnection(LOOPBACK, server.port)
        client.request("GET", f"{path}?pv=A")
        until(lambda: proxy.met(BlackHole()) > 0, what="influxd to be asked")
        assert waiting(proxy.port) > 0

        client.close()

        until(lambda: waiting(proxy.port) == 0, 30, "the queries to end")
        proxy.meet(Pass())
        assert httpx.get(f"{server.url}{path}?pv=A").status_code == 404


def waiting(port: int) -> int:
    """Count the connections that a port of this machine has accepted and that are open."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == _ESTABLISHED for row in rows)
