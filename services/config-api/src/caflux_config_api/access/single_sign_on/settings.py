"""Settings of single sign-on."""

from urllib.parse import urlsplit

from caflux_contracts.access import UserRole
from caflux_service.settings import ServiceSettings
from pydantic import Field, SecretStr, field_validator

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class OidcSettings(ServiceSettings):
    """Where people of the house log in, and what they may do here."""

    oidc_issuer: str | None = Field(
        default=None, description="URL of an OpenID Connect provider; turns single sign-on on."
    )
    oidc_client_id: str = Field(default="caflux", description="By which the provider knows CAFlux.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="Where the provider gave one.")
    oidc_scopes: str = Field(default="openid profile", description="What the provider is asked to tell.")
    oidc_title: str = Field(default="single sign-on", max_length=40, description="On the button: Log in by …")
    oidc_name_claim: str = Field(default="preferred_username", description="Claim that has the user name.")
    oidc_roles_claim: str = Field(
        default="groups", description="Claim that has the groups; dots go down: `realm_access.roles`."
    )
    oidc_roles: str = Field(
        default="",
        description="Which group gives which role: `archiver-admins=admin; control-room=operator`.",
    )
    oidc_default_role: UserRole | None = Field(
        default=None, description="Of who is in none of these groups; without it they are refused."
    )

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_is_safe(cls, value: str | None) -> str | None:
        if value is not None and not is_safe(value):
            raise ValueError("must be an https:// URL (http:// only on this machine)")
        return value

    @field_validator("oidc_roles")
    @classmethod
    def _roles_are_roles(cls, value: str) -> str:
        roles_of(value)
        return value

    def role_of(self, groups: frozenset[str]) -> UserRole | None:
        """Give the role with the most rights that one of `groups` gives."""
        given = {role for group, role in roles_of(self.oidc_roles) if group in groups}
        return next((role for role in reversed(UserRole) if role in given), self.oidc_default_role)


def is_safe(url: str) -> bool:
    """Tell whether nobody on the way can read or change what is said to `url`."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def roles_of(text: str) -> list[tuple[str, UserRole]]:
    """Read which group gives which role.

    Raises:
        ValueError: it can't be read.
    """
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        group, equals, role = part.rpartition("=")
        if not equals or role.strip() not in set(UserRole):
            raise ValueError(f"{part!r} is not GROUP=ROLE with one of the roles {', '.join(UserRole)}")
        found.append((group.strip(), UserRole(role.strip())))
    return found
