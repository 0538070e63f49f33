"""How much is read of the archive at the same time; the rest waits its turn, and live streams don't."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import TypeVar

from caflux_query_api.gone import together

T = TypeVar("T")

_AT_ONCE = 4
"""PVs of one request, so that a request for many leaves turns to others."""


class Turns:
    """Lets so many PVs be read at once, of all requests together; who came first goes first."""

    def __init__(self, most: int) -> None:
        self._all = asyncio.Semaphore(most)

    async def one(self, do: Callable[[], Awaitable[T]]) -> T:
        """Give what a piece of work gives, in its turn."""
        async with self._all:
            return await do()

    async def take(self, work: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
        """Give what each piece of a request's work gives; the first error ends the others."""
        ours = asyncio.Semaphore(_AT_ONCE)

        async def one(do: Callable[[], Awaitable[T]]) -> T:
            async with ours, self._all:
                return await do()

        return await together([one(do) for do in work])

    async def each(self, chunks: AsyncIterator[T]) -> AsyncGenerator[T, None]:
        """Give what `chunks` gives, with a turn for each: who takes it slowly keeps none meanwhile."""
        async with aclosing(chunks):  # type: ignore[type-var]  # it is a generator
            while True:
                async with self._all:
                    found = await anext(chunks, None)
                if found is None:
                    return
                yield found
