"""The virtual PVs, as config-api has them: asked once, then told of each change (a long poll)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
import structlog
from caflux_contracts.virtual import VirtualPv, VirtualPvList
from pydantic import ValidationError

_WAIT_S = 20
_TIMEOUT = httpx.Timeout(_WAIT_S + 15, connect=5)
_PAUSE_S, _MOST_PAUSE_S = 0.2, 10.0


class VirtualPvs:
    """Knows every virtual PV; while config-api is away, as it last told them."""

    def __init__(self, config_url: str | None, http: httpx.AsyncClient) -> None:
        self._url = f"{config_url.rstrip('/')}/v1/virtual-pvs" if config_url else None
        self._http = http
        self._revision: int | None = None
        self._pvs: Mapping[str, VirtualPv] = {}
        self._expressions: Mapping[str, str] = {}
        self._log = structlog.get_logger("caflux.virtual")

    @property
    def pvs(self) -> Mapping[str, VirtualPv]:
        """All of them, by name."""
        return self._pvs

    @property
    def expressions(self) -> Mapping[str, str]:
        """Their expressions, by name."""
        return self._expressions

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep them up to date meanwhile."""
        if self._url is None:
            yield
            return
        task = asyncio.create_task(self._follow(self._url), name="virtual PVs")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _follow(self, url: str) -> None:
        failures = 0
        while True:
            try:
                await self._ask(url)
            except (httpx.HTTPError, ValidationError) as error:
                if not failures:
                    self._log.warning("the virtual PVs can't be read from config-api", error=str(error))
                failures += 1
            else:
                failures = 0
            # Also after an answer: a config-api that is about to end lets every poll go at once.
            await asyncio.sleep(min(_MOST_PAUSE_S, _PAUSE_S * 2 ** min(failures, 10)))

    async def _ask(self, url: str) -> None:
        known = {} if self._revision is None else {"revision": self._revision, "wait": _WAIT_S}
        answer = await self._http.get(url, params=known, timeout=_TIMEOUT)
        answer.raise_for_status()
        if answer.status_code == httpx.codes.NO_CONTENT:
            return
        told = VirtualPvList.model_validate_json(answer.content)
        self._pvs = {pv.name: pv for pv in told.pvs}
        self._expressions = {pv.name: pv.expression for pv in told.pvs}
        self._revision = told.revision
