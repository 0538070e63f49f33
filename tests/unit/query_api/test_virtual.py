"""Virtual PVs are asked for as PVs are, and found with all others; a real config-api has them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_config_api.app import create as create_config
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_testing.config_client import ADMIN_PASSWORD, SERVICE_TOKEN, pv_path
from caflux_testing.http_server import HttpServer
from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async

S = 1_000_000_000
T0 = 1_790_000_000 * S


@pytest.fixture
async def config(tmp_path: Path) -> AsyncIterator[HttpServer]:
    """Give a config-api."""
    url = f"sqlite:///{tmp_path}/config.db"
    await migrate(url)
    settings = ConfigSettings(
        database_url=url, admin_password=ADMIN_PASSWORD, service_token=SERVICE_TOKEN, data=tmp_path
    )
    with HttpServer(create_config(settings)) as server:
        yield server


@pytest.fixture
async def admin(config: HttpServer) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client that may write."""
    async with httpx.AsyncClient(base_url=config.url, auth=("admin", ADMIN_PASSWORD)) as basic:
        token = (await basic.post("/v1/tokens")).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=config.url, headers=headers, timeout=30) as client:
        yield client


@pytest.fixture
async def query(place: Place, config: HttpServer) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a query-api beside that config-api."""
    app = create(QuerySettings(archive_url=place.url, config_url=config.url))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
    ):
        yield client


async def put(admin: httpx.AsyncClient, name: str, expression: str) -> None:
    address, whatever = f"/v1/virtual-pvs/{name}", {"If-Match": "*"}
    answer = await admin.put(address, json={"expression": expression}, headers=whatever)
    assert answer.status_code in (200, 201), answer.text


async def values(query: httpx.AsyncClient, **params: Any) -> Any:
    answer = await query.get("/v1/data", params={"from": T0, "to": T0 + 9 * S, **params})
    return [one["value"] for one in answer.json()["series"]] if answer.status_code == 200 else answer.text


async def test_a_virtual_pv_is_computed(
    query: httpx.AsyncClient, admin: httpx.AsyncClient, place: Place
) -> None:
    await place.write(numbers("A", [T0, T0 + S], [1.0, 2.0]), numbers("B", [T0], [10.0]))
    await put(admin, "SUM", '"A" + "B"')
    await put(admin, "HALF", '"SUM" / 2')

    async def told() -> bool:
        return bool(await values(query, pv="HALF") == [[5.5, 6.0]])

    await until_async(told, what="query-api to know the virtual PVs")
    assert await values(query, pv=["SUM", "A"], expr='"HALF" - "B"') == [
        [11.0, 12.0],
        [1.0, 2.0],
        [-4.5, -4.0],
    ]
    held = await query.get("/v1/intervals", params={"from": T0, "to": T0 + 9 * S, "expr": '"SUM" > 11'})
    assert held.json()["total"] == 8 * S

    await put(admin, "SUM", '"A" - "B"')

    async def changed() -> bool:
        return bool(await values(query, pv="SUM") == [[-9.0, -8.0]])

    await until_async(changed, what="the change to arrive")


async def test_they_are_known_also_while_config_api_is_away(
    query: httpx.AsyncClient, admin: httpx.AsyncClient, config: HttpServer, place: Place
) -> None:
    await place.write(numbers("A", [T0], [1.0]))
    await put(admin, "TWICE", '2 * "A"')

    async def told() -> bool:
        return bool(await values(query, pv="TWICE") == [[2.0]])

    await until_async(told, what="query-api to know the virtual PV")
    config.stop()

    assert await values(query, pv="TWICE") == [[2.0]]
    config.start()
    await put(admin, "TWICE", '3 * "A"')

    async def changed() -> bool:
        return bool(await values(query, pv="TWICE") == [[3.0]])

    await until_async(changed, what="query-api to ask again")


async def test_a_search_tells_what_the_configuration_knows(
    query: httpx.AsyncClient, admin: httpx.AsyncClient, place: Place
) -> None:
    await place.write(numbers("SR:MODE", [T0, T0 + S], [0.0, 1.0]), numbers("SR:OLD", [T0], [1.0]))
    await admin.put(pv_path("SR:MODE"), json={"description": "What the machine does"})
    await admin.put(pv_path("SR:NEW"), json={})
    report = {"pv": "SR:MODE", "native_type": "enum", "element_count": 1, "egu": "-"}
    services = {"Authorization": f"Bearer {SERVICE_TOKEN}"}
    await admin.post("/v1/metadata", json={"metadata": [report]}, headers=services)
    await put(admin, "SR:SUM", '"SR:OLD" + 1')

    async def found() -> Any:
        answer = (await query.get("/v1/search", params={"q": "sr:"})).json()
        rows = [
            (pv["name"], pv["description"], pv["egu"], pv["type"], pv["archived"]) for pv in answer["pvs"]
        ]
        return rows if len(rows) == 4 else None

    assert await until_async(found, what="the index to have all") == [
        ("SR:NEW", "", "", "", False),
        ("SR:OLD", "", "", "", True),
        ("SR:SUM", "", "", "virtual", False),
        ("SR:MODE", "What the machine does", "-", "enum", True),
    ]
    assert (await query.get("/v1/search?q=machine")).json()["total"] == 1
    changes = await query.get("/v1/changes", params={"time1": T0, "time2": T0 + S})
    assert [(one["pv"], one["kind"]) for one in changes.json()["changes"]] == [("SR:MODE", "state")]
    virtual = await query.get("/v1/at", params={"time": T0, "pv": ["SR:SUM"]})
    assert (virtual.json()["pvs"][0]["value"], virtual.json()["pvs"][0]["known"]) == (2.0, True)
