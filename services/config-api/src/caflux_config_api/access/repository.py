"""Users, sessions and tokens in the database."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.tables import KeyRecord, UserRecord


async def user_by_name(session: AsyncSession, name: str) -> UserRecord | None:
    """Give the user called `name`."""
    return (await session.execute(select(UserRecord).where(UserRecord.name == name))).scalar_one_or_none()


async def user_by_key(session: AsyncSession, kind: str, digest: str, now: datetime) -> UserRecord | None:
    """Give whose key (session or token) this is, unless it has expired."""
    found = await session.execute(
        select(UserRecord)
        .join(KeyRecord, KeyRecord.user_id == UserRecord.id)
        .where(KeyRecord.kind == kind, KeyRecord.digest == digest, KeyRecord.expires_at > now)
    )
    return found.scalar_one_or_none()


async def tokens(session: AsyncSession, now: datetime) -> list[tuple[KeyRecord, str]]:
    """Give the tokens that hold, each with its user's name."""
    found = await session.execute(
        select(KeyRecord, UserRecord.name)
        .join(UserRecord, KeyRecord.user_id == UserRecord.id)
        .where(KeyRecord.kind == "token", KeyRecord.expires_at > now)
        .order_by(KeyRecord.id)
    )
    return [(key, name) for key, name in found]


async def delete_token(session: AsyncSession, token_id: int) -> bool:
    """Delete a token; tell whether there was one."""
    found = await session.get(KeyRecord, token_id)
    if found is None or found.kind != "token":
        return False
    await session.delete(found)
    return True


async def delete_session(session: AsyncSession, digest: str) -> None:
    """End a browser session."""
    await session.execute(delete(KeyRecord).where(KeyRecord.kind == "session", KeyRecord.digest == digest))


async def delete_sessions_of(session: AsyncSession, user_id: int) -> None:
    """End all of a user's browser sessions."""
    await session.execute(delete(KeyRecord).where(KeyRecord.kind == "session", KeyRecord.user_id == user_id))


async def delete_expired(session: AsyncSession, now: datetime) -> None:
    """Delete the sessions and tokens that no longer hold."""
    await session.execute(delete(KeyRecord).where(KeyRecord.expires_at <= now))
