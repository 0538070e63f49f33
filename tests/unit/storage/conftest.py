"""An archive of each kind, empty and prepared."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import Place


@pytest.fixture(params=["sqlite", "influxd"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Give an empty archive."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'folder' / 'archive.db'}"
    else:
        url = cast("InfluxServer", request.getfixturevalue("influxd")).new_database()
    place = await Place.prepared(url)
    yield place
    await place.close()
