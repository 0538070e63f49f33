"""Every PV with what IOCs say of it, in one answer: what query-api searches in."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import in_chunks
from caflux_config_api.database import Database
from caflux_config_api.revision import current_revision
from caflux_config_api.tables import MetadataRecord, PvRecord

_ROWS = (
    select(PvRecord.name, PvRecord.description, MetadataRecord.egu, MetadataRecord.native_type)
    .outerjoin(MetadataRecord, MetadataRecord.pv_id == PvRecord.id)
    .where(PvRecord.deleted_at.is_(None))
    .order_by(PvRecord.name)
)


class Catalogue:
    """The names of all PVs and what is said of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def every(self, known: str | None) -> bytes | None:
        """Give a `ConfiguredCatalogue` in JSON; None if its version is `known`."""
        async with self._database.reading() as session:
            version = await _version(session)
            if version == known:
                return None
            rows: list[list[Any]] = []
            async for chunk in in_chunks(session, _ROWS):
                rows += [[text or "" for text in row.values()] for row in chunk]
        return await asyncio.to_thread(_json, version, rows)


async def _version(session: AsyncSession) -> str:
    reported = (await session.execute(select(func.max(MetadataRecord.reported_at)))).scalar_one()
    return f"{await current_revision(session)} {reported.isoformat() if reported else ''}"


def _json(version: str, rows: Sequence[Sequence[str]]) -> bytes:
    return json.dumps({"version": version, "pvs": rows}, ensure_ascii=False).encode()
