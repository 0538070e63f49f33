"""An archive of each kind, empty and prepared."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from caflux_storage import Archive, Samples, Writer, open_archive, open_writer, prepare
from caflux_testing.influxd import InfluxServer


@dataclass(frozen=True)
class Place:
    """An archive's address, and the two sides of it."""

    url: str
    writer: Writer
    archive: Archive

    async def read(self, pv: str, start: int = 0, stop: int = 2**62) -> Samples:
        """Give all samples of a range."""
        return Samples.concatenate([chunk async for chunk in self.archive.samples(pv, start, stop)])


@pytest.fixture(params=["sqlite", "influxd"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Give an empty archive."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'folder' / 'archive.db'}"
    else:
        url = cast("InfluxServer", request.getfixturevalue("influxd")).new_database()
    await prepare(url)
    place = Place(url, open_writer(url), open_archive(url))
    yield place
    await place.writer.close()
    await place.archive.close()
