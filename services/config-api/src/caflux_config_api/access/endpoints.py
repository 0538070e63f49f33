"""Routes: session, me, tokens."""

from typing import Annotated

from caflux_contracts.access import ApiToken, Credentials, IssuedToken, Principal, TokenRequest
from fastapi import APIRouter, Path, Request, Response

from caflux_config_api.access.guards import COOKIE, Admin, AdminOrPassword, Somebody, client_of
from caflux_config_api.access.service import SESSION_LASTS
from caflux_config_api.parts import AccessPart

router = APIRouter(prefix="/v1", tags=["access"])

TokenId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post("/session")
async def log_in(
    credentials: Credentials, request: Request, response: Response, access: AccessPart
) -> Principal:
    """Log a browser in: the answer sets a cookie. Later writes also need the header `X-CAFlux: 1`."""
    principal = await access.by_password(
        credentials.username, credentials.password.get_secret_value(), client_of(request)
    )
    response.set_cookie(
        COOKIE,
        await access.open_session(principal),
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return principal


@router.delete("/session", status_code=204)
async def log_out(request: Request, response: Response, access: AccessPart) -> None:
    """End the browser's session."""
    cookie = request.cookies.get(COOKIE)
    if cookie is not None:
        await access.end_session(cookie)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")


@router.get("/me")
async def who_am_i(principal: Somebody) -> Principal:
    """Tell who is asking; 401 where nobody has logged in."""
    return principal


@router.post("/tokens", status_code=201)
async def issue_token(
    principal: AdminOrPassword, access: AccessPart, wish: TokenRequest | None = None
) -> IssuedToken:
    """Make an API token, with HTTP Basic, a session or another token. It is shown this once."""
    return await access.issue_token(principal, wish or TokenRequest())


@router.get("/tokens")
async def list_tokens(principal: Admin, access: AccessPart) -> list[ApiToken]:
    """List the API tokens that hold, without their secrets."""
    del principal
    return await access.tokens()


@router.delete("/tokens/{token_id}", status_code=204)
async def revoke_token(token_id: TokenId, principal: Admin, access: AccessPart) -> None:
    """Delete an API token: from now on it opens nothing."""
    del principal
    await access.revoke_token(token_id)
