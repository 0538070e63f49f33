"""Everything about who may do what."""

from dataclasses import dataclass

from caflux_contracts.access import Permission, Principal, SessionState
from caflux_service.access import Shown
from fastapi import Request

from caflux_config_api.access.keys import Keys
from caflux_config_api.access.logins import Logins
from caflux_config_api.access.single_sign_on.people import People
from caflux_config_api.access.single_sign_on.provider import Provider
from caflux_config_api.access.users import Users


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """Logging in by a provider.

    Attributes:
        dashboard: The dashboard's address, without a slash at its end.
    """

    provider: Provider
    people: People
    dashboard: str
    title: str


@dataclass(frozen=True, slots=True)
class Access:
    """The parts of access, and the gate that routes ask."""

    keys: Keys
    logins: Logins
    users: Users
    reading_open: bool
    single_sign_on: SingleSignOn | None

    async def who(self, shown: Shown, request: Request) -> Principal | None:
        """Give whose credentials these are."""
        del request
        if shown.token is not None:
            return await self.keys.by_token(shown.token)
        return None if shown.session is None else await self.keys.by_session(shown.session)

    async def aclose(self) -> None:
        """Give connections back."""
        if self.single_sign_on is not None:
            await self.single_sign_on.provider.aclose()

    def state(self, principal: Principal | None) -> SessionState:
        """Say what somebody, or nobody in particular, may do."""
        allowed = set(principal.permissions if principal else ())
        if self.reading_open:
            allowed.add(Permission.READ)
        title = None if self.single_sign_on is None else self.single_sign_on.title
        return SessionState(who=principal, permissions=sorted(allowed), single_sign_on=title)
