"""Dependencies of endpoints: who is asking, and may they."""

import binascii
from base64 import b64decode
from typing import Annotated

from caflux_contracts.access import Principal
from caflux_service.access import Requirement
from caflux_service.problems import Unauthorised
from fastapi import Depends, Request


def client_of(request: Request) -> str:
    """Give where a request comes from."""
    return request.client.host if request.client else "unknown"


class KnownOrPassword(Requirement):
    """Lets those pass who have logged in, show a token, or send name and password by HTTP Basic."""

    async def __call__(self, request: Request) -> Principal:
        """Give who is asking."""
        header = request.headers.get("authorization", "")
        if not header.lower().startswith("basic "):
            return await super().__call__(request)
        name, password = read_basic(header)
        principal: Principal = await request.app.state.parts.access.logins.by_password(
            name, password, client_of(request)
        )
        return principal


def read_basic(header: str) -> tuple[str, str]:
    """Give user name and password of an Authorization header (RFC 7617, UTF-8)."""
    try:
        text = b64decode(header[6:].strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Unauthorised("the Authorization header is not HTTP Basic") from error
    name, colon, password = text.partition(":")
    if not colon:
        raise Unauthorised("the Authorization header is not HTTP Basic")
    return name, password


SomebodyOrPassword = Annotated[Principal, Depends(KnownOrPassword(frozenset()))]
