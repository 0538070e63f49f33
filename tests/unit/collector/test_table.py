"""The table of all PVs: columns in the order of the PVs, whatever work thread each is on."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
from caflux_collector.accounting import Accounting
from caflux_collector.rates import Rates
from caflux_collector.ring import Ring
from caflux_collector.table import Table
from caflux_contracts.engine import PvTable
from caflux_testing.accounting import pv_counts
from caflux_testing.dbr import CaEvent, Libca

NOW = 1_700_000_000_000_000_000


def channel(part: Accounting, slot: int, name: str, *, connected: bool = True) -> Any:
    pv, worker = SimpleNamespace(name=name), SimpleNamespace(accounting=part)
    reason = "" if connected else "not connected"
    state = {
        "connected": connected,
        "reason": reason,
        "also": "",
        "disconnects": 0,
        "lost_ns": (),
        "since_ns": NOW,
    }
    return SimpleNamespace(pv=pv, worker=worker, slot=slot, **state)


def test_the_table_has_what_became_of_the_events_of_each_pv(
    new_ring: Callable[..., Ring], libca: Libca
) -> None:
    rings = [new_ring(), new_ring()]
    parts = [Accounting(ring) for ring in rings]
    rates = Rates(parts)
    rates.tick(100.0)
    for ring, slot, count in ((rings[0], 1, 5), (rings[1], 1, 3), (rings[1], 0, 2)):
        for _ in range(count):
            libca.post(ring.usr(slot).value or 0, CaEvent("double", [1]))
    parts[0].drop("rate", np.array([1, 1]))
    parts[0].archived[1] = 3
    parts[0].last_time[1] = NOW
    parts[1].archived[0] = 1
    parts[1].last_time[0] = NOW + 5
    channels = [
        channel(parts[1], 0, 'b "1"'),
        channel(parts[0], 1, "a"),
        channel(parts[1], 1, "c", connected=False),
        channel(parts[0], 0, "d"),
    ]
    channels[1].disconnects, channels[1].lost_ns = 2, (NOW - 3_700 * 10**9, NOW)
    table = Table(parts, rates, NOW + 9, 110.0, "sqlite")
    whole = PvTable.model_validate_json(table.json(channels))
    assert whole == PvTable(
        now_ns=NOW + 9,
        name=['b "1"', "a", "c", "d"],
        connected=[True, True, False, True],
        reason=["", "", "not connected", ""],
        disconnects=[0, 2, 0, 0],
        lost_hour=[0, 1, 0, 0],
        lost_day=[0, 2, 0, 0],
        since_ns=[NOW] * 4,
        archive="sqlite",
        also_served_by=["", "", "", ""],
        received=[2, 5, 3, 0],
        archived=[1, 3, 0, 0],
        pending=[1, 0, 3, 0],
        spooled=[0, 0, 0, 0],
        held=[0, 0, 0, 0],
        dropped={"rate": [0, 2, 0, 0]},
        rate_hz=[0.2, 0.5, 0.3, 0.0],
        last_event_ns=[NOW + 5, NOW, 0, 0],
    )
    assert pv_counts(whole.model_dump())["a"]["dropped"] == {"rate": 2}
    later = PvTable.model_validate_json(table.json(channels, NOW))
    assert (later.name, later.received, later.dropped) == (['b "1"'], [2], {})
    nothing = PvTable.model_validate_json(table.json([]))
    assert (nothing.name, nothing.rate_hz) == ([], [])


def test_rates_are_of_the_last_seconds(new_ring: Callable[..., Ring], libca: Libca) -> None:
    ring = new_ring(records=1_024)
    rates = Rates([Accounting(ring)])
    slots = np.array([0, 1])
    assert rates.total_hz() == 0
    assert rates.of_pvs(0, slots, 0.0).tolist() == [0, 0]
    for second in range(41):
        rates.tick(float(second))
        for _ in range(10 if second < 20 else 2):
            libca.post(ring.usr(1).value or 0, CaEvent("double", [1]))
    assert rates.total_hz() == 2
    assert rates.of_pvs(0, slots, 41.0).tolist() == [0, 2]
