"""Keep what IOCs say of their PVs, every version of it."""

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from caflux_contracts.pvs import PvMetadata
from caflux_service.problems import NotFound
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.metadata import repository
from caflux_config_api.metadata.versions import Step, judge, version_at
from caflux_config_api.revision import lock_revision

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Metadata:
    """The metadata of PVs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def report(self, reported: Sequence[PvMetadata]) -> None:
        """Store metadata; of PVs that are no longer configured they are left out.

        What says nothing new is not written, and takes no lock.
        """
        now = self._clock()
        told = {metadata.pv: _clean(metadata, to_ns(now)) for metadata in reported}
        async with self._database.reading() as session:
            news = await self._news(session, told.values())
        if not news:
            return
        async with self._database.writing() as session:
            await lock_revision(session)  # one writer at a time; metadata are no change of the revision
            steps = await self._news(session, [told[name] for name in news])
            latest = [(pv_id, what) for pv_id, step, _, what in steps.values() if step is not Step.LATE]
            before = [
                (pv_id, known)
                for pv_id, step, known, _ in steps.values()
                if step is Step.VERSION and known is not None
            ]
            late = [(pv_id, what) for pv_id, step, _, what in steps.values() if step is Step.LATE]
            await repository.add_older(session, before + late)
            await repository.put_latest(session, latest, now)

    async def _news(
        self, session: AsyncSession, told: Iterable[PvMetadata]
    ) -> dict[str, tuple[int, Step, PvMetadata | None, PvMetadata]]:
        """Give id, step, what was known and what is to be known of the PVs of which something new is told."""
        by_name = {metadata.pv: metadata for metadata in told}
        found: dict[str, tuple[int, Step, PvMetadata | None, PvMetadata]] = {}
        for name, (pv_id, known) in (await repository.latest(session, by_name)).items():
            step, metadata = judge(known, by_name[name])
            if step is not Step.NOTHING:
                found[name] = pv_id, step, known, metadata
        return found

    async def at(self, names: Sequence[str], at_ns: int | None) -> list[PvMetadata]:
        """Give the metadata of PVs, in this order: the latest, or those that held at a time (ns).

        PVs of which nothing is known are left out.
        """
        async with self._database.reading() as session:
            latest = await repository.latest(session, names)
            found = {name: known for name, (_, known) in latest.items() if known is not None}
            if at_ns is not None:
                later = [name for name, known in found.items() if (known.valid_from_ns or 0) > at_ns]
                before = await repository.older(session, later)
                for name in later:
                    found[name] = version_at([*before.get(name, []), found[name]], at_ns) or found[name]
        return [found[name] for name in names if name in found]

    async def versions(self, name: str) -> list[PvMetadata]:
        """Give every version of a PV's metadata, the oldest first.

        Raises:
            NotFound: the PV is not configured.
        """
        async with self._database.reading() as session:
            latest = await repository.latest(session, [name])
            before = await repository.older(session, [name])
        if name not in latest:
            raise NotFound(f"{name} is not configured")
        newest = latest[name][1]
        all_versions = [*before.get(name, []), *([] if newest is None else [newest])]
        return sorted(all_versions, key=lambda version: version.valid_from_ns or 0)


def to_ns(time: datetime) -> int:
    """Give a time in ns since 1970."""
    return (time - _EPOCH) // timedelta(microseconds=1) * 1_000


def _clean(metadata: PvMetadata, now_ns: int) -> PvMetadata:
    # An IOC may well report NaN as a limit that nobody has set; MySQL has no such number.
    gone = {
        name: None
        for name in repository.FIELDS
        if isinstance(value := getattr(metadata, name), float) and not math.isfinite(value)
    }
    since = now_ns if metadata.valid_from_ns is None else metadata.valid_from_ns
    return metadata.model_copy(update={**gone, "valid_from_ns": since})
