"""Every collector's share of the PVs, kept from one revision to the next.

With 100,000 PVs, reading them all and drawing lots for them takes about a second; after a change of one PV
only that one is read.

Fields that are archived beside a PV go with it, as PVs of their own: to a collector they are channels like
any other.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from caflux_contracts.names import MAX_NAME_LENGTH, field_of
from caflux_contracts.pvs import AssignedPv
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.assignment import owner, owners
from caflux_config_api.collectors import repository
from caflux_config_api.revision import current_revision
from caflux_config_api.tables import CollectorRecord

_ASSIGNED = TypeAdapter(AssignedPv)
_ASSIGNED_FIELDS = tuple(each.name for each in fields(AssignedPv))


def takers(collectors: Iterable[CollectorRecord]) -> tuple[str, ...]:
    """Give the collectors that PVs are spread over: the live ones, or all where none is.

    With all silent, nothing is gained by taking away what they have, and much is lost.
    """
    known = list(collectors)
    return tuple(record.id for record in known if record.live) or tuple(record.id for record in known)


@dataclass(frozen=True, slots=True)
class Told:
    """A PV as its collectors are told: AssignedPv in JSON, the fields beside it, and how many take it."""

    pv: bytes
    beside: tuple[tuple[str, bytes], ...] = ()
    replicas: int = 1


@dataclass(frozen=True, slots=True)
class Shares:
    """Who has which PV, at one revision of the configuration. It is never changed, only replaced."""

    revision: int = -1
    takers: tuple[str, ...] = ()
    pvs: Mapping[str, Told] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, collector: str) -> list[bytes]:
        """Give the PVs of one collector, each as AssignedPv in JSON.

        A field that is configured as a PV of its own is archived as that says.
        """
        given: dict[str, bytes] = {}
        for name, its_owners in self.owners.items():
            if collector in its_owners:
                told = self.pvs[name]
                given[name] = told.pv
                for beside, pv in told.beside:
                    if beside not in self.pvs:
                        given.setdefault(beside, pv)
        return list(given.values())

    def counts(self) -> Counter[str]:
        """Count the PVs of each collector, without the fields beside them."""
        return Counter(collector for its_owners in self.owners.values() for collector in its_owners)


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

    async def _read(self, session: AsyncSession, revision: int) -> Mapping[str, Told]:
        if revision > self._latest.revision:
            changed = await repository.pv_rows(session, since=self._latest.revision)
            pvs = await asyncio.to_thread(_with, self._latest.pvs, changed)
            if len(pvs) == await repository.pv_count(session):
                return pvs
        # PVs have another name, or this is an older state of the database.
        return await asyncio.to_thread(_with, {}, await repository.pv_rows(session, since=-1))


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
    return Told(_json(given), tuple((name, _json(what)) for name, what in beside), row["replicas"])


_AS_FIELD = {"mode": "monitor", "period_s": None, "deadband": None, "max_rate_hz": None, "use_adel": False}
"""A field changes when somebody changes it: every change is archived, whatever holds of the value."""


def _beside(name: str, wanted: Iterable[str]) -> list[str]:
    names = [field_of(name, one) for one in wanted]
    return [one for one in names if one != name and len(one) <= MAX_NAME_LENGTH]


def _json(given: Mapping[str, Any]) -> bytes:
    return _ASSIGNED.dump_json(AssignedPv(**given), exclude_defaults=True)


def _draw_lots(before: Shares, revision: int, ids: tuple[str, ...], pvs: Mapping[str, Told]) -> Shares:
    kept = before.owners if ids == before.takers else {}
    single = {one: (one,) for one in ids}  # shared: there are 100,000 PVs
    drawn: dict[str, tuple[str, ...]] = {}
    for name, told in pvs.items():
        known = kept.get(name)
        if known is not None and before.pvs[name].replicas == told.replicas:
            drawn[name] = known
        elif told.replicas > 1:
            drawn[name] = owners(name, ids, told.replicas)
        else:
            one = owner(name, ids)
            drawn[name] = () if one is None else single[one]
    return Shares(revision, ids, pvs, drawn)
