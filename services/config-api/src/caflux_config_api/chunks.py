"""Long lists in pieces: statements of a bounded length, and answers that let others go on in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

CHUNK = 1_000

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Give `items` in lists of at most `size` (itertools has this from Python 3.12 on)."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


async def in_chunks(
    session: AsyncSession, statement: Select[*tuple[Any, ...]]
) -> AsyncIterator[list[dict[str, Any]]]:
    """Give a statement's rows, by column's name, up to `CHUNK` at a time."""
    rows = await session.stream(statement.execution_options(yield_per=CHUNK))
    async for chunk in rows.mappings().partitions():
        yield [dict(row) for row in chunk]
        await asyncio.sleep(0)  # a fast server has the next rows there already, and nothing would wait
