"""Events of the recording itself, on their way to the archive."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from caflux_storage.encode import encode_event
from caflux_storage.runs import Run, encode_run
from caflux_storage.seam import Event

_REMEMBERED = 8
"""Events of a PV whose times are remembered: one that is told of late is older than the last few."""
_PVS = 4_096
"""PVs of which that is remembered, at least: those that had events last. 100,000 would take 50 MB."""


class EventQueue:
    """Events from any thread, taken by the work thread.

    In the archive two events of a collector and a PV at the same ns would be one point: each is moved past
    those before.

    Args:
        collector: whose events they are.
    """

    def __init__(self, collector: str = "") -> None:
        self._collector = collector
        self._waiting: deque[Event] = deque()
        self._run: Run | None = None
        self._taken: dict[str, tuple[int, ...]] = {}
        self._taken_before: dict[str, tuple[int, ...]] = {}

    def put(self, event: Event) -> None:
        """Add an event."""
        self._waiting.append(event)

    def alive(self, run: Run) -> None:
        """Have the archive told of the engine's run, of the newest sign of life only."""
        self._run = run

    def extend(self, events: list[Event]) -> None:
        """Add events."""
        self._waiting.extend(events)

    def take(self) -> list[Event]:
        """Take all that wait; two threads may do so at once."""
        taken = list[Event]()
        with suppress(IndexError):
            while True:
                taken.append(self._waiting.popleft())
        return taken

    def encode(self, tell: Callable[[Event], None]) -> bytes:
        """Take all that wait, as line protocol, and tell of each; called by one thread."""
        run, self._run = self._run, None
        lines = [] if run is None else [encode_run(run)]
        for event in self.take():
            told = replace(event, time=self._place(event), collector=self._collector)
            tell(told)
            lines.append(encode_event(told))
        return b"".join(lines)

    def _place(self, event: Event) -> int:
        """Give a time at which no event of the PV stands yet."""
        taken, time = self._taken.get(event.pv) or self._taken_before.get(event.pv, ()), event.time
        while time in taken:
            time += 1
        if len(self._taken) >= _PVS:
            self._taken, self._taken_before = {}, self._taken
        self._taken[event.pv] = (*taken[1 - _REMEMBERED :], time)
        return time
