"""What a process' memory did over a long run."""

import time
from collections.abc import Callable
from statistics import median
from typing import TextIO

from rig import wait_seconds

Readings = list[tuple[float, int]]
"""Seconds since the beginning, and resident bytes."""
WINDOW_S = 300.0


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
    """Say how far memory went from where it was in the first minutes after `settled_s`; flat is within 5 %.

    Compared are the medians of windows: an allocator gives pages back now and then, and a single reading
    may be some percent off either way.
    """
    later = [(at, bytes_) for at, bytes_ in readings if at >= settled_s] or readings[-1:]
    windows: dict[int, list[int]] = {}
    for at, bytes_ in later:
        windows.setdefault(int((at - later[0][0]) // WINDOW_S), []).append(bytes_)
    medians = [median(window) for window in windows.values() if len(window) * 2 >= len(windows[0])]
    growth = 100 * (max(medians) - medians[0]) / medians[0]
    return {
        "rss_mb_at_start": round(readings[0][1] / 1e6, 1),
        "rss_mb_settled": round(medians[0] / 1e6, 1),
        "rss_mb_most": round(max(bytes_ for _, bytes_ in later) / 1e6, 1),
        "rss_mb_at_end": round(medians[-1] / 1e6, 1),
        "growth_percent": round(growth, 2),
        "end_percent": round(100 * (medians[-1] - medians[0]) / medians[0], 2),
        "flat": growth <= 5,
    }
