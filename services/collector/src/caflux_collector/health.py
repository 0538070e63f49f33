"""What the engine says of itself: /livez, /readyz, /status, /metrics, and its log every few minutes."""

import itertools
import os
import resource
import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from caflux_contracts.diagnosis import EngineDetails
from caflux_contracts.engine import AwayHost, AwayPvs, Counts, EngineStatus

from caflux_collector.accounting import Accounting
from caflux_collector.channel import Channels
from caflux_collector.clock import Clock
from caflux_collector.crew import Crew
from caflux_collector.details import detail_of, searched
from caflux_collector.rates import Rates
from caflux_collector.subscriptions import Subscriptions
from caflux_collector.table import Table

REFUSED_MOST = 100
AWAY_MOST = 1_000


@dataclass(slots=True)
class ListState:
    """Where the PV list came from, and why not from config-api."""

    revision: int | None = None
    source: Literal["none", "disk", "config-api"] = "none"
    error: str | None = None


@dataclass(slots=True)
class HealthView:
    """Reads the engine's state; changes nothing but its own memory of rates."""

    collector: str
    callback: Literal["compiled", "python"]
    crew: Crew
    channels: Channels
    subscriptions: Subscriptions
    pv_list: ListState
    clock: Clock
    started_ns: int
    folder: Path
    archive: str = ""
    _rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self._rates = Rates(self._parts())

    def _parts(self) -> list[Accounting]:
        return [worker.accounting for worker in self.crew.workers]

    def tick(self) -> None:
        """Note the number of events received, for the rates; called once a second."""
        if self._rates.parts != self._parts():
            self._rates = Rates(self._parts())  # a thread was replaced
        self._rates.tick(self.clock.monotonic_s())

    def status(self) -> EngineStatus:
        """Give the whole state."""
        channels = self.channels
        indexed = [(worker.ring.index, worker) for worker in self.crew.workers]
        threads = [w.status(channels.connected[i], channels.opened[i]) for i, w in indexed]
        usage = resource.getrusage(resource.RUSAGE_SELF)
        disk = _disk(self.folder)
        return EngineStatus(
            collector=self.collector,
            version=version("caflux-collector"),
            pid=os.getpid(),
            started_ns=self.started_ns,
            now_ns=self.clock.time_ns(),
            revision=self.pv_list.revision,
            config_source=self.pv_list.source,
            config_error=self.pv_list.error,
            callback=self.callback,
            pvs=len(self.subscriptions.known),
            connected=channels.connected.total(),
            suspended=self.subscriptions.suspended,
            refused=dict(itertools.islice(self.subscriptions.refused.items(), REFUSED_MOST)),
            disconnects=channels.disconnects,
            rate_hz=round(self._rates.total_hz(), 2),
            cpu_s=round(usage.ru_utime + usage.ru_stime, 3),
            rss_bytes=_rss_bytes(),
            counts=total(self.crew.counts()),
            threads=threads,
            disk_free_bytes=disk.free if disk else None,
            disk_bytes=disk.total if disk else None,
            threads_replaced=self.crew.replaced,
            thread_replaced_ns=self.crew.replaced_ns,
            thread_error=self.crew.reason,
        )

    def away(self) -> AwayPvs:
        """Give the PVs that are not connected, by the host that they had; any thread may ask."""
        away, connected = defaultdict[str, list[str]](list), Counter[str]()
        for channel in list(self.channels.by_name.values()):
            if channel.connected:
                connected[channel.host] += 1
            else:
                away[channel.host].append(channel.pv.name)
        hosts = [
            AwayHost(host=host, away=len(pvs), connected=connected[host], pvs=sorted(pvs)[:AWAY_MOST])
            for host, pvs in sorted(away.items(), key=lambda item: -len(item[1]))
        ]
        return AwayPvs(now_ns=self.clock.time_ns(), hosts=hosts[:AWAY_MOST])

    def table(self, names: Sequence[str] = (), since_ns: int = 0) -> bytes:
        """Give the state of the open PVs as JSON of a `PvTable`; any thread may ask.

        Args:
            names: only these, those that are not open left out; none: all.
            since_ns: only PVs with a sample that is later, ns since 1970; 0: all.
        """
        by_name = self.channels.by_name
        channels = [c for name in names if (c := by_name.get(name))] if names else list(by_name.values())
        rates = self._rates
        table = Table(rates.parts, rates, self.clock.time_ns(), self.clock.monotonic_s(), self.archive)
        return table.json(channels, since_ns)

    def details(self, names: Sequence[str]) -> EngineDetails:
        """Give what is known of some PVs, for whoever asks why one is not archived."""
        troubles = [worker.trouble for worker in self.crew.workers if worker.trouble]
        return EngineDetails(
            revision=self.pv_list.revision,
            now_ns=self.clock.time_ns(),
            archive_error=troubles[0] if troubles else None,
            searched=searched(),
            pvs=[detail_of(name, self.channels, self.subscriptions) for name in names],
        )


def total(parts: Sequence[Counts]) -> Counts:
    """Add counts up."""
    dropped: dict[str, int] = {}
    for part in parts:
        for cause, count in part.dropped.items():
            dropped[cause] = dropped.get(cause, 0) + count
    return Counts(
        received=sum(part.received for part in parts),
        archived=sum(part.archived for part in parts),
        pending=sum(part.pending for part in parts),
        spooled=sum(part.spooled for part in parts),
        held=sum(part.held for part in parts),
        dropped=dropped,
    )


def _disk(folder: Path) -> "shutil._ntuple_diskusage | None":
    try:
        return shutil.disk_usage(folder)
    except OSError:
        return None


def _rss_bytes() -> int:
    """Give the memory that is resident now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024
    return pages * resource.getpagesize()
