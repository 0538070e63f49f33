"""Registration of collectors, and their shares of the PVs."""

from datetime import timedelta

from caflux_contracts.collectors import Assignment, Collector, CollectorRegistration
from caflux_service.problems import NotFound

from caflux_config_api.clock import Clock
from caflux_config_api.collectors import repository
from caflux_config_api.collectors.shares import Shares, SharesCache
from caflux_config_api.database import Database
from caflux_config_api.purges.repository import orders_for
from caflux_config_api.retention.service import assigned
from caflux_config_api.revision import RevisionWatch, raise_revision
from caflux_config_api.tables import CollectorRecord


class Collectors:
    """The collectors and their leases."""

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock, lease_s: float) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock
        self._lease_s = lease_s
        self._shares = SharesCache()

    async def every(self) -> list[Collector]:
        """Give every collector that has ever registered."""
        return (await self._all())[0]

    async def owners(self, pv: str) -> tuple[list[Collector], tuple[str, ...]]:
        """Give every collector, and the ids of those that are to archive a PV."""
        told, shares = await self._all()
        return told, shares.lots.owners.get(pv, ())

    async def _all(self) -> tuple[list[Collector], Shares]:
        async with self._database.reading() as session:
            records = await repository.every(session)
            shares = await self._shares.at(session, [repository.party_of(record) for record in records])
        counts, leaving = shares.counts(), shares.leaving()
        return [self._told(record, counts[record.id], leaving[record.id]) for record in records], shares

    async def register(self, collector: str, registration: CollectorRegistration) -> Collector:
        """Register a collector, or renew its lease."""
        told = registration.model_dump()
        now = self._clock()
        async with self._database.writing() as session:
            renewed = await repository.renew(session, collector, told, now)
            if not renewed:
                await raise_revision(session)
                await repository.admit(session, collector, told, now)
        if not renewed:
            self._watch.announce()
        return next(known for known in await self.every() if known.id == collector)

    async def forget(self, collector: str) -> None:
        """Forget a collector; its PVs move to the others."""
        async with self._database.writing() as session:
            await raise_revision(session)
            if not await repository.remove(session, collector):
                raise NotFound(f"there is no collector {collector}")
        self._watch.announce()

    async def drain(self, collector: str, *, draining: bool) -> Collector:
        """Take all PVs from a collector, others having them first; or let it have PVs again."""
        async with self._database.writing() as session:
            await raise_revision(session)
            if not await repository.drain(session, collector, draining=draining):
                raise NotFound(f"there is no collector {collector}")
        self._watch.announce()
        return next(known for known in await self.every() if known.id == collector)

    async def hand_over(self) -> None:
        """Take PVs from collectors that kept them only until others had them, where those have them now."""
        async with self._database.reading() as session:
            parties = [repository.party_of(record) for record in await repository.every(session)]
            shares = await self._shares.at(session, parties)
        if shares.lots.hand_over(parties):
            async with self._database.writing() as session:
                await raise_revision(session)
            self._watch.announce()

    async def assignment(self, collector: str, known: int | None, wait_s: float) -> bytes | None:
        """Give the PVs of a collector as soon as the revision is not `known`; None if it stays so.

        Returns:
            An Assignment in JSON: of 100,000 PVs there is no time to make models.
        """
        if known is not None:
            await self._watch.wait(known, wait_s)
        async with self._database.reading() as session:
            records = await repository.every(session)
            if collector not in {record.id for record in records}:
                raise NotFound(f"there is no collector {collector}; it registers with PUT first")
            shares = await self._shares.at(session, [repository.party_of(record) for record in records])
            retention = await assigned(session)
            purges = await orders_for(session, collector)
        if shares.revision == known:
            return None
        empty = Assignment(
            collector=collector,
            revision=shares.revision,
            lease_s=self._lease_s,
            total=len(shares.pvs),
            retention=retention,
            keeper=collector == min((name for name, _ in shares.lots.takers), default=None),
            purges=purges,
            pvs=[],
        )
        head = empty.model_dump_json().encode().removesuffix(b"]}")
        return head + b",\n".join(shares.of(collector)) + b"]}"

    async def expire(self, since: timedelta) -> None:
        """Take collectors that have been silent for `since` for dead; their PVs move to the others."""
        silent_since = self._clock() - since
        async with self._database.reading() as session:
            if not await repository.any_silent(session, silent_since):
                return
        async with self._database.writing() as session:
            await raise_revision(session)
            await repository.expire(session, silent_since)
        self._watch.announce()

    def _told(self, record: CollectorRecord, pv_count: int, leaving_count: int) -> Collector:
        lease_over = record.seen_at + timedelta(seconds=self._lease_s)
        return Collector(
            id=record.id,
            host=record.host,
            version=record.version,
            engine_url=record.engine_url,
            manager_url=record.manager_url,
            capacity=record.capacity,
            registered_at=record.registered_at,
            seen_at=record.seen_at,
            lease_s=self._lease_s,
            alive=lease_over >= self._clock(),
            pv_count=pv_count,
            leaving_count=leaving_count,
            draining=record.draining,
            settled=record.settled,
        )
