"""How long to wait before the next attempt."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Backoff:
    """Waits that double up to a bound, each shortened by chance, so that threads don't come all at once.

    Attributes:
        first_s: the first one, at most.
        most_s: any of them, at most; also of what an archive asks for.
        chance: gives a number from 0 up to 1.
    """

    first_s: float
    most_s: float
    chance: Callable[[], float]
    _failures: int = 0

    def next_s(self, asked_s: float | None = None) -> float:
        """Give the next wait in seconds: at least what was asked for, if anything, within the bound."""
        full = min(self.first_s * 2.0 ** min(self._failures, 64), self.most_s)
        self._failures += 1
        wait = full * (1 - self.chance() / 2)
        return wait if asked_s is None else min(max(wait, asked_s), self.most_s)

    def reset(self) -> None:
        """Begin anew."""
        self._failures = 0
