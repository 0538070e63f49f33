"""Memory that was needed once goes back to the system."""

import asyncio
import ctypes
import gc
from itertools import cycle

_ARENA_MAX = -8
"""M_ARENA_MAX of malloc.h."""
_TIDY_S = 15.0
_YOUNG = (0, 0, 0, 1)
"""Which generation of objects is looked at, time after time: what was in use then has its turn once more."""


async def tidy() -> None:
    """Give back for ever what a start, a list, a burst or requests took once."""
    for generation in cycle(_YOUNG):
        await asyncio.sleep(_TIDY_S)
        drop_circles(generation)
        await asyncio.to_thread(give_back)


def drop_circles(generation: int) -> None:
    """Free objects of a generation, and of younger ones, that only refer to one another.

    Every request over HTTP leaves some. An engine has the collector look by itself only after very many new
    objects, until when these would take 10 MB an hour; the young ones are few, however many PVs there are.
    """
    gc.collect(generation)


def give_back() -> None:
    """Give the system back what the allocator keeps of memory that is free.

    After a list of 100,000 PVs was read glibc keeps 50 MB for ever; other C libraries have no such call.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def share_heap() -> None:
    """Have all threads allocate from one heap; to be called before there are any.

    glibc gives threads heaps of their own, and each keeps what its thread once needed, as to read an hour of
    a PV. The threads here wait for each other anyhow: Python runs one at a time.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
