"""Notes in the database."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.tables import NoteRecord


async def within(session: AsyncSession, start: datetime, stop: datetime, limit: int) -> list[NoteRecord]:
    """Give up to `limit` notes of which a part is in [start, stop], the latest of them, by their begin."""
    statement = (
        select(NoteRecord)
        .where(NoteRecord.start <= stop, NoteRecord.last >= start)
        .order_by(NoteRecord.start.desc(), NoteRecord.id.desc())
        .limit(limit)
    )
    return list(reversed(list(await session.scalars(statement))))


async def count(session: AsyncSession) -> int:
    """Count all notes."""
    return int((await session.execute(select(func.count()).select_from(NoteRecord))).scalar_one())
