"""Serve records over Channel Access while the machine goes on."""

import os
import time
from collections.abc import Callable, Sequence

import numpy as np

from caflux_demo_ioc.catalogue import DemoPv
from caflux_demo_ioc.machine import Machine
from caflux_demo_ioc.records import Record, make_records, start_server
from caflux_demo_ioc.wish import Wish

TICK_S = 0.1


class Schedule:
    """Which PVs are due at a tick; PVs of the same period are spread over it."""

    def __init__(self, periods_s: Sequence[float]) -> None:
        self._ticks = [max(1, round(period / TICK_S)) for period in periods_s]

    def due(self, tick: int) -> list[int]:
        """Give the indices of the PVs that are due; at tick 0 all are."""
        if tick == 0:
            return list(range(len(self._ticks)))
        return [i for i, every in enumerate(self._ticks) if (tick + i) % every == 0]


def update(machine: Machine, records: Sequence[tuple[DemoPv, Record]], due: Sequence[int]) -> None:
    """Process the records that are due with what the machine reads."""
    for index in due:
        pv, record = records[index]
        record.set(pv.read(machine))


def serve(
    pvs: Sequence[DemoPv],
    seed: int | None,
    stop: Wish,
    each_tick: Callable[[float], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Serve `pvs` until `stop` is set.

    Args:
        pvs: What to serve.
        seed: Of the random numbers; None: different every time.
        stop: Ends it.
        each_tick: Called ten times a second with the seconds since the start.
        clock: Seconds.
    """
    machine = Machine(np.random.default_rng(seed))
    records = make_records(pvs)
    start_server()
    schedule = Schedule([pv.period_s for pv in pvs])
    began = clock()
    tick = 0
    while not stop.is_set():
        machine.step(tick * TICK_S)
        update(machine, records, schedule.due(tick))
        each_tick(tick * TICK_S)
        # Late ticks (a suspended laptop) are dropped, not made up for.
        tick = max(tick + 1, int((clock() - began) / TICK_S))
        stop.wait(max(0.0, began + tick * TICK_S - clock()))


def set_addresses(ca_port: int | None, interface: str | None) -> None:
    """Set where EPICS base listens, before it starts; what is None is left to the environment.

    Without anything set it listens on loopback only, and tells nobody else of itself.
    """
    if ca_port is not None:
        os.environ["EPICS_CAS_SERVER_PORT"] = str(ca_port)
    if interface is not None:
        os.environ["EPICS_CAS_INTF_ADDR_LIST"] = interface
    if os.environ.setdefault("EPICS_CAS_INTF_ADDR_LIST", "127.0.0.1") == "127.0.0.1":
        os.environ.setdefault("EPICS_CAS_AUTO_BEACON_ADDR_LIST", "NO")
        os.environ.setdefault("EPICS_CAS_BEACON_ADDR_LIST", "127.0.0.1")
