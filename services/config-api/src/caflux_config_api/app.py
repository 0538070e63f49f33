"""Put the service together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
from caflux_service.app import create_app
from caflux_service.in_force import settings_router
from caflux_service.openapi import DocumentedApp
from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Gauge

from caflux_config_api.access import endpoints as access_endpoints
from caflux_config_api.access import user_endpoints
from caflux_config_api.access.build import dashboard_of, make_access
from caflux_config_api.access.first_admin import FirstAdmin
from caflux_config_api.access.passwords import Passwords
from caflux_config_api.access.single_sign_on import endpoints as oidc_endpoints
from caflux_config_api.aliases import endpoints as alias_endpoints
from caflux_config_api.aliases.service import Aliases
from caflux_config_api.audit import endpoints as audit_endpoints
from caflux_config_api.audit.service import Audit
from caflux_config_api.away import answer_when_away
from caflux_config_api.bulk import endpoints as bulk_endpoints
from caflux_config_api.bulk.service import Bulk
from caflux_config_api.clock import Clock, utc_now
from caflux_config_api.collectors import endpoints as collector_endpoints
from caflux_config_api.collectors.leases import LeaseWatch
from caflux_config_api.collectors.service import Collectors
from caflux_config_api.database import Database, normalise
from caflux_config_api.diagnosis.service import Diagnoses
from caflux_config_api.documents import endpoints as document_endpoints
from caflux_config_api.documents.service import Documents
from caflux_config_api.listing import endpoints as label_endpoints
from caflux_config_api.listing.live import PATIENCE_S, Live
from caflux_config_api.listing.service import Listing
from caflux_config_api.metadata import endpoints as metadata_endpoints
from caflux_config_api.metadata.catalogue import Catalogue
from caflux_config_api.metadata.service import Metadata
from caflux_config_api.notes import endpoints as note_endpoints
from caflux_config_api.notes.service import Notes
from caflux_config_api.parts import Parts
from caflux_config_api.policies import endpoints as policy_endpoints
from caflux_config_api.policies.service import Policies
from caflux_config_api.purges import endpoints as purge_endpoints
from caflux_config_api.purges.service import Purges
from caflux_config_api.pvs import batch_endpoints
from caflux_config_api.pvs import deleted as deleted_endpoints
from caflux_config_api.pvs import endpoints as pv_endpoints
from caflux_config_api.pvs.batches import Batches
from caflux_config_api.pvs.service import Pvs
from caflux_config_api.reports import endpoints as report_endpoints
from caflux_config_api.reports.service import Reports
from caflux_config_api.retention import endpoints as retention_endpoints
from caflux_config_api.retention.service import RetentionClasses
from caflux_config_api.revision import RevisionWatch
from caflux_config_api.schema import check_schema
from caflux_config_api.settings import ConfigSettings, plain
from caflux_config_api.upkeep import Upkeep
from caflux_config_api.virtual import endpoints as virtual_endpoints
from caflux_config_api.virtual.service import VirtualPvs


def create(settings: ConfigSettings, *, clock: Clock = utc_now) -> FastAPI:
    """Make config-api's application; its database must have been migrated when it starts to serve."""
    url = normalise(*settings.database())
    dashboard_of(settings)  # said at the start where it is missing

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        database = Database(url, settings.database_answer_s)
        try:
            async with _serving(app, database, settings, clock) as parts:
                app.state.parts = parts
                polls_waiting.set_function(lambda: parts.watch.waiting)
                yield
        finally:
            await database.close()

    async def ready() -> None:
        parts: Parts = app.state.parts
        parts.upkeep.check()
        await check_schema(parts.database)

    registry = CollectorRegistry()
    polls_waiting = Gauge(
        "caflux_config_polls_waiting", "Collectors that wait for a change of their PVs.", registry=registry
    )
    routers = [
        bulk_endpoints.router,  # before PVs by name, one of which may be called export
        purge_endpoints.router,
        report_endpoints.router,
        pv_endpoints.router,
        collector_endpoints.router,
        metadata_endpoints.router,
        access_endpoints.router,
        user_endpoints.router,
        oidc_endpoints.router,
        virtual_endpoints.router,
        virtual_endpoints.scales,
        deleted_endpoints.router,
        alias_endpoints.router,
        audit_endpoints.router,
        policy_endpoints.router,
        retention_endpoints.router,
        document_endpoints.router,
        note_endpoints.router,
        batch_endpoints.router,
        label_endpoints.router,
        settings_router(settings),
    ]
    app = create_app(
        "CAFlux config-api",
        lifespan=lifespan,
        routers=routers,
        ready=ready,
        needs="the configuration's database",
        registry=registry,
        larger_bodies={"/v1/pvs/import": bulk_endpoints.MOST_BYTES},
    )
    answer_when_away(app)
    return app


@asynccontextmanager
async def _serving(
    app: DocumentedApp, database: Database, settings: ConfigSettings, clock: Clock
) -> AsyncIterator[Parts]:
    """Build the parts, run what runs by itself, and end it in the end."""
    passwords = Passwords()
    watch = RevisionWatch(database)
    collectors = Collectors(database, watch, clock, settings.lease_s)
    admin = FirstAdmin(database, passwords, clock, plain(settings.admin_password), settings.data)
    pvs = Pvs(database, watch, clock, timedelta(days=settings.restore_days))
    upkeep = Upkeep(database, admin, LeaseWatch(collectors, clock, settings.lease_s), pvs.forget_deleted)
    access = make_access(database, passwords, settings, clock)
    app.state.gate = access
    app.state.public_url = settings.public_url
    steady = asyncio.get_running_loop().time
    http = httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S)  # the services are neighbours: no proxy
    live = Live(collectors.every, http, steady)
    listing = Listing(database, live, steady)
    await upkeep.start()
    polls = asyncio.create_task(_end_polls(app.stopping, watch), name="config-polls")
    try:
        yield Parts(
            database=database,
            watch=watch,
            upkeep=upkeep,
            access=access,
            pvs=pvs,
            collectors=collectors,
            metadata=Metadata(database, clock),
            catalogue=Catalogue(database),
            virtual=VirtualPvs(database, watch, clock),
            aliases=Aliases(database, watch, clock),
            audit=Audit(database),
            bulk=Bulk(database, watch, clock),
            listing=listing,
            policies=Policies(database, watch, clock),
            diagnoses=Diagnoses(pvs, collectors, http, clock),
            retention=RetentionClasses(database, watch, clock),
            documents=Documents(database, clock),
            notes=Notes(database, clock),
            batches=Batches(database, watch, clock),
            reports=Reports(database, listing, clock),
            purges=Purges(database, watch, clock, collectors, http),
        )
    finally:
        polls.cancel()
        await watch.close()
        await live.close()
        await http.aclose()
        await upkeep.stop()
        await access.aclose()


async def _end_polls(stopping: asyncio.Event, watch: RevisionWatch) -> None:
    await stopping.wait()
    await watch.close()
