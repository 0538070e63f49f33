"""Saved documents in the database."""

from sqlalchemy import and_, delete, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.tables import DocumentRecord


async def seen_by(session: AsyncSession, owner: str | None, kind: str | None) -> list[DocumentRecord]:
    """Give the documents that are shared, and those of `owner`, by name."""
    own = false() if owner is None else DocumentRecord.owner == owner
    seen = or_(DocumentRecord.shared.is_(True), own)
    statement = select(DocumentRecord).where(seen).order_by(DocumentRecord.name, DocumentRecord.id)
    if kind is not None:
        statement = statement.where(DocumentRecord.kind == kind)
    return list(await session.scalars(statement))


async def count_of(session: AsyncSession, owner: str) -> int:
    """Count the documents of `owner`."""
    statement = select(func.count()).select_from(DocumentRecord).where(DocumentRecord.owner == owner)
    return int((await session.execute(statement)).scalar_one())


async def called(session: AsyncSession, owner: str, kind: str, name: str) -> str | None:
    """Give the id of the document of `owner` that has this name."""
    of_it = and_(DocumentRecord.owner == owner, DocumentRecord.kind == kind, DocumentRecord.name == name)
    return (await session.scalars(select(DocumentRecord.id).where(of_it).limit(1))).one_or_none()


async def leave(session: AsyncSession, owner: str) -> None:
    """Delete what somebody kept for themselves; what they shared stays, and is nobody's."""
    theirs = DocumentRecord.owner == owner
    await session.execute(delete(DocumentRecord).where(theirs, DocumentRecord.shared.is_(False)))
    await session.execute(update(DocumentRecord).where(theirs).values(owner=""))
