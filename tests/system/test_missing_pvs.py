"""PVs that no IOC has: those that there are connect all the same, and the network is not flooded."""

import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.ports import LOOPBACK
from caflux_testing.running import running
from caflux_testing.stack import Stack
from caflux_testing.wait import until

THERE, MISSING = 1_000, 10_000
DATABASE = "\n".join(f'record(ao, "$(P){number}") {{ field(PINI, "YES") }}' for number in range(THERE))
WINDOW_S = 5.0
CALM_HZ = 100.0
"""Datagrams a second. libca begins with 60 here; were each name asked for at every turn, it were 10,000."""
MOST_SEARCHES = 20
"""For one name; libca doubles the time between two of them up to EPICS_CA_MAX_SEARCH_PERIOD."""


class Listener:
    """Counts the datagrams that a CA client sends to find PVs."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
        self._socket.bind((LOOPBACK, 0))
        self._socket.settimeout(0.2)
        self.port = int(self._socket.getsockname()[1])
        self.datagrams = self.names = 0
        self._times: deque[float] = deque()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._count, name="listener")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread.join()
        self._socket.close()

    def _count(self) -> None:
        while not self._ending.is_set():
            try:
                datagram = self._socket.recv(65_536)
            except TimeoutError:
                continue
            self.datagrams += 1
            self.names += _searches(datagram)
            self._times.append(time.monotonic())

    def rate_hz(self) -> float:
        """Give datagrams a second over the last seconds."""
        return sum(when > time.monotonic() - WINDOW_S for when in list(self._times)) / WINDOW_S


def _searches(datagram: bytes) -> int:
    """Count the CA_PROTO_SEARCH messages of a datagram: command 6, and a payload's size."""
    found = at = 0
    while at + 16 <= len(datagram):
        found += datagram[at : at + 2] == b"\0\6"
        at += 16 + int.from_bytes(datagram[at + 2 : at + 4], "big")
    return found


@pytest.fixture
def listener() -> Iterator[Listener]:
    with running(Listener()) as listener:
        yield listener


@pytest.mark.timeout(400)
def test_pvs_that_are_missing(soft_ioc: SoftIocFactory, listener: Listener, tmp_path: Path) -> None:
    ioc = soft_ioc(DATABASE)
    environment = dict(ioc.environment)
    environment["EPICS_CA_ADDR_LIST"] += f" {LOOPBACK}:{listener.port}"
    # Asked for in the order of their names: those that there are come among the others.
    names = [f"{ioc.prefix}{number}:MISSING" for number in range(MISSING)]
    names += [f"{ioc.prefix}{number}" for number in range(THERE)]
    with running(Stack(tmp_path / "stack", environment)) as stack:
        stack.archive_pvs(names)
        until(lambda: stack.engine_status()["pvs"] == len(names), what="all PVs to be asked for")
        stack.wait_connected(THERE)
        # Each was asked for at least once, and then more and more seldom, many in a datagram.
        until(lambda: listener.names > 2 * len(names), 120, "the missing ones to be searched for")
        assert listener.names < MOST_SEARCHES * len(names)
        assert listener.datagrams < listener.names / 10 + 2 * THERE
        until(lambda: listener.rate_hz() < CALM_HZ, 120, "fewer searches", seen=listener.rate_hz)
        assert stack.engine_status()["connected"] == THERE
