"""The tables of the configuration, the same on MySQL/MariaDB and SQLite.

PV names compare byte by byte (`utf8mb4_bin`, SQLite's BINARY): Channel Access tells upper from lower case.
Times are UTC, to the microsecond.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.mysql import DATETIME as MYSQL_DATETIME
from sqlalchemy.dialects.mysql import MEDIUMTEXT
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

MYSQL_OPTIONS = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin", "mysql_engine": "InnoDB"}


class UtcTime(TypeDecorator[datetime]):
    """A time with its zone in Python, without it (UTC) in the database."""

    impl = DateTime().with_variant(MYSQL_DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Words(TypeDecorator[tuple[str, ...]]):
    """Words without spaces, stored with a space between them."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        """Store one text."""
        del dialect
        return None if value is None else " ".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Give the words."""
        del dialect
        return None if value is None else tuple(value.split())


Id = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by INTEGER PRIMARY KEY only


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {
        datetime: UtcTime(),
        float: Double(),
        bool: Boolean(),
        list[str]: JSON(),
    }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "__table_args__" not in cls.__dict__:
            cls.__table_args__ = MYSQL_OPTIONS
        super().__init_subclass__(**kwargs)


def table_of(records: type[Base]) -> Table:
    """Give the table of a class, to insert many rows.

    Inserted by the class, rows that have a None where the one before has none, or the other way round, become
    statements of their own: six times the time for a list in which every third PV has a period.
    """
    table = records.__table__
    assert isinstance(table, Table)
    return table


class RevisionRow(Base):
    """The one row that says how often the configuration has changed; a writer locks it first."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigInteger)


class PvRecord(Base):
    """A configured PV, or, with `deleted_at`, one that can be restored for a while."""

    __tablename__ = "pv"
    __table_args__ = (
        # Of deleted ones alone on SQLite, which would else look for few PVs among all that are not.
        Index("ix_pv_deleted_at", "deleted_at", sqlite_where=text("deleted_at IS NOT NULL")),
        MYSQL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(255), unique=True)
    name_folded: Mapped[str] = mapped_column(String(765))  # what a search ignoring case looks at
    state: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(16))
    period_s: Mapped[float | None]
    deadband: Mapped[float | None]
    max_rate_hz: Mapped[float | None]
    controlling_pv: Mapped[str | None] = mapped_column(String(255))
    use_adel: Mapped[bool]
    fields: Mapped[tuple[str, ...]] = mapped_column(Words(600))
    replicas: Mapped[int] = mapped_column(Integer)
    collector: Mapped[str | None] = mapped_column(String(63))
    groups: Mapped[tuple[str, ...]] = mapped_column(Words(2_100))
    tags: Mapped[tuple[str, ...]] = mapped_column(Words(2_100))
    owner: Mapped[str] = mapped_column(String(64))
    retention: Mapped[str | None] = mapped_column(String(32))  # None: the default class
    description: Mapped[str] = mapped_column(String(1_000))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(BigInteger, index=True)
    deleted_at: Mapped[datetime | None]
    deleted_by: Mapped[str | None] = mapped_column(String(64))


class AliasRecord(Base):
    """Another name of a PV; none that a PV or a virtual PV has."""

    __tablename__ = "pv_alias"

    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    pv_id: Mapped[int] = mapped_column(Id, ForeignKey("pv.id", ondelete="CASCADE"), index=True)
    renamed: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(64))


class ChangeRecord(Base):
    """Who changed what, and when; written in the transaction of the change."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_of", "kind", "name", "id"), MYSQL_OPTIONS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(255))
    action: Mapped[str] = mapped_column(String(16))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class MetadataColumns:
    """What an IOC says of a PV."""

    native_type: Mapped[str] = mapped_column(String(16))
    element_count: Mapped[int] = mapped_column(BigInteger)
    egu: Mapped[str | None] = mapped_column(String(40))
    precision: Mapped[int | None] = mapped_column(Integer)
    display_low: Mapped[float | None]
    display_high: Mapped[float | None]
    warning_low: Mapped[float | None]
    warning_high: Mapped[float | None]
    alarm_low: Mapped[float | None]
    alarm_high: Mapped[float | None]
    enum_strings: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    ioc_host: Mapped[str | None] = mapped_column(String(255))
    description: Mapped[str | None] = mapped_column(String(100))


class MetadataRecord(MetadataColumns, Base):
    """What a PV's IOC says of it now."""

    __tablename__ = "pv_metadata"

    pv_id: Mapped[int] = mapped_column(Id, ForeignKey("pv.id", ondelete="CASCADE"), primary_key=True)
    valid_from_ns: Mapped[int] = mapped_column(BigInteger)
    reported_at: Mapped[datetime]


class MetadataVersion(MetadataColumns, Base):
    """What a PV's IOC said of it before, until the next version."""

    __tablename__ = "pv_metadata_version"

    pv_id: Mapped[int] = mapped_column(Id, ForeignKey("pv.id", ondelete="CASCADE"), primary_key=True)
    valid_from_ns: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class VirtualPvRecord(Base):
    """An expression over PVs that was given a name; none that a PV has."""

    __tablename__ = "virtual_pv"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(255), unique=True)
    expression: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(String(1_000))
    egu: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))


class PolicyRecord(Base):
    """The policies: one row, the text that somebody wrote."""

    __tablename__ = "policy"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb"))
    revision: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))


class DocumentRecord(Base):
    """A view or a board of the dashboard that somebody saved; its content is JSON that only browsers read."""

    __tablename__ = "document"
    __table_args__ = (Index("document_of", "owner", "kind", "name"), MYSQL_OPTIONS)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(String(1_000))
    owner: Mapped[str] = mapped_column(String(64))
    shared: Mapped[bool] = mapped_column(index=True)
    content: Mapped[str] = mapped_column(Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb"))
    version: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))


class NoteRecord(Base):
    """What somebody said of a moment, or of a span: `last` is its end, of a moment its begin again."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    start: Mapped[datetime] = mapped_column(index=True)
    last: Mapped[datetime] = mapped_column(index=True)
    span: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(BigInteger)


class RetentionRecord(Base):
    """A retention class, as durations like 30d; None: for ever. One that was deleted is remembered."""

    __tablename__ = "retention_class"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    raw: Mapped[str | None] = mapped_column(String(8))
    rollup_1m: Mapped[str | None] = mapped_column(String(8))
    rollup_1h: Mapped[str | None] = mapped_column(String(8))
    description: Mapped[str] = mapped_column(String(1_000))
    is_default: Mapped[bool]
    deleted: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(BigInteger)


class PurgeRecord(Base):
    """An order to delete what the archive has of some names from before a time."""

    __tablename__ = "purge"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    pv: Mapped[str] = mapped_column(String(255), index=True)
    names: Mapped[list[str]]
    before_ns: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(500))
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None]


class PurgeReportRecord(Base):
    """What a collector said last of an order, and what it found there first."""

    __tablename__ = "purge_report"

    purge_id: Mapped[int] = mapped_column(Id, ForeignKey("purge.id", ondelete="CASCADE"), primary_key=True)
    collector: Mapped[str] = mapped_column(String(63), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(String(1_000))
    deleted: Mapped[list[dict[str, Any]]] = mapped_column(JSON())
    at: Mapped[datetime]


class CollectorRecord(Base):
    """A collector that has registered."""

    __tablename__ = "collector"

    id: Mapped[str] = mapped_column(String(63), primary_key=True)
    host: Mapped[str] = mapped_column(String(255))
    version: Mapped[str] = mapped_column(String(40))
    engine_url: Mapped[str] = mapped_column(String(255))
    manager_url: Mapped[str | None] = mapped_column(String(255))
    capacity: Mapped[int] = mapped_column(BigInteger)
    registered_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    settled: Mapped[int | None] = mapped_column(BigInteger)
    draining: Mapped[bool] = mapped_column(default=False)
    live: Mapped[bool]  # whether it takes PVs; changes together with the revision, unlike a lease's age


class UserRecord(Base):
    """Someone who may log in."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    disabled: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str] = mapped_column(String(16), default="local")
    subject: Mapped[str | None] = mapped_column(String(255), unique=True, index=True)  # of single sign-on
    password_hash: Mapped[str] = mapped_column(Text)  # empty: none, and no password matches it
    reach: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class KeyRecord(Base):
    """A browser session or an API token: what is kept is the SHA-256 of a random secret."""

    __tablename__ = "access_key"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)  # moves on while a session is used
    ends_at: Mapped[datetime | None]  # doesn't
    used_at: Mapped[datetime | None]
