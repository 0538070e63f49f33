"""Pauses that end early.

Tasks that use the database are told to stop, not cancelled: a cancellation in the middle of a database call
costs the connection, and a driver may swallow it.
"""

import asyncio
from contextlib import suppress

FINISH_S = 10.0


async def pause(stop: asyncio.Event, seconds: float) -> bool:
    """Wait for `seconds`, or until `stop` is set; tell whether it is."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
    return stop.is_set()


async def finish(task: asyncio.Task[None]) -> None:
    """Wait for a task that was told to stop; cancel it where it hangs."""
    _, pending = await asyncio.wait([task], timeout=FINISH_S)
    for hanging in pending:
        hanging.cancel()
