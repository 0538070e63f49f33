"""Sessions and tokens: made, found again, ended."""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from caflux_contracts.access import (
    PERMISSIONS,
    ApiToken,
    IssuedToken,
    Permission,
    Principal,
    Reach,
    Role,
    TokenRequest,
)
from caflux_service.problems import Forbidden, NotFound, Unauthorised
from sqlalchemy.exc import SQLAlchemyError

from caflux_config_api.access import repository
from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.tables import KeyRecord, UserRecord

SECRET_BYTES = 32
TOUCHED_EVERY = timedelta(minutes=1)
"""How exactly it is known when a key was last used: each time it is noted is a write."""


def digest(secret: str) -> str:
    """Give what is stored of a session's or a token's secret; random 256 bits need no slow hash."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def principal_of(user: UserRecord, via: str, scope: list[str] | None = None) -> Principal:
    """Give what a user may do; with a scope, no more than that."""
    role = Role(user.role)
    allowed = PERMISSIONS[role] if scope is None else PERMISSIONS[role].intersection(scope)
    reach = None if user.reach is None or role is Role.ADMIN else Reach.model_validate(user.reach)
    return Principal(name=user.name, role=role, permissions=sorted(allowed), via=via, reach=reach)


class Keys:
    """The sessions of browsers, the tokens of scripts, and the two tokens of the services.

    Args:
        database: Where they are.
        clock: Gives the time.
        services: The secrets of services that have one, by the role that it gives.
        idle: A session that is not used for so long ends.
        lasts: A session ends then, however much it is used.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        services: dict[Role, str],
        idle: timedelta,
        lasts: timedelta,
    ) -> None:
        self._database = database
        self._clock = clock
        self._services = {role: digest(secret) for role, secret in services.items()}
        self._idle = idle
        self.lasts = lasts

    async def by_token(self, token: str) -> Principal | None:
        """Give whose token this is."""
        given = digest(token)
        for role, known in self._services.items():
            if hmac.compare_digest(given, known):
                return Principal(name=role, role=role, permissions=sorted(PERMISSIONS[role]), via="token")
        return await self._by_key("token", given)

    async def by_session(self, secret: str) -> Principal | None:
        """Give whose browser session this is, and let it last longer."""
        return await self._by_key("session", digest(secret))

    async def open_session(self, principal: Principal) -> str:
        """Begin a browser session; give the cookie's value."""
        now = self._clock()
        secret, _ = await self._add(principal, "session", "browser", now + self._idle, now + self.lasts)
        return secret

    async def end_session(self, secret: str) -> None:
        """End a browser session."""
        async with self._database.writing() as session:
            await repository.delete_session(session, digest(secret))

    async def end_sessions(self, name: str, by: Principal) -> None:
        """End all of a user's browser sessions.

        Raises:
            NotFound: there is no such user.
        """
        async with self._database.writing() as session:
            user = await repository.user_by_name(session, name)
            if user is None:
                raise NotFound(f"there is no user {name}")
            await repository.delete_sessions_of(session, user.id)
            await audit.record(session, [audit.Entry("session", name, "all ended")], by, self._clock())

    async def issue_token(self, principal: Principal, wish: TokenRequest) -> IssuedToken:
        """Make an API token of who asks, which may do no more than they.

        Raises:
            Forbidden: it was to do more, or is asked for with a token that isn't an admin's.
        """
        if principal.via == "token" and not principal.may(Permission.ADMINISTER):
            raise Forbidden("a token can't make another one; log in, or use name and password (HTTP Basic)")
        more = set(wish.scope or ()).difference(principal.permissions)
        if more:
            raise Forbidden(
                f"{principal.name} may not {' or '.join(sorted(more))}, and so no token of theirs"
            )
        whole = set(PERMISSIONS[principal.role]) == set(principal.permissions)
        scope = wish.scope if wish.scope or whole else principal.permissions
        ends = self._clock() + timedelta(days=wish.days)
        secret, key = await self._add(principal, "token", wish.name, ends, ends, scope)
        return IssuedToken(token=secret, id=key.id, name=key.name, expires_at=key.expires_at)

    async def tokens(self, principal: Principal) -> list[ApiToken]:
        """Give the API tokens that hold: one's own, an admin's everybody's."""
        own = None if principal.may(Permission.ADMINISTER) else principal.name
        async with self._database.reading() as session:
            found = await repository.tokens(session, self._clock(), own)
        return [
            ApiToken(
                id=key.id,
                name=key.name,
                user=user,
                scope=None if key.scope is None else [Permission(one) for one in key.scope],
                created_at=key.created_at,
                expires_at=key.expires_at,
                used_at=key.used_at,
            )
            for key, user in found
        ]

    async def revoke_token(self, principal: Principal, token_id: int) -> None:
        """Delete an API token, one's own or, as an admin, any.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        async with self._database.writing() as session:
            found = await repository.token(session, token_id)
            if found is None or not (principal.may(Permission.ADMINISTER) or found[1] == principal.name):
                raise NotFound(f"there is no token {token_id}")
            await session.delete(found[0])
            title = {"name": found[0].name, "user": found[1]}
            gone = audit.Entry("token", str(token_id), "revoked", title)
            await audit.record(session, [gone], principal, self._clock())

    async def _by_key(self, kind: str, secret_digest: str) -> Principal | None:
        now = self._clock()
        async with self._database.reading() as session:
            found = await repository.key_of(session, kind, secret_digest, now)
        if found is None:
            return None
        key, user = found
        if key.used_at is None or now - key.used_at >= TOUCHED_EVERY:
            await self._touch(key, now)
        return principal_of(user, kind, key.scope)

    async def _touch(self, key: KeyRecord, now: datetime) -> None:
        values = {"used_at": now}
        if key.kind == "session" and key.ends_at is not None:
            values["expires_at"] = min(now + self._idle, key.ends_at)
        try:
            async with self._database.writing() as session:
                await repository.touch(session, key.id, **values)
        except SQLAlchemyError as error:
            # Whoever asks is known all the same; a database that only reads is no reason to lock them out.
            reason = str(error).split("\n")[0]
            structlog.get_logger("caflux.config").warning("the use of a key is not noted", reason=reason)

    async def _add(
        self,
        principal: Principal,
        kind: str,
        title: str,
        expires: datetime,
        ends: datetime,
        scope: list[Permission] | None = None,
    ) -> tuple[str, KeyRecord]:
        secret = secrets.token_urlsafe(SECRET_BYTES)
        now = self._clock()
        async with self._database.writing() as session:
            await repository.delete_expired(session, now)
            user = await repository.user_by_name(session, principal.name)
            if user is None or user.disabled:
                raise Unauthorised(f"there is no user {principal.name} any more, or they are disabled")
            key = KeyRecord(
                user_id=user.id,
                kind=kind,
                name=title,
                digest=digest(secret),
                scope=None if scope is None else [one.value for one in scope],
                created_at=now,
                expires_at=expires,
                ends_at=ends,
            )
            session.add(key)
            await session.flush()
            await audit.record(session, [_entry(key, principal.name)], principal, now)
        return secret, key


def _entry(key: KeyRecord, user: str) -> audit.Entry:
    """Give what the audit says of a new key."""
    if key.kind == "session":
        return audit.Entry("session", user, "logged in")
    title = {"name": key.name, "user": user, "scope": key.scope, "expires_at": key.expires_at.isoformat()}
    return audit.Entry("token", str(key.id), "made", after=title)
