"""Aliases in the database."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import batched
from caflux_config_api.tables import AliasRecord, PvRecord

CHUNK = 1_000
Named = tuple[AliasRecord, str]
"""An alias and the name of its PV."""

_NAMED = (
    select(AliasRecord, PvRecord.name)
    .join(PvRecord, PvRecord.id == AliasRecord.pv_id)
    .order_by(AliasRecord.name)
)


async def every(session: AsyncSession) -> list[Named]:
    """Give every alias, by name; also of PVs that are deleted, whose data are there yet."""
    return [(alias, pv) for alias, pv in await session.execute(_NAMED)]


async def by_name(session: AsyncSession, name: str) -> Named | None:
    """Give the alias called `name`."""
    row = (await session.execute(_NAMED.where(AliasRecord.name == name))).one_or_none()
    return None if row is None else (row[0], row[1])


async def of_pvs(session: AsyncSession, pv_ids: Sequence[int]) -> dict[int, list[str]]:
    """Give the aliases of PVs, by the id of the PV; those without one are left out."""
    found: dict[int, list[str]] = {}
    asked = select(AliasRecord.pv_id, AliasRecord.name).order_by(AliasRecord.name)
    for chunk in batched(pv_ids, CHUNK):
        for pv_id, name in await session.execute(asked.where(AliasRecord.pv_id.in_(chunk))):
            found.setdefault(pv_id, []).append(name)
    return found


async def pvs_of(session: AsyncSession, names: Iterable[str]) -> dict[str, str]:
    """Give the PVs of those of `names` that are aliases."""
    found: dict[str, str] = {}
    for chunk in batched(names, CHUNK):
        rows = await session.execute(_NAMED.where(AliasRecord.name.in_(chunk)))
        found.update({alias.name: pv for alias, pv in rows})
    return found


async def add(session: AsyncSession, **columns: Any) -> None:
    """Store a new one."""
    session.add(AliasRecord(**columns))
    await session.flush()


async def remove(session: AsyncSession, name: str) -> None:
    """Delete one."""
    await session.execute(delete(AliasRecord).where(AliasRecord.name == name))
