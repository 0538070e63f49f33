"""The configuration's database: MySQL/MariaDB by asyncmy, or a SQLite file."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from caflux_service.settings import SettingsError
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "mysql": "mysql+asyncmy",
    "mysql+asyncmy": "mysql+asyncmy",
    "mariadb": "mysql+asyncmy",
    "mariadb+asyncmy": "mysql+asyncmy",
}
CONNECT_TIMEOUT_S = 5
ANSWER_TIMEOUT_S = 45.0
LOCK_TIMEOUT_S = 30
POOL_TIMEOUT_S = 30
TURN_TIMEOUT_S = 60
POOL_SIZE, POOL_MORE = 5, 10
_WRITERS = {"sqlite": 1, "mysql": 8}
"""Transactions that write at once, in this process. They wait for one another anyway: here without holding a
connection, which readers need, and in the order in which they came, which SQLite does not keep."""


def normalise(text: str, password: str | None = None) -> URL:
    """Give the URL that SQLAlchemy needs for any spelling of it.

    Args:
        text: `sqlite:////abs/file.db`, `mysql://user@host:3306/name`, `mariadb://…`, or naming the driver.
        password: Put into a URL of a server that has none.

    Raises:
        SettingsError: it isn't the URL of a database that CAFlux can use.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:  # the latter of a port that is no number
        raise SettingsError(
            "CAFLUX_DATABASE_URL is not a URL; write sqlite:////absolute/config.db or "
            "mysql://user@host:3306/caflux"
        ) from error
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise SettingsError(
            f"CAFLUX_DATABASE_URL begins with {url.drivername}://; CAFlux uses sqlite:// and mysql://"
        )
    if not url.database:
        raise SettingsError(
            "CAFLUX_DATABASE_URL names no database; it ends with /name, or with a file's path"
        )
    if password and not url.password and driver.startswith("mysql"):
        url = url.set(password=password)
    return url.set(drivername=driver)


def _make_engine(url: URL, answer_timeout_s: float | None) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            url,
            hide_parameters=True,
            connect_args={"timeout": LOCK_TIMEOUT_S},
            pool_size=POOL_SIZE,
            max_overflow=POOL_MORE,
            pool_timeout=POOL_TIMEOUT_S,
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    return create_async_engine(
        url,
        hide_parameters=True,  # an error's text goes to the log, what was stored doesn't
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "read_timeout": answer_timeout_s,
            "charset": "utf8mb4",
        },
        pool_pre_ping=True,
        pool_recycle=1_800,
        pool_size=POOL_SIZE,
        max_overflow=POOL_MORE,
        pool_timeout=POOL_TIMEOUT_S,
    )


def _prepare_sqlite(connection: Any, record: object) -> None:
    del record
    connection.isolation_level = None  # the driver's own BEGIN comes too late for a consistent read
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer that first reads and then finds another writing would fail at once, without waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# Writers wait for one another at the revision's row. MySQL's default would also lock gaps between rows, in
# which two of them can get stuck. It is a statement for one transaction: as an option of the connection
# SQLAlchemy sets it while taking that out of its pool, where an error is the driver's own and loses it.
_WRITERS_ISOLATION = text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")


class Database:
    """Sessions on the configuration's database.

    Args:
        url: As `normalise` gives it.
        answer_timeout_s: A server that takes longer for one statement is taken for gone; None: never.
    """

    def __init__(self, url: URL, answer_timeout_s: float | None = ANSWER_TIMEOUT_S) -> None:
        self.engine = _make_engine(url, answer_timeout_s)
        self._readers = async_sessionmaker(self.engine, expire_on_commit=False)
        self._writing = self.engine.execution_options(writes=True)
        self._writers = async_sessionmaker(self._writing, expire_on_commit=False)
        self._sets_isolation = url.get_backend_name() != "sqlite"
        self._turns = asyncio.Semaphore(_WRITERS[url.get_backend_name()])

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that sees one state of the database throughout."""
        async with self._readers() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Give a session that is committed at the end, or rolled back where it raises."""
        async with self._turn(), self._writers() as session, session.begin():
            if self._sets_isolation:
                await session.execute(_WRITERS_ISOLATION)
            yield session

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(TURN_TIMEOUT_S):
                await self._turns.acquire()
        except TimeoutError as error:
            raise PoolTimeoutError("others have been writing for too long") from error
        try:
            yield
        finally:
            self._turns.release()

    @asynccontextmanager
    async def changing_schema(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection for a migration, which is committed at the end."""
        async with self._writing.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
