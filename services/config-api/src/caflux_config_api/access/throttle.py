"""Slow guesses of passwords down."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from caflux_config_api.clock import Clock

FREE_FAILURES = 5
FREE_OF_ADDRESS = 30
FREE_OF_ACCOUNT = 50
LONGEST = timedelta(seconds=60)
LONGEST_OF_ACCOUNT = timedelta(seconds=10)
FORGET_AFTER = timedelta(minutes=15)
MOST_KEYS = 10_000


@dataclass(slots=True)
class _Failures:
    count: int
    last: datetime


class Throttle:
    """Counts wrong passwords by key; each one after those that are free doubles the wait.

    It remembers `MOST_KEYS` at most, and nothing over a restart: who guesses can't cause one.
    """

    def __init__(self, clock: Clock, free: int = FREE_FAILURES, longest: timedelta = LONGEST) -> None:
        self._clock = clock
        self._free = free
        self._longest = longest
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def wait(self, key: str) -> timedelta:
        """Give how long `key` must wait before its next guess; zero where it needn't."""
        failures = self._failures.get(key)
        if failures is None or failures.count < self._free:
            return timedelta()
        pause = min(timedelta(seconds=2 ** min(failures.count - self._free, 16)), self._longest)
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


class Guesses:
    """Who must wait: somebody at one address, an address whoever it tries, an account wherever from.

    The last ends at ten seconds, and not at all for an address from which the user has logged in before, so
    that nobody can lock another one out.
    """

    def __init__(self, clock: Clock) -> None:
        self._pairs = Throttle(clock)
        self._addresses = Throttle(clock, FREE_OF_ADDRESS)
        self._accounts = Throttle(clock, FREE_OF_ACCOUNT, LONGEST_OF_ACCOUNT)
        self._known: OrderedDict[str, None] = OrderedDict()

    def wait(self, name: str, address: str) -> timedelta:
        """Give how long a login as `name` from `address` must wait."""
        pair = f"{address} {name}"
        of_account = timedelta() if pair in self._known else self._accounts.wait(name)
        return max(self._pairs.wait(pair), self._addresses.wait(address), of_account)

    def failed(self, name: str, address: str) -> None:
        """Count a wrong password."""
        self._pairs.failed(f"{address} {name}")
        self._addresses.failed(address)
        self._accounts.failed(name)

    def succeeded(self, name: str, address: str) -> None:
        """Forget this one's wrong ones; the address's stay, or an own account would buy free guesses."""
        pair = f"{address} {name}"
        self._pairs.succeeded(pair)
        self._known.pop(pair, None)
        self._known[pair] = None
        if len(self._known) > MOST_KEYS:
            self._known.popitem(last=False)
