"""Whether a service can serve, said in time: an answer that says what hangs is better than none."""

import asyncio
from collections.abc import Awaitable, Callable

from caflux_service.problems import Unavailable

ReadyCheck = Callable[[], Awaitable[None]]

READY_S = 1.5
"""Shorter than anybody waits who asks."""


class Readiness:
    """Asks `ready`, which raises `ApiError` where the service can't serve.

    Args:
        ready: Is asked.
        needs: What it asks, for the message where that does not answer in time.
    """

    def __init__(self, ready: ReadyCheck, needs: str) -> None:
        self._ready = ready
        self._needs = needs
        self._given_up: set[asyncio.Future[None]] = set()

    async def check(self) -> None:
        """Find the service ready.

        Raises:
            ApiError: it is not; `Unavailable` where that could not be found out in time.
        """
        asking = asyncio.ensure_future(self._ready())
        done, _ = await asyncio.wait({asking}, timeout=READY_S)
        if done:
            return asking.result()
        # Whoever asks is not kept waiting for the end of it: a connection that hangs is slow to close, too.
        asking.cancel()
        self._given_up.add(asking)
        asking.add_done_callback(self._forget)
        raise Unavailable(f"{self._needs} has not answered within {READY_S:g} s")

    def _forget(self, asked: asyncio.Future[None]) -> None:
        self._given_up.discard(asked)
        if not asked.cancelled():
            asked.exception()  # it came too late to matter
