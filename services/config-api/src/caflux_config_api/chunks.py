"""Cut long lists into statements of a bounded length."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Give `items` in lists of at most `size` (itertools has this from Python 3.12 on)."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
