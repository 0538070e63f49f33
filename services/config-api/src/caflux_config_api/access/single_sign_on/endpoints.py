"""Routes: to the provider, and back from it."""

from typing import Annotated, Any

from caflux_service.openapi import problems
from caflux_service.problems import BadRequest, NotFound
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse

from caflux_config_api.access.endpoints import begin_session
from caflux_config_api.access.service import SingleSignOn
from caflux_config_api.access.single_sign_on.pending import COOKIE, LASTS_S, Pending
from caflux_config_api.parts import AccessPart

router = APIRouter(prefix="/v1/oidc", tags=["access"], responses=problems(400, 404))

_REDIRECT: dict[int | str, dict[str, Any]] = {303: {"description": "The browser goes on from there."}}
Text = Annotated[str, Query(max_length=4_096)]


def _on(access: AccessPart) -> SingleSignOn:
    if access.single_sign_on is None:
        raise NotFound("single sign-on is off; CAFLUX_OIDC_ISSUER turns it on")
    return access.single_sign_on


On = Annotated[SingleSignOn, Depends(_on)]


@router.get("/login", status_code=303, response_class=RedirectResponse, responses=_REDIRECT)
async def log_in_by_single_sign_on(
    request: Request,
    on: On,
    then: Annotated[str, Query(max_length=2_000, description="Page of the dashboard to go to after.")] = "/",
) -> RedirectResponse:
    """Send the browser to the provider of single sign-on."""
    pending = Pending.begun(then)
    answer = RedirectResponse(await on.provider.address(pending), 303)
    answer.set_cookie(
        COOKIE,
        pending.cookie(),
        max_age=LASTS_S,
        httponly=True,
        samesite="lax",  # it has to come back from the provider's page
        secure=request.url.scheme == "https",
    )
    return answer


@router.get("/callback", status_code=303, response_class=RedirectResponse, responses=_REDIRECT)
async def come_back_from_single_sign_on(
    request: Request,
    on: On,
    access: AccessPart,
    state: Text,
    code: Text | None = None,
    error: Text | None = None,
) -> RedirectResponse:
    """Begin the session of who logged in at the provider, and go to the page that they came from."""
    pending = Pending.of(request.cookies.get(COOKIE), state)
    if code is None:
        said = (error or "it gives no code")[:100]
        raise BadRequest(f"the provider did not log anybody in: {said}")
    principal = await on.people.admit(await on.provider.claims(code, pending))
    answer = RedirectResponse(f"{on.dashboard}{pending.then}", 303)
    await begin_session(principal, request, answer, access)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer
