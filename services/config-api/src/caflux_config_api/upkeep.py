"""What config-api does by itself while it serves."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from caflux_service.problems import Unavailable
from caflux_service.settings import SettingsError
from sqlalchemy.exc import SQLAlchemyError

from caflux_config_api.access.first_admin import FirstAdmin
from caflux_config_api.collectors.leases import LeaseWatch
from caflux_config_api.database import Database
from caflux_config_api.pauses import finish, pause
from caflux_config_api.schema import check_schema

TRY_AGAIN_S = 1.0
FORGET_S = 600.0


class Upkeep:
    """Sees to it that there is an admin, then watches the leases of collectors, and forgets what is old."""

    def __init__(
        self,
        database: Database,
        first_admin: FirstAdmin,
        leases: LeaseWatch,
        forget: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._first_admin = first_admin
        self._leases = leases
        self._forget = forget
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """See to the admin now, or, where the database is away, as soon as it is there.

        Raises:
            SettingsError: there is no admin, and no way to make one.
        """
        done = await self._see_to_admin()
        self._task = asyncio.create_task(self._run(done), name="config-upkeep")

    def check(self) -> None:
        """Find it running.

        Raises:
            Unavailable: it has ended by a fault.
        """
        if self._task is not None and self._task.done():
            raise Unavailable("the watch over collectors has ended by a fault; restart config-api")

    async def stop(self) -> None:
        """End it, after what it is doing just now."""
        self._stop.set()
        if self._task is not None:
            await finish(self._task)

    async def _run(self, done: bool) -> None:
        while not done:
            if await pause(self._stop, TRY_AGAIN_S):
                return
            try:
                done = await self._see_to_admin()
            except SettingsError as error:
                structlog.get_logger("caflux.config").error("nobody can log in yet", reason=str(error))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._leases.run(self._stop))
            group.create_task(self._forget_again_and_again())

    async def _forget_again_and_again(self) -> None:
        while True:
            try:
                await self._forget()
            except (SQLAlchemyError, OSError) as error:
                structlog.get_logger("caflux.config").warning(
                    "deleted PVs can't be forgotten now", error=str(error).split("\n")[0]
                )
            if await pause(self._stop, FORGET_S):
                return

    async def _see_to_admin(self) -> bool:
        try:
            await check_schema(self._database)
            await self._first_admin.ensure()
        except (SQLAlchemyError, OSError, Unavailable) as error:
            reason = str(error).split("\n")[0]
            structlog.get_logger("caflux.config").warning("waiting for the database", reason=reason)
            return False
        return True
