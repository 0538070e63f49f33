"""An IOC's clock is wrong, or one of its PVs storms: every sample is archived, at a time that can be."""

import re
import time
from collections.abc import Iterator

import numpy as np
import pytest
from caflux_testing import archive
from caflux_testing.collecting import Collecting
from caflux_testing.influxd import InfluxServer
from caflux_testing.numbered_compare import archived, differences
from caflux_testing.numbered_ioc import Numbered
from caflux_testing.running import running
from numpy.typing import NDArray

EVENTS = 7_500
STORM = 100_000
NS = 1_000_000_000
TO_1990 = -36 * 365 * 86_400 * NS
AN_HOUR = 3_600 * NS
IN_1991 = 662_688_000 * NS
NOT_THE_SAME = 12_345
"""Part of a period, so that a clock that was put back gives no time twice."""
OWN = re.compile(r"(-?\d+) ns")

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, influxd: InfluxServer) -> Iterator[Collecting]:
    with running(Collecting(tmp_path_factory.mktemp("clock"), influxd.new_database())) as collecting:
        yield collecting


@pytest.fixture
def collecting(shared: Collecting) -> Collecting:
    shared.ioc.go()
    shared.wait_received(EVENTS)
    return shared


def jump_and_back(collecting: Collecting, by_ns: int) -> None:
    """Have the IOC's clock be wrong for a while."""
    collecting.ioc.jump(by_ns)
    collecting.wait_received(EVENTS)
    collecting.ioc.jump(-by_ns + NOT_THE_SAME)
    collecting.wait_received(EVENTS)


def untrusted(times: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which timestamps of an IOC can't be."""
    result: NDArray[np.bool_] = (times < IN_1991) | (times > time.time_ns() + AN_HOUR // 2)
    return result


def compare(collecting: Collecting) -> dict[str, Numbered]:
    """Compare what was posted with the archive; give what was posted with times that can't be.

    Those samples stand at the times when they were received: in order, and not long ago.
    """
    counts, posted, by_ioc = collecting.settle()
    found = archived(collecting.url, collecting.names)
    expected, wrong = {}, {}
    for name, each in posted.items():
        bad = untrusted(each.time)
        wrong[name] = Numbered(each.number[bad], each.time[bad])
        given = dict(zip(found[name].number.tolist(), found[name].time.tolist(), strict=True))
        received = [given[number] for number in wrong[name].number.tolist() if number in given]
        assert all(time.time_ns() - AN_HOUR // 2 < at < time.time_ns() for at in received)
        assert received == sorted(received)
        times = np.array([given.get(n, 0) for n in each.number.tolist()], np.int64)
        expected[name] = Numbered(each.number, np.where(bad, times, each.time))
    said = differences(expected, found, by_ioc)
    assert not said, f"{len(said)} differences: {said[:5]}"
    assert counts["dropped"] == {}
    assert counts["archived"] == sum(len(each.number) for each in found.values())
    return wrong


@pytest.mark.parametrize("by_ns", [TO_1990, AN_HOUR], ids=["1990", "an hour ahead"])
def test_a_time_that_cannot_be_is_replaced_and_told(collecting: Collecting, by_ns: int) -> None:
    jump_and_back(collecting, by_ns)
    wrong = compare(collecting)
    assert sum(len(each.number) for each in wrong.values()) > EVENTS / 2
    told: dict[str, list[int]] = {name: [] for name in wrong}
    for event in archive.events(collecting.url, collecting.names):
        if event.kind == "clock" and (own := OWN.search(event.detail)):
            told[event.pv].append(int(own[1]))
    assert all(told.values())
    assert all(own in wrong[name].time for name, times in told.items() for own in times)


def test_a_clock_that_goes_back_is_believed(collecting: Collecting) -> None:
    before = sum(len(each.number) for each in compare(collecting).values())
    collecting.ioc.go()
    jump_and_back(collecting, -AN_HOUR)
    assert sum(len(each.number) for each in compare(collecting).values()) == before
    posted = collecting.ioc.posted()[collecting.names[0]]
    assert np.diff(posted.time).min() < -AN_HOUR / 2


def test_a_storm_is_archived_whole(collecting: Collecting) -> None:
    collecting.ioc.storm(7, STORM)
    collecting.ioc.go()
    collecting.wait_received(EVENTS)
    compare(collecting)
