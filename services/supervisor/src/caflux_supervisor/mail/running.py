"""Run mail beside the watch and the alarm rules."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager

import httpx
from caflux_contracts.health import Incident

from caflux_supervisor.mail.mailing import Mailing
from caflux_supervisor.mail.plots import Plots
from caflux_supervisor.settings import SupervisorSettings
from caflux_supervisor.watch import Watch, utc_now


@asynccontextmanager
async def mailing(
    settings: SupervisorSettings,
    watch: Watch,
    acknowledged: Callable[[], Collection[int]],
    mailed: Callable[[Incident], bool],
) -> AsyncIterator[Mailing]:
    """Mail while the context lasts; see `Mailing` for what is given."""
    # query-api is a neighbour: a proxy that the environment names is for the world outside.
    async with httpx.AsyncClient(headers=settings.own_headers(), trust_env=False) as client:
        mailing = Mailing(
            settings,
            watch.incident_store,
            watch.metrics,
            utc_now,
            acknowledged,
            mailed,
            Plots(client, settings.query_url),
        )
        task = asyncio.create_task(mailing.run(), name="mail")
        try:
            yield mailing
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
