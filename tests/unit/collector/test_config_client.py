"""config-api as the engine asks it, over a real connection: its answers, nonsense, and none at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from caflux_collector.config_client import POLL_S, ConfigClient, ConfigRefusedError, ConfigUnavailableError
from caflux_collector.settings import CollectorSettings
from caflux_contracts.collectors import Assignment, CollectorRegistration, MetadataReport
from caflux_contracts.pvs import AssignedPv, PvMetadata, PvState
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.wait import until_async
from fastapi import FastAPI, Request, Response

TOKEN = "token-of-the-services"
LIST = Assignment(
    collector="hall-7",
    revision=3,
    lease_s=15,
    pvs=[AssignedPv(name='a "b" \\ {}'), AssignedPv(name="c", state=PvState.PAUSED)],
)


class ConfigApi:
    """A server that answers what the test says, and keeps what it was asked."""

    def __init__(self, port: int) -> None:
        self.url = f"http://{LOOPBACK}:{port}"
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.headers: list[dict[str, str]] = []
        self.answer = Response(status_code=204)
        app = FastAPI()
        app.add_route("/{path:path}", self._take, methods=["GET", "PUT", "POST"])
        config = uvicorn.Config(app, host=LOOPBACK, port=port, http="h11", log_config=None, lifespan="off")
        self.server = uvicorn.Server(config)

    async def _take(self, request: Request) -> Response:
        query = dict(request.query_params)
        self.asked.append((request.method, request.url.path, query, await request.body()))
        self.headers.append(dict(request.headers))
        return self.answer

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.server._serve())  # without signal handlers: pytest has its own

        async def started() -> bool:
            return self.server.started

        await until_async(started, what="the server")
        yield
        self.server.should_exit = True
        await task


@pytest.fixture
async def api() -> AsyncIterator[ConfigApi]:
    api = ConfigApi(free_port())
    async with api.running():
        yield api


@pytest.fixture
async def client(api: ConfigApi, tmp_path: Path) -> AsyncIterator[ConfigClient]:
    client = client_of(api.url, tmp_path)
    yield client
    await client.close()


def client_of(url: str, tmp_path: Path) -> ConfigClient:
    settings = CollectorSettings(
        collector_id="hall-7",
        config_url=url,
        archive_url="sqlite:////none",
        service_token=TOKEN,
        data=tmp_path,
        engine_url="http://engine:9101",
    )
    return ConfigClient(settings, "host.of.the.engine")


def json_answer(text: str | bytes, status: int = 200) -> Response:
    return Response(text, status, media_type="application/json")


async def test_registering_tells_who_and_where_the_collector_is(api: ConfigApi, client: ConfigClient) -> None:
    await client.register()
    ((method, path, _, body),) = api.asked
    assert (method, path) == ("PUT", "/v1/collectors/hall-7")
    told = CollectorRegistration.model_validate_json(body)
    assert (told.host, told.engine_url, told.manager_url) == (
        "host.of.the.engine",
        "http://engine:9101",
        None,
    )
    assert api.headers[0]["authorization"] == f"Bearer {TOKEN}"
    assert api.headers[0]["content-type"] == "application/json"


async def test_the_pv_list_comes_whole(api: ConfigApi, client: ConfigClient) -> None:
    api.answer = json_answer(LIST.model_dump_json())
    assert await client.assignment(None) == LIST
    assert api.asked[0][:3] == ("GET", "/v1/collectors/hall-7/assignment", {"wait": str(POLL_S)})


async def test_a_list_that_has_not_changed_is_none(api: ConfigApi, client: ConfigClient) -> None:
    assert await client.assignment(3) is None
    assert api.asked[0][2] == {"wait": str(POLL_S), "revision": "3"}


async def test_metadata_are_sent(api: ConfigApi, client: ConfigClient) -> None:
    metadata = PvMetadata(
        pv='a "b"', native_type="double", element_count=1, egu="µA", display_high=float("inf")
    )
    await client.report([metadata])
    ((method, path, _, body),) = api.asked
    assert (method, path) == ("POST", "/v1/metadata")
    (told,) = MetadataReport.model_validate_json(body).metadata
    assert (told.pv, told.egu, told.display_high) == ('a "b"', "µA", None)


@pytest.mark.parametrize(("status", "never"), [(422, True), (413, True), (401, False), (503, False)])
async def test_what_is_never_taken_is_told_apart(
    api: ConfigApi, client: ConfigClient, status: int, never: bool
) -> None:
    api.answer = Response("no", status)
    with pytest.raises(ConfigUnavailableError) as caught:
        await client.report([])
    assert isinstance(caught.value, ConfigRefusedError) is never


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503, 302])
async def test_an_error_says_who_answered_what(api: ConfigApi, client: ConfigClient, status: int) -> None:
    api.answer = Response("no, because of the tests" * 100, status)
    calls: list[Any] = [client.register(), client.assignment(1), client.report([])]
    for call in calls:
        with pytest.raises(ConfigUnavailableError) as caught:
            await call
        said = str(caught.value)
        assert said.startswith(api.url)
        assert f"answered {status}: no, because of the tests" in said
        assert len(said) < 500
        assert TOKEN not in said


NONSENSE = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"<html>login</html>",
    b"\xff\xfe",
    b'{"collector": "hall-7", "revision": 1, "lease_s": 15, "pvs": [{"name": ""}]}',
    b'{"collector": "hall-7", "revision": "x", "lease_s": 15, "pvs": []}',
    LIST.model_dump_json().encode()[:-1],
    b'{"collector": "hall-7", "revision": 1, "lease_s": 15, "pvs": [' + b"0," * 10_000 + b"0]}",
]


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
async def test_nonsense_is_no_pv_list(api: ConfigApi, client: ConfigClient, body: bytes) -> None:
    api.answer = json_answer(body)
    with pytest.raises(ConfigUnavailableError, match="did not answer with a PV list") as caught:
        await client.assignment(None)
    assert len(str(caught.value)) < 500


async def test_a_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    port = free_port()
    client = client_of(f"http://{LOOPBACK}:{port}", tmp_path)
    with pytest.raises(ConfigUnavailableError, match=f"can't reach config-api at http://{LOOPBACK}:{port}"):
        await client.assignment(None)
    api = ConfigApi(port)
    async with api.running():
        assert await client.assignment(1) is None  # the same client, once it is back
    await client.close()


async def test_a_connection_that_is_cut_is_unavailable(tmp_path: Path) -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(cut, LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    client = client_of(f"http://{LOOPBACK}:{port}", tmp_path)
    with pytest.raises(ConfigUnavailableError, match="can't reach config-api"):
        await client.assignment(None)
    await client.close()
    server.close()
    await server.wait_closed()


async def test_a_base_url_with_a_path_is_kept(api: ConfigApi, tmp_path: Path) -> None:
    client = client_of(f"{api.url}/api/config", tmp_path)
    await client.assignment(2)
    await client.close()
    assert api.asked[0][1] == "/api/config/v1/collectors/hall-7/assignment"
