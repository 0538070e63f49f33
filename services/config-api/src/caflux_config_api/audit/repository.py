"""The audit in the database. It is written in the transaction of the change, so that neither is alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import batched
from caflux_config_api.tables import ChangeRecord

CHUNK = 1_000
Settings = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: of which kind of thing, which one, what was done, and its settings before and after."""

    kind: str
    name: str
    action: str
    before: Settings = None
    after: Settings = None


async def record(session: AsyncSession, entries: Iterable[Entry], by: str, now: datetime) -> None:
    """Write changes down."""
    for chunk in batched(entries, CHUNK):
        rows = [
            {
                "at": now,
                "by": by,
                "kind": entry.kind,
                "name": entry.name,
                "action": entry.action,
                "before": entry.before,
                "after": entry.after,
            }
            for entry in chunk
        ]
        await session.execute(insert(ChangeRecord), rows)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are asked for; None: of all."""

    kind: str | None = None
    name: str | None = None
    by: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def page(session: AsyncSession, wanted: Wanted, before: int | None, limit: int) -> list[ChangeRecord]:
    """Give up to `limit` changes, the newest first, older than the one with the id `before`."""
    statement = select(ChangeRecord).order_by(ChangeRecord.id.desc()).limit(limit)
    if wanted.kind is not None:
        statement = statement.where(ChangeRecord.kind == wanted.kind)
    if wanted.name is not None:
        statement = statement.where(ChangeRecord.name == wanted.name)
    if wanted.by is not None:
        statement = statement.where(ChangeRecord.by == wanted.by)
    if wanted.since is not None:
        statement = statement.where(ChangeRecord.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(ChangeRecord.at < wanted.until)
    if before is not None:
        statement = statement.where(ChangeRecord.id < before)
    return list(await session.scalars(statement))
