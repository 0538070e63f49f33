"""Logging in, and telling who a session or a token belongs to."""

import asyncio
import hmac
import math
import secrets
from datetime import timedelta
from hashlib import sha256

from caflux_contracts.access import ApiToken, IssuedToken, Principal, TokenRequest
from caflux_service.problems import NotFound, TooMany, Unauthorised

from caflux_config_api.access import repository
from caflux_config_api.access.passwords import Passwords
from caflux_config_api.access.throttle import Throttle
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.tables import KeyRecord

SESSION_LASTS = timedelta(days=14)
SECRET_BYTES = 32


def digest(secret: str) -> str:
    """Give what is stored of a session's or a token's secret; random 256 bits need no slow hash."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class Access:
    """Everything about who may do what."""

    def __init__(
        self, database: Database, passwords: Passwords, clock: Clock, service_token: str | None
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock
        self._throttle = Throttle(clock)
        self._guessing = asyncio.Lock()
        self._service_digest = digest(service_token) if service_token else None

    async def by_password(self, name: str, password: str, client: str) -> Principal:
        """Give who has this name and password.

        Raises:
            Unauthorised: nobody has.
            TooMany: `client` has guessed too often.
        """
        key = f"{client} {name}"
        async with self._guessing:  # many guesses at once would all pass before the first had failed
            return await self._guess(name, password, key)

    async def _guess(self, name: str, password: str, key: str) -> Principal:
        wait = self._throttle.wait(key)
        if wait:
            seconds = math.ceil(wait.total_seconds())
            raise TooMany(
                f"too many wrong passwords for {name}; try again in {seconds} s", retry_after_s=seconds
            )
        async with self._database.reading() as session:
            user = await repository.user_by_name(session, name)
        if not await self._passwords.matches(user.password_hash if user else None, password):
            self._throttle.failed(key)
            raise Unauthorised("the user name or the password is wrong")
        assert user is not None
        self._throttle.succeeded(key)
        return Principal(name=user.name, role=user.role)

    async def by_token(self, token: str) -> Principal | None:
        """Give whose API token this is; the services' own is the role `service`."""
        if self._service_digest is not None and hmac.compare_digest(digest(token), self._service_digest):
            return Principal(name="service", role="service")
        return await self._by_key("token", token)

    async def by_session(self, secret: str) -> Principal | None:
        """Give whose browser session this is."""
        return await self._by_key("session", secret)

    async def open_session(self, principal: Principal) -> str:
        """Begin a browser session; give the cookie's value."""
        secret, _ = await self._add_key(principal, "session", "browser", SESSION_LASTS)
        return secret

    async def end_session(self, secret: str) -> None:
        """End a browser session."""
        async with self._database.writing() as session:
            await repository.delete_session(session, digest(secret))

    async def issue_token(self, principal: Principal, wish: TokenRequest) -> IssuedToken:
        """Make an API token."""
        secret, key = await self._add_key(principal, "token", wish.name, timedelta(days=wish.days))
        return IssuedToken(token=secret, id=key.id, name=key.name, expires_at=key.expires_at)

    async def tokens(self) -> list[ApiToken]:
        """Give the API tokens that hold."""
        async with self._database.reading() as session:
            found = await repository.tokens(session, self._clock())
        return [
            ApiToken(
                id=key.id, name=key.name, user=user, created_at=key.created_at, expires_at=key.expires_at
            )
            for key, user in found
        ]

    async def revoke_token(self, token_id: int) -> None:
        """Delete an API token."""
        async with self._database.writing() as session:
            if not await repository.delete_token(session, token_id):
                raise NotFound(f"there is no token {token_id}")

    async def _by_key(self, kind: str, secret: str) -> Principal | None:
        async with self._database.reading() as session:
            user = await repository.user_by_key(session, kind, digest(secret), self._clock())
        return None if user is None else Principal(name=user.name, role=user.role)

    async def _add_key(
        self, principal: Principal, kind: str, name: str, lasts: timedelta
    ) -> tuple[str, KeyRecord]:
        secret = secrets.token_urlsafe(SECRET_BYTES)
        now = self._clock()
        async with self._database.writing() as session:
            await repository.delete_expired(session, now)
            user = await repository.user_by_name(session, principal.name)
            if user is None:
                raise Unauthorised(f"the user {principal.name} is gone")
            key = KeyRecord(
                user_id=user.id,
                kind=kind,
                name=name,
                digest=digest(secret),
                created_at=now,
                expires_at=now + lasts,
            )
            session.add(key)
        return secret, key
