"""Line protocol into SQLite."""

import math
import sqlite3
from pathlib import Path
from typing import Any

from caflux_storage import rollups
from caflux_storage.decode import Decoded, RollupRow, SampleRow, decode
from caflux_storage.seam import ArchiveRefused, PartialWrite
from caflux_storage.sqlite import schema
from caflux_storage.sqlite.thread import SqliteThread


class SqliteWriter:
    """A `Writer` into one file; a batch is one transaction."""

    def __init__(self, path: Path) -> None:
        self._thread = SqliteThread(path, write=True)
        self._ids: dict[str, int] = {}
        self._ids_of: sqlite3.Connection | None = None

    async def write(self, lines: bytes) -> None:
        """Store line protocol."""
        batch = await self._thread.run(lambda db: self._store(db, lines))
        if batch.bad:
            said = f"{batch.bad} lines were refused, the first because {batch.first_bad}"
            stored = batch.samples or batch.events or batch.rollups
            raise PartialWrite(said, batch.bad) if stored else ArchiveRefused(said, batch.bad)

    async def close(self) -> None:
        """Close the file."""
        await self._thread.close()

    def _store(self, db: sqlite3.Connection, lines: bytes) -> Decoded:
        batch = decode(lines)
        if db is not self._ids_of:
            # After an error, or in another file, a PV may have another id than it had.
            self._ids, self._ids_of = {}, db
        db.execute("BEGIN IMMEDIATE")
        names = {sample[0] for sample in batch.samples} | {event.pv for event in batch.events}
        ids = self._identify(db, names | {row[1] for row in batch.rollups})
        db.executemany(schema.ADD_SAMPLE, (_row(ids, sample) for sample in batch.samples))
        db.executemany(
            schema.ADD_EVENT, ((ids[e.pv], e.time, e.kind, e.detail, e.count) for e in batch.events)
        )
        for row in batch.rollups:
            db.execute(*_rollup(ids, row))
        db.execute("COMMIT")
        return batch

    def _identify(self, db: sqlite3.Connection, names: set[str]) -> dict[str, int]:
        for name in names - self._ids.keys():
            db.execute(schema.ADD_PV, (name,))
            self._ids[name] = db.execute(schema.PV_ID, (name,)).fetchone()[0]
        return self._ids


def _row(ids: dict[str, int], sample: SampleRow) -> tuple[Any, ...]:
    pv, time, value, text, array, special, severity, status = sample
    if value == 0 and math.copysign(1, value) < 0:
        value, special = None, "-0"
    return ids[pv], time, value, text, array, special, severity, status


def _rollup(ids: dict[str, int], row: RollupRow) -> tuple[str, tuple[Any, ...]]:
    table, pv, time, fields = row
    if table == rollups.MARKS:
        return schema.ADD_MARK, (ids[pv], time, *(fields.get(name) for name in rollups.MARK_FIELDS))
    values = (fields.get(name) for name in rollups.FIELDS)
    return schema.ADD_ROLLUP, (ids[pv], rollups.WIDTHS[table], time, *values)
