"""The state of every PV at /status/pvs: columns, made with NumPy and written as JSON one at a time.

For 100,000 PVs that is 10 MB of JSON. It is made on a thread of its own; a column is short enough for the
event loop and the work threads to have their turn between two of them.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_json

from caflux_collector.accounting import Accounting, PvCounts
from caflux_collector.channel import Channel
from caflux_collector.rates import Rates

Rows = NDArray[np.intp]
_HOUR = 3_600_000_000_000
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class _Part:
    """The PVs of one work thread: their rows in the table, and their figures."""

    rows: Rows
    counts: PvCounts
    rate_hz: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Makes the table of some PVs at one moment.

    Args:
        parts: the accounting of every work thread.
        rates: of the same.
        now_ns: since 1970.
        now_s: of a steady clock.
        archive: which kind of archive it is.
    """

    parts: Sequence[Accounting]
    rates: Rates
    now_ns: int
    now_s: float
    archive: str = ""

    def json(self, channels: Sequence[Channel], since_ns: int = 0) -> bytes:
        """Give a `PvTable` as JSON.

        Args:
            channels: of these PVs, in this order.
            since_ns: only of those whose newest sample is later, ns since 1970; 0: of all.
        """
        columns = self._columns(channels, since_ns)
        return b"{" + b",".join(to_json(name) + b":" + column for name, column in columns) + b"}"

    def _columns(self, channels: Sequence[Channel], since_ns: int) -> Iterator[tuple[str, bytes]]:
        if since_ns:
            channels = [c for c in channels if self._last_time(c) > since_ns]
        size = len(channels)
        found = [self._part(index, channels) for index in range(len(self.parts))]

        def column(of: Callable[[PvCounts], NDArray[np.int64]]) -> bytes:
            return _merged(size, [(part.rows, of(part.counts)) for part in found])

        yield "now_ns", to_json(self.now_ns)
        yield "archive", to_json(self.archive)
        yield "name", to_json([channel.pv.name for channel in channels])
        yield "connected", to_json([channel.connected for channel in channels])
        yield "reason", to_json([channel.reason for channel in channels])
        yield "disconnects", to_json([channel.disconnects for channel in channels])
        yield "lost_hour", to_json([self._lost(channel, _HOUR) for channel in channels])
        yield "lost_day", to_json([self._lost(channel, _DAY) for channel in channels])
        yield "since_ns", to_json([channel.since_ns for channel in channels])
        yield "also_served_by", to_json([channel.also for channel in channels])
        yield "received", column(lambda counts: counts.received)
        yield "archived", column(lambda counts: counts.archived)
        yield "pending", column(lambda counts: counts.pending)
        yield "spooled", column(lambda counts: counts.spooled)
        yield "held", column(lambda counts: counts.held)
        causes = sorted({cause for part in found for cause in part.counts.dropped})
        dropped = [
            to_json(cause)
            + b":"
            + _merged(size, [(p.rows, p.counts.dropped[cause]) for p in found if cause in p.counts.dropped])
            for cause in causes
        ]
        yield "dropped", b"{" + b",".join(dropped) + b"}"
        yield "rate_hz", _merged(size, [(part.rows, part.rate_hz.round(3)) for part in found])
        yield "last_event_ns", column(lambda counts: counts.last_time)

    def _lost(self, channel: Channel, span: int) -> int:
        """Count the connections that were lost in the last `span` ns."""
        times = channel.lost_ns
        return len(times) - bisect_left(times, self.now_ns - span) if times else 0

    def _last_time(self, channel: Channel) -> int:
        return int(channel.worker.accounting.last_time[channel.slot])

    def _part(self, index: int, channels: Iterable[Channel]) -> _Part:
        part = self.parts[index]
        places = [(row, c.slot) for row, c in enumerate(channels) if c.worker.accounting is part]
        rows, slots = np.array(places, np.intp).reshape(-1, 2).T
        hz = self.rates.of_pvs(index, slots, self.now_s)
        return _Part(rows, part.by_pv(slots), hz)


def _merged(size: int, parts: list[tuple[Rows, NDArray[np.int64] | NDArray[np.float64]]]) -> bytes:
    """Give a column as JSON from its parts; rows that are in none are 0."""
    column = np.zeros(size, parts[0][1].dtype if parts else np.int64)
    for rows, values in parts:
        column[rows] = values
    return to_json(column.tolist())
