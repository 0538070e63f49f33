"""Writing to the archive, each write within a time; what it refuses for good goes to the quarantine."""

import asyncio
from collections.abc import Callable

from caflux_storage.seam import ArchiveUnavailable, Writer

from caflux_collector.quarantine import Quarantine
from caflux_collector.refused import Refusals, is_sample


class _Timed:
    """A writer that does not wait for ever.

    Attributes:
        longest_s: how long its slowest write took, seconds.
    """

    def __init__(self, writer: Writer, most_s: float) -> None:
        self._writer, self._most_s = writer, most_s
        self.longest_s = 0.0

    async def write(self, lines: bytes) -> None:
        """Write lines; maybe they are stored also where that takes too long."""
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(self._most_s):
                await self._writer.write(lines)
        except TimeoutError as error:
            raise ArchiveUnavailable(f"the archive did not answer within {self._most_s:g} s") from error
        finally:
            self.longest_s = max(self.longest_s, clock() - start)

    async def close(self) -> None:
        """Leave it open: it is not ours."""


class Store:
    """Where lines are stored or refused, and nothing else.

    Attributes:
        under_way: writes that have not ended.
    """

    def __init__(self, writer: Writer, quarantine: Quarantine, now_ns: Callable[[], int]) -> None:
        self._writer = writer
        self._quarantine = quarantine
        self._now_ns = now_ns
        self._refusals = Refusals()
        self.under_way = 0

    async def write(
        self, lines: bytes, most_s: float, search_s: float | None = None
    ) -> tuple[list[bytes], float]:
        """Write lines; give the samples that were refused for good, and the seconds of the slowest write.

        Args:
            lines: a batch.
            most_s: of one write.
            search_s: to find refused lines, all writes together; None: as long as that takes.

        Raises:
            ArchiveUnavailable: maybe nothing was stored; writing it again is harmless.
        """
        timed = _Timed(self._writer, most_s)
        self.under_way += 1
        try:
            async with asyncio.timeout(search_s):
                refused = await self._refusals.write(timed, lines)
        except TimeoutError as error:
            raise ArchiveUnavailable(f"what the archive refuses was not found within {search_s} s") from error
        finally:
            self.under_way -= 1
        if refused:
            self._quarantine.add(refused, self._now_ns())
        return [line for line, _ in refused if is_sample(line)], timed.longest_s

    async def close(self) -> None:
        """Close the connection to the archive."""
        await self._writer.close()
