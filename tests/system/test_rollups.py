"""An engine makes the rollups of what was archived before, and long ranges are drawn from them."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_storage.rollups import HOUR, MINUTE
from caflux_testing import archive
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import numbers
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until

DATABASE = 'record(ao, "$(P)VALUE") { field(VAL, "7") field(PINI, "YES") }'
S = 1_000_000_000
HOURS = 3


@pytest.fixture
def ioc(soft_ioc: SoftIocFactory) -> SoftIoc:
    return soft_ioc(DATABASE)


@pytest.fixture(params=["sqlite", "influxd"])
def stack(request: pytest.FixtureRequest, ioc: SoftIoc, tmp_path: Path) -> Iterator[Stack]:
    url = ""
    if request.param == "influxd":
        server: InfluxServer = request.getfixturevalue("influxd")
        url = server.new_database()
    with running(Stack(tmp_path / "stack", ioc.environment, url)) as stack:
        yield stack


def test_data_of_before_is_rolled_up_and_drawn_from_that(stack: Stack, ioc: SoftIoc) -> None:
    pv = f"{ioc.prefix}VALUE"
    stop = (time.time_ns() - 5 * MINUTE) // HOUR * HOUR
    start = stop - HOURS * HOUR
    times = list(range(start, stop, 2 * S))
    archive.write(stack.archive_url, numbers(pv, times, [float(k % 100) for k in range(len(times))]))
    stack.archive_pvs([pv])

    def drawn() -> dict[str, Any]:
        asked: dict[str, str | int] = {"pv": pv, "from": start, "to": stop, "points": HOURS * 60}
        answer = httpx.get(f"{stack.query_url}/v1/data", params=asked, timeout=30, verify=PLAIN_HTTP)
        answer.raise_for_status()
        series: dict[str, Any] = answer.json()["series"][0]
        return series

    first = drawn()
    assert (first["kind"], first["width"], first["source"]) == ("binned", MINUTE, "raw")
    until(
        lambda: drawn()["source"] == "sample_1m",
        240,
        "the rollups of three hours",
        seen=lambda: drawn()["source"],
    )
    rolled = drawn()
    for column in ("time", "count", "min", "max", "first", "last", "severity", "covered"):
        assert rolled[column] == first[column], column
    for column in ("mean", "twmean", "std"):
        assert rolled[column] == pytest.approx(first[column]), column
    assert first["count"] == [30] * (HOURS * 60)
