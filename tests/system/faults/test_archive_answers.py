"""The archive answers, but not as it should: whatever it says, each sample ends where it is accounted for."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from caflux_testing.collecting import Collecting
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.faults import Answer, At, Cut, Fault, Pass, Rewrite
from caflux_testing.influxd import InfluxServer
from caflux_testing.numbered_compare import archived, missing
from caflux_testing.running import running
from caflux_testing.wait import until

EVENTS = 5_000
TIMES = 3
"""How often at least a request meets the fault."""

pytestmark = pytest.mark.timeout(900)


@dataclass
class Proxied:
    """An engine that writes through a proxy which can fail."""

    proxy: FaultProxy
    collecting: Collecting

    def meet(self, fault: Fault) -> None:
        """Have writes meet a fault for a while, and then no more."""
        before = self.proxy.met(fault)
        self.proxy.meet(fault, path="/write")
        self.collecting.wait_received(EVENTS)
        until(lambda: self.proxy.met(fault) >= before + TIMES, 120, f"{TIMES} requests to meet {fault}")
        self.proxy.meet(Pass())
        self.collecting.wait_archived(EVENTS)


@contextmanager
def proxied(folder: Path, influxd: InfluxServer) -> Iterator[Proxied]:
    with FaultProxy(influxd.new_database()) as proxy:
        read_from = influxd.url + "/" + proxy.url.rpartition("/")[2]
        with running(Collecting(folder, proxy.url, read_from)) as collecting:
            yield Proxied(proxy, collecting)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, influxd: InfluxServer) -> Iterator[Proxied]:
    with proxied(tmp_path_factory.mktemp("proxied"), influxd) as it:
        yield it


FAULTS = [Answer(500), Answer(503), Answer(503, retry_after="1"), *(Cut(at) for at in At)]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_nothing_is_lost(shared: Proxied, fault: Fault) -> None:
    shared.collecting.ioc.go()
    shared.meet(fault)
    assert shared.collecting.finish()["dropped"] == {}


def test_a_partial_write_costs_the_lines_refused_and_no_other(tmp_path: Path, influxd: InfluxServer) -> None:
    with proxied(tmp_path, influxd) as it:
        collecting = it.collecting
        refused = collecting.names[7]
        collecting.wait_archived(EVENTS)
        it.meet(Rewrite(rb"(pv=%b) value=(\S+)" % refused.encode(), rb'\1 value="\2"'))
        counts, posted, by_ioc = collecting.settle()
        gone = missing(posted[refused], archived(collecting.url, [refused])[refused])
        lost = len(gone) - by_ioc.get(refused, 0)
        assert counts["dropped"] == {"refused": lost}
        assert lost > 0
        collecting.finish({refused: lost})
        assert set(quarantined(collecting, refused)) <= set(gone.tolist())
        assert len(quarantined(collecting, refused)) == lost


def quarantined(collecting: Collecting, pv: str) -> list[int]:
    """Give the numbers of a PV in the quarantine files; no other line is in there."""
    files = collecting.engine.data.glob("quarantine-*")
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    samples = [line for line in lines if not line.startswith("#")]
    found = [re.fullmatch(rf'sample,pv={re.escape(pv)} value="?([0-9.]+)"? \d+', line) for line in samples]
    assert all(found), samples
    return sorted(int(float(match[1])) for match in found if match)
