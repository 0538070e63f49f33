"""The engine's HTTP server, on the main thread's loop."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from caflux_contracts.engine import EngineStatus, PvTable
from caflux_service.app import create_app
from caflux_service.problems import Unavailable
from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry

from caflux_collector.health import HealthView
from caflux_collector.metrics import EngineMetrics


def make_app(view: HealthView) -> FastAPI:
    """Make the engine's application: /livez, /readyz, /status, /status/pvs, /metrics."""
    registry = CollectorRegistry()
    registry.register(EngineMetrics(view))
    router = APIRouter()

    @router.get("/status")
    async def status() -> EngineStatus:
        """Give the engine's state."""
        return view.status()

    @router.get("/status/pvs")
    async def pvs() -> PvTable:
        """Give the state of every PV."""
        return view.table()

    async def ready() -> None:
        if view.pv_list.source == "none":
            raise Unavailable(f"there is no PV list yet: {view.pv_list.error or 'config-api was not asked'}")

    @asynccontextmanager
    async def nothing(_: FastAPI) -> AsyncIterator[None]:
        yield

    return create_app("CAFlux engine", lifespan=nothing, routers=[router], ready=ready, registry=registry)


class Server(uvicorn.Server):
    """Uvicorn beside the engine: signals belong to the engine."""

    @staticmethod
    def of(app: FastAPI, host: str, port: int) -> "Server":
        """Make a server for an application."""
        config = uvicorn.Config(
            app, host=host, port=port, http="h11", log_config=None, log_level="warning", lifespan="off"
        )
        return Server(config)

    @property
    def failed(self) -> bool:
        """Whether it ended by itself, as when its port is taken."""
        return self.should_exit and not self.started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
