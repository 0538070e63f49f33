"""A reader of query-api's live stream that runs beside the test."""

import asyncio
import threading
from collections.abc import Sequence

import httpx

from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.sse import SentEvent, each_series, sent_events
from caflux_testing.wait import until


class LiveReader:
    """Keeps every event of a live stream, from `start` until `stop`.

    Args:
        query_url: Base URL of query-api, before /v1.
        pvs: What to stream.
    """

    def __init__(self, query_url: str, pvs: Sequence[str]) -> None:
        self._url, self._pvs = f"{query_url}/v1/live", list(pvs)
        self._events: list[SentEvent] = []
        self._opened = threading.Event()
        self._ended: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="live")

    def start(self) -> None:
        """Connect, and wait until the stream has begun."""
        self._thread.start()
        until(lambda: self._opened.is_set() or not self._thread.is_alive(), what="the live stream to begin")

    def events(self, kind: str = "samples") -> list[SentEvent]:
        """Give what arrived so far of one kind of event.

        Raises:
            ConnectionError: the stream ended by itself; what it gave is incomplete.
        """
        if not self._thread.is_alive():
            raise ConnectionError(f"the live stream ended: {self._ended!r}")
        return [event for event in list(self._events) if event.event == kind]

    def stop(self) -> None:
        """Disconnect."""
        if self._task is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._read())
        try:
            self._loop.run_until_complete(self._task)
        except (asyncio.CancelledError, httpx.HTTPError) as error:
            self._ended = error
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _read(self) -> None:
        async with (
            httpx.AsyncClient(timeout=httpx.Timeout(30, read=None), verify=PLAIN_HTTP) as client,
            client.stream("GET", self._url, params={"pv": self._pvs}) as answer,
        ):
            answer.raise_for_status()
            self._opened.set()
            async for event in each_series(sent_events(answer)):
                self._events.append(event)
