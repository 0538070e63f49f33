"""Says once of each PV whose values are too large for the ring that they are lost, and what helps."""

from collections.abc import Iterable, Mapping

import numpy as np
import structlog
from caflux_storage.seam import Event

from caflux_collector.channel import Channel
from caflux_collector.clock import Clock
from caflux_collector.layout import BLOCK
from caflux_collector.values import ELEMENT_BYTES
from caflux_collector.worker import Worker

log = structlog.get_logger("caflux.too_large")
KIND = "too_large"


class TooLargeWatch:
    """Looks at the rings' counters; called on the engine's main thread now and then."""

    def __init__(self, workers: Iterable[Worker], by_name: Mapping[str, Channel], clock: Clock) -> None:
        self._workers = workers  # which may be replaced
        self._by_name = by_name
        self._clock = clock
        self._told: set[int] = set()

    def look(self) -> None:
        """Tell of the PVs that lost a value and were not told of before: an event and a line in the log."""
        for worker in self._workers:
            for slot in np.flatnonzero(worker.ring.too_large[: worker.ring.used]).tolist():
                channel = self._by_name.get(worker.names.pv[slot])
                if channel is not None and channel.usr not in self._told:
                    self._told.add(channel.usr)
                    self._tell(channel, worker)

    def _tell(self, channel: Channel, worker: Worker) -> None:
        size = BLOCK.itemsize + 1 + channel.count * ELEMENT_BYTES[channel.native or 0]
        detail = (
            f"values of up to {channel.count} elements do not fit in half of CAFLUX_RING_BYTES, which is "
            f"{worker.ring.layout.size.bytes}: they are lost; set it to {1 << size.bit_length() + 1} or more"
        )
        worker.events.put(Event(channel.pv.name, self._clock.time_ns(), KIND, detail))
        log.error("values are too large for the ring", pv=channel.pv.name, reason=detail)
