"""Virtual PVs in the database."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import batched
from caflux_config_api.tables import VirtualPvRecord

CHUNK = 1_000


async def every(session: AsyncSession) -> list[VirtualPvRecord]:
    """Give every virtual PV, by name."""
    return list(await session.scalars(select(VirtualPvRecord).order_by(VirtualPvRecord.name)))


async def by_name(session: AsyncSession, name: str) -> VirtualPvRecord | None:
    """Give the virtual PV called `name`."""
    statement = select(VirtualPvRecord).where(VirtualPvRecord.name == name)
    return (await session.scalars(statement)).one_or_none()


async def names_among(session: AsyncSession, names: Iterable[str]) -> set[str]:
    """Give those of `names` that are virtual PVs."""
    found: set[str] = set()
    for chunk in batched(names, CHUNK):
        found |= set(
            await session.scalars(select(VirtualPvRecord.name).where(VirtualPvRecord.name.in_(chunk)))
        )
    return found


async def add(session: AsyncSession, row: dict[str, Any]) -> None:
    """Store a new one."""
    session.add(VirtualPvRecord(**row))
    await session.flush()


async def change(session: AsyncSession, name: str, row: dict[str, Any]) -> None:
    """Give one new settings."""
    await session.execute(update(VirtualPvRecord).where(VirtualPvRecord.name == name).values(**row))


async def remove(session: AsyncSession, name: str) -> None:
    """Delete one."""
    await session.execute(delete(VirtualPvRecord).where(VirtualPvRecord.name == name))
