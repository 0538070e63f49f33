"""One live stream of query-api: it resumes by itself, and says whether it runs."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

import httpx
import structlog
from caflux_contracts.problem import Problem
from caflux_contracts.retrieval import LiveArchive, LiveNotice, LiveReplayed, LiveSamples, Raw
from caflux_service.reasons import reason
from httpx_sse import ServerSentEvent, SSEError, aconnect_sse
from pydantic import TypeAdapter, ValidationError

from caflux_supervisor.alarms.judge import Point

log = structlog.get_logger("caflux.supervisor")

_SAMPLES = TypeAdapter(list[LiveSamples])
_QUIET_S = 40.0
"""query-api sends a comment every 15 s: a stream that is silent for longer has hung."""
_CONNECT_S = 10.0
_LEAST_PAUSE_S, _MOST_PAUSE_S = 0.5, 15.0


@dataclass(frozen=True, slots=True)
class Series:
    """What is streamed: a PV, or an expression."""

    name: str
    expression: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """Samples of one series, in order.

    Attributes:
        backfill: It is the first of this connection: the samples have come before now.
        unbroken: No sample between what was given before and these is missing.
    """

    series: str
    points: list[Point]
    backfill: bool
    unbroken: bool


class Broken(Exception):
    """The stream ended or did not begin; the message says why."""


class Stream:
    """Follows some series for as long as `run` runs.

    Attributes:
        broken: Why it does not run now, or None: it does, and every series has had its first samples.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        query_url: str,
        series: Sequence[Series],
        take: Callable[[News], None],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._url = f"{query_url.rstrip('/')}/v1/live"
        self.series = tuple(series)
        self._take = take
        self._pause = pause
        self._last_id = ""
        self.broken: str | None = "it is being connected"
        self._lacking: set[str] = set()
        self._gaps: set[str] = set()

    async def run(self) -> None:
        """Connect again and again until cancelled; the pauses grow while nothing comes."""
        pause_s = _LEAST_PAUSE_S
        while True:
            try:
                async for _ in self._events():
                    pause_s = _LEAST_PAUSE_S
                why = "query-api ended the live stream"
            except Broken as error:
                why = str(error)
            if self.broken != why:
                log.warning("a live stream of the alarm rules is broken", reason=why)
            self.broken = why
            await self._pause(pause_s)
            pause_s = min(2 * pause_s, _MOST_PAUSE_S)

    async def _events(self) -> AsyncIterator[None]:
        headers = {"Last-Event-ID": self._last_id} if self._last_id else {}
        parameters = [("expr" if each.expression else "pv", each.name) for each in self.series]
        if not any(each.expression for each in self.series):
            # One PV that was never archived must not keep the others from being watched. An expression of
            # such a PV is to be refused: its rule says so, and it is asked for again.
            parameters.append(("unknown", "wait"))
        timeout = httpx.Timeout(_CONNECT_S, read=_QUIET_S)
        resumed = bool(self._last_id)
        self._lacking = {each.name for each in self.series}
        self._gaps = set()
        try:
            async with aconnect_sse(
                self._client, "GET", self._url, params=parameters, headers=headers, timeout=timeout
            ) as source:
                if source.response.is_error:
                    raise Broken(await _refusal(source.response))
                async for event in source.aiter_sse():
                    self._on(event, resumed=resumed)
                    yield
        except (httpx.HTTPError, SSEError) as error:
            raise Broken(f"query-api's live stream is away: {reason(error)}") from error
        except ValidationError as error:
            self._last_id = ""
            raise Broken("query-api's live stream is not of this version") from error

    def _on(self, event: ServerSentEvent, *, resumed: bool) -> None:
        if event.event == "gap":
            self._gaps.add(LiveNotice.model_validate_json(event.data).pv)
        if event.event == "archive":
            self._on_archive(LiveArchive.model_validate_json(event.data))
        if event.event == "replayed":
            self._gaps.add(LiveReplayed.model_validate_json(event.data).pv)
        if event.event != "samples":
            return
        for samples in _SAMPLES.validate_json(event.data):
            self._on_samples(samples, resumed=resumed)
        self._last_id = event.id or self._last_id

    def _on_archive(self, archive: LiveArchive) -> None:
        """Stand still while the archive is away; then resume, which tells when all that was missed is here.

        Raises:
            Broken: it is back.
        """
        if archive.state == "back":
            raise Broken("the archive is back, and the live stream resumes")
        self.broken = f"the archive is away: {archive.reason}"
        log.warning("a live stream of the alarm rules stands still", reason=self.broken)

    def _on_samples(self, samples: LiveSamples, *, resumed: bool) -> None:
        first = samples.pv in self._lacking
        missed = samples.pv in self._gaps or (first and not resumed)
        self._gaps.discard(samples.pv)
        self._lacking.discard(samples.pv)
        self._take(News(samples.pv, points_of(samples), backfill=first, unbroken=not missed))
        if not self._lacking:
            if self.broken is not None:
                log.info("a live stream of the alarm rules runs", series=len(self.series))
            self.broken = None


def points_of(samples: Raw) -> list[Point]:
    """Give samples as conditions take them."""
    odd = dict(samples.special)
    rows = zip(samples.time, samples.value, samples.severity, strict=True)
    return [
        Point(time, _value(value, odd.get(k)), severity) for k, (time, value, severity) in enumerate(rows)
    ]


def _value(value: object, special: str | None) -> float | str | None:
    if special is not None:
        return float(special)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        # A waveform is only ever compared with the one before.
        return f"{len(value)} elements, {zlib.crc32(repr(value).encode()):08x}"
    return None if value is None else str(value)


async def _refusal(response: httpx.Response) -> str:
    content = await response.aread()
    try:
        return f"query-api refuses the live stream: {Problem.model_validate_json(content).detail}"
    except ValidationError:
        return f"query-api refuses the live stream: {response.status_code} {response.reason_phrase}"
