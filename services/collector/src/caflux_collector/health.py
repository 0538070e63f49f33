"""What the engine says of itself: /livez, /readyz, /status, /metrics, and its log every few minutes."""

import os
import resource
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from caflux_contracts.engine import Counts, EngineStatus, PvTable

from caflux_collector.channel import Channels
from caflux_collector.clock import Clock
from caflux_collector.subscriptions import Subscriptions
from caflux_collector.worker import Worker

_RATE_WINDOW = 6


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
    workers: Sequence[Worker]
    channels: Channels
    subscriptions: Subscriptions
    pv_list: ListState
    clock: Clock
    started_ns: int
    _seen: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=_RATE_WINDOW))

    def tick(self) -> None:
        """Note the number of events received, for the rate; called once a second."""
        received = sum(int(worker.accounting.received().sum()) for worker in self.workers)
        self._seen.append((self.clock.monotonic_s(), received))

    @property
    def beats(self) -> int:
        """How many readings it has, up to the last few."""
        return len(self._seen)

    def rate_hz(self) -> float:
        """Give events received a second, over the last few seconds."""
        if len(self._seen) < 2:
            return 0.0
        (t0, n0), (t1, n1) = self._seen[0], self._seen[-1]
        return (n1 - n0) / (t1 - t0) if t1 > t0 else 0.0

    def status(self) -> EngineStatus:
        """Give the whole state."""
        pvs: dict[int, int] = {}
        connected: dict[int, int] = {}
        for channel in list(self.channels.by_name.values()):
            index = channel.worker.ring.index
            pvs[index] = pvs.get(index, 0) + 1
            connected[index] = connected.get(index, 0) + channel.connected
        threads = [w.status(connected.get(w.ring.index, 0), pvs.get(w.ring.index, 0)) for w in self.workers]
        usage = resource.getrusage(resource.RUSAGE_SELF)
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
            connected=sum(connected.values()),
            rate_hz=round(self.rate_hz(), 2),
            cpu_s=round(usage.ru_utime + usage.ru_stime, 3),
            rss_bytes=_rss_bytes(),
            counts=total([thread.counts for thread in threads]),
            threads=threads,
        )

    def table(self) -> PvTable:
        """Give the state of every open PV."""
        channels = list(self.channels.by_name.values())
        received = {w: w.accounting.received() for w in self.workers}
        dropped = {w: w.accounting.dropped() for w in self.workers}
        return PvTable(
            name=[c.pv.name for c in channels],
            connected=[c.connected for c in channels],
            received=[int(received[c.worker][c.slot]) for c in channels],
            archived=[
                int(c.worker.accounting.archived[c.slot] + c.worker.accounting.spooled[c.slot])
                for c in channels
            ],
            dropped=[int(dropped[c.worker][c.slot]) for c in channels],
            last_event_ns=[int(c.worker.accounting.last_time[c.slot]) for c in channels],
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
        dropped=dropped,
    )


def _rss_bytes() -> int:
    """Give the memory that is resident now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024
    return pages * resource.getpagesize()
