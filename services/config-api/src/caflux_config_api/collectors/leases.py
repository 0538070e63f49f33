"""Watch the leases of collectors."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from caflux_config_api.clock import Clock
from caflux_config_api.collectors.service import Collectors
from caflux_config_api.pauses import pause


class LeaseWatch:
    """Takes collectors for dead whose lease has run out.

    Collectors can't renew while config-api or its database is away. So nobody's lease runs out before this
    process has seen the database for a whole lease without a break.
    """

    def __init__(self, collectors: Collectors, clock: Clock, lease_s: float) -> None:
        self._collectors = collectors
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._period_s = min(1.0, lease_s / 4)
        self._watching_since = clock()

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until told to stop."""
        while not await pause(stop, self._period_s):
            await self.look()

    async def look(self) -> None:
        """Look once."""
        try:
            if self._clock() - self._watching_since >= self._lease:
                await self._collectors.expire(self._lease)
            else:
                await self._collectors.every()  # finds the database there
            await self._collectors.hand_over()
        except (SQLAlchemyError, OSError) as error:
            structlog.get_logger("caflux.config").warning(
                "the leases of collectors can't be watched", error=str(error).split("\n")[0]
            )
            self._watching_since = self._clock()
