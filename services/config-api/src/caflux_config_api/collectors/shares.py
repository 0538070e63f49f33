"""Every collector's share of the PVs, kept from one revision to the next.

With 100,000 PVs, reading them all and drawing lots for them takes about a second; after a change of one PV
only that one is read.

Fields that are archived beside a PV go with it, as PVs of their own: to a collector they are channels like
any other.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import structlog
from caflux_contracts.names import MAX_NAME_LENGTH, field_of
from caflux_contracts.pvs import AssignedPv
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.collectors import repository
from caflux_config_api.collectors.lots import Lots, Party, draw
from caflux_config_api.retention.repository import default_name
from caflux_config_api.revision import current_revision

log = structlog.get_logger("caflux.config")

_MOVING = b',"moving":true'
_ASSIGNED = TypeAdapter(AssignedPv)
_ASSIGNED_FIELDS = tuple(each.name for each in fields(AssignedPv) if each.name != "moving")


@dataclass(frozen=True, slots=True)
class Told:
    """A PV as its collectors are told: AssignedPv in JSON, the fields beside it, and who is to take it."""

    pv: bytes
    beside: tuple[tuple[str, bytes], ...] = ()
    replicas: int = 1
    pinned: str | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Who has which PV, at one revision of the configuration. It is never changed, only replaced."""

    revision: int = -1
    pvs: Mapping[str, Told] = field(default_factory=dict)
    lots: Lots = field(default_factory=Lots)

    def of(self, collector: str) -> list[bytes]:
        """Give the PVs of one collector, each as AssignedPv in JSON.

        A field that is configured as a PV of its own is archived as that says.
        """
        given: dict[str, bytes] = {}
        for name, owners in self.lots.owners.items():
            if collector in owners:
                self._give(name, given, b"")
        for name, left in self.lots.leaving.items():
            if collector in left.keepers:
                self._give(name, given, _MOVING)
        return list(given.values())

    def _give(self, name: str, given: dict[str, bytes], more: bytes) -> None:
        told = self.pvs[name]
        given[name] = told.pv.removesuffix(b"}") + more + b"}"
        for beside, pv in told.beside:
            if beside not in self.pvs:
                given.setdefault(beside, pv.removesuffix(b"}") + more + b"}")

    def counts(self) -> Counter[str]:
        """Count the PVs of each collector, without the fields beside them."""
        return Counter(collector for owners in self.lots.owners.values() for collector in owners)

    def leaving(self) -> Counter[str]:
        """Count the PVs that each collector keeps until others have them."""
        return Counter(one for left in self.lots.leaving.values() for one in left.keepers)

    @property
    def without(self) -> int:
        """How many PVs have no collector."""
        return sum(not owners for owners in self.lots.owners.values())


class SharesCache:
    """Keeps the latest shares, and brings them up to date with little reading."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._latest = Shares()

    async def at(self, session: AsyncSession, collectors: Sequence[Party]) -> Shares:
        """Give the shares at the revision that `session` sees, of the `collectors` that it sees."""
        async with self._lock:
            revision = await current_revision(session)
            if revision != self._latest.revision:
                pvs = await self._read(session, revision)
                self._latest = await asyncio.to_thread(_next, self._latest, revision, collectors, pvs)
            return self._latest

    async def _read(self, session: AsyncSession, revision: int) -> Mapping[str, Told]:
        default = await default_name(session)
        if revision > self._latest.revision:
            changed = await repository.pv_rows(session, self._latest.revision, default)
            pvs = await asyncio.to_thread(_with, self._latest.pvs, changed)
            if len(pvs) == await repository.pv_count(session):
                return pvs
        # PVs have another name, or this is an older state of the database.
        return await asyncio.to_thread(_with, {}, await repository.pv_rows(session, -1, default))


def _next(before: Shares, revision: int, collectors: Sequence[Party], pvs: Mapping[str, Told]) -> Shares:
    after = Shares(revision, pvs, draw(before.lots, before.pvs, revision, collectors, pvs))
    if after.without and collectors and after.without != before.without:
        log.error("PVs have no collector: none has room for them", pvs=after.without)
    return after


def _with(before: Mapping[str, Told], changed: Iterable[Mapping[str, Any]]) -> Mapping[str, Told]:
    after = dict(before)
    for row in changed:
        if row["deleted_at"] is None:
            after[row["name"]] = _told(row)
        else:
            after.pop(row["name"], None)
    return after


def _told(row: Mapping[str, Any]) -> Told:
    given = {name: row[name] for name in _ASSIGNED_FIELDS}
    beside = [(name, given | _AS_FIELD | {"name": name}) for name in _beside(row["name"], row["fields"])]
    return Told(
        _json(given), tuple((name, _json(what)) for name, what in beside), row["replicas"], row["collector"]
    )


_AS_FIELD = {"mode": "monitor", "period_s": None, "deadband": None, "max_rate_hz": None, "use_adel": False}
"""A field changes when somebody changes it: every change is archived, whatever holds of the value."""


def _beside(name: str, wanted: Iterable[str]) -> list[str]:
    names = [field_of(name, one) for one in wanted]
    return [one for one in names if one != name and len(one) <= MAX_NAME_LENGTH]


def _json(given: Mapping[str, Any]) -> bytes:
    return _ASSIGNED.dump_json(AssignedPv(**given), exclude_defaults=True)
