"""Collectors in the database, and the PVs that are spread over them."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from caflux_contracts.pvs import AssignedPv
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import in_chunks
from caflux_config_api.collectors.lots import Party
from caflux_config_api.tables import CollectorRecord, PvRecord


async def every(session: AsyncSession) -> list[CollectorRecord]:
    """Give every collector, ordered by id."""
    return list((await session.execute(select(CollectorRecord).order_by(CollectorRecord.id))).scalars())


async def renew(session: AsyncSession, collector: str, told: dict[str, Any], now: datetime) -> bool:
    """Renew the lease of a collector that is live; tell whether it was."""
    found = await session.execute(
        update(CollectorRecord)
        .where(CollectorRecord.id == collector, CollectorRecord.live.is_(True))
        .values(**told, seen_at=now)
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


async def admit(session: AsyncSession, collector: str, told: dict[str, Any], now: datetime) -> None:
    """Add a collector, or take one back that was taken for dead."""
    record = await session.get(CollectorRecord, collector)
    if record is None:
        record = CollectorRecord(id=collector, registered_at=now)
        session.add(record)
    for column, value in {**told, "seen_at": now, "live": True}.items():
        setattr(record, column, value)


async def remove(session: AsyncSession, collector: str) -> bool:
    """Delete a collector; tell whether there was one."""
    record = await session.get(CollectorRecord, collector)
    if record is None:
        return False
    await session.delete(record)
    return True


async def drain(session: AsyncSession, collector: str, *, draining: bool) -> bool:
    """Note whether a collector is to have no PVs; tell whether there is such a collector."""
    found = await session.execute(
        update(CollectorRecord).where(CollectorRecord.id == collector).values(draining=draining)
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


def party_of(record: CollectorRecord) -> Party:
    """Give what of a collector decides which PVs it has."""
    return Party(record.id, record.live, record.draining, record.capacity, record.settled)


async def expire(session: AsyncSession, silent_since: datetime) -> int:
    """Take live collectors that weren't seen since `silent_since` for dead; give how many."""
    found = await session.execute(
        update(CollectorRecord)
        .where(CollectorRecord.live.is_(True), CollectorRecord.seen_at < silent_since)
        .values(live=False)
    )
    return int(found.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


async def any_silent(session: AsyncSession, silent_since: datetime) -> bool:
    """Tell whether a live collector wasn't seen since `silent_since`."""
    found = await session.execute(
        select(CollectorRecord.id)
        .where(CollectorRecord.live.is_(True), CollectorRecord.seen_at < silent_since)
        .limit(1)
    )
    return found.first() is not None


async def pv_rows(session: AsyncSession, since: int, retention: str) -> list[dict[str, Any]]:
    """Give what collectors are told of every PV changed after the revision `since`, in order of name.

    Deleted ones are among them, with `deleted_at`. Those that name no retention class are of `retention`.
    """
    made = {"moving", "retention"}
    columns = [getattr(PvRecord, field.name) for field in fields(AssignedPv) if field.name not in made]
    of = func.coalesce(PvRecord.retention, retention).label("retention")
    more = [of, PvRecord.fields, PvRecord.replicas, PvRecord.collector, PvRecord.deleted_at]
    statement = select(*columns, *more).where(PvRecord.revision > since).order_by(PvRecord.name)
    return [row async for chunk in in_chunks(session, statement) for row in chunk]


async def pv_count(session: AsyncSession) -> int:
    """Count all PVs."""
    statement = select(func.count()).select_from(PvRecord).where(PvRecord.deleted_at.is_(None))
    return (await session.execute(statement)).scalar_one()
