"""As many live streams as the series need: a few large ones of PVs, and one of each expression."""

import asyncio
from collections.abc import Callable, Iterable

import httpx

from caflux_supervisor.alarms.stream import News, Series, Stream

PER_STREAM = 100
"""What query-api takes in one request."""


class Streams:
    """Keeps streams running for what is to be followed; what is followed already goes on undisturbed."""

    def __init__(self, client: httpx.AsyncClient, query_url: str, take: Callable[[News], None]) -> None:
        self._client = client
        self._query_url = query_url
        self._take = take
        self._running: dict[Stream, asyncio.Task[None]] = {}
        self._of: dict[str, Stream] = {}

    def follow(self, wanted: Iterable[Series]) -> None:
        """Follow these from now on, and no others; a stream whose series change begins anew."""
        wanted = dict.fromkeys(wanted)
        new = [each for each in wanted if each.name not in self._of]
        for stream in list(self._running):
            kept = [each for each in stream.series if each in wanted]
            room = 0 if any(each.expression for each in kept) else PER_STREAM - len(kept)
            added = [each for each in new if not each.expression][: max(0, room)] if kept else []
            new = [each for each in new if each not in added]
            if len(kept) < len(stream.series) or added:
                self._stop(stream)
                self._start([*kept, *added])
        pvs = [each for each in new if not each.expression]
        for at in range(0, len(pvs), PER_STREAM):
            self._start(pvs[at : at + PER_STREAM])
        for each in new:
            if each.expression:
                self._start([each])

    def broken(self, series: str) -> str | None:
        """Say why a series is not followed now, or None: it is."""
        stream = self._of.get(series)
        return "it is not followed yet" if stream is None else stream.broken

    def all_broken(self) -> list[tuple[str, int]]:
        """Give why streams do not run, each with how many series it is to follow."""
        return [(stream.broken, len(stream.series)) for stream in self._running if stream.broken is not None]

    async def close(self) -> None:
        """End all streams."""
        tasks = list(self._running.values())
        for stream in list(self._running):
            self._stop(stream)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, series: list[Series]) -> None:
        if not series:
            return
        stream = Stream(self._client, self._query_url, series, self._take)
        self._running[stream] = asyncio.create_task(stream.run(), name="live stream of alarm rules")
        self._of.update((each.name, stream) for each in series)

    def _stop(self, stream: Stream) -> None:
        self._running.pop(stream).cancel()
        for each in stream.series:
            self._of.pop(each.name, None)
