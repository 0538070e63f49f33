"""config-api as the engine asks it, over a real connection: its answers, nonsense, and none at all."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from caflux_collector.config_client import (
    MOST_BYTES,
    POLL_S,
    ConfigClient,
    ConfigRefusedError,
    ConfigUnavailableError,
)
from caflux_collector.settings import CollectorSettings
from caflux_contracts.collectors import Assignment, CollectorRegistration, MetadataReport
from caflux_contracts.pvs import AssignedPv, PvMetadata, PvState
from caflux_testing.ports import LOOPBACK
from caflux_testing.scripted_config_api import ScriptedConfigApi, json_answer
from fastapi import Response
from fastapi.responses import StreamingResponse

TOKEN = "token-of-the-services"
LIST = Assignment(
    collector="hall-7",
    revision=3,
    lease_s=15,
    pvs=[AssignedPv(name='a "b" \\ {}'), AssignedPv(name="c", state=PvState.PAUSED)],
)


@pytest.fixture
async def api() -> AsyncIterator[ScriptedConfigApi]:
    with ScriptedConfigApi() as api:
        yield api


@pytest.fixture
async def client(api: ScriptedConfigApi, tmp_path: Path) -> AsyncIterator[ConfigClient]:
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


async def test_registering_tells_who_and_where_the_collector_is(
    api: ScriptedConfigApi, client: ConfigClient
) -> None:
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


async def test_the_pv_list_comes_whole(api: ScriptedConfigApi, client: ConfigClient) -> None:
    api.answer = json_answer(LIST.model_dump_json())
    assert await client.assignment(None) == LIST
    assert api.asked[0][:3] == ("GET", "/v1/collectors/hall-7/assignment", {"wait": f"{POLL_S:.3f}"})


async def test_a_list_that_has_not_changed_is_none(api: ScriptedConfigApi, client: ConfigClient) -> None:
    assert await client.assignment(3) is None
    assert api.asked[0][2] == {"wait": f"{POLL_S:.3f}", "revision": "3"}


async def test_metadata_are_sent(api: ScriptedConfigApi, client: ConfigClient) -> None:
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
    api: ScriptedConfigApi, client: ConfigClient, status: int, never: bool
) -> None:
    api.answer = Response("no", status)
    with pytest.raises(ConfigUnavailableError) as caught:
        await client.report([])
    assert isinstance(caught.value, ConfigRefusedError) is never


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503, 302])
async def test_an_error_says_who_answered_what(
    api: ScriptedConfigApi, client: ConfigClient, status: int
) -> None:
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
    b'{"collector": "hall-7", "revision": 1, "lease_s": 15, "pvs": [' + b"0," * 1_000_000 + b"0]}",
]


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
async def test_nonsense_is_no_pv_list(api: ScriptedConfigApi, client: ConfigClient, body: bytes) -> None:
    api.answer = json_answer(body)
    with pytest.raises(ConfigUnavailableError, match="did not answer with a PV list") as caught:
        await client.assignment(None)
    assert len(str(caught.value)) < 500


async def test_a_list_that_can_not_be_meant_is_refused(api: ScriptedConfigApi, client: ConfigClient) -> None:
    api.answer = json_answer(LIST.model_copy(update={"collector": "hall-8"}).model_dump_json())
    with pytest.raises(ConfigUnavailableError, match="answered with the list of hall-8"):
        await client.assignment(None)
    twice = LIST.model_copy(update={"pvs": [AssignedPv(name=name) for name in "abcb"]})
    api.answer = json_answer(twice.model_dump_json())
    with pytest.raises(ConfigUnavailableError, match="a list that has b twice"):
        await client.assignment(None)


async def test_a_list_of_ten_million_pvs_is_not_read(api: ScriptedConfigApi, client: ConfigClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'{"collector": "hall-7", "revision": 1, "lease_s": 15, "pvs": ['
        part = b",".join([b'{"name": "a-name-of-a-pv"}'] * 50_000)
        for _ in range(200):
            yield part + b","

    api.answer = StreamingResponse(endless())
    with pytest.raises(ConfigUnavailableError, match=f"answered with more than {MOST_BYTES} bytes"):
        await client.assignment(None)
    api.answer = json_answer(LIST.model_dump_json())
    assert await client.assignment(None) == LIST


async def test_what_a_newer_config_api_says_besides_is_passed_over(
    api: ScriptedConfigApi, client: ConfigClient
) -> None:
    told = json.loads(LIST.model_dump_json()) | {"colour": "red"}
    told["pvs"][0]["flavour"] = "sweet"
    api.answer = json_answer(json.dumps(told))
    assert await client.assignment(None) == LIST


async def test_a_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    api = ScriptedConfigApi()
    client = client_of(api.url, tmp_path)
    with pytest.raises(ConfigUnavailableError, match=f"can't reach config-api at {api.url}"):
        await client.assignment(None)
    with api:
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


async def test_a_base_url_with_a_path_is_kept(api: ScriptedConfigApi, tmp_path: Path) -> None:
    client = client_of(f"{api.url}/api/config", tmp_path)
    await client.assignment(2)
    await client.close()
    assert api.asked[0][1] == "/api/config/v1/collectors/hall-7/assignment"
