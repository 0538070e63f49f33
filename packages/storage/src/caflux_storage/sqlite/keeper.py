"""How long a SQLite archive keeps things: what has expired is deleted bit by bit, so that nobody waits."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from caflux_storage.retention import KIND, LEVELS, RAW, STANDARD, Era, Kept, Retention
from caflux_storage.rollups import HOUR, MINUTE
from caflux_storage.sqlite import schema
from caflux_storage.sqlite.thread import SqliteThread

FIRST = -(2**63)
_MOST = 5_000
"""Rows that are deleted at once: about 10 ms in which the writer waits."""
_ERAS = "SELECT pv_id, time, detail FROM event WHERE kind = ? ORDER BY pv_id, time"
_HOLDS = """
SELECT EXISTS (SELECT 1 FROM sample WHERE pv_id = :pv AND time < :stop)
    OR EXISTS (SELECT 1 FROM rollup WHERE pv_id = :pv AND width = :minute AND time < :stop)
    OR EXISTS (SELECT 1 FROM rollup WHERE pv_id = :pv AND width = :hour AND time < :stop)
"""
_DELETE_MARKS = "DELETE FROM rollup_mark WHERE pv_id = :pv AND time > 0 AND time < :stop"
_DELETE_SAMPLES = """
DELETE FROM sample WHERE (pv_id, time) IN (
    SELECT pv_id, time FROM sample WHERE pv_id = :pv AND time >= :start AND time < :stop LIMIT :most)
"""
_DELETE_ROLLUPS = """
DELETE FROM rollup WHERE (pv_id, width, time) IN (
    SELECT pv_id, width, time FROM rollup
    WHERE pv_id = :pv AND width = :width AND time >= :start AND time < :stop LIMIT :most)
"""


class SqliteKeeper:
    """A `Keeper` of one file."""

    def __init__(self, path: Path) -> None:
        self._thread = SqliteThread(path, write=True)

    async def follow(self, classes: Mapping[str, Retention], *, change: bool) -> list[str]:
        """Write down for how long each class keeps things."""
        return await self._thread.run(partial(_follow, classes, change=change))

    async def sweep(self, now: int) -> int:
        """Delete some of what has expired."""
        return await self._thread.run(partial(_sweep, now))

    async def holds(self, pv: str, before: int) -> bool:
        """Look for a row of any width."""
        return await self._thread.run(partial(_holds, pv, before))

    async def purge(self, pv: str, before: int) -> None:
        """Delete some rows, of the rollups first; the file keeps its size, its pages are used again."""
        await self._thread.run(partial(_purge, pv, before))

    async def close(self) -> None:
        """Close the file."""
        await self._thread.close()


def _follow(classes: Mapping[str, Retention], db: sqlite3.Connection, *, change: bool) -> list[str]:
    known = schema.retention(db)
    new = {
        name: kept for name, kept in classes.items() if name not in known or (change and known[name] != kept)
    }
    db.execute("BEGIN IMMEDIATE")
    db.executemany(
        schema.PUT_RETENTION, [(name, kept.raw, kept.minute, kept.hour) for name, kept in new.items()]
    )
    db.execute("COMMIT")
    return list(new)


def _sweep(now: int, db: sqlite3.Connection) -> int:
    """Delete up to _MOST rows of what has expired, in whole hours; give how many."""
    classes = schema.retention(db)
    if not classes:
        return 0
    eras: dict[int, list[Era]] = defaultdict(list)
    for pv, time, name in db.execute(_ERAS, (KIND,)):
        if name != (eras[pv][-1].name if eras[pv] else STANDARD):
            eras[pv].append(Era(time, name))
    deleted = 0
    for pv, of in eras.items():
        kept = Kept(now, of, classes)
        for width in LEVELS:
            for start, stop, _ in kept.expired(width):
                # The last hour that counts as expired stays for now: the readers' clocks may be behind.
                bound = {"pv": pv, "width": width, "start": start, "stop": stop - HOUR}
                deleted += _delete(db, width, bound | {"most": _MOST - deleted})
                if deleted >= _MOST:
                    return deleted
    return deleted


def _holds(pv: str, before: int, db: sqlite3.Connection) -> bool:
    bound = {"pv": _id(pv, db), "stop": before, "minute": MINUTE, "hour": HOUR}
    return bool(db.execute(_HOLDS, bound).fetchone()[0])


def _purge(pv: str, before: int, db: sqlite3.Connection) -> None:
    bound = {"pv": _id(pv, db), "start": FIRST, "stop": before, "most": _MOST}
    for width in (HOUR, MINUTE, RAW):
        if _delete(db, width, bound | {"width": width}) >= _MOST:
            return
    db.execute(_DELETE_MARKS, bound | {"stop": before - before % HOUR})


def _id(pv: str, db: sqlite3.Connection) -> int | None:
    found = db.execute(schema.PV_ID, (pv,)).fetchone()
    return None if found is None else int(found[0])


def _delete(db: sqlite3.Connection, width: int, bound: Mapping[str, int | None]) -> int:
    db.execute("BEGIN IMMEDIATE")
    deleted = db.execute(_DELETE_SAMPLES if width == RAW else _DELETE_ROLLUPS, bound).rowcount
    db.execute("COMMIT")
    return deleted
