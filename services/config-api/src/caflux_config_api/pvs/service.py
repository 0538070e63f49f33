"""What can be done to the list of PVs."""

from collections.abc import Sequence
from datetime import timedelta

from caflux_contracts.access import Principal
from caflux_contracts.pvs import DeletedPage, Pv, PvSettings, PvState
from caflux_service.problems import Conflict, NotFound
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.aliases import repository as aliases
from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.conditions import UNCONDITIONAL, Match
from caflux_config_api.cursors import write_cursor
from caflux_config_api.database import Database
from caflux_config_api.policies.rules import with_policy
from caflux_config_api.policies.service import defaults
from caflux_config_api.pvs import repository
from caflux_config_api.pvs.changes import Changes
from caflux_config_api.pvs.records import row_of, row_with, to_deleted, to_pv
from caflux_config_api.pvs.search import fold, read_name
from caflux_config_api.retention import repository as retention
from caflux_config_api.revision import RevisionWatch, lock_revision
from caflux_config_api.virtual import repository as virtual


class Pvs:
    """The list of PVs. Every change raises the revision, and the audit says who made it.

    Args:
        database: where they are.
        watch: is told of changes.
        clock: of the audit.
        kept: for so long a deleted PV can be restored.
    """

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock, kept: timedelta) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock
        self._kept = kept

    async def get(self, name: str) -> Pv:
        """Give one PV, by its name or another one of it."""
        return (await self.with_author(name))[0]

    async def with_author(self, name: str) -> tuple[Pv, str]:
        """Give one PV, by its name or another one of it, and who changed it last."""
        async with self._database.reading() as session:
            found = await repository.by_name(session, name)
            alias = None if found else await aliases.by_name(session, name)
            if alias is not None:
                found = await repository.by_id(session, alias[0].pv_id)
            if found is None:
                raise NotFound(f"{name} is not configured; PUT adds it")
            return await _told(session, found), found[0].changed_by

    async def put(
        self, name: str, settings: PvSettings, by: Principal, match: Match = UNCONDITIONAL
    ) -> tuple[Pv, bool]:
        """Add or change a PV; give it, and whether it is new. Equal settings change nothing.

        What is not said of one that is new its policy says.

        Raises:
            Invalid: these are no settings of this PV.
            Conflict: a virtual PV has the name, or it is another name of a PV.
            PreconditionFailed: it is not what the client has seen.
            PreconditionRequired: the client does not say what it has seen, and would change it.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            found = await repository.by_name(session, name)
            match.check(name, None if found is None else found[0].revision)
            before = None if found is None else row_of(found[0])
            if before is None:
                await check_free(session, name)
            given = settings.model_dump()
            if before is None:
                policy = (await defaults(session, [name])).get(name)
                given = with_policy(policy, settings.model_dump(include=settings.model_fields_set))
            row = row_with(name, PvState.ACTIVE if before is None else before.state, given)
            await retention.check_known(session, [row.retention])
            if found is not None and before != row:
                match.demand(name, found[0].revision)
            if before != row:
                await Changes(session, by, self._clock()).put([(before, row)])
            pv = await _told(session, await existing(session, name))
        self._watch.announce()
        return pv, before is None

    async def set_state(self, name: str, state: PvState, by: Principal, match: Match = UNCONDITIONAL) -> Pv:
        """Pause or resume a PV."""
        async with self._database.writing() as session:
            await lock_revision(session)
            record, _ = await existing(session, name)
            match.check(name, record.revision)
            before = row_of(record)
            if before.state is not state:
                after = before.model_copy(update={"state": state})
                await Changes(session, by, self._clock()).put([(before, after)])
            pv = await _told(session, await existing(session, name))
        self._watch.announce()
        return pv

    async def delete(self, name: str, by: Principal, match: Match = UNCONDITIONAL) -> None:
        """Delete a PV from the list; the archive keeps its data, and for a while it can be restored."""
        async with self._database.writing() as session:
            await lock_revision(session)
            record, _ = await existing(session, name)
            match.check(name, record.revision)
            await Changes(session, by, self._clock()).delete([row_of(record)])
        self._watch.announce()

    async def restore(self, name: str, by: Principal) -> Pv:
        """Undo that a PV was deleted.

        Raises:
            NotFound: no deleted PV has the name.
            Conflict: something else has it now.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            record = await repository.deleted(session, name)
            if record is None:
                raise NotFound(f"there is no deleted PV {name}")
            await check_free(session, name)
            await Changes(session, by, self._clock()).restore([row_of(record)])
            pv = await _told(session, await existing(session, name))
        self._watch.announce()
        return pv

    async def deleted(self, cursor: str | None, limit: int) -> DeletedPage:
        """Give one page of the deleted PVs."""
        after = read_name(cursor) if cursor else None
        async with self._database.reading() as session:
            found = await repository.deleted_page(session, after, limit + 1)
        pvs = [to_deleted(record, self._kept) for record in found[:limit]]
        return DeletedPage(pvs=pvs, next_cursor=write_cursor(pvs[-1].name) if len(found) > limit else None)

    async def forget_deleted(self) -> None:
        """Remove those for good that were deleted too long ago to be restored."""
        async with self._database.writing() as session:
            await repository.forget_before(session, self._clock() - self._kept)

    async def rename(self, name: str, to: str, by: Principal, match: Match = UNCONDITIONAL) -> Pv:
        """Call a PV otherwise; the name before becomes another name of it, and its data count as the PV's.

        Raises:
            Conflict: something else has the new name.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            record, _ = await existing(session, name)
            match.check(name, record.revision)
            if to != name:
                await self._rename(session, record.id, name, to, by)
            pv = await _told(session, await existing(session, to))
        self._watch.announce()
        return pv

    async def _rename(self, session: AsyncSession, pv_id: int, name: str, to: str, by: Principal) -> None:
        if await repository.by_name(session, to) is not None:
            raise Conflict(
                f"{to} is archived already. To join them, delete {name}, then PUT /v1/aliases/{name} with "
                f"{to}: the data of both count as those of {to}"
            )
        alias = await aliases.by_name(session, to)
        if alias is None or alias[0].pv_id != pv_id:
            await check_free(session, to)
        await aliases.remove(session, to)
        await repository.forget(session, to)
        controlled = [row_of(record) for record in await repository.controlled_by(session, name)]
        now = self._clock()
        changes = Changes(session, by, now)
        revision = await changes.revision()
        stamp = {"changed_at": now, "changed_by": by.name, "revision": revision}
        await repository.change(session, [name], name=to, name_folded=fold(to), **stamp)
        await aliases.add(session, name=name, pv_id=pv_id, renamed=True, created_at=now, created_by=by.name)
        was, is_now = {"name": name}, {"name": to}
        await audit.record(
            session, [audit.Entry("pv", one, "renamed", was, is_now) for one in (name, to)], by, now
        )
        after = [row.model_copy(update={"controlling_pv": to}) for row in controlled]
        await changes.put(list(zip(controlled, after, strict=True)))


async def existing(session: AsyncSession, name: str) -> repository.Found:
    """Give a PV.

    Raises:
        NotFound: it is not configured.
    """
    found = await repository.by_name(session, name)
    if found is not None:
        return found
    alias = await aliases.by_name(session, name)
    if alias is not None:
        raise NotFound(f"{name} is another name of {alias[1]}; do it to that")
    raise NotFound(f"{name} is not configured; PUT adds it")


async def taken_among(session: AsyncSession, names: Sequence[str]) -> dict[str, str]:
    """Give those of `names` that no PV can have, and what has them."""
    taken = dict.fromkeys(await virtual.names_among(session, names), "a virtual PV")
    for name, pv in (await aliases.pvs_of(session, names)).items():
        taken[name] = f"{pv}, as another name of it,"
    return taken


async def check_free(session: AsyncSession, name: str) -> None:
    """Find that a PV may have a name.

    Raises:
        Conflict: a virtual PV has it, or it is another name of a PV.
    """
    if await virtual.names_among(session, [name]):
        raise Conflict(f"{name} is a virtual PV; delete that first, or give one of them another name")
    alias = await aliases.by_name(session, name)
    if alias is not None:
        raise Conflict(f"{name} is another name of {alias[1]}; delete that alias first")


async def _told(session: AsyncSession, found: repository.Found) -> Pv:
    names = await aliases.of_pvs(session, [found[0].id])
    return to_pv(found, names.get(found[0].id, ()))
