"""What is known of the archive: whether it takes batches, and when it may be asked again."""

import asyncio
from collections.abc import Callable

import structlog
from caflux_storage.seam import ArchiveUnavailable

from caflux_collector.backoff import Backoff

log = structlog.get_logger("caflux.deliver")


class Link:
    """While the archive is away, one write at a time is tried, each after a wait.

    Attributes:
        error: why live batches go to the spool, or None while the archive takes them.
        last_write_ns: when it last took one; 0 before the first.
    """

    def __init__(self, backoff: Backoff, now_ns: Callable[[], int]) -> None:
        self._backoff = backoff
        self._now_ns = now_ns
        self._away = False
        self._may_try = asyncio.Event()
        self._may_try.set()
        self._timer: asyncio.TimerHandle | None = None
        self.error: str | None = None
        self.last_write_ns = 0

    def failed(self, error: ArchiveUnavailable) -> None:
        """Note that a write failed."""
        if not self._away:
            log.warning("archive away, spooling", reason=str(error))
        self._away, self.error = True, str(error)
        if self._timer is None:
            self._may_try.clear()
            wait = self._backoff.next_s(error.retry_after_s)
            self._timer = asyncio.get_running_loop().call_later(wait, self._allow)

    def _allow(self) -> None:
        self._timer = None
        self._may_try.set()

    def took(self, seconds: float, most_s: float) -> None:
        """Note that the archive took a batch in so many seconds; with more than `most_s` it is too slow."""
        self.last_write_ns = self._now_ns()
        was, self.error = self.error, None
        if seconds > most_s:
            self.error = f"the archive takes more than {most_s:g} s for a write"
            if was is None:
                log.warning("archive slow, spooling", seconds=round(seconds, 1))
        elif was is not None:
            log.info("archive back")
        if self._away:
            self._away = False
            self._backoff.reset()
            self.close()
            self._may_try.set()

    def claim(self) -> bool:
        """Tell whether a write may be tried; while the archive is away, that is for one only."""
        if not self._may_try.is_set():
            return False
        if self._away:
            self._may_try.clear()
        return True

    async def turn(self) -> None:
        """Wait until a write may be tried."""
        while not self.claim():
            await self._may_try.wait()

    def give_back(self) -> None:
        """Give a claim back: there was nothing to write."""
        if self._timer is None:
            self._may_try.set()

    def close(self) -> None:
        """Wait for nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
