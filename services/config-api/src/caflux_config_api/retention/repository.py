"""Retention classes in the database. `standard` has no row: it is built in."""

from collections.abc import Collection
from typing import Any

from caflux_contracts.retention import STANDARD
from caflux_service.problems import Invalid
from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.tables import PvRecord, RetentionRecord


async def every(session: AsyncSession) -> list[RetentionRecord]:
    """Give every class that was ever made, by name; those that were deleted, too."""
    return list(await session.scalars(select(RetentionRecord).order_by(RetentionRecord.name)))


async def default_name(session: AsyncSession) -> str:
    """Give the class of PVs that name none."""
    statement = select(RetentionRecord.name).where(RetentionRecord.is_default.is_(True))
    return (await session.scalars(statement)).one_or_none() or STANDARD


async def check_known(session: AsyncSession, names: Collection[str | None]) -> None:
    """Find that PVs name classes that there are; None: the default one.

    Raises:
        Invalid: one of them is none.
    """
    wanted = set(names) - {None, STANDARD}
    if not wanted:
        return
    there = select(RetentionRecord.name).where(RetentionRecord.deleted.is_(False))
    unknown = wanted - set(await session.scalars(there))
    if unknown:
        name = min(filter(None, unknown))
        raise Invalid(f"there is no retention class {name}; GET /v1/retention-classes lists them")


async def store(session: AsyncSession, name: str, row: dict[str, Any]) -> None:
    """Add a class, or give it new settings."""
    record = await session.get(RetentionRecord, name)
    if record is None:
        session.add(RetentionRecord(name=name, **row))
    else:
        for column, value in row.items():
            setattr(record, column, value)
    await session.flush()


async def set_default(session: AsyncSession, name: str, revision: int) -> None:
    """Make a class the default one; collectors are to hear of every PV that names none."""
    is_it = RetentionRecord.name == name
    changes = RetentionRecord.is_default != is_it
    await session.execute(update(RetentionRecord).where(changes).values(is_default=is_it, revision=revision))
    await session.execute(update(PvRecord).where(PvRecord.retention.is_(None)).values(revision=revision))


async def counts(session: AsyncSession) -> dict[str | None, int]:
    """Count the PVs by the class that they name."""
    rows = await session.execute(select(PvRecord.retention, func.count()).group_by(PvRecord.retention))
    return {row[0]: row[1] for row in rows}


async def first_names(session: AsyncSession, name: str, *, default: bool, most: int) -> list[str]:
    """Give the first PVs of a class by name; those that name none, too, if it is the `default` one."""
    of_it = PvRecord.retention == name
    where = or_(of_it, PvRecord.retention.is_(None)) if default else of_it
    return list(await session.scalars(select(PvRecord.name).where(where).order_by(PvRecord.name).limit(most)))
