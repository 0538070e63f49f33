"""Run the alarm rules beside the watch."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import structlog

from caflux_supervisor.acknowledgements import Acknowledgements
from caflux_supervisor.alarms.alarms import Alarms
from caflux_supervisor.alarms.store import Store
from caflux_supervisor.checks import Seen
from caflux_supervisor.settings import SupervisorSettings
from caflux_supervisor.watch import Watch, utc_now

log = structlog.get_logger("caflux.supervisor")

COMPONENT = "alarm rules"


def opened(path: Path) -> Store:
    """Open the file of rules; one that is broken is set aside, for nothing else can be done with it."""
    try:
        return Store(path)
    except sqlite3.OperationalError:
        raise  # the disk, not the file
    except sqlite3.DatabaseError as error:
        aside = path.with_suffix(".broken")
        path.replace(aside)
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        log.error(  # noqa: TRY400 - it says all
            "the file of alarm rules was broken and is set aside: put the rules in again",
            path=str(aside),
            reason=str(error),
        )
        return Store(path)


@asynccontextmanager
async def alarming(settings: SupervisorSettings, watch: Watch) -> AsyncIterator[Alarms]:
    """Evaluate the alarm rules while the context lasts; whether they are is looked at by the watch."""
    store = opened(settings.data / "alarms.db")
    acknowledgements = Acknowledgements(watch.incident_store, store)
    # The parts are neighbours: a proxy that the environment names is for the world outside.
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        timeout=settings.check_timeout_s, headers=settings.own_headers(), trust_env=False, limits=limits
    ) as client:
        alarms = Alarms(settings, client, watch.incident_store, store, acknowledgements, utc_now)

        def look() -> list[Seen]:
            found = alarms.look()
            return [] if found is None else [Seen(COMPONENT, "service", found)]

        watch.also_look(look)
        task = asyncio.create_task(alarms.run(), name="alarm rules")
        try:
            yield alarms
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
