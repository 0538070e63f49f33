"""Work that a cancellation must not cut off in the middle."""

import asyncio
from collections.abc import Coroutine


async def ended(work: Coroutine[None, None, None], patience_s: float) -> None:
    """Await work; where this is cancelled, it has `patience_s` more to end before it is cancelled, too."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=patience_s)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
