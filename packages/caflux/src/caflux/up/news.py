"""Follow the health of what runs, and say what changes."""

import asyncio
import time
from collections.abc import Callable

import httpx
from caflux_contracts.health import HealthReport
from pydantic import ValidationError

from caflux.up.announce import changes

_LOOK_S = 1.0
_PATIENCE_S = 15.0


async def tell_news(
    url: str, say: Callable[[str], None], *, token: str = "", patience_s: float = _PATIENCE_S
) -> None:
    """Ask the supervisor again and again and `say` what is new; never returns.

    A web process that has ended is its keeper's news. One that hangs answers nobody, so it is said here
    once it has been silent for `patience_s`.
    """
    before: HealthReport | None = None
    heard, silent = time.monotonic(), False
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(timeout=min(5, patience_s), trust_env=False, headers=headers) as client:
        while True:
            report = await _ask(client, url)
            if report is not None:
                if silent:
                    say("the web process answers again")
                for line in changes(before, report):
                    say(line)
                before, heard, silent = report, time.monotonic(), False
            elif not silent and time.monotonic() - heard > patience_s:
                silent = True
                say(f"the web process has not answered for {patience_s:g} s")
            await asyncio.sleep(_LOOK_S)


async def _ask(client: httpx.AsyncClient, url: str) -> HealthReport | None:
    try:
        answer = await client.get(f"{url}/api/supervisor/v1/health")
        return HealthReport.model_validate_json(answer.raise_for_status().content)
    except (httpx.HTTPError, ValidationError):
        return None
