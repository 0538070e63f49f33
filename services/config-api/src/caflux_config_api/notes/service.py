"""What can be done with notes, and by whom."""

from datetime import datetime
from typing import Any

from caflux_contracts.access import Permission, Principal
from caflux_contracts.notes import Note, NoteList, NoteSettings
from caflux_service.problems import Conflict, Forbidden, Invalid, NotFound
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.conditions import Match
from caflux_config_api.database import Database
from caflux_config_api.notes import repository
from caflux_config_api.revision import lock_revision
from caflux_config_api.tables import NoteRecord

MOST = 100_000
KIND = "note"


class Notes:
    """The notes. Everybody who may read sees them all; who wrote one changes it, and who may configure.

    Collectors need not hear of any of it, so the revision stays.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def within(self, start: datetime, stop: datetime, limit: int) -> NoteList:
        """Give the latest notes of a range.

        Raises:
            Invalid: it ends before it begins.
        """
        if stop < start:
            raise Invalid("the range must end after it begins: since is after until")
        async with self._database.reading() as session:
            found = await repository.within(session, start, stop, limit + 1)
        return NoteList(notes=[_told(record) for record in found[-limit:]], more=len(found) > limit)

    async def add(self, settings: NoteSettings, by: Principal) -> Note:
        """Write a new one.

        Raises:
            Conflict: there are too many.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            if await repository.count(session) >= MOST:
                raise Conflict(f"there are {MOST:,} notes already, the most there may be; delete old ones")
            now = self._clock()
            record = NoteRecord(by=by.name, created_at=now, version=0)
            _write(record, settings, by, now)
            session.add(record)
            await session.flush()
            await self._record(session, record.id, "added", None, record, by)
            return _told(record)

    async def put(self, number: int, settings: NoteSettings, by: Principal, match: Match) -> Note:
        """Change one; give it. Equal settings change nothing.

        Raises:
            NotFound: there is none.
            Forbidden: it is somebody else's, and they may not.
            PreconditionFailed: it is not what the client has seen.
            PreconditionRequired: the client does not say what it has seen.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            record = await _theirs(session, number, by, "change")
            name = f"the note {number}"
            match.check(name, record.version)
            before = _told(record)
            if all(getattr(before, key) == value for key, value in settings):
                return before
            match.demand(name, record.version)
            _write(record, settings, by, self._clock())
            await session.flush()
            await self._record(session, number, "changed", before, record, by)
            return _told(record)

    async def delete(self, number: int, by: Principal, match: Match) -> None:
        """Delete one.

        Raises:
            NotFound: there is none.
            Forbidden: it is somebody else's, and they may not.
            PreconditionFailed: it is not what the client has seen.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            record = await _theirs(session, number, by, "delete")
            match.check(f"the note {number}", record.version)
            before = _told(record)
            await session.delete(record)
            await self._record(session, number, "deleted", before, None, by)

    async def _record(
        self,
        session: AsyncSession,
        number: int,
        action: str,
        before: Note | None,
        after: NoteRecord | None,
        by: Principal,
    ) -> None:
        now_is = None if after is None else _told(after)
        entry = audit.Entry(KIND, str(number), action, _noted(before), _noted(now_is))
        await audit.record(session, [entry], by, self._clock())


async def _theirs(session: AsyncSession, number: int, by: Principal, what: str) -> NoteRecord:
    record = await session.get(NoteRecord, number)
    if record is None:
        raise NotFound(f"there is no note {number}; somebody may have deleted it")
    if record.by != by.name and not by.may(Permission.CONFIGURE):
        raise Forbidden(
            f"{by.name} may not {what} the note of {record.by}: that needs the permission to configure"
        )
    return record


def _write(record: NoteRecord, settings: NoteSettings, by: Principal, now: datetime) -> None:
    record.start, record.text = settings.start, settings.text
    record.last, record.span = settings.stop or settings.start, settings.stop is not None
    record.changed_at, record.changed_by = now, by.name
    record.version += 1


def _told(record: NoteRecord) -> Note:
    own = set(Note.model_fields) - {"stop"}
    return Note(**{field: getattr(record, field) for field in own}, stop=record.last if record.span else None)


def _noted(note: Note | None) -> dict[str, Any] | None:
    if note is None:
        return None
    return note.model_dump(mode="json", include=set(NoteSettings.model_fields), exclude_none=True)
