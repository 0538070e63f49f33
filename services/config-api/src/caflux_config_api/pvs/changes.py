"""Changes of PVs in one transaction: what is stored, the revision, and the audit, together."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from caflux_contracts.access import Principal
from caflux_contracts.pvs import PvRow
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.audit import repository as audit
from caflux_config_api.pvs import repository
from caflux_config_api.pvs.records import entry, values
from caflux_config_api.retention import repository as retention
from caflux_config_api.revision import raise_revision


class Changes:
    """The changes of one transaction; together they are one revision.

    Args:
        session: of the transaction.
        by: who makes them.
        now: when.
    """

    def __init__(self, session: AsyncSession, by: Principal, now: datetime) -> None:
        self._session = session
        self._by = by
        self._now = now
        self._revision: int | None = None

    async def revision(self) -> int:
        """Give the revision of the changes, which is raised with the first one."""
        if self._revision is None:
            self._revision = await raise_revision(self._session)
        return self._revision

    async def put(self, changes: Sequence[tuple[PvRow | None, PvRow]]) -> None:
        """Store PVs, each given with what it was before; None: it is new.

        Raises:
            Invalid: one names a retention class that there is not.
        """
        if not changes:
            return
        await retention.check_known(self._session, [after.retention for _, after in changes])
        revision = await self.revision()
        rows = await asyncio.to_thread(values, [after for _, after in changes])
        await repository.upsert(self._session, rows, self._by.name, self._now, revision)
        entries = (
            entry("added" if before is None else "changed", before, after) for before, after in changes
        )
        await audit.record(self._session, entries, self._by, self._now)
        self._session.expire_all()

    async def delete(self, rows: Sequence[PvRow]) -> None:
        """Delete PVs; for a while they can be restored."""
        if not rows:
            return
        entries = (entry("deleted", row, None) for row in rows)
        await audit.record(self._session, entries, self._by, self._now)
        stamp = {"deleted_at": self._now, "deleted_by": self._by.name, "revision": await self.revision()}
        await repository.change(self._session, [row.name for row in rows], **stamp)

    async def restore(self, rows: Sequence[PvRow]) -> None:
        """Undo that PVs were deleted."""
        if not rows:
            return
        await audit.record(self._session, (entry("restored", None, row) for row in rows), self._by, self._now)
        stamp = {"changed_at": self._now, "changed_by": self._by.name, "revision": await self.revision()}
        names = [row.name for row in rows]
        await repository.change(self._session, names, deleted_at=None, deleted_by=None, **stamp)
