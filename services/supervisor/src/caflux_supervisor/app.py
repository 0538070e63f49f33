"""The supervisor's application."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from caflux_service.app import create_app
from caflux_service.in_force import settings_router
from caflux_service.remote_gate import RemoteGate
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from caflux_supervisor.alarms.routes import router as alarm_router
from caflux_supervisor.alarms.running import alarming
from caflux_supervisor.mail.routes import router as mail_router
from caflux_supervisor.mail.running import mailing
from caflux_supervisor.routes import router
from caflux_supervisor.settings import SupervisorSettings
from caflux_supervisor.watch import watching


def create(settings: SupervisorSettings) -> FastAPI:
    """Make the application; its lifespan runs the checks."""
    registry = CollectorRegistry()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        gate = RemoteGate(settings, settings.config_url, service_token=settings.service_token)
        app.state.gate, app.state.public_url = gate, settings.public_url
        async with (
            aclosing(gate),
            watching(settings, registry) as watch,
            alarming(settings, watch) as alarms,
            mailing(settings, watch, alarms.acknowledgements.incidents, alarms.mailed) as mail,
        ):
            app.state.watch, app.state.alarms, app.state.mailing = watch, alarms, mail
            yield

    async def ready() -> None:
        app.state.watch.check_alive()

    app = create_app(
        "CAFlux supervisor",
        lifespan=lifespan,
        routers=[router, alarm_router, mail_router, settings_router(settings)],
        ready=ready,
        registry=registry,
    )
    return app
