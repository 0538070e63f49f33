"""The demo IOC as a Channel Access client sees it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_demo_ioc.catalogue import DemoPv, demo_pvs
from caflux_testing.ca_client import CaClient
from caflux_testing.ports import free_udp_tcp_port
from caflux_testing.processes import Process, is_gone
from caflux_testing.running import running
from caflux_testing.soft_ioc import client_environment, without_epics
from caflux_testing.wait import until

PREFIX = "T:DEMO:"
STEADY = ("600", "1")
FLAKY = ("4", "3")
"""Seconds that the second IOC is there, and that it is not."""


class Demo:
    """A demo IOC in a process of its own."""

    def __init__(self, folder: Path, cycle: tuple[str, str]) -> None:
        self.port, self.flaky_port = free_udp_tcp_port(), free_udp_tcp_port()
        self.environment = client_environment(self.port, self.flaky_port)
        ports = ["--ca-port", str(self.port), "--flaky-ca-port", str(self.flaky_port)]
        self.argv = [sys.executable, "-m", "caflux_demo_ioc", "--prefix", PREFIX, *ports]
        self.argv += ["--flaky-cycle", *cycle, "--seed", "1"]
        self.process = Process(self.argv, folder / "demo.log", without_epics(os.environ))

    def start(self) -> None:
        """Start it."""
        self.process.start()

    def stop(self) -> None:
        """End it."""
        self.process.stop()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with running(Demo(tmp_path, STEADY)) as demo:
        yield demo


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def test_every_pv_has_a_value_and_the_fast_ones_change(demo: Demo, tmp_path: Path) -> None:
    pvs = demo_pvs(PREFIX)
    client = CaClient(tmp_path / "client.log", demo.environment, [pv.name for pv in pvs])
    with running(client):
        check_values(client, pvs)


def check_values(client: CaClient, pvs: list[DemoPv]) -> None:
    until(lambda: {event.pv for event in client.events()} == {pv.name for pv in pvs}, what="every PV's value")
    until(lambda: len(client.events(f"{PREFIX}SR:CURRENT")) > 20, what="a changing current")
    current = [event.value for event in client.events(f"{PREFIX}SR:CURRENT")]
    assert all(0.0 <= value < 300.0 for value in current)
    assert len(set(current)) > 10
    waveform = client.last(f"{PREFIX}BPM:X")
    assert waveform is not None
    assert len(waveform.value) == 128


def test_the_flaky_ioc_goes_and_comes_back(tmp_path: Path) -> None:
    with running(Demo(tmp_path, FLAKY)) as demo:
        first = until(lambda: children(demo.process.pid), what="the second IOC")
        until(lambda: not children(demo.process.pid), what="it to go")
        second = until(lambda: children(demo.process.pid), what="it to come back")
        assert first != second


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_both(demo: Demo, number: signal.Signals) -> None:
    (child,) = until(lambda: children(demo.process.pid), what="the second IOC")
    demo.process.signal(number)
    assert demo.process.wait() == 0
    assert is_gone(child)


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    demo = Demo(tmp_path, STEADY)
    # A shell that has the IOC as its child, says its pid, and is then killed.
    shell = subprocess.Popen(
        ["/bin/sh", "-c", '"$@" >"$0" 2>&1 & echo $!; wait', str(tmp_path / "demo.log"), *demo.argv],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert shell.stdout is not None
    ioc = int(shell.stdout.readline())
    (child,) = until(lambda: children(ioc), what="the second IOC", ignoring=(OSError,))
    shell.kill()
    shell.wait()
    shell.stdout.close()
    until(lambda: is_gone(ioc) and is_gone(child), what="both IOCs to end")
