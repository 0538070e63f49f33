"""Memory that was needed once goes back to the system."""

import ctypes

_ARENA_MAX = -8
"""M_ARENA_MAX of malloc.h."""


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
