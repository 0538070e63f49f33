"""Users, sessions and tokens in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.tables import KeyRecord, UserRecord


async def users(session: AsyncSession) -> list[UserRecord]:
    """Give every user, by name."""
    return list(await session.scalars(select(UserRecord).order_by(UserRecord.name)))


async def user_by_name(session: AsyncSession, name: str) -> UserRecord | None:
    """Give the user called `name`."""
    return (await session.execute(select(UserRecord).where(UserRecord.name == name))).scalar_one_or_none()


async def user_by_subject(session: AsyncSession, subject: str) -> UserRecord | None:
    """Give the user whom single sign-on knows as `subject`."""
    found = await session.execute(select(UserRecord).where(UserRecord.subject == subject))
    return found.scalar_one_or_none()


async def count_admins(session: AsyncSession) -> int:
    """Count the admins who can log in with a password, whatever becomes of single sign-on."""
    statement = (
        select(func.count())
        .select_from(UserRecord)
        .where(UserRecord.role == "admin", UserRecord.disabled.is_(False), UserRecord.origin == "local")
    )
    return int((await session.execute(statement)).scalar_one())


async def replace_hash(session: AsyncSession, user_id: int, before: str, after: str) -> None:
    """Store another hash of the same password, unless the password was changed meanwhile."""
    await session.execute(
        update(UserRecord)
        .where(UserRecord.id == user_id, UserRecord.password_hash == before)
        .values(password_hash=after)
    )


async def seen(session: AsyncSession, user_id: int, now: datetime) -> None:
    """Note that a user has logged in."""
    await session.execute(update(UserRecord).where(UserRecord.id == user_id).values(seen_at=now))


async def key_of(
    session: AsyncSession, kind: str, digest: str, now: datetime
) -> tuple[KeyRecord, UserRecord] | None:
    """Give a key (session or token) and whose it is, unless it has expired or they are disabled."""
    found = await session.execute(
        select(KeyRecord, UserRecord)
        .join(UserRecord, KeyRecord.user_id == UserRecord.id)
        .where(
            KeyRecord.kind == kind,
            KeyRecord.digest == digest,
            KeyRecord.expires_at > now,
            UserRecord.disabled.is_(False),
        )
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def touch(session: AsyncSession, key_id: int, **values: Any) -> None:
    """Note that a key was used."""
    await session.execute(update(KeyRecord).where(KeyRecord.id == key_id).values(**values))


async def tokens(session: AsyncSession, now: datetime, user: str | None) -> list[tuple[KeyRecord, str]]:
    """Give the tokens that hold, each with its user's name; of one user or of all."""
    statement = (
        select(KeyRecord, UserRecord.name)
        .join(UserRecord, KeyRecord.user_id == UserRecord.id)
        .where(KeyRecord.kind == "token", KeyRecord.expires_at > now)
        .order_by(KeyRecord.id)
    )
    if user is not None:
        statement = statement.where(UserRecord.name == user)
    return [(key, name) for key, name in await session.execute(statement)]


async def token(session: AsyncSession, token_id: int) -> tuple[KeyRecord, str] | None:
    """Give a token and its user's name."""
    found = await session.execute(
        select(KeyRecord, UserRecord.name)
        .join(UserRecord, KeyRecord.user_id == UserRecord.id)
        .where(KeyRecord.kind == "token", KeyRecord.id == token_id)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def delete_session(session: AsyncSession, digest: str) -> None:
    """End a browser session."""
    await session.execute(delete(KeyRecord).where(KeyRecord.kind == "session", KeyRecord.digest == digest))


async def delete_sessions_of(session: AsyncSession, user_id: int) -> None:
    """End all of a user's browser sessions."""
    await session.execute(delete(KeyRecord).where(KeyRecord.kind == "session", KeyRecord.user_id == user_id))


async def delete_expired(session: AsyncSession, now: datetime) -> None:
    """Delete the sessions and tokens that no longer hold."""
    await session.execute(delete(KeyRecord).where(KeyRecord.expires_at <= now))
