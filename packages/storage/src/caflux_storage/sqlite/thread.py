"""A SQLite connection that lives in a thread of its own, and its errors as the seam's."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from caflux_storage.seam import ArchiveError, ArchiveUnavailable
from caflux_storage.sqlite import schema

T = TypeVar("T")

_BUSY_S = 5.0
_CACHE_KIB = 16_384


class SqliteThread:
    """Runs functions of one connection, one at a time, opened at the first.

    After an error it is closed, which takes back what was not committed; the next function gets a new one.

    WAL lets one process write while others read. `synchronous = FULL` makes a commit survive a power cut,
    which is what influxd promises of a write by default; at four commits a second it is not felt.
    """

    def __init__(self, path: Path, *, write: bool) -> None:
        self._path = path
        self._write = write
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="caflux-sqlite")
        self._db: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Give what `work` gives of the connection.

        Raises:
            ArchiveUnavailable: the file is missing, locked, damaged, or its disk is full.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work)

    async def close(self) -> None:
        """Close the connection once what runs has ended; the thread ends."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._drop)
        self._thread.shutdown(wait=True)

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._db is None or self._file != _identity(self._path):
                self._drop()
                self._db = self._open()
            return work(self._db)
        except ArchiveError:
            raise
        except sqlite3.Error as error:
            self._drop()
            raise ArchiveUnavailable(f"the archive {self._path} can't be used: {error}") from error
        except BaseException:
            self._drop()
            raise

    def _open(self) -> sqlite3.Connection:
        self._file = _identity(self._path)
        if self._file is None:
            raise ArchiveUnavailable(
                f"there is no archive {self._path} yet; the collector makes it when it starts"
            )
        db = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None)
        try:
            schema.check(db)
            db.execute("PRAGMA synchronous = FULL")
            db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            if not self._write:
                db.execute("PRAGMA query_only = ON")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _drop(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            db.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from another of the same name: what is written to a deleted one is lost unnoticed."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def prepare(path: Path) -> None:
    """Create the archive, with the folder it lies in.

    Raises:
        ArchiveUnavailable: it can't be made there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
        try:
            schema.create(db)
        finally:
            db.close()
    except (OSError, sqlite3.Error) as error:
        raise ArchiveUnavailable(f"the archive {path} can't be made or opened: {error}") from error
