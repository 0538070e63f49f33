"""Who may do what: roles, users, sessions and tokens."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import Field, SecretStr

from caflux_contracts.pvs import Model


class Permission(StrEnum):
    """What a route may need; a role is a set of these, and a token's scope a subset."""

    READ = "read"
    OPERATE = "operate"
    CONFIGURE = "configure"
    ADMINISTER = "administer"
    COLLECT = "collect"


class Role(StrEnum):
    """What somebody is to CAFlux; the last two are no users' but the services' own tokens'."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ENGINEER = "engineer"
    ADMIN = "admin"
    SERVICE = "service"
    READER = "reader"


class UserRole(StrEnum):
    """The roles that a user may have."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ENGINEER = "engineer"
    ADMIN = "admin"


PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.READ}),
    Role.OPERATOR: frozenset({Permission.READ, Permission.OPERATE}),
    Role.ENGINEER: frozenset({Permission.READ, Permission.OPERATE, Permission.CONFIGURE}),
    Role.ADMIN: frozenset(Permission),
    Role.SERVICE: frozenset({Permission.COLLECT}),
    Role.READER: frozenset({Permission.READ}),
}
"""A role's permissions: reading; pausing PVs and restarting engines; PVs and how they are archived; users."""

UserName = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$")]
Password = Annotated[SecretStr, Field(min_length=10, max_length=1_024)]
GivenPassword = Annotated[SecretStr, Field(min_length=1, max_length=1_024)]


class Reach(Model):
    """The PVs that somebody may change: those in one of `groups`, and those whose name matches `names`."""

    names: list[Annotated[str, Field(min_length=1, max_length=255)]] = Field(
        default=[], max_length=100, description="Globs: `*`, `?` and `[…]`."
    )
    groups: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(default=[], max_length=100)

    def has(self, name: str, groups: frozenset[str] | set[str]) -> bool:
        """Tell whether the PV `name`, which is in `groups`, is one of them."""
        return bool(groups.intersection(self.groups)) or any(
            fnmatchcase(name, pattern) for pattern in self.names
        )


class Credentials(Model):
    """A login from the browser."""

    username: Annotated[str, Field(min_length=1, max_length=64)]
    password: GivenPassword


class Principal(Model):
    """Who is asking."""

    name: str
    role: Role
    permissions: list[Permission] = Field(
        description="What they may do: the role's permissions, without what a token's scope leaves out."
    )
    via: str = Field(description="How they said so: session, token, or password.")
    reach: Reach | None = Field(default=None, description="The PVs that they may change; null: all.")

    def may(self, *any_of: Permission) -> bool:
        """Tell whether they have one of these permissions."""
        return any(permission in self.permissions for permission in any_of)


class TokenRequest(Model):
    """A wish for an API token."""

    name: Annotated[str, Field(min_length=1, max_length=64)] = "script"
    days: Annotated[int, Field(ge=1, le=3_650)] = 365
    scope: list[Permission] | None = Field(
        default=None, min_length=1, description="What it may do at most; null: all that its user may."
    )


class IssuedToken(Model):
    """A new API token. It is shown this once and stored hashed."""

    token: str
    id: int
    name: str
    expires_at: datetime


class ApiToken(Model):
    """An API token as it is listed, without its secret."""

    id: int
    name: str
    user: str
    scope: list[Permission] | None = Field(description="What it may do at most; null: all that its user may.")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = Field(description="When it was last used, to the minute; null: never.")


class User(Model):
    """Someone who may log in."""

    name: str
    role: UserRole
    disabled: bool
    origin: str = Field(description="local, or oidc: logs in by single sign-on, has no password here")
    reach: Reach | None = Field(description="The PVs that they may change; null: all.")
    created_at: datetime
    changed_at: datetime
    seen_at: datetime | None = Field(description="When they last logged in; null: never.")


class NewUser(Model):
    """A user to add."""

    name: UserName
    role: UserRole
    password: Password
    reach: Reach | None = None


class UserChange(Model):
    """What is to be different about a user; what is left out stays."""

    role: UserRole | None = None
    disabled: bool | None = None
    password: Password | None = Field(default=None, description="A new one; ends the user's sessions.")
    reach: Reach | None = Field(default=None, description="null lifts the limit.")


class PasswordChange(Model):
    """One's own new password."""

    current: GivenPassword
    new: Password


class SessionState(Model):
    """What a browser needs to know before it offers anything."""

    who: Principal | None = Field(description="Who is logged in; null: nobody.")
    permissions: list[Permission] = Field(description="What they, or nobody in particular, may do.")
    single_sign_on: str | None = Field(
        description="What logging in by OpenID Connect is called, if it is on."
    )
