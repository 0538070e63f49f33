"""Slow guesses of passwords down."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from caflux_config_api.clock import Clock

FREE_FAILURES = 5
LONGEST = timedelta(seconds=60)
FORGET_AFTER = timedelta(minutes=15)
MOST_KEYS = 10_000


@dataclass(slots=True)
class _Failures:
    count: int
    last: datetime


class Throttle:
    """Counts wrong passwords by key (who, and from where); each one after the fifth doubles the wait.

    The wait ends at a minute, so that nobody can lock an admin out for longer.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def wait(self, key: str) -> timedelta:
        """Give how long `key` must wait before its next guess; zero where it needn't."""
        failures = self._failures.get(key)
        if failures is None or failures.count < FREE_FAILURES:
            return timedelta()
        pause = min(timedelta(seconds=2 ** min(failures.count - FREE_FAILURES, 16)), LONGEST)
        return max(failures.last + pause - self._clock(), timedelta())

    def failed(self, key: str) -> None:
        """Count a wrong password."""
        now = self._clock()
        failures = self._failures.pop(key, None)
        if failures is None or now - failures.last > FORGET_AFTER:
            failures = _Failures(0, now)
        failures.count += 1
        failures.last = now
        self._failures[key] = failures
        if len(self._failures) > MOST_KEYS:
            self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """Forget the wrong ones."""
        self._failures.pop(key, None)
