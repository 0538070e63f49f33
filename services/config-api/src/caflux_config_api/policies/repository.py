"""The policies in the database: one text, as it was given."""

from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.policies.text import EMPTY
from caflux_config_api.tables import PolicyRecord

ONLY = 1


async def current(session: AsyncSession) -> PolicyRecord | None:
    """Give the text and who wrote it, or None where nobody has."""
    return await session.get(PolicyRecord, ONLY)


async def text_of(session: AsyncSession) -> tuple[str, int]:
    """Give the text and the revision that it is of; where there is none yet, an empty one and 0."""
    record = await current(session)
    return (EMPTY, 0) if record is None else (record.text, record.revision)
