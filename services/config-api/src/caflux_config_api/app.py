"""Put the service together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from caflux_service.app import create_app
from caflux_service.problems import Unavailable
from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy.exc import SQLAlchemyError

from caflux_config_api.access import endpoints as access_endpoints
from caflux_config_api.access.first_admin import ensure_admin
from caflux_config_api.access.passwords import Passwords
from caflux_config_api.access.service import Access
from caflux_config_api.away import answer_when_away
from caflux_config_api.clock import Clock, utc_now
from caflux_config_api.collectors import endpoints as collector_endpoints
from caflux_config_api.collectors.leases import LeaseWatch
from caflux_config_api.collectors.service import Collectors
from caflux_config_api.database import Database, normalise
from caflux_config_api.metadata import endpoints as metadata_endpoints
from caflux_config_api.metadata.service import Metadata
from caflux_config_api.parts import Parts
from caflux_config_api.pvs import endpoints as pv_endpoints
from caflux_config_api.pvs.service import Pvs
from caflux_config_api.revision import RevisionWatch
from caflux_config_api.schema import check_schema
from caflux_config_api.settings import ConfigSettings, plain

TRY_AGAIN_S = 1.0


def create(settings: ConfigSettings, *, clock: Clock = utc_now) -> FastAPI:
    """Make config-api's application; its database must have been migrated when it starts to serve."""
    url = normalise(*settings.database())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(url)
        passwords = Passwords()
        watch = RevisionWatch(database)
        collectors = Collectors(database, watch, clock, settings.lease_s)
        app.state.parts = Parts(
            database=database,
            watch=watch,
            access=Access(database, passwords, clock, plain(settings.service_token)),
            pvs=Pvs(database, watch, clock),
            collectors=collectors,
            metadata=Metadata(database, clock),
        )
        leases = LeaseWatch(collectors, clock, settings.lease_s)
        polls_waiting.set_function(lambda: watch.waiting)
        tasks: list[asyncio.Task[None]] = []
        try:
            tasks.append(await _start_upkeep(settings, database, passwords, clock, leases))
            tasks.append(asyncio.create_task(_end_polls(config_app.stopping, watch), name="config-polls"))
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await watch.close()
            await database.close()

    registry = CollectorRegistry()
    polls_waiting = Gauge(
        "caflux_config_polls_waiting", "Collectors that wait for a change of their PVs.", registry=registry
    )
    config_app = create_app(
        "CAFlux config-api",
        lifespan=lifespan,
        routers=[
            pv_endpoints.router,
            collector_endpoints.router,
            metadata_endpoints.router,
            access_endpoints.router,
        ],
        ready=lambda: check_schema(config_app.state.parts.database),
        registry=registry,
    )
    answer_when_away(config_app)
    return config_app


async def _end_polls(stopping: asyncio.Event, watch: RevisionWatch) -> None:
    await stopping.wait()
    await watch.close()


async def _start_upkeep(
    settings: ConfigSettings, database: Database, passwords: Passwords, clock: Clock, leases: LeaseWatch
) -> asyncio.Task[None]:
    """See to the admin now, or as soon as the database is there; then watch the leases."""

    async def see_to_admin() -> bool:
        try:
            await check_schema(database)
            await ensure_admin(database, passwords, clock, plain(settings.admin_password), settings.data)
        except (SQLAlchemyError, OSError, Unavailable) as error:
            reason = str(error).split("\n")[0]
            structlog.get_logger("caflux.config").warning("waiting for the database", reason=reason)
            return False
        return True

    done = await see_to_admin()

    async def keep() -> None:
        nonlocal done
        while not done:
            await asyncio.sleep(TRY_AGAIN_S)
            done = await see_to_admin()
        await leases.run()

    return asyncio.create_task(keep(), name="config-upkeep")
