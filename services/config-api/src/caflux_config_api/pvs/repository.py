"""PVs in the database. Deleted ones are there for a while, and seen only by who asks for them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import batched, in_chunks
from caflux_config_api.tables import MetadataRecord, PvRecord, table_of

CHUNK = 1_000
SETTINGS = (
    "state",
    "mode",
    "period_s",
    "deadband",
    "max_rate_hz",
    "controlling_pv",
    "use_adel",
    "fields",
    "replicas",
    "collector",
    "groups",
    "tags",
    "owner",
    "retention",
    "description",
)
_ROW = (PvRecord.name, *(getattr(PvRecord, field) for field in SETTINGS))
THERE = PvRecord.deleted_at.is_(None)
DELETED = PvRecord.deleted_at.is_not(None)

Found = tuple[PvRecord, MetadataRecord | None]


def _with_metadata() -> Select[PvRecord, MetadataRecord | None]:
    return select(PvRecord, MetadataRecord).outerjoin(MetadataRecord, MetadataRecord.pv_id == PvRecord.id)


async def by_names(session: AsyncSession, names: Sequence[str]) -> dict[str, Found]:
    """Give those of a few PVs that there are."""
    rows = await session.execute(_with_metadata().where(PvRecord.name.in_(names), THERE))
    return {record.name: (record, metadata) for record, metadata in rows}


async def by_name(session: AsyncSession, name: str) -> Found | None:
    """Give the PV called `name`."""
    statement = _with_metadata().where(PvRecord.name == name, THERE)
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])


async def by_id(session: AsyncSession, pv_id: int) -> Found | None:
    """Give the PV with this id."""
    statement = _with_metadata().where(PvRecord.id == pv_id, THERE)
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])


async def controlled_by(session: AsyncSession, name: str) -> list[PvRecord]:
    """Give the PVs whose archiving the PV `name` controls."""
    return list(await session.scalars(select(PvRecord).where(PvRecord.controlling_pv == name, THERE)))


async def deleted(session: AsyncSession, name: str) -> PvRecord | None:
    """Give the deleted PV that was called `name`."""
    return (await session.scalars(select(PvRecord).where(PvRecord.name == name, DELETED))).one_or_none()


async def deleted_page(session: AsyncSession, after: str | None, limit: int) -> list[PvRecord]:
    """Give up to `limit` deleted PVs, ordered by name, behind the name `after`."""
    statement = select(PvRecord).where(DELETED).order_by(PvRecord.name).limit(limit)
    if after is not None:
        statement = statement.where(PvRecord.name > after)
    return list(await session.scalars(statement))


async def change(session: AsyncSession, names: Sequence[str], **columns: Any) -> None:
    """Give PVs, deleted or not, new values in these columns."""
    for chunk in batched(names, CHUNK):
        await session.execute(update(PvRecord).where(PvRecord.name.in_(chunk)).values(**columns))
    session.expire_all()


async def forget(session: AsyncSession, name: str) -> None:
    """Remove a deleted PV for good: it can't be restored any more."""
    await session.execute(delete(PvRecord).where(PvRecord.name == name, DELETED))


async def forget_before(session: AsyncSession, time: datetime) -> None:
    """Remove PVs for good that were deleted before `time`."""
    await session.execute(delete(PvRecord).where(PvRecord.deleted_at < time))


async def rows_by_name(session: AsyncSession, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Give name and settings of those of `names` that there are."""
    found = {}
    for chunk in batched(names, CHUNK):
        rows = await session.execute(select(*_ROW).where(PvRecord.name.in_(chunk), THERE))
        found.update({row["name"]: dict(row) for row in rows.mappings()})
    return found


async def deleted_rows(session: AsyncSession, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Give name and settings of those of a few names whose PVs were deleted."""
    rows = await session.execute(select(*_ROW).where(PvRecord.name.in_(names), DELETED))
    return {row["name"]: dict(row) for row in rows.mappings()}


async def all_rows(session: AsyncSession) -> AsyncIterator[dict[str, Any]]:
    """Give name and settings of every PV, ordered by name."""
    async for chunk in row_chunks(session):
        for row in chunk:
            yield row


def row_chunks(session: AsyncSession) -> AsyncIterator[list[dict[str, Any]]]:
    """Give name and settings of every PV, ordered by name, some at a time."""
    return in_chunks(session, select(*_ROW).where(THERE).order_by(PvRecord.name))


async def all_names(session: AsyncSession) -> list[str]:
    """Give the names of all PVs, in order."""
    return list(await session.scalars(select(PvRecord.name).where(THERE).order_by(PvRecord.name)))


async def upsert(
    session: AsyncSession, rows: Sequence[dict[str, Any]], by: str, now: datetime, revision: int
) -> None:
    """Add the PVs of `rows` that are new or deleted, and give the others the settings of `rows`."""
    stamp = {
        "changed_at": now,
        "changed_by": by,
        "revision": revision,
        "deleted_at": None,
        "deleted_by": None,
    }
    changed = (*SETTINGS, *stamp)
    table = table_of(PvRecord)
    if session.get_bind().dialect.name == "sqlite":
        lite = sqlite.insert(table)
        statement: Any = lite.on_conflict_do_update(
            index_elements=["name"], set_={column: lite.excluded[column] for column in changed}
        )
    else:
        my = mysql.insert(table)
        statement = my.on_duplicate_key_update({column: my.inserted[column] for column in changed})
    for chunk in batched(rows, CHUNK):
        values = [{**row, **stamp, "created_at": now, "created_by": by} for row in chunk]
        await session.execute(statement, values)
