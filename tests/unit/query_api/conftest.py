"""An archive of each kind, and query-api before it: called directly, and over a real connection."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import httpx
import pytest
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_testing.http_server import HttpServer
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import Place


@pytest.fixture(params=["sqlite", "influxd"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Give an empty archive."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'archive.db'}"
    else:
        url = cast("InfluxServer", request.getfixturevalue("influxd")).new_database()
    place = await Place.prepared(url)
    yield place
    await place.close()


@pytest.fixture
async def client(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a query-api that reads `place`."""
    app = create(QuerySettings(archive_url=place.url))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
    ):
        yield client


@pytest.fixture
async def served(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a query-api that reads `place`, over a real connection."""
    settings = QuerySettings(archive_url=place.url, live_period_s=0.02)
    with HttpServer(create(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
            yield client
