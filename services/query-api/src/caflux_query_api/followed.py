"""A list that config-api keeps: asked once, then told of each change (a long poll)."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import structlog
from pydantic import ValidationError

_WAIT_S = 20
_TIMEOUT = httpx.Timeout(_WAIT_S + 15, connect=5)
_PAUSE_S, _MOST_PAUSE_S = 0.2, 10.0


class Followed(ABC):
    """Keeps a list up to date; while config-api is away, it is as it was last told.

    Args:
        config_url: of config-api; None: there is none, and the list is empty.
        path: of the list, which takes `revision` and `wait`.
        what: the list is of, for the log.
        http: asks.
    """

    def __init__(self, config_url: str | None, path: str, what: str, http: httpx.AsyncClient) -> None:
        self._url = f"{config_url.rstrip('/')}{path}" if config_url else None
        self._what = what
        self._http = http
        self._revision: int | None = None
        self._log = structlog.get_logger("caflux.followed")

    @abstractmethod
    def take(self, body: bytes) -> int:
        """Take a new list; give its revision.

        Raises:
            ValidationError: it is none.
        """

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep it up to date meanwhile."""
        if self._url is None:
            yield
            return
        task = asyncio.create_task(self._follow(self._url), name=self._what)
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
                    said = str(error)
                    self._log.warning("what config-api keeps can't be read", what=self._what, error=said)
                failures += 1
            else:
                failures = 0
            # Also after an answer: a config-api that is about to end lets every poll go at once.
            await asyncio.sleep(min(_MOST_PAUSE_S, _PAUSE_S * 2 ** min(failures, 10)))

    async def _ask(self, url: str) -> None:
        known = {} if self._revision is None else {"revision": self._revision, "wait": _WAIT_S}
        answer = await self._http.get(url, params=known, timeout=_TIMEOUT)
        answer.raise_for_status()
        if answer.status_code != httpx.codes.NO_CONTENT:
            self._revision = self.take(answer.content)
