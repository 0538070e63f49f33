"""The archive is away for longer than the spool has room: what is lost is told, sample by sample."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from caflux_storage import Event
from caflux_testing import archive
from caflux_testing.collecting import Collecting
from caflux_testing.influxd import InfluxServer
from caflux_testing.numbered_compare import archived, missing
from caflux_testing.running import running
from caflux_testing.wait import until

BOUND = 1024**2
LOST = 40_000
UNTIL = re.compile(r"(-?\d+) ns")

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def collecting(tmp_path: Path, own_influxd: InfluxServer) -> Iterator[Collecting]:
    settings = {"CAFLUX_SPOOL_BYTES": str(BOUND)}
    with running(Collecting(tmp_path, own_influxd.new_database(), settings=settings)) as collecting:
        collecting.wait_archived(2_500)
        yield collecting


def test_overflow_events_name_exactly_what_was_lost(
    collecting: Collecting, own_influxd: InfluxServer
) -> None:
    own_influxd.stop()
    until(
        lambda: collecting.engine.counts()["dropped"].get("overflow", 0) >= LOST,
        240,
        f"{LOST} samples to be lost",
        seen=collecting.engine.counts,
    )
    # Beside the batches lies a small file of what was lost, until the archive can be told.
    size = sum(path.stat().st_size for path in collecting.engine.data.glob("spool/*/[0-9]*.seg"))
    assert size <= BOUND
    own_influxd.start()
    collecting.wait_archived(10_000)
    counts, posted, by_ioc = collecting.settle()
    found = archived(collecting.url, collecting.names)
    gone = {name: missing(posted[name], found[name]) for name in collecting.names}
    lost = {name: len(numbers) - by_ioc.get(name, 0) for name, numbers in gone.items()}
    assert counts["dropped"] == {"overflow": sum(lost.values())}
    events = archive.events(collecting.url, collecting.names)
    told = [event for event in events if event.kind == "overflow"]
    assert by_pv(told) == {name: count for name, count in lost.items() if count}
    for name, numbers in gone.items():
        if name not in by_ioc:
            spans = [span(event) for event in told if event.pv == name]
            times = posted[name].time[np.searchsorted(posted[name].number, numbers)]
            assert all(any(first <= time <= last for first, last in spans) for time in times.tolist())
    collecting.finish(lost)


def by_pv(events: list[Event]) -> dict[str, int]:
    """Add up how many samples of each PV events say to be lost."""
    counts: dict[str, int] = {}
    for event in events:
        counts[event.pv] = counts.get(event.pv, 0) + event.count
    return counts


def span(event: Event) -> tuple[int, int]:
    """Give the times (ns) of the first and last sample that an event says to be lost."""
    found = UNTIL.search(event.detail)
    assert found
    return event.time, int(found[1])
