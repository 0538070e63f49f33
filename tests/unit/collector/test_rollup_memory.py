"""What summing up takes of memory for a moment: little, and the same before, at and after a full hour."""

import tracemalloc

import numpy as np
import pytest
from caflux_collector.names import Prefixes
from caflux_collector.places import Places
from caflux_collector.rollup import PERIOD, Rollup
from caflux_storage.decode import decode
from caflux_storage.rollups import HOUR, MARKS, MINUTE
from caflux_storage.summary import NS

PVS = 2_000
HZ = 10
ROWS = PVS * HZ * PERIOD // NS
GATHERED = ROWS * 25
"""Bytes of what is gathered in a period: slot, time, value and severity of each sample."""
T0 = 1_790_000_000 * NS // HOUR * HOUR


def gather(rollup: Rollup, start: int) -> None:
    """Let a period's samples arrive that begins at `start` (ns), as many at a time as a flush gives."""
    slots = np.arange(PVS, dtype=np.uint32)
    for time in range(start, start + PERIOD, NS // HZ):
        rollup.add(
            slots, time + slots.astype(np.int64), np.full(PVS, time % 977 / 7), np.zeros(PVS, np.uint8)
        )


def summed(rollup: Rollup, start: int) -> tuple[int, bytes]:
    """Sum up a period; give the most bytes that it took at once, beside what was there already, and lines."""
    gather(rollup, start)
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    lines = rollup.finish(start + PERIOD)
    return tracemalloc.get_traced_memory()[1] - before, b"".join(lines.values())


@pytest.mark.parametrize(
    "doubtful", [True, False], ids=["after an hour that was not whole", "in whole hours"]
)
def test_summing_up_takes_no_more_memory_than_what_is_summed_up(*, doubtful: bool) -> None:
    rollup = Rollup(Prefixes([f"PV{k}" for k in range(PVS)]), Places(PVS))
    first = T0 if doubtful else T0 - HOUR
    gather(rollup, first - HOUR)
    rollup.finish(first - HOUR + PERIOD)  # of this hour nothing is known, and the one of `T0` may follow it
    tracemalloc.start()
    try:
        took = [
            summed(rollup, start)[0]
            for hour in (T0, T0 + HOUR)
            for start in range(hour - 2 * PERIOD, hour + MINUTE + 2 * PERIOD, PERIOD)
        ]
    finally:
        tracemalloc.stop()

    assert max(took) < 1.5 * GATHERED, [round(each / GATHERED, 2) for each in took]


def test_each_pv_has_its_rows_however_many_are_summed_up_together() -> None:
    rollup = Rollup(Prefixes([f"PV{k}" for k in range(PVS)]), Places(PVS))
    gather(rollup, T0 - HOUR)
    rollup.finish(T0 - HOUR + PERIOD)
    lines = []
    for start in range(T0, T0 + MINUTE + PERIOD, PERIOD):
        gather(rollup, start)
        lines.append(b"".join(rollup.finish(start + PERIOD).values()))

    rows = [row for row in decode(b"".join(lines)).rollups if row[0] != MARKS]
    assert sorted(pv for _, pv, *_ in rows) == sorted(f"PV{k}" for k in range(PVS))
    assert {(time, fields["count"]) for _, _, time, fields in rows} == {(T0, HZ * 60)}
