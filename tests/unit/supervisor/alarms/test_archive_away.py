"""Alarm rules while the archive is away: silence of the archive is none of the PVs."""

from collections.abc import Iterator

import pytest
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.faults import At, Cut, Pass
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import Place
from caflux_testing.supervised import Supervised, post


@pytest.fixture
def archive_url(influxd: InfluxServer) -> str:
    return influxd.new_database()


@pytest.fixture
def proxy(archive_url: str) -> Iterator[FaultProxy]:
    with FaultProxy(archive_url) as proxy:
        yield proxy


@pytest.fixture
def read_url(proxy: FaultProxy) -> str:
    return proxy.url


async def test_rules_stand_still_until_it_is_back_and_miss_nothing(
    supervisor: Supervised, place: Place, proxy: FaultProxy
) -> None:
    await post(place, "A", 5.0)
    await supervisor.put("too high", pvs=["A"], condition={"kind": "limits", "high_major": 20.0})
    await supervisor.until("too high", evaluated=True, watched=1)

    proxy.meet(Cut(At.BEFORE))
    await supervisor.until("too high", evaluated=False)
    look = supervisor.state.alarms.look()
    assert "stand still" in look.detail
    await post(place, "A", 25.0)

    proxy.meet(Pass())
    await supervisor.until("too high", evaluated=True, level="major")
