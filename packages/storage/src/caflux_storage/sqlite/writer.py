"""Line protocol into SQLite."""

import math
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from caflux_storage import rollups
from caflux_storage.decode import Decoded, RollupRow, SampleRow, decode
from caflux_storage.retention import class_of
from caflux_storage.seam import ArchiveRefused, ArchiveUnavailable, PartialWrite, PointsExpired
from caflux_storage.sqlite import schema
from caflux_storage.sqlite.thread import SqliteThread


class SqliteWriter:
    """A `Writer` into one file; a batch is one transaction."""

    def __init__(self, path: Path, now_ns: Callable[[], int]) -> None:
        self._now_ns = now_ns
        self._thread = SqliteThread(path, write=True)
        self._ids: dict[str, int] = {}
        self._ids_of: sqlite3.Connection | None = None

    async def write(self, lines: bytes, policy: str = "") -> None:
        """Store line protocol."""
        batch, expired = await self._thread.run(lambda db: self._store(db, lines, policy))
        if expired:
            said = f"points are older than {policy} keeps them, dropped={expired}"
            raise PartialWrite(said, expired + batch.bad) if batch.bad else PointsExpired(said, expired)
        if batch.bad:
            said = f"{batch.bad} lines were refused, the first because {batch.first_bad}"
            stored = batch.samples or batch.events or batch.rollups or batch.runs
            raise PartialWrite(said, batch.bad) if stored else ArchiveRefused(said, batch.bad)

    async def close(self) -> None:
        """Close the file."""
        await self._thread.close()

    def _store(self, db: sqlite3.Connection, lines: bytes, policy: str) -> tuple[Decoded, int]:
        batch = decode(lines)
        expired = self._leave_out(batch, self._oldest(db, policy))
        if db is not self._ids_of:
            # After an error, or in another file, a PV may have another id than it had.
            self._ids, self._ids_of = {}, db
        db.execute("BEGIN IMMEDIATE")
        names = {sample[0] for sample in batch.samples} | {event.pv for event in batch.events}
        ids = self._identify(db, names | {row[1] for row in batch.rollups})
        db.executemany(schema.ADD_SAMPLE, (_row(ids, sample) for sample in batch.samples))
        db.executemany(
            schema.ADD_EVENT,
            ((ids[e.pv], e.time, e.kind, e.detail, e.count, e.collector) for e in batch.events),
        )
        db.executemany(schema.ADD_RUN, ((run.collector, run.start, run.until) for run in batch.runs))
        for row in batch.rollups:
            db.execute(*_rollup(ids, row))
        db.execute("COMMIT")
        return batch, expired

    def _oldest(self, db: sqlite3.Connection, policy: str) -> int | None:
        """Give the oldest time (ns) of which a policy keeps anything; None: it keeps all."""
        if (found := class_of(policy)) is None:
            return None
        name, width = found
        classes = schema.retention(db)
        if name not in classes:
            raise ArchiveUnavailable(f"the archive knows no retention class {name} yet; the keeper tells it")
        kept_for = classes[name].of(width)
        return None if kept_for is None else self._now_ns() - kept_for

    def _leave_out(self, batch: Decoded, oldest: int | None) -> int:
        """Leave out what is older; give how much that is."""
        if oldest is None:
            return 0
        there = len(batch.samples) + len(batch.rollups)
        batch.samples = [sample for sample in batch.samples if sample[1] >= oldest]
        batch.rollups = [row for row in batch.rollups if row[2] >= oldest]
        return there - len(batch.samples) - len(batch.rollups)

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
