"""Reading the SQLite archive."""

import json
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caflux_storage.bins import Bins
from caflux_storage.columns import samples_of
from caflux_storage.retention import Retention
from caflux_storage.rollups import FIELDS, MARK_FIELDS, Marks, marks_of, rollups_of
from caflux_storage.runs import Run
from caflux_storage.samples import Samples
from caflux_storage.seam import CHUNK, CHUNK_BYTES, TAIL, Event, Witness
from caflux_storage.sqlite import schema
from caflux_storage.sqlite.thread import SqliteThread

Row = tuple[Any, ...]

_RANGE = """
SELECT time, value, text, array, special, severity, status FROM sample
WHERE pv_id = (SELECT id FROM pv WHERE name = ?) AND time >= ? AND time < ? ORDER BY time LIMIT ?
"""
_COUNTS = """
SELECT count(*), count(severity) FROM sample
WHERE pv_id = (SELECT id FROM pv WHERE name = ?) AND time >= ? AND time < ?
"""
_TOLD = """
SELECT count(*), coalesce(sum(count), 0) FROM event
WHERE pv_id = (SELECT id FROM pv WHERE name = ?) AND time < ?
"""
_SINCE = """
SELECT time, value, text, array, special, severity, status FROM sample
WHERE pv_id = (SELECT id FROM pv WHERE name = ?) AND time > ? ORDER BY time LIMIT ?
"""
_LAST = """
SELECT time, value, text, array, special, severity, status FROM sample
WHERE pv_id = (SELECT id FROM pv WHERE name = ?) AND time <= ? ORDER BY time DESC LIMIT 1
"""
_ANY_BEFORE = """
SELECT 1 FROM pv WHERE EXISTS (SELECT 1 FROM sample WHERE pv_id = pv.id AND time < ?) LIMIT 1
"""
_SAMPLED = """
SELECT min(time), value FROM sample
WHERE pv_id = (SELECT id FROM pv WHERE name = :pv) AND time >= :start AND time < :stop AND value IS NOT NULL
GROUP BY (time - :start) / :width ORDER BY 1
"""
"""SQLite takes `value` from the row that has the minimum (documented: bare columns in an aggregate query)."""
_EVENTS = """
SELECT time, kind, detail, count, {collector} FROM event
WHERE pv_id = (SELECT id FROM pv WHERE name = :pv) AND time >= :start AND time < :stop
AND (:kinds = '[]' OR kind IN (SELECT value FROM json_each(:kinds))) ORDER BY time LIMIT :limit
"""
_EVENTS_BEFORE = """
SELECT max(time), kind, detail, count, {collector} AS whose FROM event
WHERE pv_id = (SELECT id FROM pv WHERE name = :pv) AND time < :start
AND (:kinds = '[]' OR kind IN (SELECT value FROM json_each(:kinds))) GROUP BY whose
"""
"""SQLite takes the other columns from the row that has the maximum (as above)."""
_HAPPENED = """
SELECT time, kind, detail, count, {collector} FROM event
WHERE pv_id = (SELECT id FROM pv WHERE name = ?) AND time > ? ORDER BY time
"""
_RUNS = "SELECT collector, start, until FROM run WHERE start < ? ORDER BY start"
_ROLLUPS = f"""
SELECT time, {", ".join(FIELDS)} FROM rollup
WHERE pv_id = (SELECT id FROM pv WHERE name = ?) AND width = ? AND time >= ? AND time < ?
ORDER BY time LIMIT ?
"""  # noqa: S608 - constants
_MARKS = f"""
SELECT time, {", ".join(MARK_FIELDS)} FROM rollup_mark
WHERE pv_id = (SELECT id FROM pv WHERE name = ?) AND (time = 0 OR (time >= ? AND time < ?)) ORDER BY time
"""  # noqa: S608 - constants


class SqliteArchive:
    """An `Archive` in one file, read only."""

    def __init__(self, path: Path) -> None:
        self._thread = SqliteThread(path, write=False)

    async def samples(self, pv: str, start: int, stop: int, first: int = CHUNK) -> AsyncIterator[Samples]:
        """Give a range in chunks; what is written meanwhile may be in it or not."""
        limit = max(1, min(first, CHUNK))
        while start < stop:
            found = await self._thread.run(partial(_chunk, pv, start, stop, limit))
            if not len(found):
                return
            yield found
            start, limit = int(found.time[-1]) + 1, CHUNK

    async def counts(self, pv: str, start: int, stop: int) -> tuple[int, int]:
        """Count samples and alarms."""
        samples, alarms = (await self._thread.run(partial(_rows, _COUNTS, (pv, start, stop))))[0]
        return samples, alarms

    async def witness(self, pv: str, start: int, stop: int) -> Witness:
        """Count samples, alarms and events."""
        events, lost = (await self._thread.run(partial(_rows, _TOLD, (pv, stop))))[0]
        return Witness(*await self.counts(pv, start, stop), events, lost)

    async def last(self, pvs: Sequence[str], at: int) -> Mapping[str, Samples]:
        """Give each PV's last sample until `at`."""

        def work(db: sqlite3.Connection) -> dict[str, Samples]:
            return {pv: samples_of(rows) for pv in pvs if (rows := db.execute(_LAST, (pv, at)).fetchall())}

        return await self._thread.run(work)

    async def since(self, cursors: Mapping[str, int]) -> Mapping[str, Samples]:
        """Give what each PV got after its cursor."""

        def work(db: sqlite3.Connection) -> dict[str, Samples]:
            return {
                pv: samples_of(rows)
                for pv, cursor in cursors.items()
                if (rows := db.execute(_SINCE, (pv, cursor, TAIL)).fetchall())
            }

        return await self._thread.run(work)

    async def happened(self, pvs: Sequence[str], after: int) -> list[Event]:
        """Give the events after a time."""

        def work(db: sqlite3.Connection) -> list[Event]:
            happened = _said_by(_HAPPENED, db)
            found = [Event(pv, *row) for pv in pvs for row in db.execute(happened, (pv, after))]
            return sorted(found, key=lambda event: event.time)

        return await self._thread.run(work)

    async def sampled(
        self, pvs: Sequence[str], start: int, stop: int, width: int
    ) -> Mapping[str, NDArray[np.float64]]:
        """Give each PV's first number in every `width` ns that has one."""
        bound = {"start": start, "stop": stop, "width": width}

        def work(db: sqlite3.Connection) -> dict[str, NDArray[np.float64]]:
            return {
                pv: np.array([row[1] for row in rows])
                for pv in pvs
                if (rows := db.execute(_SAMPLED, bound | {"pv": pv}).fetchall())
            }

        return await self._thread.run(work)

    async def events(
        self, pvs: Sequence[str], start: int, stop: int, kinds: Sequence[str] = (), limit: int = CHUNK
    ) -> list[Event]:
        """Give the events of a range, and before it each collector's last of a PV."""
        bound = {"start": start, "stop": stop, "kinds": json.dumps(list(kinds)), "limit": limit}

        def work(db: sqlite3.Connection) -> list[Event]:
            found, before, inside = [], _said_by(_EVENTS_BEFORE, db), _said_by(_EVENTS, db)
            for pv in pvs:
                rows = db.execute(before, bound | {"pv": pv}).fetchall()
                rows += db.execute(inside, bound | {"pv": pv}).fetchall()
                found += [Event(pv, *row) for row in rows]
            return sorted(found, key=lambda event: event.time)

        return await self._thread.run(work)

    async def recorded(
        self, pvs: Sequence[str], start: int, stop: int, kinds: Sequence[Sequence[str]]
    ) -> tuple[Mapping[str, Samples], list[list[Event]]]:
        """Give each PV's last sample before a range, and the events of each group of kinds."""
        events = [await self.events(pvs, start, stop, some) for some in kinds]
        return await self.last(pvs, start - 1), events

    async def runs(self, stop: int) -> list[Run]:
        """Give the runs that began before a time."""

        def work(db: sqlite3.Connection) -> list[Run]:
            there_are = schema.check(db) >= schema.HAS_COLLECTORS
            return [Run(*row) for row in db.execute(_RUNS, (stop,))] if there_are else []

        return await self._thread.run(work)

    async def rollups(self, pv: str, width: int, start: int, stop: int) -> AsyncIterator[Bins]:
        """Give the rows of a range in chunks."""
        while start < stop:
            rows = await self._thread.run(partial(_rolled_up, _ROLLUPS, (pv, width, start, stop, CHUNK)))
            if rows:
                yield rollups_of(width, rows)
            if len(rows) < CHUNK:
                return
            start = rows[-1][0] + 1

    async def marks(self, pvs: Sequence[str], start: int, stop: int) -> Mapping[str, Marks]:
        """Tell which rows may be trusted."""

        def work(db: sqlite3.Connection) -> dict[str, Marks]:
            return {pv: marks_of(rows) for pv in pvs if (rows := _rolled_up(_MARKS, (pv, start, stop), db))}

        return await self._thread.run(work)

    async def retention(self) -> Mapping[str, Retention]:
        """Give the retention classes."""
        return await self._thread.run(schema.retention)

    async def names(self) -> list[str]:
        """Give every PV, sorted."""
        return sorted(row[0] for row in await self._thread.run(partial(_rows, "SELECT name FROM pv", ())))

    async def has(self, pv: str) -> bool:
        """Tell whether a PV was ever written."""
        return bool(await self._thread.run(partial(_rows, "SELECT 1 FROM pv WHERE name = ?", (pv,))))

    async def has_before(self, time: int) -> bool:
        """Tell whether there is a sample before a time."""
        return bool(await self._thread.run(partial(_rows, _ANY_BEFORE, (time,))))

    async def ping(self) -> None:
        """Ask whether it can be read."""
        await self._thread.run(partial(_rows, "SELECT 1 FROM pv LIMIT 1", ()))

    async def close(self) -> None:
        """Close the file."""
        await self._thread.close()


def _chunk(pv: str, start: int, stop: int, limit: int, db: sqlite3.Connection) -> Samples:
    rows: list[Row] = []
    size = 0
    for row in db.execute(_RANGE, (pv, start, stop, limit)):
        rows.append(row)
        size += len(row[2] or "") + len(row[3] or "")
        if size > CHUNK_BYTES:
            break
    return samples_of(rows)


def _rows(sql: str, parameters: tuple[Any, ...], db: sqlite3.Connection) -> list[Row]:
    return db.execute(sql, parameters).fetchall()


def _said_by(sql: str, db: sqlite3.Connection) -> str:
    """Give a statement about events, of nobody where the archive is of a CAFlux that did not say whose."""
    return sql.format(collector="collector" if schema.check(db) >= schema.HAS_COLLECTORS else "''")


def _rolled_up(sql: str, parameters: tuple[Any, ...], db: sqlite3.Connection) -> list[Row]:
    """Give rows, none where the archive is of a CAFlux that had no rollups."""
    return _rows(sql, parameters, db) if schema.check(db) >= schema.HAS_ROLLUPS else []
