"""The gate of what has no users: the services alone are known there, by their token."""

import hmac

from caflux_contracts.access import PERMISSIONS, Principal, Role
from fastapi import Request
from pydantic import SecretStr

from caflux_service.access import Shown


class ServiceGate:
    """Knows who has the service token, and nobody else; without a token, nobody at all."""

    reading_open = False

    def __init__(self, token: SecretStr | None) -> None:
        self._token = token.get_secret_value().encode() if token is not None else b""

    async def who(self, shown: Shown, request: Request | None = None) -> Principal | None:
        """Give the services' principal where their token is shown."""
        del request
        given = (shown.token or "").encode("utf-8", "surrogatepass")
        if not self._token or not hmac.compare_digest(given, self._token):
            return None
        role = Role.SERVICE
        return Principal(name=role, role=role, permissions=sorted(PERMISSIONS[role]), via="token")
