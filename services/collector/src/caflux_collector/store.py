"""Writing to the archive, each write within a time; what it refuses for good goes to the quarantine."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from caflux_storage.seam import ArchiveUnavailable, Writer

from caflux_collector.quarantine import Quarantine
from caflux_collector.refused import EXPIRED, Refusals, is_sample


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch that was written.

    Attributes:
        refused: the samples that were refused for good, a line each.
        expired: those that were older than they would be kept.
        seconds: of the slowest write.
    """

    refused: list[bytes]
    expired: list[bytes]
    seconds: float


class _Timed:
    """A writer to one place that does not wait for ever.

    Attributes:
        longest_s: how long its slowest write took, seconds.
    """

    def __init__(self, writer: Writer, policy: str, most_s: float) -> None:
        self._writer, self._policy, self._most_s = writer, policy, most_s
        self.longest_s = 0.0

    async def write(self, lines: bytes) -> None:
        """Write lines; maybe they are stored also where that takes too long."""
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(self._most_s):
                await self._writer.write(lines, self._policy)
        except TimeoutError as error:
            raise ArchiveUnavailable(f"the archive did not answer within {self._most_s:g} s") from error
        finally:
            self.longest_s = max(self.longest_s, clock() - start)


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

    async def write(self, lines: bytes, policy: str, most_s: float, search_s: float | None = None) -> Written:
        """Write lines; tell what became of them.

        Args:
            lines: a batch.
            policy: where they go.
            most_s: of one write.
            search_s: to find refused lines, all writes together; None: as long as that takes.

        Raises:
            ArchiveUnavailable: maybe nothing was stored; writing it again is harmless.
        """
        timed = _Timed(self._writer, policy, most_s)
        self.under_way += 1
        try:
            async with asyncio.timeout(search_s):
                found = await self._refusals.write(timed, lines)
        except TimeoutError as error:
            raise ArchiveUnavailable(f"what the archive refuses was not found within {search_s} s") from error
        finally:
            self.under_way -= 1
        refused = [(line, reason) for line, reason in found if reason is not EXPIRED]
        if refused:
            self._quarantine.add(refused, self._now_ns())
        expired = [line for line, reason in found if reason is EXPIRED and is_sample(line)]
        return Written([line for line, _ in refused if is_sample(line)], expired, timed.longest_s)

    async def close(self) -> None:
        """Close the connection to the archive."""
        await self._writer.close()
