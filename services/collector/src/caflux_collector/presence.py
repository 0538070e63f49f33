"""The engine's run, told to the archive every few seconds: from when to when it was there to record."""

from caflux_storage.runs import PERIOD, Run

from caflux_collector.clock import Clock
from caflux_collector.events import EventQueue


class Presence:
    """The run of this engine, which begins now."""

    def __init__(self, collector: str, clock: Clock) -> None:
        self._collector = collector
        self._clock = clock
        self._start = clock.time_ns()
        self._told: int | None = None

    def tell(self, events: EventQueue, *, last: bool = False) -> None:
        """Have the archive told, if it is time, or if it is the `last` sign of life."""
        now = self._clock.time_ns()
        if last or self._told is None or not self._told <= now < self._told + PERIOD:
            self._told = now
            events.alive(Run(self._collector, self._start, now))
