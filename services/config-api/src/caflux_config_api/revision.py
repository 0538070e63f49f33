"""The revision of the configuration: it grows with every change that a collector must hear of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.database import Database
from caflux_config_api.pauses import finish, pause
from caflux_config_api.tables import RevisionRow

POLL_S = 0.2


async def current_revision(session: AsyncSession) -> int:
    """Give the revision that this session sees."""
    return (await session.execute(select(RevisionRow.value))).scalar_one()


async def lock_revision(session: AsyncSession) -> int:
    """Give the revision, and let no other writer go on before this session ends."""
    return (await session.execute(select(RevisionRow.value).with_for_update())).scalar_one()


async def raise_revision(session: AsyncSession) -> int:
    """Count one change; give the new revision."""
    revision = await lock_revision(session) + 1
    await session.execute(update(RevisionRow).values(value=revision))
    return revision


class RevisionWatch:
    """Wakes those who wait for a change, made by this process or by another on the same database.

    The database is asked a few times a second, and only while somebody waits.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._changed = asyncio.Event()
        self._closed = asyncio.Event()
        self._users = 0
        self._waiting = 0
        self._poll: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many wait for a change."""
        return self._waiting

    def announce(self) -> None:
        """Wake everyone: this process has changed something."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(self, known: int, seconds: float) -> None:
        """Return when the revision is no longer `known`, or after `seconds`."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + seconds
        async with self._polling():
            while not self._closed.is_set():
                changed = self._changed
                if await self._read() != known:
                    return
                left = deadline - clock()
                if left <= 0:
                    return
                self._waiting += 1
                try:
                    await pause(changed, left)
                finally:
                    self._waiting -= 1

    async def close(self) -> None:
        """Let everyone go who waits, and end the polling."""
        self._closed.set()
        self.announce()
        if self._poll is not None:
            await finish(self._poll)

    @asynccontextmanager
    async def _polling(self) -> AsyncIterator[None]:
        self._users += 1
        if self._poll is None or self._poll.done():
            self._poll = asyncio.create_task(self._ask_again_and_again(), name="revision-watch")
        try:
            yield
        finally:
            self._users -= 1

    async def _ask_again_and_again(self) -> None:
        known: int | None = None
        while self._users:
            with suppress(SQLAlchemyError, OSError):  # whoever waits finds out at its own next question
                revision = await self._read()
                if revision != known:  # the first time, too: who came before may have read an older one
                    self.announce()
                known = revision
            if await pause(self._closed, POLL_S):
                return

    async def _read(self) -> int:
        async with self._database.reading() as session:
            return await current_revision(session)
