"""What can be done to virtual PVs."""

from collections.abc import Mapping
from hashlib import blake2b

from caflux_contracts.access import Principal
from caflux_contracts.expressions import ExpressionError, expand, parse
from caflux_contracts.virtual import ExpressionScale, VirtualPv, VirtualPvList, VirtualPvSettings
from caflux_service.problems import Conflict, Invalid, NotFound
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.aliases import repository as aliases
from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.conditions import Match
from caflux_config_api.database import Database
from caflux_config_api.metadata import repository as metadata
from caflux_config_api.pvs import repository as pvs
from caflux_config_api.revision import RevisionWatch, current_revision, lock_revision, raise_revision
from caflux_config_api.tables import VirtualPvRecord
from caflux_config_api.virtual import repository
from caflux_config_api.virtual.scales import Scales

MOST = 5_000
KIND = "virtual_pv"


def told(record: VirtualPvRecord) -> VirtualPv:
    """Give a virtual PV as it is told to clients."""
    return VirtualPv(**{field: getattr(record, field) for field in VirtualPv.model_fields})


def version_of(pv: VirtualPvSettings) -> int:
    """Give a number that is another one as soon as something else is settled: what its ETag is made of."""
    settled = VirtualPvSettings(**{field: getattr(pv, field) for field in VirtualPvSettings.model_fields})
    return int.from_bytes(blake2b(settled.model_dump_json().encode(), digest_size=8).digest())


class VirtualPvs:
    """The virtual PVs. Every change raises the revision and says who made it."""

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock

    async def every(self, known: int | None = None, wait_s: float = 0) -> VirtualPvList | None:
        """Give all as soon as the revision is not `known`; None if it stays so for `wait_s`."""
        if known is not None:
            await self._watch.wait(known, wait_s)
        async with self._database.reading() as session:
            revision = await current_revision(session)
            records = [] if revision == known else await repository.every(session)
        if revision == known:
            return None
        return VirtualPvList(revision=revision, pvs=[told(record) for record in records])

    async def get(self, name: str) -> VirtualPv:
        """Give one."""
        async with self._database.reading() as session:
            return told(await _existing(session, name))

    async def scale(self, text: str) -> ExpressionScale:
        """Give the unit and the precision of an expression.

        Raises:
            Invalid: it can't be read.
        """
        async with self._database.reading() as session:
            virtual = {record.name: told(record) for record in await repository.every(session)}
            try:
                pvs = expand(text, {name: pv.expression for name, pv in virtual.items()}).pvs
            except ExpressionError as error:
                raise Invalid(f"expr: {error}", errors=[error.row("expr")]) from error
            known = await metadata.latest(session, pvs)
        measured = {name: found for name, (_, found) in known.items() if found is not None}
        scale = Scales(virtual, measured).of(parse(text).tree)
        return ExpressionScale(egu=scale.egu, precision=scale.precision)

    async def put(
        self, name: str, settings: VirtualPvSettings, by: Principal, match: Match
    ) -> tuple[VirtualPv, bool]:
        """Add or change one; give it, and whether it is new. Equal settings change nothing.

        Raises:
            PreconditionFailed: it is not what the client has seen.
            PreconditionRequired: the client does not say what it has seen.
            Conflict: a PV that is archived has the name, or there are too many.
            Invalid: with the others, the expression never ends or becomes too large.
        """
        given = settings.model_dump()
        async with self._database.writing() as session:
            await lock_revision(session)
            others = {record.name: record for record in await repository.every(session)}
            before = others.get(name)
            version = None if before is None else version_of(told(before))
            match.check(name, version)
            if version is None:
                await _check_free(session, name, len(others))
            elif version != version_of(settings):
                match.demand(name, version)
            _check_all({key: record.expression for key, record in others.items()}, name, settings.expression)
            known = None if before is None else {field: getattr(before, field) for field in given}
            if given != known:
                await raise_revision(session)
                stamp = {"changed_at": self._clock(), "changed_by": by.name}
                if before is None:
                    created = {"created_at": stamp["changed_at"], "created_by": by.name}
                    await repository.add(session, {"name": name, **given, **stamp, **created})
                else:
                    await repository.change(session, name, {**given, **stamp})
                done = audit.Entry(KIND, name, "added" if known is None else "changed", known, given)
                await audit.record(session, [done], by, self._clock())
                session.expire_all()
            virtual = told(await _existing(session, name))
        self._watch.announce()
        return virtual, before is None

    async def delete(self, name: str, by: Principal, match: Match) -> None:
        """Delete one.

        Raises:
            PreconditionFailed: it is not what the client has seen.
            Conflict: another virtual PV needs it.
        """
        async with self._database.writing() as session:
            await raise_revision(session)
            before = told(await _existing(session, name))
            match.check(name, version_of(before))
            users = [
                record.name
                for record in await repository.every(session)
                if name in parse(record.expression).pvs
            ]
            if users:
                raise Conflict(f"{name} is needed by {', '.join(users[:5])}; change or delete these first")
            await repository.remove(session, name)
            given = before.model_dump(include=set(VirtualPvSettings.model_fields))
            await audit.record(session, [audit.Entry(KIND, name, "deleted", given)], by, self._clock())
        self._watch.announce()


async def _existing(session: AsyncSession, name: str) -> VirtualPvRecord:
    found = await repository.by_name(session, name)
    if found is None:
        raise NotFound(f"there is no virtual PV {name}; PUT adds it")
    return found


async def _check_free(session: AsyncSession, name: str, others: int) -> None:
    if await pvs.by_name(session, name) is not None:
        raise Conflict(f"{name} is a PV that is archived; give the virtual PV another name")
    alias = await aliases.by_name(session, name)
    if alias is not None:
        raise Conflict(f"{name} is another name of {alias[1]}; give the virtual PV another name")
    if others >= MOST:
        raise Conflict(f"there are {MOST:,} virtual PVs already, the most there may be; delete some first")


def _check_all(virtual: Mapping[str, str], name: str, expression: str) -> None:
    """Find that the new expression, and those that need it, can be computed."""
    after = {**virtual, name: expression}
    try:
        expand(expression, after)
    except ExpressionError as error:
        raise Invalid(f"the expression: {error}", errors=[error.row("expression")]) from error
    for user in _users(after, name):
        try:
            expand(after[user], after)
        except ExpressionError as error:
            raise Invalid(f"{user}, which needs {name}, could no longer be computed: {error}") from error


def _users(virtual: Mapping[str, str], name: str) -> list[str]:
    """Give the virtual PVs that need `name`, also by way of others."""
    inside = {one: parse(expression).pvs for one, expression in virtual.items()}
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        wanted = waiting.pop()
        users = [one for one, pvs in inside.items() if wanted in pvs and one not in found and one != name]
        found.update(dict.fromkeys(users))
        waiting += users
    return list(found)
