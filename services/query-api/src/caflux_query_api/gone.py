"""Work that ends when nobody waits for it any more, or when a part of it failed."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from fastapi import Request

T = TypeVar("T")


class ClientGone(Exception):
    """The client closed its connection before it was answered."""


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Give what `work` gives; cancel it when the client goes away.

    Raises:
        ClientGone: it went away.
    """
    task = asyncio.create_task(work)
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone
        return task.result()
    finally:
        for one in (task, gone):
            one.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def together(work: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """Give what each gives; the first error ends the others and is raised as it is, not in a group."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
