"""What can be done to aliases."""

from caflux_contracts.access import Principal
from caflux_contracts.aliases import Alias, AliasList
from caflux_service.problems import Conflict, NotFound
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.aliases import repository
from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.pvs import repository as pvs
from caflux_config_api.revision import RevisionWatch, current_revision, lock_revision, raise_revision
from caflux_config_api.virtual import repository as virtual

KIND = "alias"
MOST = 50
"""Of one PV."""


def told(named: repository.Named) -> Alias:
    """Give an alias as it is told to clients."""
    alias, pv = named
    return Alias(
        name=alias.name,
        pv=pv,
        renamed=alias.renamed,
        created_at=alias.created_at,
        created_by=alias.created_by,
    )


class Aliases:
    """Other names of PVs. Every change raises the revision and says who made it."""

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock

    async def every(self, known: int | None = None, wait_s: float = 0) -> AliasList | None:
        """Give all as soon as the revision is not `known`; None if it stays so for `wait_s`."""
        if known is not None:
            await self._watch.wait(known, wait_s)
        async with self._database.reading() as session:
            revision = await current_revision(session)
            found = [] if revision == known else await repository.every(session)
        if revision == known:
            return None
        return AliasList(revision=revision, aliases=[told(named) for named in found])

    async def put(self, name: str, pv: str, by: Principal) -> tuple[Alias, bool]:
        """Make `name` another name of `pv`; give the alias, and whether it is new.

        Raises:
            NotFound: there is no such PV.
            Conflict: something else has the name, or the PV has too many.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            found = await pvs.by_name(session, pv)
            if found is None:
                raise NotFound(f"{pv} is not configured; an alias is another name of a PV that is")
            before = await repository.by_name(session, name)
            is_new = before is None or before[1] != pv
            if is_new:
                await self._check(session, name, before, found[0].id)
                await raise_revision(session)
                await pvs.forget(session, name)
                now = self._clock()
                await repository.add(
                    session, name=name, pv_id=found[0].id, renamed=False, created_at=now, created_by=by.name
                )
                await audit.record(session, [audit.Entry(KIND, name, "added", after={"pv": pv})], by, now)
            named = await repository.by_name(session, name)
            assert named is not None
            alias = told(named)
        self._watch.announce()
        return alias, is_new

    async def delete(self, name: str, by: Principal) -> None:
        """Delete an alias; what was archived under it is there under that name only."""
        async with self._database.writing() as session:
            await raise_revision(session)
            named = await repository.by_name(session, name)
            if named is None:
                raise NotFound(f"{name} is no alias")
            await repository.remove(session, name)
            gone = audit.Entry(KIND, name, "deleted", before={"pv": named[1]})
            await audit.record(session, [gone], by, self._clock())
        self._watch.announce()

    async def _check(
        self, session: AsyncSession, name: str, before: repository.Named | None, pv_id: int
    ) -> None:
        if before is not None:
            raise Conflict(f"{name} is another name of {before[1]} already; delete that alias first")
        if await pvs.by_name(session, name) is not None:
            raise Conflict(
                f"{name} is a PV that is archived itself. To count its data to another PV, delete it "
                "first: its data stay"
            )
        if await virtual.by_name(session, name) is not None:
            raise Conflict(f"{name} is a virtual PV; delete that first, or choose another name")
        if len((await repository.of_pvs(session, [pv_id])).get(pv_id, ())) >= MOST:
            raise Conflict(f"the PV has {MOST} other names already, the most there may be; delete some first")
