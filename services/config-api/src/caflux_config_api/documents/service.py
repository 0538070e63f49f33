"""What can be done with saved documents, and by whom."""

import hashlib
import json
import secrets
from datetime import datetime

from caflux_contracts.access import Permission, Principal
from caflux_contracts.documents import (
    DocumentEntry,
    DocumentKind,
    DocumentList,
    DocumentSettings,
    NewDocument,
    SavedDocument,
    text_of,
)
from caflux_service.problems import Conflict, Forbidden, NotFound
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.conditions import Match
from caflux_config_api.database import Database
from caflux_config_api.documents import repository
from caflux_config_api.revision import lock_revision
from caflux_config_api.tables import DocumentRecord

MOST = 500


class Documents:
    """The saved documents.

    A document is its owner's until it is shared. Then everybody sees it, and whoever may operate may change
    it: a wall's board is not one person's. Collectors need not hear of any of it, so the revision stays.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def every(self, kind: DocumentKind | None, by: Principal | None) -> DocumentList:
        """Give those that somebody sees; None: nobody in particular."""
        async with self._database.reading() as session:
            found = await repository.seen_by(session, None if by is None else by.name, kind)
        return DocumentList(documents=[_entry(record) for record in found])

    async def get(self, document_id: str, by: Principal | None) -> SavedDocument:
        """Give one.

        Raises:
            NotFound: there is none that they may see.
        """
        async with self._database.reading() as session:
            return _told(await _seen(session, document_id, by))

    async def add(self, new: NewDocument, by: Principal) -> SavedDocument:
        """Keep a new one.

        Raises:
            Conflict: they have one of this name, or too many.
            Forbidden: it is to be shared, and they may not.
        """
        if new.shared:
            _check_sharing(by, f"share a {new.kind}")
        async with self._database.writing() as session:
            await lock_revision(session)
            if await repository.count_of(session, by.name) >= MOST:
                raise Conflict(f"{by.name} has {MOST} documents already, the most there may be; delete some")
            now = self._clock()
            record = DocumentRecord(
                id=secrets.token_hex(8), kind=new.kind, owner=by.name, created_at=now, version=0
            )
            await _check_name(session, record, new.name)
            _write(record, new, by, now)
            session.add(record)
            await session.flush()
            await _audit(session, "added", None, record, by, now)
            return _told(record)

    async def put(
        self, document_id: str, settings: DocumentSettings, by: Principal, match: Match
    ) -> SavedDocument:
        """Change one; give it. Equal settings change nothing.

        Raises:
            NotFound: there is none that they may see.
            Forbidden: it is shared, or to be, and they may not.
            Conflict: its owner has another one of this name.
            PreconditionFailed: it is not what the client has seen.
            PreconditionRequired: the client does not say what it has seen.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            record = await _seen(session, document_id, by)
            if record.shared or settings.shared:
                _check_sharing(by, f"change a {record.kind} that is shared")
            if record.shared and not settings.shared and record.owner != by.name:
                raise Forbidden(f"only its owner takes {record.name} back; save a copy of your own instead")
            match.check(record.name, record.version)
            if settings == _settings(record):
                return _told(record)
            match.demand(record.name, record.version)
            if settings.name != record.name:
                await _check_name(session, record, settings.name)
            before, now = _told(record), self._clock()
            _write(record, settings, by, now)
            await session.flush()
            await _audit(session, "changed", before, record, by, now)
            return _told(record)

    async def delete(self, document_id: str, by: Principal, match: Match) -> None:
        """Delete one.

        Raises:
            NotFound: there is none that they may see.
            Forbidden: it is shared, and they may not.
            PreconditionFailed: it is not what the client has seen.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            record = await _seen(session, document_id, by)
            if record.shared:
                _check_sharing(by, f"delete a {record.kind} that is shared")
            match.check(record.name, record.version)
            before = _told(record)
            await session.delete(record)
            await _audit(session, "deleted", before, None, by, self._clock())


async def _seen(session: AsyncSession, document_id: str, by: Principal | None) -> DocumentRecord:
    record = await session.get(DocumentRecord, document_id)
    if record is None or not (record.shared or (by is not None and record.owner == by.name)):
        raise NotFound(f"there is no document {document_id} that you may see; log in, if it is your own")
    return record


def _check_sharing(by: Principal, what: str) -> None:
    if not by.may(Permission.OPERATE):
        raise Forbidden(f"{by.name} may not {what}: it needs the permission to operate")


async def _check_name(session: AsyncSession, record: DocumentRecord, name: str) -> None:
    other = await repository.called(session, record.owner, record.kind, name)
    if other not in {None, record.id}:
        whose = record.owner or "nobody"
        raise Conflict(f"{whose} has a {record.kind} called {name} already ({other}); give it another name")


def _write(record: DocumentRecord, settings: DocumentSettings, by: Principal, now: datetime) -> None:
    record.name, record.description, record.shared = settings.name, settings.description, settings.shared
    record.content = text_of(settings.content)
    record.changed_at, record.changed_by = now, by.name
    record.version += 1


def _entry(record: DocumentRecord) -> DocumentEntry:
    return DocumentEntry(**{field: getattr(record, field) for field in DocumentEntry.model_fields})


def _told(record: DocumentRecord) -> SavedDocument:
    return SavedDocument(**dict(_entry(record)), content=json.loads(record.content))


def _settings(record: DocumentRecord) -> DocumentSettings:
    told = _told(record)
    return DocumentSettings(**{field: getattr(told, field) for field in DocumentSettings.model_fields})


async def _audit(
    session: AsyncSession,
    action: str,
    before: SavedDocument | None,
    after: DocumentRecord | None,
    by: Principal,
    now: datetime,
) -> None:
    """Note a change, but for the content: of what somebody keeps for themselves only admins are told."""
    now_is = None if after is None else _told(after)
    sides = [side for side in (before, now_is) if side is not None]
    public = any(side.shared for side in sides)
    kind = sides[0].kind if public else f"own_{sides[0].kind}"
    entry = audit.Entry(kind, sides[-1].name, action, _noted(before), _noted(now_is))
    await audit.record(session, [entry], by, now)


def _noted(document: SavedDocument | None) -> dict[str, object] | None:
    if document is None:
        return None
    digest = hashlib.sha256(text_of(document.content).encode()).hexdigest()
    noted = {
        "id": document.id,
        "name": document.name,
        "owner": document.owner,
        "shared": document.shared,
        "description": document.description,
        "content": f"sha256 {digest[:16]}",
    }
    return {name: value for name, value in noted.items() if value}
