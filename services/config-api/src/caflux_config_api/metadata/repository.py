"""Metadata of PVs in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from caflux_contracts.pvs import PvMetadata
from sqlalchemy import select
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import batched
from caflux_config_api.tables import MetadataRecord, MetadataVersion, PvRecord, table_of

CHUNK = 1_000
FIELDS = tuple(field for field in PvMetadata.model_fields if field != "pv")
_LATEST = [getattr(MetadataRecord, field) for field in FIELDS]
_OLDER = [getattr(MetadataVersion, field) for field in FIELDS]


def metadata_of(name: str, record: MetadataRecord) -> PvMetadata:
    """Give metadata as they are told to clients."""
    return PvMetadata(pv=name, **{field: getattr(record, field) for field in FIELDS})


async def latest(session: AsyncSession, names: Iterable[str]) -> dict[str, tuple[int, PvMetadata | None]]:
    """Give id and latest metadata of those of `names` that are configured."""
    found: dict[str, tuple[int, PvMetadata | None]] = {}
    asked = select(PvRecord.name, PvRecord.id, MetadataRecord.pv_id, *_LATEST).outerjoin(
        MetadataRecord, MetadataRecord.pv_id == PvRecord.id
    )
    for chunk in batched(names, CHUNK):
        for name, pv_id, known, *values in await session.execute(asked.where(PvRecord.name.in_(chunk))):
            found[name] = pv_id, None if known is None else _read(name, values)
    return found


async def older(session: AsyncSession, names: Iterable[str]) -> dict[str, list[PvMetadata]]:
    """Give all metadata of PVs before the latest, by name."""
    found: dict[str, list[PvMetadata]] = {}
    asked = select(PvRecord.name, *_OLDER).join(MetadataVersion, MetadataVersion.pv_id == PvRecord.id)
    for chunk in batched(names, CHUNK):
        for name, *values in await session.execute(asked.where(PvRecord.name.in_(chunk))):
            found.setdefault(name, []).append(_read(name, values))
    return found


def _read(name: str, values: Sequence[Any]) -> PvMetadata:
    # What is in the table was checked when it came; checking it again takes most of the time of a report.
    return PvMetadata.model_construct(pv=name, **dict(zip(FIELDS, values, strict=True)))


async def put_latest(session: AsyncSession, rows: list[tuple[int, PvMetadata]], now: datetime) -> None:
    """Store metadata, each with the id of its PV, in place of the latest ones."""
    columns = (*FIELDS, "reported_at")
    if session.get_bind().dialect.name == "sqlite":
        lite = sqlite.insert(table_of(MetadataRecord))
        statement: Any = lite.on_conflict_do_update(
            index_elements=["pv_id"], set_={column: lite.excluded[column] for column in columns}
        )
    else:
        my = mysql.insert(table_of(MetadataRecord))
        statement = my.on_duplicate_key_update({column: my.inserted[column] for column in columns})
    for chunk in batched(rows, CHUNK):
        await session.execute(statement, [{**_row(*row), "reported_at": now} for row in chunk])


async def add_older(session: AsyncSession, rows: list[tuple[int, PvMetadata]]) -> None:
    """Add versions before the latest; one that is there already stays."""
    lite = session.get_bind().dialect.name == "sqlite"
    insert: Any = (sqlite if lite else mysql).insert(table_of(MetadataVersion))
    statement = insert.on_conflict_do_nothing() if lite else insert.prefix_with("IGNORE")
    for chunk in batched(rows, CHUNK):
        await session.execute(statement, [_row(*row) for row in chunk])


def _row(pv_id: int, metadata: PvMetadata) -> dict[str, Any]:
    return {"pv_id": pv_id, **{field: getattr(metadata, field) for field in FIELDS}}
