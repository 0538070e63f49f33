"""Tables of the SQLite archive.

As in InfluxDB, a series is a PV and a point is a time: writing a point again merges its fields into the one
that is there. Events differ by kind too.
"""

import sqlite3

from caflux_storage.retention import Retention
from caflux_storage.rollups import FIELDS, MARK_FIELDS

VERSION = 4

_TABLES = """
CREATE TABLE IF NOT EXISTS pv (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS sample (
    pv_id INTEGER NOT NULL REFERENCES pv (id),
    time INTEGER NOT NULL,
    value REAL,
    text TEXT,
    array TEXT,
    special TEXT,
    severity INTEGER,
    status INTEGER,
    PRIMARY KEY (pv_id, time)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (
    pv_id INTEGER NOT NULL REFERENCES pv (id),
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    count INTEGER NOT NULL,
    collector TEXT NOT NULL,
    PRIMARY KEY (pv_id, time, kind, collector)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run (
    collector TEXT NOT NULL,
    start INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (collector, start)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rollup (
    pv_id INTEGER NOT NULL REFERENCES pv (id),
    width INTEGER NOT NULL,
    time INTEGER NOT NULL,
    count INTEGER,
    odd INTEGER,
    mean REAL,
    min REAL,
    max REAL,
    first REAL,
    last REAL,
    std REAL,
    integral REAL,
    covered INTEGER,
    severity INTEGER,
    last_severity INTEGER,
    first_special TEXT,
    last_special TEXT,
    PRIMARY KEY (pv_id, width, time)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rollup_mark (
    pv_id INTEGER NOT NULL REFERENCES pv (id),
    time INTEGER NOT NULL,
    since INTEGER,
    made INTEGER,
    cleared INTEGER,
    PRIMARY KEY (pv_id, time)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS retention (
    name TEXT PRIMARY KEY,
    raw INTEGER,
    minute INTEGER,
    hour INTEGER
) WITHOUT ROWID;
"""
HAS_ROLLUPS = 2
"""The version from which on there are rollups."""
HAS_RETENTION = 3
"""The version from which on there are retention classes."""
HAS_COLLECTORS = 4
"""The version from which on events say whose they are, and there are runs."""
_ASIDE = "ALTER TABLE event RENAME TO event_of_nobody;"
_BACK = """
INSERT INTO event (pv_id, time, kind, detail, count, collector)
    SELECT pv_id, time, kind, detail, count, '' FROM event_of_nobody;
DROP TABLE event_of_nobody;
"""

ADD_PV = "INSERT INTO pv (name) VALUES (?) ON CONFLICT (name) DO NOTHING"
PV_ID = "SELECT id FROM pv WHERE name = ?"
ADD_SAMPLE = """
INSERT INTO sample (pv_id, time, value, text, array, special, severity, status)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (pv_id, time) DO UPDATE SET
    value = coalesce(excluded.value, value),
    text = coalesce(excluded.text, text),
    array = coalesce(excluded.array, array),
    special = coalesce(excluded.special, special),
    severity = coalesce(excluded.severity, severity),
    status = coalesce(excluded.status, status)
"""
ADD_EVENT = """
INSERT INTO event (pv_id, time, kind, detail, count, collector) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (pv_id, time, kind, collector) DO UPDATE SET detail = excluded.detail, count = excluded.count
"""

ADD_RUN = """
INSERT INTO run (collector, start, until) VALUES (?, ?, ?)
ON CONFLICT (collector, start) DO UPDATE SET until = excluded.until
"""

PUT_RETENTION = "INSERT OR REPLACE INTO retention (name, raw, minute, hour) VALUES (?, ?, ?, ?)"


def _merging(table: str, key: tuple[str, ...], fields: tuple[str, ...]) -> str:
    """Give the statement that writes a point, keeping the fields it leaves out; names are constants."""
    columns = (*key, *fields)
    merged = ", ".join(f"{name} = coalesce(excluded.{name}, {name})" for name in fields)
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - constants
    return f"{insert} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {merged}"


ADD_ROLLUP = _merging("rollup", ("pv_id", "width", "time"), FIELDS)
ADD_MARK = _merging("rollup_mark", ("pv_id", "time"), MARK_FIELDS)


class SchemaError(sqlite3.DatabaseError):
    """The file holds something else, or an archive of a later CAFlux."""


def create(db: sqlite3.Connection) -> None:
    """Create the tables where they are missing.

    Raises:
        SchemaError: the archive was written by a later CAFlux.
    """
    db.execute("PRAGMA journal_mode = WAL")
    aside, back = (_ASIDE, _BACK) if 0 < check(db) < HAS_COLLECTORS else ("", "")
    db.executescript(f"BEGIN IMMEDIATE; {aside} {_TABLES} {back} PRAGMA user_version = {VERSION}; COMMIT;")


def retention(db: sqlite3.Connection) -> dict[str, Retention]:
    """Give the retention classes, none where the archive is of a CAFlux that had none."""
    if check(db) < HAS_RETENTION:
        return {}
    rows = db.execute("SELECT name, raw, minute, hour FROM retention ORDER BY name")
    return {name: Retention(*kept) for name, *kept in rows}


def check(db: sqlite3.Connection) -> int:
    """Give the schema's version, 0 where there are no tables yet.

    Raises:
        SchemaError: the archive was written by a later CAFlux.
    """
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    if found > VERSION:
        raise SchemaError(f"it is of version {found}, written by a later CAFlux; this one reads {VERSION}")
    return found
