"""Whoever a provider vouches for, as users here."""

from hashlib import sha256
from typing import Any

from caflux_contracts.access import PERMISSIONS, Principal, Role, UserName, UserRole
from caflux_service.problems import Forbidden
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.access import repository
from caflux_config_api.access.keys import principal_of
from caflux_config_api.access.single_sign_on.settings import OidcSettings
from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.revision import lock_revision
from caflux_config_api.tables import UserRecord

_NAME = TypeAdapter[str](UserName)
PROVIDER = Principal(
    name="single sign-on", role=Role.ADMIN, permissions=sorted(PERMISSIONS[Role.ADMIN]), via="token"
)
"""In whose name the audit has what a provider's word changed."""


class People:
    """Makes users of those who log in by single sign-on; their role is what the provider says each time."""

    def __init__(self, database: Database, settings: OidcSettings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def admit(self, claims: dict[str, Any]) -> Principal:
        """Give who logs in.

        Raises:
            Forbidden: nothing they are gives them a role here, they are disabled, or have another's name.
        """
        name = self._name(claims)
        role = self._settings.role_of(groups_of(claims, self._settings.oidc_roles_claim))
        if role is None:
            raise Forbidden(
                f"{name} is in no group that may use CAFlux; whoever runs it can add one to CAFLUX_OIDC_ROLES"
            )
        subject = sha256(f"{claims['iss']} {claims['sub']}".encode()).hexdigest()
        async with self._database.writing() as session:
            await lock_revision(session)
            user = await repository.user_by_subject(session, subject)
            if user is None:
                user = await self._new(session, name, role, subject)
            elif user.disabled:
                raise Forbidden(f"{user.name} is disabled here; an admin can change that")
            elif user.role != role:
                await self._note(session, user.name, "changed", user.role, role)
                user.role = role
            user.seen_at = self._clock()
        return principal_of(user, "password")

    def _name(self, claims: dict[str, Any]) -> str:
        name = claims.get(self._settings.oidc_name_claim)
        try:
            return _NAME.validate_python(name)
        except ValidationError as error:
            raise Forbidden(
                f"the provider's claim {self._settings.oidc_name_claim} is {str(name)[:80]!r}, which is no "
                "user name; CAFLUX_OIDC_NAME_CLAIM can name another one"
            ) from error

    async def _new(self, session: AsyncSession, name: str, role: UserRole, subject: str) -> UserRecord:
        if await repository.user_by_name(session, name) is not None:
            raise Forbidden(
                f"there is another user {name} here already, who does not log in by this single sign-on; "
                "an admin has to delete that one first"
            )
        now = self._clock()
        user = UserRecord(
            name=name,
            role=role,
            disabled=False,
            origin="oidc",
            subject=subject,
            password_hash="",
            created_at=now,
            changed_at=now,
        )
        session.add(user)
        await self._note(session, name, "added", None, role)
        return user

    async def _note(
        self, session: AsyncSession, name: str, action: str, before: str | None, after: str
    ) -> None:
        was = None if before is None else {"role": str(before)}
        entry = audit.Entry("user", name, action, was, {"role": str(after)})
        await audit.record(session, [entry], PROVIDER, self._clock())


def groups_of(claims: dict[str, Any], path: str) -> frozenset[str]:
    """Give the strings at a claim's path: a list of them, or one."""
    found: Any = claims
    for part in [path] if path in claims else path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    given = found if isinstance(found, list) else [found]
    return frozenset(one for one in given if isinstance(one, str))
