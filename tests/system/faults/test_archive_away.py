"""The archive goes away for a while: nothing that arrived meanwhile is lost."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_testing.collecting import Collecting
from caflux_testing.influxd import InfluxServer
from caflux_testing.running import running
from caflux_testing.wait import until

STOPPED_EVENTS = 300_000
"""A minute's worth at 5,000 events/s."""

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def collecting(tmp_path: Path, own_influxd: InfluxServer) -> Iterator[Collecting]:
    with running(Collecting(tmp_path, own_influxd.new_database())) as collecting:
        collecting.wait_archived(2_500)
        yield collecting


def wait_spooling(collecting: Collecting) -> None:
    until(lambda: collecting.engine.counts()["spooled"], 60, "samples in the spool")


def test_killed_and_restarted(collecting: Collecting, own_influxd: InfluxServer) -> None:
    assert own_influxd.process
    own_influxd.process.kill()
    wait_spooling(collecting)
    collecting.wait_received(25_000)
    own_influxd.start()
    collecting.wait_archived(25_000)
    assert collecting.finish()["dropped"] == {}


def test_stopped_for_a_minute(collecting: Collecting, own_influxd: InfluxServer) -> None:
    assert own_influxd.process
    own_influxd.process.signal(signal.SIGSTOP)
    try:
        collecting.wait_received(STOPPED_EVENTS)
        assert collecting.engine.counts()["spooled"] > 0
    finally:
        own_influxd.process.signal(signal.SIGCONT)
    collecting.wait_archived(STOPPED_EVENTS)
    assert collecting.finish()["dropped"] == {}
