"""Memory of a mapped file that is not needed for now goes back to the system; the file keeps what it said."""

import mmap

_ADVICE = getattr(mmap, "MADV_DONTNEED", None)
_LEAST = 64 * 1024


class Pages:
    """The pages of a part of a mapped file that is written round and round.

    Without this all of a ring would be resident for ever once it was written round, however little of it is
    in use. A page that is written anew is mapped anew, a microsecond for 128 records.

    Args:
        memory: the file.
        start: where the part begins, bytes.
        size: of the part, bytes.
    """

    def __init__(self, memory: mmap.mmap, start: int, size: int) -> None:
        self._memory = memory
        self._start = start
        self._size = size
        self._free = 0

    def free(self, position: int) -> None:
        """Give back what was written before a position, counted in bytes from the very beginning."""
        begin = max(self._free, position - self._size)
        if position - begin < min(_LEAST, self._size // 2) or _ADVICE is None:
            return
        self._free = position - position % mmap.PAGESIZE
        first, last = begin % self._size, position % self._size
        for start, stop in [(first, last)] if first < last else [(first, self._size), (0, last)]:
            from_ = -(-(self._start + start) // mmap.PAGESIZE) * mmap.PAGESIZE
            length = (self._start + stop) // mmap.PAGESIZE * mmap.PAGESIZE - from_
            if length > 0:
                self._memory.madvise(_ADVICE, from_, length)
