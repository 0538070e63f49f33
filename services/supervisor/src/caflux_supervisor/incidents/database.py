"""The SQLite file of incidents and of their transitions."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import structlog
from caflux_contracts.health import Incident, IncidentTransition
from pydantic import TypeAdapter

log = structlog.get_logger("caflux.supervisor")

TRANSITION: TypeAdapter[IncidentTransition] = TypeAdapter(IncidentTransition)

KEPT = 10_000
"""Incidents on disk; transitions ten times as many."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS incidents (
    id INTEGER PRIMARY KEY, component TEXT NOT NULL, open INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS incidents_of ON incidents (component, id);
CREATE INDEX IF NOT EXISTS incidents_open ON incidents (id) WHERE open;
CREATE TABLE IF NOT EXISTS transitions (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS readers (name TEXT PRIMARY KEY, after INTEGER NOT NULL);
"""
_PATIENCE_S = 0.2
"""Who else reads or writes the file has that long; nothing else is done in the meantime."""


class Database:
    """Reads and writes the file; every method raises `sqlite3.Error` where that fails."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def _use(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self._path, timeout=_PATIENCE_S, isolation_level=None)
            try:
                connection.executescript(f"PRAGMA journal_mode = WAL; {_SCHEMA}")
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def set_aside_if_broken(self) -> None:
        """Begin with an empty file where this one is damaged: watching goes before history."""
        try:
            found = self._use().execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.OperationalError:
            return  # the disk, not the file
        except sqlite3.DatabaseError as error:
            found = str(error)
        if found == "ok":
            return
        self.close()
        aside = self._path.with_suffix(".broken")
        self._path.replace(aside)
        for rest in ("-wal", "-shm"):
            self._path.with_name(self._path.name + rest).unlink(missing_ok=True)
        log.error("the file of incidents was broken and is set aside", path=str(aside), reason=found)

    def write(self, transitions: Sequence[IncidentTransition], readers: Sequence[tuple[str, int]]) -> None:
        """Keep transitions, and the incidents as they are since then; all or none of it."""
        connection = self._use()
        connection.execute("BEGIN IMMEDIATE")
        try:
            for each in transitions:
                it = each.incident
                connection.execute(
                    "INSERT OR REPLACE INTO incidents VALUES (?, ?, ?, ?)",
                    (it.id, it.component, it.ended_at is None, it.model_dump_json()),
                )
            connection.executemany(
                "INSERT OR REPLACE INTO transitions VALUES (?, ?)",
                [(each.id, each.model_dump_json()) for each in transitions],
            )
            connection.executemany("INSERT OR REPLACE INTO readers VALUES (?, ?)", readers)
            connection.execute(
                "DELETE FROM incidents WHERE NOT open AND id <= (SELECT max(id) FROM incidents) - ?", (KEPT,)
            )
            connection.execute(
                "DELETE FROM transitions WHERE id <= (SELECT max(id) FROM transitions) - ?", (10 * KEPT,)
            )
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def open(self) -> list[Incident]:
        """Give the incidents that last."""
        return self._incidents("WHERE open ORDER BY id")

    def newest(self, limit: int, before: int) -> list[Incident]:
        """Give the last `limit` with an id below `before`, newest first."""
        return self._incidents("WHERE id < ? ORDER BY id DESC LIMIT ?", before, limit)

    def of(self, component: str, limit: int) -> list[Incident]:
        """Give the last `limit` of a component, newest first."""
        return self._incidents("WHERE component = ? ORDER BY id DESC LIMIT ?", component, limit)

    def get(self, id_: int) -> list[Incident]:
        """Give the one with this id, if there is."""
        return self._incidents("WHERE id = ?", id_)

    def after(self, id_: int, limit: int) -> list[IncidentTransition]:
        """Give the first `limit` transitions after one, in order."""
        rows = self._use().execute(
            "SELECT body FROM transitions WHERE id > ? ORDER BY id LIMIT ?", (id_, limit)
        )
        return [TRANSITION.validate_json(body) for (body,) in rows]

    def last_ids(self) -> tuple[int, int]:
        """Give the highest id of an incident and of a transition; 0 where there is none."""
        found = self._use().execute(
            "SELECT coalesce((SELECT max(id) FROM incidents), 0),"
            " coalesce((SELECT max(id) FROM transitions), 0)"
        )
        incident, transition = found.fetchone()
        return int(incident), int(transition)

    def readers(self) -> dict[str, int]:
        """Give how far each reader has come."""
        return dict(self._use().execute("SELECT name, after FROM readers").fetchall())

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _incidents(self, which: str, *values: object) -> list[Incident]:
        rows = self._use().execute(f"SELECT body FROM incidents {which}", values)  # noqa: S608 - constants
        return [Incident.model_validate_json(body) for (body,) in rows]
