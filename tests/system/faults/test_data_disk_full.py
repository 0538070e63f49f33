"""The disk of all that an engine keeps is full: what is archived goes on, new PVs wait until it has room."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from caflux_collector.layout import Layout, Size
from caflux_collector.settings import CollectorSettings
from caflux_contracts.pvs import AssignedPv
from caflux_testing import accounting
from caflux_testing.collecting import PATIENCE_S, Collecting
from caflux_testing.influxd import InfluxServer
from caflux_testing.numbered_compare import archived, differences
from caflux_testing.numbered_ioc import NumberedIoc
from caflux_testing.replaced import replaced
from caflux_testing.running import running
from caflux_testing.small_disk import small_disk
from caflux_testing.wait import until

THREADS = CollectorSettings.model_fields["threads"].default
DISK = THREADS * Layout.of(Size()).total + 1024**2
MORE = 5_000

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def collecting(tmp_path: Path, influxd: InfluxServer) -> Iterator[Collecting]:
    within = small_disk(tmp_path / "data", DISK)
    if within is None:
        pytest.skip("nobody may mount a tmpfs here")
    ioc = NumberedIoc(tmp_path)
    with running(Collecting(tmp_path, influxd.new_database(), iocs=[ioc], within=within)) as collecting:
        collecting.wait_archived(MORE)
        yield collecting


def fill(disk: Path) -> Path:
    """Take all the room of a disk; give what took it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4_096)
    return filler


def test_collecting_goes_on_and_new_pvs_come_when_there_is_room(collecting: Collecting) -> None:
    engine, names = collecting.engine, collecting.names
    # The disk is in the engine's own mount namespace.
    filler = fill(Path(f"/proc/{engine.process.pid}/root{engine.data}"))
    late = [f"{name}.HIGH" for name in names]  # their names take more than what the last page has left
    collecting.pv_list.set(AssignedPv(name=name) for name in [*late, *names])
    until(lambda: engine.status()["refused"], PATIENCE_S, "PVs to be refused", seen=engine.status)
    assert all("make room on its disk" in reason for reason in engine.status()["refused"].values())
    collecting.wait_archived(MORE)
    filler.unlink()

    def all_archived() -> bool:
        found = engine.table("archived")
        return all(found.get(name) for name in late)

    until(all_archived, PATIENCE_S, "the new PVs to be archived")
    collecting.ioc.halt()
    posted, by_ioc = collecting.ioc.posted(), replaced(collecting.ioc, names)
    newest = {name: int(each.time[-1]) for name, each in posted.items()}

    def last_is_archived() -> bool:
        last = engine.table("last_event_ns")
        return all(last[name] == newest[name] for name in names)

    until(last_is_archived, PATIENCE_S, "the last post of each PV")
    assert accounting.settled(engine.url, timeout=PATIENCE_S)["dropped"] == {}
    assert differences(posted, archived(collecting.url, names), by_ioc) == []
