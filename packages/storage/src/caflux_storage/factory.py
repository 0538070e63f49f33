"""The archive that a URL names.

| URL | archive |
|---|---|
| `http(s)://host[:8086][/database]` | InfluxDB 1.x or what speaks its v1 API; database `caflux` by default |
| `sqlite:////absolute/path/archive.db` | one SQLite file |
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from caflux_storage.influx.address import Address
from caflux_storage.influx.archive import InfluxArchive, create_database
from caflux_storage.influx.http import InfluxHttp
from caflux_storage.influx.keeper import InfluxKeeper
from caflux_storage.influx.writer import InfluxWriter
from caflux_storage.seam import Archive, Keeper, Writer
from caflux_storage.sqlite import thread
from caflux_storage.sqlite.archive import SqliteArchive
from caflux_storage.sqlite.keeper import SqliteKeeper
from caflux_storage.sqlite.writer import SqliteWriter


def open_archive(url: str, user: str | None = None, password: str | None = None) -> Archive:
    """Give the archive for reading; it connects at the first call, and belongs to that event loop.

    Raises:
        ValueError: `url` names no archive.
    """
    where = _parse(url)
    if isinstance(where, Path):
        return SqliteArchive(where)
    return InfluxArchive(InfluxHttp(where, user, password))


def open_writer(
    url: str,
    user: str | None = None,
    password: str | None = None,
    now_ns: Callable[[], int] = time.time_ns,
) -> Writer:
    """Give the archive for writing; it connects at the first call, and belongs to that event loop.

    What has expired by `now_ns` (ns since 1970) is refused; InfluxDB asks its own clock.

    Raises:
        ValueError: `url` names no archive.
    """
    where = _parse(url)
    return SqliteWriter(where, now_ns) if isinstance(where, Path) else InfluxWriter(where, user, password)


def open_keeper(url: str, user: str | None = None, password: str | None = None) -> Keeper:
    """Give the archive's keeper; it connects at the first call, and belongs to that event loop.

    Raises:
        ValueError: `url` names no archive.
    """
    where = _parse(url)
    return SqliteKeeper(where) if isinstance(where, Path) else InfluxKeeper(InfluxHttp(where, user, password))


async def prepare(url: str, user: str | None = None, password: str | None = None) -> None:
    """Create the database or the tables where they are missing; harmless where they are there.

    Raises:
        ValueError: `url` names no archive.
        ArchiveUnavailable: the archive is away or can't be made, with what to do.
    """
    where = _parse(url)
    if isinstance(where, Path):
        await asyncio.to_thread(thread.prepare, where)
        return
    http = InfluxHttp(where, user, password)
    try:
        await create_database(http)
    finally:
        await http.close()


def _parse(url: str) -> Address | Path:
    if url.startswith(("http://", "https://")):
        return Address.parse(url)
    if url.startswith("sqlite:////") and (path := Path(unquote(url.removeprefix("sqlite:///")))).name:
        return path
    raise ValueError(
        f"{url!r} names no archive; give http(s)://host:8086/database or sqlite:////absolute/path/archive.db"
    )
