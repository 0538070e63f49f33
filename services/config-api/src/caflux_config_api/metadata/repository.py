"""Metadata of PVs in the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from caflux_contracts.pvs import PvMetadata
from sqlalchemy import select
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import batched
from caflux_config_api.tables import MetadataRecord, PvRecord

CHUNK = 1_000
FIELDS = tuple(field for field in PvMetadata.model_fields if field != "pv")


def metadata_of(name: str, record: MetadataRecord) -> PvMetadata:
    """Give metadata as they are told to clients."""
    return PvMetadata(pv=name, **{field: getattr(record, field) for field in FIELDS})


async def ids_by_name(session: AsyncSession, names: Iterable[str]) -> dict[str, int]:
    """Give the ids of those of `names` that are configured."""
    found: dict[str, int] = {}
    for chunk in batched(names, CHUNK):
        rows = await session.execute(select(PvRecord.name, PvRecord.id).where(PvRecord.name.in_(chunk)))
        found.update(dict(iter(rows.all())))
    return found


async def upsert(session: AsyncSession, rows: list[dict[str, Any]], now: datetime) -> None:
    """Store the metadata of `rows`, each with its `pv_id`, in place of older ones."""
    columns = (*FIELDS, "reported_at")
    if session.get_bind().dialect.name == "sqlite":
        lite = sqlite.insert(MetadataRecord)
        statement: Any = lite.on_conflict_do_update(
            index_elements=["pv_id"], set_={column: lite.excluded[column] for column in columns}
        )
    else:
        my = mysql.insert(MetadataRecord)
        statement = my.on_duplicate_key_update({column: my.inserted[column] for column in columns})
    for chunk in batched(rows, CHUNK):
        await session.execute(statement, [{**row, "reported_at": now} for row in chunk])
