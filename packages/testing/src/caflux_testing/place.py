"""An archive to write to and read from, and lines for it, in tests that run in an event loop."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from caflux_storage import Archive, Samples, Writer, open_archive, open_writer, prepare
from caflux_storage.encode import encode_numbers, sample_prefix


@dataclass(frozen=True)
class Place:
    """An archive's URL, and the two sides of it."""

    url: str
    writer: Writer
    archive: Archive

    @classmethod
    async def prepared(cls, url: str) -> Self:
        """Make the archive where it is missing, and open it."""
        await prepare(url)
        return cls(url, open_writer(url), open_archive(url))

    async def write(self, *lines: bytes) -> None:
        """Store line protocol."""
        await self.writer.write(b"".join(lines))

    async def read(self, pv: str, start: int = 0, stop: int = 2**62) -> Samples:
        """Give all samples of a range."""
        return Samples.concatenate([chunk async for chunk in self.archive.samples(pv, start, stop)])

    async def close(self) -> None:
        """Give connections back."""
        await self.writer.close()
        await self.archive.close()


def numbers(pv: str, times: list[int], values: list[float], severity: int = 0, status: int = 0) -> bytes:
    """Encode samples of one PV, all of one severity and status."""
    n = len(times)
    return encode_numbers(
        [sample_prefix(pv)],
        np.zeros(n, np.int32),
        np.array(times, np.int64),
        np.array(values, np.float64),
        np.full(n, severity),
        np.full(n, status),
    )
