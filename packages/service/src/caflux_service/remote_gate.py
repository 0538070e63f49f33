"""The gate of services that have no users of their own: config-api says whose credentials a request shows."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256

import httpx
from caflux_contracts.access import Permission, Principal
from fastapi import Request
from pydantic import SecretStr, ValidationError

from caflux_service.access import COOKIE, Shown, shown_by
from caflux_service.problems import Unavailable
from caflux_service.reasons import reason
from caflux_service.service_gate import ServiceGate
from caflux_service.settings import RemoteAccessSettings

MOST_KEPT = 10_000
TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class _Kept:
    principal: Principal | None
    asked_at: float


class RemoteGate:
    """Asks config-api, and keeps what it said for a few seconds.

    So a logout or a revoked token takes effect within these seconds; and while config-api is away, who was
    known goes on for as long, then is told so (503). It holds hashes of credentials, never these themselves.

    Args:
        settings: Whether reading is open, and for how long an answer is kept.
        config_url: Base URL of config-api, before /v1; None: nobody can be known.
        clock: Gives seconds that only go forward.
        service_token: Of the services, who are known by it here, too, also while config-api is away.
    """

    def __init__(
        self,
        settings: RemoteAccessSettings,
        config_url: str | None,
        clock: Callable[[], float] = time.monotonic,
        *,
        service_token: SecretStr | None = None,
    ) -> None:
        self._services = ServiceGate(service_token)
        self.reading_open = settings.reading == "open"
        self.keeps_s = settings.access_cache_s
        self._url = None if config_url is None else f"{config_url.rstrip('/')}/v1/me"
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Principal | None]] = {}
        # Its own: other clients of config-api carry the service's credentials, which vouch for nobody else.
        self._http = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False)

    async def aclose(self) -> None:
        """Give connections back."""
        await self._http.aclose()

    async def who(self, shown: Shown, request: Request | None = None) -> Principal | None:
        """Give whose credentials these are, as config-api said a few seconds ago or says now.

        Raises:
            Unavailable: it can't be asked.
        """
        if (service := await self._services.who(shown, request)) is not None:
            return service
        key = sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()
        kept = self._kept.get(key)
        if kept is not None and self._clock() - kept.asked_at < self.keeps_s:
            return kept.principal
        task = self._asking.get(key)
        if task is None:  # of many requests of a page, one asks
            task = asyncio.create_task(self._ask(key, shown), name="who-is-it")
            self._asking[key] = task
            task.add_done_callback(lambda done: self._asked(key, done))
        return await asyncio.shield(task)

    @asynccontextmanager
    async def watching(self, request: Request, end: Callable[[], None]) -> AsyncIterator[None]:
        """Call `end` as soon as who sent a request may read no more, or nobody can say so: for streams."""
        if self.reading_open:
            yield
            return
        task = asyncio.create_task(self._until_refused(shown_by(request, None), end), name="may-they-still")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _until_refused(self, shown: Shown, end: Callable[[], None]) -> None:
        allowed = True
        while allowed:
            await asyncio.sleep(self.keeps_s)
            try:
                principal = await self.who(shown)
            except Unavailable:
                principal = None
            allowed = principal is not None and principal.may(Permission.READ)
        end()

    def _asked(self, key: str, task: asyncio.Task[Principal | None]) -> None:
        self._asking.pop(key, None)
        if not task.cancelled():
            task.exception()  # who waited is told, if they still do

    async def _ask(self, key: str, shown: Shown) -> Principal | None:
        asked_at = self._clock()
        principal = await self._me(shown)
        self._kept.pop(key, None)
        self._kept[key] = _Kept(principal, asked_at)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return principal

    async def _me(self, shown: Shown) -> Principal | None:
        if self._url is None:
            raise Unavailable("nobody can be known: this service has no CAFLUX_CONFIG_URL")
        name, value = ("Authorization", f"Bearer {shown.token}")
        if shown.token is None:
            name, value = ("Cookie", f"{COOKIE}={shown.session}")
        headers = {name.encode(): value.encode("latin-1", "replace")}
        try:
            answer = await self._http.get(self._url, headers=headers)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                return None
            return Principal.model_validate_json(answer.raise_for_status().content)
        except httpx.HTTPStatusError as error:
            raise Unavailable(
                f"config-api, which knows who may do this, answers {error.response.status_code}"
            ) from error
        except ValidationError as error:
            raise Unavailable("config-api, which knows who may do this, is of another version") from error
        except httpx.HTTPError as error:
            raise Unavailable(
                f"config-api, which knows who may do this, can't be asked: {reason(error)}"
            ) from error
