"""The clocks that the engine reads, handed to whoever needs one."""

import time
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Wall time and steady time."""

    def time_ns(self) -> int:
        """Give ns since 1970 (UTC)."""

    def monotonic_s(self) -> float:
        """Give seconds that never go backwards."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clocks."""

    def time_ns(self) -> int:
        """Give ns since 1970 (UTC)."""
        return time.time_ns()

    def monotonic_s(self) -> float:
        """Give seconds that never go backwards."""
        return time.monotonic()
