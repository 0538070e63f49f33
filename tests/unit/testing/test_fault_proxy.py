"""The fault proxy: what the client sees, and what the server has, for each fault."""

import asyncio
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.faults import Answer, At, BlackHole, Cut, Delay, Fault, Pass, Rewrite
from caflux_testing.influxd import InfluxServer
from caflux_testing.running import running
from caflux_testing.wait import until

LINE = b"sample,pv=a value=1 5\n"


@pytest.fixture
def url(influxd: InfluxServer) -> str:
    return influxd.new_database()


@pytest.fixture
def proxy(url: str) -> Iterator[FaultProxy]:
    with running(FaultProxy(url)) as proxy:
        yield proxy


@pytest.fixture
def client(proxy: FaultProxy) -> Iterator[httpx.Client]:
    base = proxy.url.removesuffix(urlsplit(proxy.url).path)
    with httpx.Client(base_url=base, timeout=60) as client:
        yield client


def write(client: httpx.Client, proxy: FaultProxy, lines: bytes = LINE) -> httpx.Response:
    return client.post("/write", params={"db": urlsplit(proxy.url).path[1:]}, content=lines)


def stored(influxd: InfluxServer, url: str) -> list[list[float]]:
    (result,) = influxd.query("SELECT value FROM sample", urlsplit(url).path[1:])["results"]
    return result["series"][0]["values"] if "series" in result else []


def test_requests_and_answers_pass(
    client: httpx.Client, proxy: FaultProxy, influxd: InfluxServer, url: str
) -> None:
    for k in range(3):  # on one connection
        assert write(client, proxy, b"sample value=%d %d\n" % (k, k)).status_code == 204
    answer = client.get("/query", params={"q": "SHOW DATABASES"})
    assert "X-Influxdb-Version" in answer.headers
    assert len(answer.json()["results"]) == 1
    assert len(stored(influxd, url)) == 3
    assert proxy.met(Pass()) == 4
    large = b"".join(b"sample value=%d %d\n" % (k, k) for k in range(100_000))
    assert write(client, proxy, large).status_code == 204
    assert len(stored(influxd, url)) == 100_000


def test_influxds_own_partial_write_passes(
    client: httpx.Client, proxy: FaultProxy, influxd: InfluxServer, url: str
) -> None:
    write(client, proxy)
    answer = write(client, proxy, b'sample,pv=b value=2 6\nsample,pv=a value="text" 6\n')
    assert answer.status_code == 400
    assert answer.json()["error"].endswith("dropped=1")
    assert stored(influxd, url) == [[5, 1], [6, 2]]


def test_lines_can_be_spoiled_on_the_way(
    client: httpx.Client, proxy: FaultProxy, influxd: InfluxServer, url: str
) -> None:
    write(client, proxy)
    proxy.meet(Rewrite(rb"(pv=b) value=(\S+)", rb'\1 value="\2"'))
    answer = write(client, proxy, b"sample,pv=a value=7 7\nsample,pv=b value=8 8\n")
    assert answer.json()["error"].startswith("partial write: field type conflict")
    assert stored(influxd, url) == [[5, 1], [7, 7]]


@pytest.mark.parametrize("fault", [Answer(500), Answer(400, "no"), Answer(503, "busy", retry_after="7")])
def test_an_answer_in_the_servers_place(
    client: httpx.Client, proxy: FaultProxy, influxd: InfluxServer, url: str, fault: Answer
) -> None:
    proxy.meet(fault)
    answer = write(client, proxy)
    assert (answer.status_code, answer.json()) == (fault.status, {"error": fault.error})
    assert answer.headers.get("Retry-After") == fault.retry_after
    assert stored(influxd, url) == []
    proxy.meet(Pass())
    assert write(client, proxy).status_code == 204
    assert (proxy.met(fault), proxy.met(Pass())) == (1, 1)


@pytest.mark.parametrize(
    ("at", "arrives"),
    [(At.BEFORE, False), (At.IN_REQUEST, False), (At.BEFORE_RESPONSE, True), (At.IN_RESPONSE, True)],
)
def test_a_cut_connection(
    client: httpx.Client, proxy: FaultProxy, influxd: InfluxServer, url: str, at: At, arrives: bool
) -> None:
    proxy.meet(Cut(at), times=1)
    with pytest.raises(httpx.TransportError):
        write(client, proxy)
    assert stored(influxd, url) == ([[5, 1]] if arrives else [])
    assert write(client, proxy, b"sample,pv=a value=2 6\n").status_code == 204  # the next one passes
    assert stored(influxd, url)[-1] == [6, 2]


def test_a_black_hole_swallows_until_the_client_gives_up(
    client: httpx.Client, proxy: FaultProxy, influxd: InfluxServer, url: str
) -> None:
    proxy.meet(BlackHole())
    with pytest.raises(httpx.ReadTimeout):
        client.post("/write", params={"db": "any"}, content=LINE, timeout=httpx.Timeout(30, read=0.2))
    assert (proxy.met(BlackHole()), stored(influxd, url)) == (1, [])


def test_a_delay_holds_a_request_back(
    client: httpx.Client, proxy: FaultProxy, influxd: InfluxServer, url: str
) -> None:
    proxy.meet(Delay(0.2))
    before = time.monotonic()
    assert write(client, proxy).status_code == 204
    assert time.monotonic() - before >= 0.2
    assert stored(influxd, url) == [[5, 1]]


def test_a_fault_of_one_path_spares_the_others(client: httpx.Client, proxy: FaultProxy) -> None:
    proxy.meet(Answer(500), times=2, path="/write")
    assert client.get("/ping").status_code == 204
    assert [write(client, proxy).status_code for _ in range(3)] == [500, 500, 204]


@pytest.mark.parametrize("fault", [Pass(), BlackHole(), Delay(3_600)])
async def test_a_proxy_that_stops_is_away_until_it_starts(
    proxy: FaultProxy, client: httpx.Client, fault: Fault
) -> None:
    assert write(client, proxy).status_code == 204
    proxy.meet(fault)
    calls = [] if fault == Pass() else [asyncio.create_task(asyncio.to_thread(write, client, proxy))]
    await asyncio.to_thread(until, lambda: proxy.met(fault) == 1)
    await asyncio.to_thread(proxy.stop)
    for call in calls:
        with pytest.raises(httpx.TransportError):
            await call
    with pytest.raises(httpx.ConnectError):
        await asyncio.to_thread(write, client, proxy)
    proxy.meet(Pass())
    await asyncio.to_thread(proxy.start)
    assert (await asyncio.to_thread(write, client, proxy)).status_code == 204


def test_a_server_that_is_away_hangs_up(own_influxd: InfluxServer) -> None:
    with FaultProxy(own_influxd.new_database()) as proxy, httpx.Client(timeout=60) as client:
        own_influxd.stop()
        with pytest.raises(httpx.TransportError):
            client.get(proxy.url)
        own_influxd.start()
        assert client.get(proxy.url.rpartition("/")[0] + "/ping").status_code == 204
