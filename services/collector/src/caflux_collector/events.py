"""Events of the recording itself, on their way to the archive."""

from collections import deque

from caflux_storage.encode import encode_event
from caflux_storage.seam import Event


class EventQueue:
    """Events from any thread, taken by the work thread.

    In the archive two events of a PV at the same ns would be one point: each is moved past the one before.
    """

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque()
        self._last: dict[str, int] = {}

    def put(self, event: Event) -> None:
        """Add an event."""
        self._waiting.append(event)

    def extend(self, events: list[Event]) -> None:
        """Add events."""
        self._waiting.extend(events)

    def encode(self) -> bytes:
        """Take all that wait, as line protocol; called by one thread."""
        lines = []
        while self._waiting:
            event = self._waiting.popleft()
            last = self._last.get(event.pv, 0)
            time = last + 1 if last - 1_000_000 < event.time <= last else event.time
            self._last[event.pv] = time
            lines.append(encode_event(Event(event.pv, time, event.kind, event.detail, event.count)))
        return b"".join(lines)
