"""What collectors say of their PVs now: asked behind the scenes while somebody looks at lists.

A page is never kept waiting: it is told what was heard last, and how long ago that was.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Self

import httpx
import numpy as np
import structlog
from caflux_contracts.collectors import Collector
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from sqlalchemy.exc import SQLAlchemyError

from caflux_config_api.pauses import finish, pause

PERIOD_S = 5.0
UNUSED_S = 60.0
PATIENCE_S = 30.0
TOO_OLD_S = 120.0
_UNKNOWN, _DOWN, _UP = -1, 0, 1


class LiveTable(BaseModel):
    """Of what an engine says at /status/pvs (`PvTable`), what lists and reports show."""

    model_config = ConfigDict(extra="ignore")

    name: list[str]
    connected: list[bool]
    reason: list[str]
    dropped: dict[str, list[int]]
    rate_hz: list[float]
    last_event_ns: list[int]
    archive: str = ""
    disconnects: list[int] = []
    lost_hour: list[int] = []
    lost_day: list[int] = []
    since_ns: list[int] = []
    received: list[int] = []
    archived: list[int] = []

    @model_validator(mode="after")
    def _of_equal_length(self) -> Self:
        lengths = {len(self.connected), len(self.reason), len(self.rate_hz), len(self.last_event_ns)}
        newer = (self.disconnects, self.lost_hour, self.lost_day, self.since_ns, self.received, self.archived)
        lengths |= {len(column) for column in newer if column}  # an older engine has not all of them
        if lengths | {len(column) for column in self.dropped.values()} != {len(self.name)}:
            raise ValueError("its columns are not of equal length")
        return self


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What one collector said, and when (s of a steady clock)."""

    collector: str
    at_s: float
    table: LiveTable


@dataclass(frozen=True, slots=True, eq=False)
class LiveColumns:
    """What was heard of n PVs, in the order of an index.

    Attributes:
        heard: what collectors said.
        whose: int16[n], which of `heard` speaks of the PV; -1: none.
        row: intp[n], its row in that table.
        connected: int8[n]: 1, 0, or -1 where nothing is known.
        rate_hz: float64[n].
        last_event_ns: int64[n].
        dropped: int64[n].
    """

    heard: Sequence[Heard]
    whose: NDArray[np.int16]
    row: NDArray[np.intp]
    connected: NDArray[np.int8]
    rate_hz: NDArray[np.float64]
    last_event_ns: NDArray[np.int64]
    dropped: NDArray[np.int64]


def told(live: LiveColumns, of: Callable[[LiveTable], Sequence[float]]) -> NDArray[np.float64]:
    """Give a column of what collectors said in the order of the index; 0 where nobody said anything."""
    found = np.zeros(len(live.whose))
    for whose, heard in enumerate(live.heard):
        column = np.array(of(heard.table), np.float64)
        rows = np.flatnonzero(live.whose == whose)
        if len(column):
            found[rows] = column[live.row[rows]]
    return found


def columns_of(names: Sequence[str], heard: Sequence[Heard]) -> LiveColumns:
    """Put what was heard into the order of `names`; of two collectors of a PV a connected one speaks."""
    n = len(names)
    columns = LiveColumns(
        heard,
        np.full(n, -1, np.int16),
        np.zeros(n, np.intp),
        np.full(n, _UNKNOWN, np.int8),
        np.zeros(n),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
    )
    place = {name: row for row, name in enumerate(names)}
    for whose, one in enumerate(heard):
        table = one.table
        where = np.fromiter((place.get(name, -1) for name in table.name), np.intp, len(table.name))
        connected = np.array(table.connected, np.int8)
        rows = np.flatnonzero(where >= 0)
        rows = rows[connected[rows] >= columns.connected[where[rows]]]
        at = where[rows]
        columns.whose[at], columns.row[at], columns.connected[at] = whose, rows, connected[rows]
        columns.rate_hz[at] = np.nan_to_num(np.array(table.rate_hz, np.float64)[rows])
        columns.last_event_ns[at] = np.array(table.last_event_ns, np.int64)[rows]
        columns.dropped[at] = sum(
            (np.array(of_cause, np.int64) for of_cause in table.dropped.values()),
            np.zeros(len(table.name), np.int64),
        )[rows]
    return columns


class Live:
    """Asks the collectors that are alive, each by itself: a slow one delays no other.

    Args:
        collectors: gives them.
        http: asks.
        clock: of the event loop, s.
    """

    def __init__(
        self,
        collectors: Callable[[], Awaitable[list[Collector]]],
        http: httpx.AsyncClient,
        clock: Callable[[], float],
    ) -> None:
        self._collectors = collectors
        self._http = http
        self._clock = clock
        self._heard: dict[str, Heard] = {}
        self._asked: dict[str, asyncio.Task[None]] = {}
        self._stop = asyncio.Event()
        self._news = asyncio.Event()
        self._wanted_s = float("-inf")
        self._task: asyncio.Task[None] | None = None
        self._silent: set[str] = set()
        self._log = structlog.get_logger("caflux.config")

    def latest(self) -> Mapping[str, Heard]:
        """Give what was heard last, by collector, and see to it that they are asked again."""
        now = self._clock()
        self._wanted_s = now
        if (self._task is None or self._task.done()) and not self._stop.is_set():
            self._task = asyncio.create_task(self._run(), name="live state of PVs")
        self._heard = {name: one for name, one in self._heard.items() if now - one.at_s < TOO_OLD_S}
        return self._heard

    async def awaited(self, patience_s: float) -> Mapping[str, Heard | None]:
        """Give what each collector that is alive said last; those not heard yet have a moment to answer."""
        self.latest()
        alive = {collector.id for collector in await self._collectors() if collector.alive}
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                while alive - self._heard.keys() - self._silent:
                    await self._news.wait()
        heard = self.latest()
        return {name: heard.get(name) for name in sorted(alive)}

    async def close(self) -> None:
        """Stop asking."""
        self._stop.set()
        asked = list(self._asked.values())
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        if self._task is not None:
            await finish(self._task)

    async def _run(self) -> None:
        while self._clock() - self._wanted_s < UNUSED_S:
            try:
                alive = [collector for collector in await self._collectors() if collector.alive]
            except (SQLAlchemyError, OSError):
                alive = []  # whoever asks for a page is told so
            for collector in alive:
                if collector.id not in self._asked:
                    task = asyncio.create_task(self._ask(collector), name=f"live state of {collector.id}")
                    self._asked[collector.id] = task
                    task.add_done_callback(partial(self._answered, collector.id))
            if await pause(self._stop, PERIOD_S):
                return

    def _answered(self, collector: str, _: asyncio.Task[None]) -> None:
        self._asked.pop(collector, None)
        self._news.set()
        self._news = asyncio.Event()

    async def _ask(self, collector: Collector) -> None:
        url = f"{collector.engine_url.rstrip('/')}/status/pvs"
        try:
            async with asyncio.timeout(PATIENCE_S):
                answer = await self._http.get(url)
                answer.raise_for_status()
                table = await asyncio.to_thread(LiveTable.model_validate_json, answer.content)
        except (httpx.HTTPError, httpx.InvalidURL, ValidationError, TimeoutError) as error:
            if collector.id not in self._silent:
                self._log.warning("a collector doesn't say how its PVs are", url=url, error=str(error)[:300])
            self._silent.add(collector.id)
            return
        self._silent.discard(collector.id)
        self._heard[collector.id] = Heard(collector.id, self._clock(), table)
