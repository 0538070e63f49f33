"""What can be done to retention classes."""

from typing import Any

from caflux_contracts.access import Principal
from caflux_contracts.retention import (
    STANDARD,
    AssignedRetention,
    KeptFor,
    Loss,
    RetentionChange,
    RetentionClass,
    RetentionList,
    RetentionSettings,
)
from caflux_service.problems import Conflict, Invalid, NotFound
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.conditions import Match
from caflux_config_api.database import Database
from caflux_config_api.retention import repository
from caflux_config_api.retention.losses import losses
from caflux_config_api.revision import RevisionWatch, lock_revision, raise_revision
from caflux_config_api.tables import RetentionRecord

MOST = 20
KIND = "retention"
_NAMED = 100


def kept_for(record: RetentionRecord) -> KeptFor:
    """Give a class's durations."""
    return KeptFor(raw=record.raw, rollup_1m=record.rollup_1m, rollup_1h=record.rollup_1h)


async def assigned(session: AsyncSession) -> list[AssignedRetention]:
    """Give the classes as collectors are told: data may be left of those that were deleted."""
    return [
        AssignedRetention(name=record.name, **kept_for(record).model_dump())
        for record in await repository.every(session)
    ]


class RetentionClasses:
    """The retention classes. Every change raises the revision and says who made it.

    A class that is deleted is remembered: the archive may hold data of it, which are kept as it said. One
    that is made again under the name goes on with them.
    """

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock

    async def every(self) -> RetentionList:
        """Give all."""
        async with self._database.reading() as session:
            return RetentionList(classes=list((await _told(session)).values()))

    async def get(self, name: str) -> RetentionClass:
        """Give one."""
        async with self._database.reading() as session:
            return _existing(await _told(session), name)

    async def put(
        self,
        name: str,
        settings: RetentionSettings,
        by: Principal,
        match: Match,
        *,
        dry_run: bool,
        confirm: bool,
    ) -> tuple[RetentionChange, bool]:
        """Add or change one, or with `dry_run` tell what that would do; give it, and whether it is new.

        Raises:
            PreconditionFailed: it is not what the client has seen.
            PreconditionRequired: the client does not say what it has seen.
            Invalid: `standard` can't be changed, or the default not be taken from a class.
            Conflict: the change deletes data and is not confirmed, or there are too many classes.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            told = await _told(session)
            known = {record.name: record for record in await repository.every(session)}
            _check(name, settings, told)
            is_same = name in told and all(getattr(told[name], key) == value for key, value in settings)
            match.check(name, told[name].revision if name in told else None)
            if name in told and not (is_same or dry_run):
                match.demand(name, told[name].revision)
            before = known.get(name)
            gone = losses(kept_for(before) if before else None, settings, self._clock())
            if gone and not (confirm or dry_run):
                raise Conflict(_warning(name, gone), errors=[loss.model_dump(mode="json") for loss in gone])
            if not (dry_run or is_same):
                await self._store(session, name, settings, told, by)
            after = (await _told(session)).get(name) or RetentionClass(
                name=name, pvs=0, **settings.model_dump()
            )
            names = await repository.first_names(
                session, name, default=name in told and told[name].default, most=_NAMED
            )
        self._watch.announce()
        shown = after.model_copy(update=settings.model_dump()) if dry_run else after
        change = RetentionChange(
            retention=shown, applied=not dry_run, losses=gone, pvs=after.pvs, names=names
        )
        return change, name not in told

    async def _store(
        self,
        session: AsyncSession,
        name: str,
        settings: RetentionSettings,
        told: dict[str, RetentionClass],
        by: Principal,
    ) -> None:
        before = told.get(name)
        revision = await raise_revision(session)
        if name != STANDARD:
            row = settings.model_dump(exclude={"default"})
            was = before is not None and before.default
            await repository.store(
                session, name, {**row, **self._stamp(by, revision), "deleted": False, "is_default": was}
            )
        if settings.default:
            await repository.set_default(session, name, revision)
        session.expire_all()
        await self._record(session, told, by)

    def _stamp(self, by: Principal, revision: int) -> dict[str, Any]:
        return {"changed_at": self._clock(), "changed_by": by.name, "revision": revision}

    async def _record(self, session: AsyncSession, before: dict[str, RetentionClass], by: Principal) -> None:
        """Write down what is otherwise than `before`: where the default moves that is two classes."""
        after = await _told(session)
        entries = []
        for name in sorted({*before, *after}):
            was, now = _settings(before.get(name)), _settings(after.get(name))
            if was != now:
                action = "added" if was is None else "deleted" if now is None else "changed"
                entries.append(audit.Entry(KIND, name, action, was, now))
        await audit.record(session, entries, by, self._clock())

    async def delete(self, name: str, by: Principal, match: Match) -> None:
        """Delete one; its data stay for as long as it said.

        Raises:
            PreconditionFailed: it is not what the client has seen.
            Invalid: it is `standard`.
            Conflict: PVs are of it, or it is the default.
        """
        if name == STANDARD:
            raise Invalid("the class standard is built in and can't be deleted")
        async with self._database.writing() as session:
            revision = await raise_revision(session)
            told = await _told(session)
            found = _existing(told, name)
            match.check(name, found.revision)
            if found.default:
                raise Conflict(f"{name} is the default class; make another one the default first")
            if found.pvs:
                names = await repository.first_names(session, name, default=False, most=5)
                raise Conflict(
                    f"{found.pvs} PVs are of the class {name}: {', '.join(names)}"
                    f"{', …' if found.pvs > len(names) else ''}; give them another class first. PVs that "
                    "were deleted and can still be restored count, too"
                )
            await repository.store(session, name, {"deleted": True, **self._stamp(by, revision)})
            session.expire_all()
            await self._record(session, told, by)
        self._watch.announce()


async def _told(session: AsyncSession) -> dict[str, RetentionClass]:
    """Give the classes that there are, by name, as they are told to clients."""
    every = await repository.every(session)
    records = [record for record in every if not record.deleted]
    counts = await repository.counts(session)
    default = next((record.name for record in records if record.is_default), STANDARD)
    pvs = {name: counts.get(name, 0) for name in [STANDARD, *(record.name for record in records)]}
    pvs[default] += counts.get(None, 0)
    found = {
        record.name: RetentionClass(
            name=record.name,
            **kept_for(record).model_dump(),
            description=record.description,
            default=record.is_default,
            pvs=pvs[record.name],
            changed_at=record.changed_at,
            changed_by=record.changed_by,
            revision=record.revision,
        )
        for record in records
    }
    found[STANDARD] = RetentionClass(
        name=STANDARD,
        description="Everything, for ever.",
        default=default == STANDARD,
        pvs=pvs[STANDARD],
        revision=max((record.revision for record in every), default=0),  # whoever took or gave the default
    )
    return dict(sorted(found.items()))


def _settings(one: RetentionClass | None) -> dict[str, Any] | None:
    """Give what the audit says of a class: what differs from the defaults."""
    if one is None:
        return None
    return one.model_dump(mode="json", include=set(RetentionSettings.model_fields), exclude_defaults=True)


def _existing(told: dict[str, RetentionClass], name: str) -> RetentionClass:
    if name not in told:
        raise NotFound(f"there is no retention class {name}; there are {', '.join(told)}")
    return told[name]


def _check(name: str, settings: RetentionSettings, told: dict[str, RetentionClass]) -> None:
    if name == STANDARD and any(settings.levels().values()):
        raise Invalid("the class standard keeps everything for ever; make another class, and PVs be of that")
    if name in told and told[name].default and not settings.default:
        raise Invalid(f"{name} is the default class; make another one the default instead")
    if name not in told and len(told) >= MOST:
        raise Conflict(f"there are {MOST} retention classes already, the most there may be")


def _warning(name: str, gone: list[Loss]) -> str:
    parts = [f"{loss.level} from before {loss.before:%Y-%m-%d %H:%M} UTC" for loss in gone]
    return (
        f"this deletes for good what the PVs of the class {name} have of {', of '.join(parts)}; "
        "ask with dry_run=true for whose data that are, and with confirm=true to have it done"
    )
