"""Logging in with a password."""

import asyncio
import math

from caflux_contracts.access import Principal
from caflux_service.problems import TooMany, Unauthorised

from caflux_config_api.access import repository
from caflux_config_api.access.keys import principal_of
from caflux_config_api.access.passwords import Passwords
from caflux_config_api.access.throttle import Guesses
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.tables import UserRecord

MOST_WAITING = 50
"""Logins that wait for their turn: hashing a password takes a tenth of a second and 19 MiB on purpose."""


class Logins:
    """Tells who has a name and a password, and makes guessing slow."""

    def __init__(self, database: Database, passwords: Passwords, clock: Clock) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock
        self._guesses = Guesses(clock)
        self._one_by_one = asyncio.Lock()
        self._waiting = 0

    async def by_password(self, name: str, password: str, address: str) -> Principal:
        """Give who has this name and password.

        Raises:
            Unauthorised: nobody has.
            TooMany: there were too many guesses, or there are too many logins at once.
        """
        if self._waiting >= MOST_WAITING:
            raise TooMany("too many log in at once; try again in a few seconds")
        self._waiting += 1
        try:
            async with self._one_by_one:  # many guesses at once would all pass before the first had failed
                return await self._guess(name, password, address)
        finally:
            self._waiting -= 1

    async def _guess(self, name: str, password: str, address: str) -> Principal:
        wait = self._guesses.wait(name, address)
        if wait:
            seconds = math.ceil(wait.total_seconds())
            raise TooMany(
                f"too many wrong passwords for {name}; try again in {seconds} s", retry_after_s=seconds
            )
        async with self._database.reading() as session:
            user = await repository.user_by_name(session, name)
        # Who is not there, disabled, or has no password takes as long as who is.
        stored = user.password_hash if user is not None and not user.disabled else ""
        if not await self._passwords.matches(stored, password) or user is None:
            self._guesses.failed(name, address)
            raise Unauthorised("the user name or the password is wrong")
        self._guesses.succeeded(name, address)
        await self._logged_in(user, password)
        return principal_of(user, "password")

    async def _logged_in(self, user: UserRecord, password: str) -> None:
        before = user.password_hash
        after = await self._passwords.hash(password) if self._passwords.outdated(before) else before
        async with self._database.writing() as session:
            await repository.seen(session, user.id, self._clock())
            if after != before:
                await repository.replace_hash(session, user.id, before, after)
