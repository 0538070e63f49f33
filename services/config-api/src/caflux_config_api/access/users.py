"""What can be done to users."""

from typing import Any

from caflux_contracts.access import NewUser, Principal, Reach, User, UserChange, UserRole
from caflux_service.problems import Conflict, Invalid, NotFound
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.access import repository
from caflux_config_api.access.passwords import Passwords
from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.documents import repository as documents
from caflux_config_api.revision import lock_revision
from caflux_config_api.tables import UserRecord

MOST = 10_000
KIND = "user"


def told(record: UserRecord) -> User:
    """Give a user as they are told to clients."""
    return User(
        name=record.name,
        role=UserRole(record.role),
        disabled=record.disabled,
        origin=record.origin,
        reach=None if record.reach is None else Reach.model_validate(record.reach),
        created_at=record.created_at,
        changed_at=record.changed_at,
        seen_at=record.seen_at,
    )


class Users:
    """The users. There is always an admin who can log in with a password."""

    def __init__(self, database: Database, passwords: Passwords, clock: Clock) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock

    async def every(self) -> list[User]:
        """Give all, by name."""
        async with self._database.reading() as session:
            return [told(record) for record in await repository.users(session)]

    async def get(self, name: str) -> User:
        """Give one."""
        async with self._database.reading() as session:
            return told(await _existing(session, name))

    async def add(self, new: NewUser, by: Principal) -> User:
        """Add one who logs in with a password.

        Raises:
            Conflict: there is one of this name, or there are too many.
        """
        password_hash = await self._passwords.hash(new.password.get_secret_value())
        now = self._clock()
        async with self._database.writing() as session:
            await lock_revision(session)
            if await repository.user_by_name(session, new.name) is not None:
                raise Conflict(f"there is a user {new.name} already")
            if len(await repository.users(session)) >= MOST:
                raise Conflict(f"there are {MOST:,} users already, the most there may be; delete some first")
            record = UserRecord(
                name=new.name,
                role=new.role,
                disabled=False,
                origin="local",
                password_hash=password_hash,
                reach=_stored(new.reach),
                created_at=now,
                changed_at=now,
            )
            session.add(record)
            await audit.record(session, [audit.Entry(KIND, new.name, "added", None, _noted(record))], by, now)
        return told(record)

    async def change(self, name: str, wanted: UserChange, by: Principal) -> User:
        """Change one; a new password, and being disabled, end their sessions.

        Raises:
            Conflict: nobody could administer CAFlux any more.
            Invalid: a password for one who logs in by single sign-on.
        """
        new_hash = None
        if wanted.password is not None:
            new_hash = await self._passwords.hash(wanted.password.get_secret_value())
        async with self._database.writing() as session:
            await lock_revision(session)
            record = await _existing(session, name)
            before = _noted(record)
            _apply(record, wanted, new_hash)
            record.changed_at = self._clock()
            if record.disabled or new_hash is not None:
                await repository.delete_sessions_of(session, record.id)
            await _find_admin(session, name)
            after = _noted(record) | ({} if new_hash is None else {"password": "changed"})
            if after != before:
                entry = audit.Entry(KIND, name, "changed", before, after)
                await audit.record(session, [entry], by, record.changed_at)
        return told(record)

    async def set_password(self, by: Principal, password: str) -> None:
        """Give oneself a new password; end one's sessions."""
        password_hash = await self._passwords.hash(password)
        async with self._database.writing() as session:
            record = await _existing(session, by.name)
            record.password_hash = password_hash
            record.changed_at = self._clock()
            await repository.delete_sessions_of(session, record.id)
            entry = audit.Entry(KIND, by.name, "changed", {}, {"password": "changed"})
            await audit.record(session, [entry], by, record.changed_at)

    async def delete(self, name: str, by: Principal) -> None:
        """Delete one, with their sessions, tokens, and what they kept for themselves; what they shared stays.

        Raises:
            Conflict: nobody could administer CAFlux any more.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            record = await _existing(session, name)
            entry = audit.Entry(KIND, name, "deleted", _noted(record), None)
            await session.delete(record)
            await documents.leave(session, name)
            await _find_admin(session, name)
            await audit.record(session, [entry], by, self._clock())


def _apply(record: UserRecord, wanted: UserChange, new_hash: str | None) -> None:
    """Change a user.

    Raises:
        Invalid: a password for one who logs in by single sign-on.
    """
    if new_hash is not None:
        if record.origin != "local":
            raise Invalid(f"{record.name} logs in by single sign-on and has no password here")
        record.password_hash = new_hash
    if wanted.role is not None:
        record.role = wanted.role
    if wanted.disabled is not None:
        record.disabled = wanted.disabled
    if "reach" in wanted.model_fields_set:
        record.reach = _stored(wanted.reach)


def _noted(record: UserRecord) -> dict[str, Any]:
    """Give what the audit says of a user: nothing of their password."""
    noted = {"role": str(record.role), "disabled": record.disabled, "reach": record.reach}
    return {name: value for name, value in noted.items() if value}


def _stored(reach: Reach | None) -> dict[str, Any] | None:
    return None if reach is None else reach.model_dump()


async def _existing(session: AsyncSession, name: str) -> UserRecord:
    found = await repository.user_by_name(session, name)
    if found is None:
        raise NotFound(f"there is no user {name}")
    return found


async def _find_admin(session: AsyncSession, name: str) -> None:
    await session.flush()
    if not await repository.count_admins(session):
        raise Conflict(f"{name} is the last admin who can log in with a password; make another one first")
