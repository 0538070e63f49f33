"""The application of query-api."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import httpx
from caflux_service.app import create_app
from caflux_service.in_force import settings_router
from caflux_service.problems import Unavailable
from caflux_service.remote_gate import RemoteGate
from caflux_service.settings import SettingsError
from caflux_storage import Archive, ArchiveError, open_archive
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from caflux_query_api.aliases import Aliases
from caflux_query_api.joined import JoinedArchive
from caflux_query_api.known import KnownPvs
from caflux_query_api.live.hub import Hub
from caflux_query_api.parts import Parts
from caflux_query_api.problems import install_archive_problems
from caflux_query_api.pv_catalogue import PvCatalogue
from caflux_query_api.ready import ReadySeries
from caflux_query_api.routes import catalogue, data, events, export, intervals, live, moments, statistics
from caflux_query_api.settings import QuerySettings
from caflux_query_api.spans import SpanCache
from caflux_query_api.turns import Turns
from caflux_query_api.virtual import VirtualPvs

_FOR_JSON = 4
"""The part of the memory for what was read lately that JSON of it may take."""


def create(settings: QuerySettings) -> FastAPI:
    """Make the application; its lifespan opens the archive and runs the live hub.

    Raises:
        SettingsError: the archive's URL names no archive.
    """
    try:
        _open(settings)
    except ValueError as error:
        raise SettingsError(f"CAFLUX_ARCHIVE_URL: {error}") from error
    if settings.reading == "closed" and settings.config_url is None:
        raise SettingsError("CAFLUX_CONFIG_URL must be set: while reading is closed, it knows who may read")
    registry = CollectorRegistry()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        gate = RemoteGate(settings, settings.config_url)
        app.state.gate = gate
        async with aclosing(gate), httpx.AsyncClient(trust_env=False, headers=settings.own_headers()) as http:
            virtual = VirtualPvs(settings.config_url, http)
            aliases = Aliases(settings.config_url, http)
            archive: Archive = JoinedArchive(_open(settings), aliases.names_of)
            hub = Hub(archive, settings.live_period_s, settings.max_live_clients, registry, time.time_ns)
            known = KnownPvs(archive, settings.config_url, http)
            pvs = PvCatalogue(archive, virtual, settings.config_url, http)
            memory = settings.cache_mb * 1_000_000
            spans = SpanCache(archive, memory - memory // _FOR_JSON, time.time_ns, registry)
            made = ReadySeries(archive, memory // _FOR_JSON, registry)
            app.state.parts = Parts(
                settings, archive, known, hub, virtual, pvs, spans, made, Turns(settings.max_reads)
            )
            async with hub.running(), virtual.running(), aliases.running(), aclosing(pvs):
                streams = asyncio.create_task(_end_streams(app.stopping, hub), name="query-streams")
                yield
                streams.cancel()
            await archive.close()

    async def ready() -> None:
        parts: Parts = app.state.parts
        try:
            parts.hub.check()
            await parts.archive.ping()
        except ArchiveError as error:
            raise Unavailable(str(error)) from error

    app = create_app(
        "CAFlux query",
        lifespan=lifespan,
        routers=[
            catalogue.router,
            data.router,
            events.router,
            export.router,
            intervals.router,
            live.router,
            moments.router,
            statistics.router,
            settings_router(settings),
        ],
        ready=ready,
        needs="the archive",
        registry=registry,
    )
    install_archive_problems(app)
    return app


async def _end_streams(stopping: asyncio.Event, hub: Hub) -> None:
    await stopping.wait()
    hub.end_feeds()


def _open(settings: QuerySettings) -> Archive:
    password = settings.archive_password
    return open_archive(
        settings.archive_url,
        settings.archive_user,
        password.get_secret_value() if password else None,
    )
