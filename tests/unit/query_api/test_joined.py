"""A PV with several names is one: what is read of it is what it would be under a single name."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from caflux_config_api.app import create as create_config
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_query_api.app import create
from caflux_query_api.joined import JoinedArchive, merged
from caflux_query_api.settings import QuerySettings
from caflux_storage import Samples
from caflux_storage.encode import encode_event
from caflux_storage.seam import TAIL, Event
from caflux_testing.config_client import ADMIN_PASSWORD, SERVICE_TOKEN, pv_path
from caflux_testing.http_server import HttpServer
from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async
from hypothesis import given
from hypothesis import strategies as st

S = 1_000_000_000
T0 = 1_790_000_000 * S
NAMES = {"NEW": ("NEW", "OLD"), "OLD": ("NEW", "OLD")}
TIMES = st.lists(st.integers(0, 50), unique=True, max_size=20).map(sorted)


def column(times: list[int], value: float) -> Samples:
    n = len(times)
    none = np.zeros(n, np.uint8)
    return Samples(np.array(times, np.int64), np.full(n, value), none, none)


async def stream(times: list[int], value: float, size: int) -> AsyncIterator[Samples]:
    for at in range(0, len(times), size):
        yield column(times[at : at + size], value)


@given(st.lists(TIMES, min_size=1, max_size=3), st.integers(1, 7))
async def test_streams_become_one_in_order(series: list[list[int]], size: int) -> None:
    streams = [stream(times, place, size) for place, times in enumerate(series)]
    found = Samples.concatenate([chunk async for chunk in merged(streams)])
    expected = {time: place for place, times in reversed(list(enumerate(series))) for time in times}
    assert dict(zip(found.time.tolist(), found.value.tolist(), strict=True)) == expected
    assert found.time.tolist() == sorted(expected)


async def test_what_arrives_under_either_name(place: Place) -> None:
    archive = JoinedArchive(place.archive, lambda pv: NAMES.get(pv, (pv,)))
    old, new = [T0 + 2 * k for k in range(TAIL + 5)], [T0 + 2 * k + 1 for k in range(TAIL + 5)]
    await place.write(numbers("OLD", old, [1.0] * len(old)), numbers("NEW", new, [2.0] * len(new)))
    seen: list[int] = []
    cursor = T0 - 1
    while found := await archive.since({"NEW": cursor}):
        seen += found["NEW"].time.tolist()
        cursor = seen[-1]
    assert seen == sorted(old + new)


@pytest.fixture
async def config(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client that may write, of a real config-api."""
    url = f"sqlite:///{tmp_path}/config.db"
    await migrate(url)
    settings = ConfigSettings(
        database_url=url, admin_password=ADMIN_PASSWORD, service_token=SERVICE_TOKEN, data=tmp_path
    )
    with HttpServer(create_config(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url, auth=("admin", ADMIN_PASSWORD)) as basic:
            token = (await basic.post("/v1/tokens")).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as client:
            yield client


async def of(query: httpx.AsyncClient, what: str, pv: str, **parameters: Any) -> Any:
    given = {"pv": pv, "from": str(T0), "to": str(T0 + 20_000 * S), **parameters}
    answer = await query.get(f"/v1/{what}", params=given)
    assert answer.status_code == 200, answer.text
    text = answer.text.replace(f'"{pv}"', '"THE PV"')
    # Means of other chunks differ in their last digits.
    return json.loads(text, parse_float=lambda number: round(float(number), 6))


async def test_a_renamed_pv_is_as_if_it_had_always_been_called_so(
    place: Place, config: httpx.AsyncClient
) -> None:
    times = [T0 + 10 * S * k for k in range(2_000)]
    values = [float(k % 17) for k in range(2_000)]
    at = 900
    for pv in ("ONE", "OLD"):
        await place.write(
            encode_event(Event(pv, T0 - S, "started")), encode_event(Event(pv, T0, "connected"))
        )
    stop, again = encode_event(Event("OLD", times[at] - 2, "stopped")), times[at] - 1
    await place.write(stop, stop.replace(b"pv=OLD", b"pv=ONE"))
    for pv in ("ONE", "NEW"):
        await place.write(
            encode_event(Event(pv, again, "started")), encode_event(Event(pv, again + 1, "connected"))
        )
    await place.write(
        numbers("ONE", times, values),
        numbers("OLD", times[:at], values[:at]),
        numbers("NEW", times[at:], values[at:]),
    )
    assert (await config.put(pv_path("OLD"), json={})).status_code == 201
    assert (await config.post(pv_path("OLD", "/rename"), json={"to": "NEW"})).status_code == 200

    app = create(QuerySettings(archive_url=place.url, config_url=str(config.base_url)))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as query,
    ):

        async def is_joined() -> bool:
            found = (await of(query, "events", "NEW"))["events"]
            return len(found) == len((await of(query, "events", "ONE"))["events"])

        await until_async(is_joined, what="query-api to hear of the other name")
        for pv in ("OLD", "NEW"):
            for what, parameters in (
                ("data", {"points": "5000"}),
                ("data", {"points": "20"}),
                ("statistics", {}),
                ("events", {}),
            ):
                found = await of(query, what, pv, **parameters)
                assert found == await of(query, what, "ONE", **parameters), (pv, what, parameters)
