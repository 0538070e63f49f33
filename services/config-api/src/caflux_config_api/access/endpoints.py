"""Routes: session, me, tokens."""

from typing import Annotated

from caflux_contracts.access import (
    ApiToken,
    Credentials,
    IssuedToken,
    PasswordChange,
    Principal,
    SessionState,
    TokenRequest,
)
from caflux_service.access import COOKIE, Somebody, identify
from caflux_service.openapi import problems
from caflux_service.problems import Invalid, Unauthorised
from fastapi import APIRouter, Path, Request, Response

from caflux_config_api.access.guards import SomebodyOrPassword, client_of
from caflux_config_api.access.service import Access
from caflux_config_api.parts import AccessPart

router = APIRouter(prefix="/v1", tags=["access"])

TokenId = Annotated[int, Path(ge=1, le=2**63 - 1)]


async def begin_session(principal: Principal, request: Request, response: Response, access: Access) -> None:
    """Have the answer set the cookie of a new session, and end the one that there was."""
    if before := request.cookies.get(COOKIE):
        await access.keys.end_session(before)
    response.set_cookie(
        COOKIE,
        await access.keys.open_session(principal),
        max_age=int(access.keys.lasts.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


@router.post("/session", responses=problems(401, 429))
async def log_in(
    credentials: Credentials, request: Request, response: Response, access: AccessPart
) -> Principal:
    """Log a browser in: the answer sets a cookie. Later writes also need the header `X-CAFlux: 1`."""
    principal = await access.logins.by_password(
        credentials.username, credentials.password.get_secret_value(), client_of(request)
    )
    await begin_session(principal, request, response, access)
    return principal.model_copy(update={"via": "session"})


@router.get("/session")
async def get_session(request: Request, access: AccessPart) -> SessionState:
    """Tell a browser who is logged in and what they, or nobody in particular, may do."""
    try:
        return access.state(await identify(request))
    except Unauthorised:
        return access.state(None)


@router.delete("/session", status_code=204)
async def log_out(request: Request, response: Response, access: AccessPart) -> None:
    """End the browser's session."""
    cookie = request.cookies.get(COOKIE)
    if cookie is not None:
        await access.keys.end_session(cookie)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")


@router.delete("/sessions", status_code=204)
async def log_out_everywhere(principal: Somebody, response: Response, access: AccessPart) -> None:
    """End all of one's own browser sessions, this one too; tokens stay."""
    await access.keys.end_sessions(principal.name, principal)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")


@router.get("/me")
async def who_am_i(principal: Somebody) -> Principal:
    """Tell who is asking, and what they may do; 401 where nobody has logged in."""
    return principal


@router.put("/me/password", status_code=204)
async def change_own_password(
    change: PasswordChange, principal: Somebody, request: Request, access: AccessPart
) -> None:
    """Change one's own password; ends all of one's sessions."""
    try:
        await access.logins.by_password(principal.name, change.current.get_secret_value(), client_of(request))
    except Unauthorised as error:
        raise Invalid("the current password is wrong") from error
    await access.users.set_password(principal, change.new.get_secret_value())


@router.post("/tokens", status_code=201, responses=problems(429))
async def issue_token(
    principal: SomebodyOrPassword, access: AccessPart, wish: TokenRequest | None = None
) -> IssuedToken:
    """Make an API token of one's own, by HTTP Basic, a session or an admin's token; it is shown this once."""
    return await access.keys.issue_token(principal, wish or TokenRequest())


@router.get("/tokens")
async def list_tokens(principal: Somebody, access: AccessPart) -> list[ApiToken]:
    """List one's own API tokens that hold, without their secrets; an admin gets everybody's."""
    return await access.keys.tokens(principal)


@router.delete("/tokens/{token_id}", status_code=204)
async def revoke_token(token_id: TokenId, principal: Somebody, access: AccessPart) -> None:
    """Delete an API token of one's own, an admin any: from now on it opens nothing."""
    await access.keys.revoke_token(principal, token_id)
