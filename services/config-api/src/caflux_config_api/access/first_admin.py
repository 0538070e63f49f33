"""The first admin: there is no default password, the first start makes one."""

import os
import secrets
from pathlib import Path

import structlog
from caflux_service.settings import SettingsError

from caflux_config_api.access import repository
from caflux_config_api.access.passwords import Passwords
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.revision import lock_revision
from caflux_config_api.tables import UserRecord

ADMIN = "admin"
FILE_NAME = "admin-password"


class FirstAdmin:
    """Sees to it that there is an admin, and that a password which was set is the admin's.

    Args:
        database: Where users are.
        passwords: Hashes the password.
        clock: Gives the time.
        password: The one that was set, if one was.
        data: Folder for a password that is made here, if there is one.
    """

    def __init__(
        self, database: Database, passwords: Passwords, clock: Clock, password: str | None, data: Path | None
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock
        self._password = password
        self._data = data

    async def ensure(self) -> None:
        """Make the admin, or set its password, where that is needed.

        Raises:
            SettingsError: a password would have to be made, and there is no folder to leave it in.
        """
        async with self._database.writing() as session:
            await lock_revision(session)  # two processes that start at once make one admin
            admin = await repository.user_by_name(session, ADMIN)
            if admin is None:
                # One that was deleted, since there are others, does not come back by itself.
                if self._password or not await repository.count_admins(session):
                    session.add(await self._make())
            elif self._password and not await self._passwords.matches(admin.password_hash, self._password):
                admin.password_hash = await self._passwords.hash(self._password)
                admin.changed_at = self._clock()
                await repository.delete_sessions_of(session, admin.id)

    async def _make(self) -> UserRecord:
        now = self._clock()
        return UserRecord(
            name=ADMIN,
            role="admin",
            password_hash=await self._passwords.hash(self._password or _new_password(self._data)),
            created_at=now,
            changed_at=now,
        )


def _new_password(data: Path | None) -> str:
    if data is None:
        raise SettingsError(
            "there is no admin yet: set CAFLUX_ADMIN_PASSWORD, or set CAFLUX_DATA to the folder "
            "into which a new password is to be written"
        )
    password = secrets.token_urlsafe(18)
    path = data / FILE_NAME
    try:
        data.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # of a first start that was cut short
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(password + "\n")
    except OSError as error:
        raise SettingsError(f"the admin's password can't be written to {path}: {error.strerror}") from error
    structlog.get_logger("caflux.config").info("made the admin's password", user=ADMIN, file=str(path))
    return password
