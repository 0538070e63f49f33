"""The SQLite file of rules, of how they are, of what they did, and of maintenance and acknowledgements."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog
from caflux_contracts.alarms import Acknowledgement, AlarmChange, AlarmRule, Maintenance
from caflux_contracts.pvs import Model
from pydantic import TypeAdapter, ValidationError

from caflux_supervisor.alarms.machine import State

log = structlog.get_logger("caflux.supervisor")

KEPT = 50_000
"""Lines of the history."""
_STATE = TypeAdapter(State)
_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS rules (name TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS states (
    rule TEXT NOT NULL, series TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (rule, series)
);
CREATE TABLE IF NOT EXISTS history (id INTEGER PRIMARY KEY, rule TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS history_of ON history (rule, id);
CREATE TABLE IF NOT EXISTS maintenance (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS acknowledgements (incident INTEGER PRIMARY KEY, body TEXT NOT NULL);
"""
_PATIENCE_S = 2.0

Key = tuple[str, str]
"""A rule's name and a series: a PV, or an expression."""
M = TypeVar("M", bound=Model)


class Store:
    """Reads and writes the file; every method raises `sqlite3.Error` where the disk does not take it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def rules(self) -> dict[str, AlarmRule]:
        """Give all rules by name, in the order of their names."""
        rows = self._db.execute("SELECT name, body FROM rules ORDER BY name").fetchall()
        return {name: rule for name, body in rows if (rule := _read(AlarmRule, body)) is not None}

    def put_rule(self, rule: AlarmRule) -> None:
        """Add or replace a rule."""
        self._db.execute("INSERT OR REPLACE INTO rules VALUES (?, ?)", (rule.name, rule.model_dump_json()))

    def delete_rule(self, name: str) -> None:
        """Remove a rule and how it is; what it did stays in the history."""
        self._db.execute("DELETE FROM rules WHERE name = ?", (name,))
        self._db.execute("DELETE FROM states WHERE rule = ?", (name,))

    def states(self) -> dict[Key, State]:
        """Give what is held of each rule and series."""
        found = {}
        for rule, series, body in self._db.execute("SELECT rule, series, body FROM states"):
            try:
                found[rule, series] = _STATE.validate_json(body)
            except ValidationError:
                log.warning("the state of an alarm rule can't be read: it begins anew", rule=rule, pv=series)
        return found

    def put_states(self, states: Mapping[Key, State], gone: Iterable[Key]) -> None:
        """Keep states, and forget others; all or none of it."""
        rows = [(rule, series, _STATE.dump_json(state).decode()) for (rule, series), state in states.items()]
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany("INSERT OR REPLACE INTO states VALUES (?, ?, ?)", rows)
            self._db.executemany("DELETE FROM states WHERE rule = ? AND series = ?", list(gone))
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def add_history(self, changes: Iterable[AlarmChange]) -> None:
        """Write lines to the history; the oldest go."""
        rows = [(change.rule, change.model_dump_json()) for change in changes]
        self._db.executemany("INSERT INTO history (rule, body) VALUES (?, ?)", rows)
        self._db.execute("DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?", (KEPT,))

    def history(self, rule: str | None, limit: int) -> list[AlarmChange]:
        """Give the newest lines first, of a rule or of all."""
        rows = self._db.execute(
            "SELECT body FROM history WHERE ?1 IS NULL OR rule = ?1 ORDER BY id DESC LIMIT ?2", (rule, limit)
        )
        return [AlarmChange.model_validate_json(body) for (body,) in rows]

    def maintenance(self, at: datetime) -> list[Maintenance]:
        """Give the maintenance that is or will be; what has ended is forgotten after a day."""
        rows = self._db.execute("SELECT body FROM maintenance ORDER BY id").fetchall()
        return [each for (body,) in rows if (each := _read(Maintenance, body)) is not None and each.stop > at]

    def add_maintenance(self, wanted: Maintenance) -> Maintenance:
        """Keep one under the next id, which it is given back with."""
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM maintenance").fetchone()
        kept = wanted.model_copy(update={"id": last + 1})
        self._db.execute("INSERT INTO maintenance VALUES (?, ?)", (kept.id, kept.model_dump_json()))
        return kept

    def end_maintenance(self, id_: int, at: datetime) -> bool:
        """End one now; give whether there was one to end."""
        found = next((each for each in self.maintenance(at) if each.id == id_), None)
        if found is None:
            return False
        ended = found.model_copy(update={"stop": at})
        self._db.execute("UPDATE maintenance SET body = ? WHERE id = ?", (ended.model_dump_json(), id_))
        return True

    def acknowledgements(self) -> dict[int, Acknowledgement]:
        """Give them by incident."""
        rows = self._db.execute("SELECT incident, body FROM acknowledgements").fetchall()
        return {
            incident: each for incident, body in rows if (each := _read(Acknowledgement, body)) is not None
        }

    def acknowledge(self, incident: int, acknowledgement: Acknowledgement | None) -> None:
        """Keep one, or forget it."""
        self._db.execute("DELETE FROM acknowledgements WHERE incident = ?", (incident,))
        if acknowledgement is not None:
            row = (incident, acknowledgement.model_dump_json())
            self._db.execute("INSERT INTO acknowledgements VALUES (?, ?)", row)


def _read(kind: type[M], body: str) -> M | None:
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        log.error("a line of alarms.db can't be read", kind=kind.__name__, reason=str(error))  # noqa: TRY400 - it says all
        return None
