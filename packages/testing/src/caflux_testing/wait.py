"""Wait for a condition: what tests do instead of sleeping."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

FIRST_PAUSE_S = 0.005
LONGEST_PAUSE_S = 0.1


class Expired(AssertionError):
    """What was waited for did not happen in time."""


def _expired(what: str, timeout: float, last: object) -> Expired:
    seen = f"; last: {last!r}" if last is not None else ""
    return Expired(f"waited {timeout:g} s for {what}, in vain{seen}")


def until(
    predicate: Callable[[], T],
    timeout: float = 60.0,
    what: str = "a condition",
    *,
    ignoring: tuple[type[Exception], ...] = (),
    seen: Callable[[], object] | None = None,
) -> T:
    """Call `predicate` until its answer is true, and give that answer.

    Args:
        predicate: Asked every 5 ms at first, every 100 ms later.
        timeout: In seconds.
        what: Named in the error.
        ignoring: Errors that mean "not yet", e.g. a refused connection.
        seen: Asked at the end what there was instead; without it the message has the last answer or error.

    Raises:
        Expired: it was still not true.
    """
    end = time.monotonic() + timeout
    pause = FIRST_PAUSE_S
    while True:
        last: object
        try:
            if answer := predicate():
                return answer
            last = answer
        except ignoring as error:
            last = error
        if time.monotonic() > end:
            raise _expired(what, timeout, last if seen is None else seen())
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_S)


async def until_async(
    predicate: Callable[[], Awaitable[T]],
    timeout: float = 60.0,  # noqa: ASYNC109 -- the same call as `until`; the predicate isn't cut short
    what: str = "a condition",
    *,
    ignoring: tuple[type[Exception], ...] = (),
) -> T:
    """Await `predicate()` until its answer is true, and give that answer; see `until`."""
    end = time.monotonic() + timeout
    pause = FIRST_PAUSE_S
    while True:
        last: object
        try:
            if answer := await predicate():
                return answer
            last = answer
        except ignoring as error:
            last = error
        if time.monotonic() > end:
            raise _expired(what, timeout, last)
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_S)
