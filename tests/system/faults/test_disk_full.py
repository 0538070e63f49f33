"""The disk of the spool is full: the engine goes on, and what it had to let go is accounted for, PV by PV."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_testing.collecting import PATIENCE_S, Collecting
from caflux_testing.influxd import InfluxServer
from caflux_testing.numbered_compare import archived, missing
from caflux_testing.running import running
from caflux_testing.small_disk import small_disk
from caflux_testing.wait import until

DISK = 2 * 1024**2
LOST = 25_000

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def collecting(tmp_path: Path, own_influxd: InfluxServer) -> Iterator[Collecting]:
    within = small_disk(tmp_path / "data" / "spool", DISK)
    if within is None:
        pytest.skip("nobody may mount a tmpfs here")
    with running(Collecting(tmp_path, own_influxd.new_database(), within=within)) as collecting:
        collecting.wait_archived(2_500)
        yield collecting


def test_what_a_full_disk_costs_is_accounted_for(collecting: Collecting, own_influxd: InfluxServer) -> None:
    own_influxd.stop()
    until(
        lambda: sum(collecting.engine.counts()["dropped"].values()) >= LOST,
        PATIENCE_S,
        f"{LOST} samples to be lost",
        seen=collecting.engine.counts,
    )
    spooled = collecting.engine.counts()["spooled"]
    assert spooled > 0
    own_influxd.start()
    collecting.wait_archived(spooled)
    counts, posted, by_ioc = collecting.settle()
    found = archived(collecting.url, collecting.names)
    lost = {name: len(missing(posted[name], found[name])) - by_ioc.get(name, 0) for name in posted}
    assert lost == collecting.engine.table("dropped")
    assert sum(counts["dropped"].values()) == sum(lost.values())
    collecting.finish(lost)
