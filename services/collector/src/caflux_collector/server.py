"""The engine's HTTP server, on the main thread's loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated

import uvicorn
from caflux_contracts.access import Permission
from caflux_contracts.diagnosis import EngineDetails
from caflux_contracts.engine import AwayPvs, EngineStatus, PvTable
from caflux_contracts.purges import Holding, Holdings
from caflux_service.app import create_app
from caflux_service.in_force import settings_router
from caflux_service.problems import Unavailable
from caflux_service.service_gate import ServiceGate
from caflux_storage import ArchiveError
from fastapi import APIRouter, FastAPI, Query, Response
from prometheus_client import CollectorRegistry

from caflux_collector.health import HealthView
from caflux_collector.metrics import EngineMetrics
from caflux_collector.settings import CollectorSettings

TICK_S = 0.5
MOST_NAMES = 1_000
"""PVs that one request may name."""
MOST_DETAILS = 100


Holds = Callable[[list[str], int], Awaitable[list[Holding]]]
"""Gives what the archive has of names before a time (ns)."""


def make_app(view: HealthView, holds: Holds, settings: CollectorSettings) -> FastAPI:
    """Make the engine's application: /livez, /readyz, /status, /status/pvs, /metrics, /v1/settings."""
    registry = CollectorRegistry()
    registry.register(EngineMetrics(view))
    router = APIRouter()

    @router.get("/status")
    async def status() -> EngineStatus:
        """Give the engine's state."""
        return view.status()

    @router.get("/status/pvs", response_model=PvTable)
    async def pvs(
        pv: Annotated[list[str], Query(max_length=MOST_NAMES)] = [],  # noqa: B006 - FastAPI copies it
        since: Annotated[int, Query(ge=0, lt=2**63, description="ns since 1970")] = 0,
    ) -> Response:
        """Give the state of every PV, or of those that are named, or have samples later than `since`."""
        table = await asyncio.to_thread(view.table, pv, since)
        return Response(table, media_type="application/json")

    @router.get("/status/details")
    async def details(
        pv: Annotated[list[str], Query(min_length=1, max_length=MOST_DETAILS)],
    ) -> EngineDetails:
        """Give all that is known of some PVs, and of what they depend on."""
        return view.details(pv)

    @router.get("/status/away")
    async def away() -> AwayPvs:
        """Give the PVs that are not connected, by host."""
        return await asyncio.to_thread(view.away)

    async def ready() -> None:
        if view.pv_list.source == "none":
            raise Unavailable(f"there is no PV list yet: {view.pv_list.error or 'config-api was not asked'}")

    @asynccontextmanager
    async def nothing(_: FastAPI) -> AsyncIterator[None]:
        yield

    routers = [router, _holdings(holds), settings_router(settings, needs=Permission.COLLECT)]
    app = create_app("CAFlux engine", lifespan=nothing, routers=routers, ready=ready, registry=registry)
    app.state.gate = ServiceGate(settings.service_token)
    return app


def _holdings(holds: Holds) -> APIRouter:
    router = APIRouter()

    @router.get("/status/holdings")
    async def holdings(
        pv: Annotated[list[str], Query(min_length=1, max_length=MOST_NAMES)],
        before: Annotated[int, Query(ge=0, lt=2**63, description="ns since 1970")],
    ) -> Holdings:
        """Give what the archive has of some names: what a purge would delete."""
        try:
            return Holdings(holdings=await holds(pv, before))
        except ArchiveError as error:
            raise Unavailable(str(error)) from error

    return router


def listen(host: str, port: int) -> socket.socket:
    """Take a port; uvicorn would end the process where it is taken.

    Raises:
        OSError: it can't be had; the message names it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise OSError(f"can't listen on {host} port {port}: {error.strerror}") from error


class Server(uvicorn.Server):
    """Uvicorn beside the engine: signals belong to the engine."""

    @staticmethod
    def of(app: FastAPI) -> "Server":
        """Make a server for an application."""
        config = uvicorn.Config(app, http="h11", log_config=None, log_level="warning", lifespan="off")
        return Server(config)

    async def main_loop(self) -> None:
        """Wait until it is to end; uvicorn's own looks ten times a second, which costs more than requests."""
        while not await self.on_tick(0):  # noqa: ASYNC110 - uvicorn asks to end by setting a flag
            await asyncio.sleep(TICK_S)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
