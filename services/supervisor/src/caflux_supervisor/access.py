"""Who may have an engine restarted: config-api's admins."""

from collections.abc import Mapping

import httpx
from caflux_contracts.access import Permission, Principal
from caflux_service.problems import Forbidden, Unauthorised, Unavailable
from caflux_service.reasons import reason
from pydantic import ValidationError

_CREDENTIALS = ("authorization", "cookie")
_OWN_PAGE = "x-caflux"


async def admin(client: httpx.AsyncClient, config_url: str, headers: Mapping[str, str]) -> str:
    """Ask config-api whose credentials a request brought, and give the admin's name.

    Raises:
        Unauthorised: nobody's.
        Forbidden: not an admin's, or a cookie without the header that only the dashboard's own pages set.
        Unavailable: config-api is away.
    """
    credentials = {name: headers[name] for name in _CREDENTIALS if name in headers}
    if not credentials:
        raise Unauthorised("log in, or send an API token")
    if "authorization" not in credentials and headers.get(_OWN_PAGE) != "1":
        raise Forbidden("a request with a session cookie needs the header `X-CAFlux: 1`")
    try:
        answer = await client.get(f"{config_url.rstrip('/')}/v1/me", headers=credentials)
    except httpx.HTTPError as error:
        raise Unavailable(
            f"config-api, which knows who may do this, can't be asked: {reason(error)}"
        ) from error
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise Unauthorised("log in, or send an API token that is valid")
    try:
        who = Principal.model_validate_json(answer.raise_for_status().content)
    except (httpx.HTTPStatusError, ValidationError) as error:
        raise Unavailable(f"config-api, which knows who may do this, answers {answer.status_code}") from error
    if not who.may(Permission.OPERATE):
        raise Forbidden(f"{who.name} may not do this: it needs the permission to operate")
    return who.name
