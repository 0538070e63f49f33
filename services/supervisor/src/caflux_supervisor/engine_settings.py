"""Ask an engine for its settings in force."""

import httpx
from caflux_contracts.collectors import Collector
from caflux_contracts.in_force import SettingsInForce
from caflux_service.problems import Unavailable
from caflux_service.reasons import reason
from pydantic import SecretStr, ValidationError

_ADVICE: dict[int, str] = {
    httpx.codes.UNAUTHORIZED: ": it was started with another CAFLUX_SERVICE_TOKEN",
    httpx.codes.NOT_FOUND: ": it is of an older version",
}


async def engine_settings(
    client: httpx.AsyncClient, collector: Collector, token: SecretStr | None
) -> SettingsInForce:
    """Give the settings with which a collector's engine was started; of secrets only whether there is one.

    Raises:
        Unavailable: it does not answer, or says no.
    """
    if token is None:
        raise Unavailable("the supervisor has no CAFLUX_SERVICE_TOKEN to show to the engine")
    try:
        answer = await client.get(
            f"{collector.engine_url.rstrip('/')}/v1/settings",
            headers={"Authorization": f"Bearer {token.get_secret_value()}"},
        )
        answer.raise_for_status()
        return SettingsInForce.model_validate_json(answer.content)
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        advice = _ADVICE.get(status, "")
        raise Unavailable(f"the engine of {collector.id} answers {status}{advice}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unavailable(f"the engine of {collector.id} can't be reached ({reason(error)})") from error
    except ValidationError as error:
        raise Unavailable(f"the engine of {collector.id} is of another version") from error
