"""Alarm rules over a real query-api and its archive."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from caflux_query_api.app import create as create_query
from caflux_query_api.settings import QuerySettings
from caflux_supervisor.app import create
from caflux_supervisor.settings import SupervisorSettings
from caflux_testing.http_server import HttpServer
from caflux_testing.place import Place
from caflux_testing.supervised import Supervised, Supervising
from caflux_testing.watched import Watched
from fastapi import FastAPI


@asynccontextmanager
async def run(settings: SupervisorSettings) -> AsyncIterator[Supervised]:
    app = create(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://supervisor") as client,
    ):
        yield Supervised(client, app.state)


@pytest.fixture
def archive_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'archive.db'}"


@pytest.fixture
def read_url(archive_url: str) -> str:
    """Give by which way query-api reads the archive."""
    return archive_url


@pytest.fixture
async def place(archive_url: str) -> AsyncIterator[Place]:
    place = await Place.prepared(archive_url)
    yield place
    await place.close()


@pytest.fixture
def new_query(read_url: str, place: Place, watched: Watched) -> Callable[[], FastAPI]:
    """Give what makes a query-api, as each of its processes does."""
    config = f"{watched.server.url}/config"
    del place  # it must be there
    settings = QuerySettings(archive_url=read_url, config_url=config, live_period_s=0.02)
    return lambda: create_query(settings)


@pytest.fixture
def query(new_query: Callable[[], FastAPI]) -> Iterator[HttpServer]:
    with HttpServer(new_query()) as server:
        yield server


@pytest.fixture
def alarm_settings(settings: SupervisorSettings, query: HttpServer, watched: Watched) -> SupervisorSettings:
    watched.pvs = ["A", "B"]
    return settings.model_copy(update={"query_url": query.url, "smtp_host": None})


@pytest.fixture
def supervising(alarm_settings: SupervisorSettings) -> Supervising:
    """Give what runs a supervisor, one after the other with the same data."""
    return lambda: run(alarm_settings)


@pytest.fixture
async def supervisor(supervising: Supervising) -> AsyncIterator[Supervised]:
    async with supervising() as supervisor:
        yield supervisor
