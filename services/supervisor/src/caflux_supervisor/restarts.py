"""Have a manager restart its engine."""

import httpx
from caflux_contracts.collectors import Collector
from caflux_service.reasons import reason
from pydantic import SecretStr


class NotRestarted(Exception):
    """The manager was not reached or said no; the message says why."""


async def restart_engine(client: httpx.AsyncClient, collector: Collector, token: SecretStr | None) -> None:
    """Ask the collector's manager for a restart.

    Raises:
        NotRestarted: it will not happen.
    """
    if collector.manager_url is None:
        raise NotRestarted(f"collector {collector.id} has no manager that could be asked")
    if token is None:
        raise NotRestarted("the supervisor has no CAFLUX_SERVICE_TOKEN to show to the manager")
    try:
        answer = await client.post(
            f"{collector.manager_url.rstrip('/')}/restart",
            headers={"Authorization": f"Bearer {token.get_secret_value()}"},
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotRestarted(f"its manager can't be reached ({reason(error)})") from error
    if not answer.is_success:
        raise NotRestarted(f"its manager answers {answer.status_code} {answer.reason_phrase}")
