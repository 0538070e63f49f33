"""Orders to purge data, and what collectors report of them, in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from caflux_contracts.purges import PurgeOrder, PurgeReport, PurgeState
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.tables import PurgeRecord, PurgeReportRecord

MOST = 1_000
"""Orders that a collector is told of at once; the others follow when it has carried out these."""


async def add(session: AsyncSession, **columns: Any) -> PurgeRecord:
    """Store a new order."""
    record = PurgeRecord(**columns)
    session.add(record)
    await session.flush()
    return record


async def by_id(session: AsyncSession, number: int) -> PurgeRecord | None:
    """Give an order."""
    return await session.get(PurgeRecord, number)


async def page(session: AsyncSession, pv: str | None, before: int | None, limit: int) -> list[PurgeRecord]:
    """Give up to `limit` orders, the newest first, older than the one with the id `before`."""
    statement = select(PurgeRecord).order_by(PurgeRecord.id.desc()).limit(limit)
    if pv is not None:
        statement = statement.where(PurgeRecord.pv == pv)
    if before is not None:
        statement = statement.where(PurgeRecord.id < before)
    return list(await session.scalars(statement))


async def reports_of(session: AsyncSession, numbers: Sequence[int]) -> list[PurgeReportRecord]:
    """Give what collectors reported of some orders."""
    statement = select(PurgeReportRecord).where(PurgeReportRecord.purge_id.in_(numbers))
    return list(await session.scalars(statement.order_by(PurgeReportRecord.collector)))


async def orders_for(session: AsyncSession, collector: str) -> list[PurgeOrder]:
    """Give the orders that a collector has not carried out, the oldest first, as it is told."""
    report = PurgeReportRecord
    done = and_(
        report.purge_id == PurgeRecord.id, report.collector == collector, report.state == PurgeState.DONE
    )
    statement = (
        select(PurgeRecord)
        .outerjoin(report, done)
        .where(report.purge_id.is_(None), PurgeRecord.withdrawn_at.is_(None))
        .order_by(PurgeRecord.id)
        .limit(MOST)
    )
    return [
        PurgeOrder(
            id=record.id,
            names=record.names,
            before_ns=record.before_ns,
            by=record.asked_by,
            reason=record.reason,
        )
        for record in await session.scalars(statement)
    ]


async def note(
    session: AsyncSession, number: int, collector: str, report: PurgeReport, now: datetime
) -> None:
    """Store what a collector says of an order, in place of what it said before."""
    record = await session.get(PurgeReportRecord, (number, collector))
    if record is None:
        record = PurgeReportRecord(purge_id=number, collector=collector)
        session.add(record)
    record.state, record.detail, record.at = report.state, report.detail, now
    # Where it began anew it finds nothing any more: what it found first is what there was.
    found = [one.model_dump() for one in report.deleted]
    record.deleted = found or record.deleted or []
    await session.flush()
