"""Every check, each at its own pace."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import httpx
import structlog
from caflux_contracts.collectors import Collector
from caflux_contracts.engine import EngineStatus
from pydantic import ValidationError

from caflux_supervisor.checks.asker import Asker
from caflux_supervisor.checks.canary import Canary
from caflux_supervisor.checks.certificates import https_places, look_at_certificate
from caflux_supervisor.checks.clocks import at_clocks
from caflux_supervisor.checks.collector import Collectors
from caflux_supervisor.checks.seen import Seen
from caflux_supervisor.checks.services import Services
from caflux_supervisor.collectors import LIST
from caflux_supervisor.disks import at_disk
from caflux_supervisor.looks import UNSEEN
from caflux_supervisor.settings import SupervisorSettings

log = structlog.get_logger("caflux.supervisor")

CERTIFICATE_S = 3_600.0
_ROUNDS_OF_CANARY = 3
"""The canary is looked for every third round."""


@dataclass(slots=True)
class _Slow:
    """A check that is not due every round."""

    look: Callable[[], Awaitable[Seen]]
    interval_s: float
    due_s: float = 0.0


@dataclass(slots=True)
class Checks:
    """Looks at everything; every look ends within the settings' time-out.

    Args:
        client: For services and collectors.
        settings: Where they are.
        clock: Gives the time.
    """

    client: httpx.AsyncClient
    settings: SupervisorSettings
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _asker: Asker = field(init=False)
    _services: Services = field(init=False)
    _collectors: Collectors = field(init=False)
    _canary: Canary = field(init=False)
    _slow: dict[str, _Slow] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = self.settings
        self._asker = Asker(self.client, settings.check_timeout_s, self.clock)
        self._services = Services(self._asker, settings)
        self._collectors = Collectors(self._asker, settings)
        self._canary = Canary(self._asker, settings)

    async def collectors(self) -> list[Collector] | None:
        """Give config-api's collectors, or None while it can't say."""
        url = f"{self.settings.config_url.rstrip('/')}/v1/collectors"
        answer = await self._asker.get(url, headers=self.settings.own_headers())
        if answer.status != 200:
            return None
        try:
            return LIST.validate_json(answer.content)
        except ValidationError:
            return None

    async def look(
        self,
        collectors: Sequence[Collector],
        before: Mapping[str, EngineStatus],
        away: Mapping[str, int],
        doubtful: Callable[[str], bool],
        *,
        leases_known: bool,
    ) -> list[Seen]:
        """Look at everything that is due; what is not due is not given.

        Args:
            collectors: Which there are.
            before: What each engine said the last time, by collector.
            away: PVs that open incidents say are away, by collector.
            doubtful: Whether a part looks otherwise than it did: then it is due, however seldom that is.
            leases_known: config-api has just said how the leases are.
        """
        services, parts = await asyncio.gather(
            self._services.look(),
            self._collectors.look(collectors, before, away, leases_known=leases_known),
        )
        slow = await self._look_slowly(collectors, doubtful)
        alive = {f"collector {each.id}" for each in collectors}
        for gone in [who for who in self._asker.clocks if who.startswith("collector ") and who not in alive]:
            del self._asker.clocks[gone]
        clocks = Seen("clocks", "clock", at_clocks(self._asker.clocks, self.settings.clock_offset_s))
        return [*services, *parts, self._own_disk(), clocks, *slow]

    def names(self, seen: Sequence[Seen]) -> set[str]:
        """Give what is watched: what was seen now, and what is not due."""
        return {each.name for each in seen} | set(self._slow)

    async def _look_slowly(
        self, collectors: Sequence[Collector], doubtful: Callable[[str], bool]
    ) -> list[Seen]:
        self._plan(collectors)
        now = self._asker.now_s()
        due = [(name, slow) for name, slow in self._slow.items() if now >= slow.due_s or doubtful(name)]
        for _, slow in due:
            slow.due_s = now + slow.interval_s
        return list(await asyncio.gather(*(slow.look() for _, slow in due)))

    def _plan(self, collectors: Sequence[Collector]) -> None:
        settings = self.settings
        wanted: dict[str, _Slow] = {}
        for each in collectors:
            every = _ROUNDS_OF_CANARY * settings.check_interval_s
            wanted[f"{each.id}/canary"] = _Slow(partial(self._canary.look, each), every)
        urls = [settings.public_url, settings.config_url, settings.query_url, settings.archive_url]
        for host, port in https_places([*urls, *(each.engine_url for each in collectors)]):
            look = partial(self._certificate, host, port)
            wanted[f"certificate {host}:{port}"] = _Slow(look, CERTIFICATE_S)
        for name, slow in wanted.items():
            slow.due_s = self._slow[name].due_s if name in self._slow else 0.0
        self._slow = wanted

    async def _certificate(self, host: str, port: int) -> Seen:
        settings = self.settings
        return await look_at_certificate(
            host, port, settings.certificate_days, self.clock(), settings.check_timeout_s
        )

    def _own_disk(self) -> Seen:
        try:
            disk = shutil.disk_usage(self.settings.data)
        except OSError:
            return Seen("supervisor/disk", "disk", UNSEEN)
        least = self.settings.disk_free_percent
        return Seen("supervisor/disk", "disk", at_disk(disk.free, disk.total, least, "others may share it"))
