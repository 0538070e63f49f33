"""Every collector's share of the PVs, kept from one revision to the next.

With 100,000 PVs, reading them all and drawing lots for them takes about a second; after a change of one PV
only that one is read.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from caflux_contracts.pvs import AssignedPv
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.assignment import owner
from caflux_config_api.collectors import repository
from caflux_config_api.revision import current_revision
from caflux_config_api.tables import CollectorRecord

_ASSIGNED = TypeAdapter(AssignedPv)


def takers(collectors: Iterable[CollectorRecord]) -> tuple[str, ...]:
    """Give the collectors that PVs are spread over: the live ones, or all where none is.

    With all silent, nothing is gained by taking away what they have, and much is lost.
    """
    known = list(collectors)
    return tuple(record.id for record in known if record.live) or tuple(record.id for record in known)


@dataclass(frozen=True, slots=True)
class Shares:
    """Who has which PV, at one revision of the configuration. It is never changed, only replaced."""

    revision: int = -1
    takers: tuple[str, ...] = ()
    pvs: dict[str, bytes] = field(default_factory=dict)  # as AssignedPv in JSON
    owners: dict[str, str | None] = field(default_factory=dict)

    def of(self, collector: str) -> list[bytes]:
        """Give the PVs of one collector, each as AssignedPv in JSON."""
        return [self.pvs[name] for name, its_owner in self.owners.items() if its_owner == collector]

    def counts(self) -> Counter[str | None]:
        """Count the PVs of each collector."""
        return Counter(self.owners.values())


class SharesCache:
    """Keeps the latest shares, and brings them up to date with little reading."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._latest = Shares()

    async def at(self, session: AsyncSession, collectors: Iterable[CollectorRecord]) -> Shares:
        """Give the shares at the revision that `session` sees, of the `collectors` that it sees."""
        async with self._lock:
            revision = await current_revision(session)
            if revision != self._latest.revision:
                pvs = await self._read(session, revision)
                self._latest = await asyncio.to_thread(
                    _draw_lots, self._latest, revision, takers(collectors), pvs
                )
            return self._latest

    async def _read(self, session: AsyncSession, revision: int) -> dict[str, bytes]:
        if revision > self._latest.revision:
            changed = await repository.pv_rows(session, since=self._latest.revision)
            pvs = self._latest.pvs | await asyncio.to_thread(_as_json, changed)
            if len(pvs) == await repository.pv_count(session):
                return pvs
        # PVs have been deleted, or this is an older state of the database.
        return await asyncio.to_thread(_as_json, await repository.pv_rows(session, since=-1))


def _as_json(rows: list[dict[str, Any]]) -> dict[str, bytes]:
    return {row["name"]: _ASSIGNED.dump_json(AssignedPv(**row), exclude_defaults=True) for row in rows}


def _draw_lots(before: Shares, revision: int, ids: tuple[str, ...], pvs: dict[str, bytes]) -> Shares:
    kept = before.owners if ids == before.takers else {}
    owners = {name: kept.get(name) or owner(name, ids) for name in pvs}
    return Shares(revision, ids, pvs, owners)
