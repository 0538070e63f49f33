"""The audit in the database. It is written in the transaction of the change, so that neither is alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from caflux_contracts.access import Principal
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.audit.reach import Entry, Guard
from caflux_config_api.chunks import batched
from caflux_config_api.tables import ChangeRecord, table_of

__all__ = ["PRIVATE", "Entry", "Wanted", "page", "record"]

CHUNK = 1_000
PRIVATE = frozenset({"user", "token", "session", "own_view", "own_board"})
"""Kinds of changes that only admins are told of."""


async def record(session: AsyncSession, entries: Iterable[Entry], by: Principal, now: datetime) -> None:
    """Write changes down; every change passes here, so it is here that they are found to be allowed.

    Raises:
        Forbidden: one of them is not within the reach of who makes it; nothing may be committed.
    """
    guard = Guard(by)
    for chunk in batched(guard.passing(entries), CHUNK):
        rows = [
            {
                "at": now,
                "by": by.name,
                "kind": entry.kind,
                "name": entry.name,
                "action": entry.action,
                "before": entry.before,
                "after": entry.after,
            }
            for entry in chunk
        ]
        await session.execute(insert(table_of(ChangeRecord)), rows)
    guard.check()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are asked for; None: of all."""

    kind: str | None = None
    name: str | None = None
    by: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    hidden: frozenset[str] = frozenset()


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
    if wanted.hidden:
        statement = statement.where(ChangeRecord.kind.not_in(wanted.hidden))
    if before is not None:
        statement = statement.where(ChangeRecord.id < before)
    return list(await session.scalars(statement))
