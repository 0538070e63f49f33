"""Dependencies of endpoints: who is asking, and may they."""

import binascii
from base64 import b64decode
from typing import Annotated

from caflux_contracts.access import Principal
from caflux_service.problems import Forbidden, Unauthorised
from fastapi import Depends, Request

from caflux_config_api.parts import AccessPart

COOKIE = "caflux_session"
CSRF_HEADER = "X-CAFlux"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def client_of(request: Request) -> str:
    """Give where a request comes from."""
    return request.client.host if request.client else "unknown"


async def caller(request: Request, access: AccessPart) -> Principal | None:
    """Give who is asking, or None.

    Raises:
        Unauthorised: they say who they are, and it isn't so.
        Forbidden: a cookie's write lacks the header that only our own pages can send.
    """
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        principal = await access.by_token(value.strip())
        if principal is None:
            raise Unauthorised("the token is not known, or has expired; POST /v1/tokens gives a new one")
        return principal
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        return None
    if request.method not in _SAFE and request.headers.get(CSRF_HEADER) != "1":
        raise Forbidden(f"a write from a browser needs the header {CSRF_HEADER}: 1")
    return await access.by_session(cookie)


Caller = Annotated[Principal | None, Depends(caller)]


async def somebody(principal: Caller) -> Principal:
    """Give who is asking, whoever it is."""
    if principal is None:
        raise Unauthorised("log in first, or send Authorization: Bearer with a token")
    return principal


async def admin(principal: Annotated[Principal, Depends(somebody)]) -> Principal:
    """Give the admin who is asking."""
    if principal.role != "admin":
        raise Forbidden(f"{principal.name} may not do this: it needs an admin")
    return principal


async def service(principal: Annotated[Principal, Depends(somebody)]) -> Principal:
    """Give the service, or the admin, who is asking."""
    if principal.role not in {"service", "admin"}:
        raise Forbidden(f"{principal.name} may not do this: it needs the services' token")
    return principal


async def admin_or_password(request: Request, access: AccessPart) -> Principal:
    """Give the admin who is asking, by session, token, or HTTP Basic."""
    if request.headers.get("authorization", "").lower().startswith("basic "):
        name, password = read_basic(request.headers["authorization"])
        return await admin(await access.by_password(name, password, client_of(request)))
    return await admin(await somebody(await caller(request, access)))


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


Somebody = Annotated[Principal, Depends(somebody)]
Admin = Annotated[Principal, Depends(admin)]
Service = Annotated[Principal, Depends(service)]
AdminOrPassword = Annotated[Principal, Depends(admin_or_password)]
