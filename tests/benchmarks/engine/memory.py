"""What a process' memory did over a long run."""

import time
from collections.abc import Callable
from typing import TextIO

from rig import wait_seconds

Readings = list[tuple[float, int]]
"""Seconds since the beginning, and resident bytes."""


def watch(read: Callable[[], int], seconds: float, log: TextIO, every_s: float = 10.0) -> Readings:
    """Read resident memory again and again for so long; each reading is logged at once."""
    began = time.monotonic()
    readings: Readings = []
    while True:
        readings.append((time.monotonic() - began, read()))
        print("{:.0f},{}".format(*readings[-1]), file=log, flush=True)
        if (left := seconds - readings[-1][0]) <= 0:
            return readings
        wait_seconds(min(every_s, left))


def summary(readings: Readings, settled_s: float) -> dict[str, float | bool]:
    """Say how far memory went from where it was after `settled_s`; flat is within 5 %."""
    later = [bytes_ for at, bytes_ in readings if at >= settled_s] or [readings[-1][1]]
    first = later[0]
    growth = 100 * (max(later) - first) / first
    return {
        "rss_mb_at_start": round(readings[0][1] / 1e6, 1),
        "rss_mb_settled": round(first / 1e6, 1),
        "rss_mb_most": round(max(later) / 1e6, 1),
        "rss_mb_at_end": round(readings[-1][1] / 1e6, 1),
        "growth_percent": round(growth, 2),
        "end_percent": round(100 * (later[-1] - first) / first, 2),
        "flat": growth <= 5,
    }
