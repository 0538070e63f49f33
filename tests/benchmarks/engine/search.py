"""The highest rate that is held without loss, found by search, and what is in the way of a higher one."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from cases import Result, steady

FIRST = 20_000
STEP = 2_500
MOST = 60_000
PROBE_S = 10.0
BUSY_CORES = 0.1
"""With less of the machine left idle its processors are what is short."""

Hold = Callable[[int, float], Result]


def highest(folder: Path, seconds: float) -> Result:
    """Find the most PVs at 10 Hz of which nothing is lost for so long; short probes tell where to look."""

    def hold(pvs: int, for_s: float) -> Result:
        with tempfile.TemporaryDirectory(dir=folder) as within:
            return steady(Path(within), pvs, 10.0, for_s)

    return search(hold, seconds)


def search(hold: Hold, seconds: float) -> Result:
    """Search with `hold(pvs, seconds)`: upwards in large steps, then back in small ones for all the time."""
    tried: list[Result] = []

    def holds(pvs: int, for_s: float) -> bool:
        tried.append(hold(pvs, for_s))
        said = f"{10 * pvs:,} events/s for {for_s:g} s: {'held' if is_held(tried[-1]) else 'not held'}"
        print(said, file=sys.stderr, flush=True)  # noqa: T201 - a search takes minutes
        return is_held(tried[-1])

    pvs = FIRST
    while pvs < MOST and holds(pvs, min(PROBE_S, seconds)):
        pvs += 2 * STEP
    pvs -= STEP
    while pvs > STEP and not holds(pvs, seconds):
        pvs -= STEP
    failed = min((it for it in tried if not is_held(it)), key=lambda it: int(it["pvs"]), default=None)
    return {
        **tried[-1],
        "tried": [{"pvs": it["pvs"], "seconds": it["seconds"], "held": is_held(it)} for it in tried],
        "above_it": failed and {key: failed[key] for key in ("pvs", "cores", "idle_cores", "engine", "lost")},
        "saturated_above_it": saturated(failed) if failed else "nothing up to the highest rate tried",
    }


def is_held(it: Result) -> bool:
    """Tell whether nothing was lost, by anybody."""
    counts = it["engine"]
    return bool(it["lost"] == it["replaced_by_ioc"] == 0 and counts["received"] == counts["archived"])


def saturated(it: Result) -> str:
    """Say what was in the way."""
    if it["idle_cores"] < BUSY_CORES:
        most = max(it["cores"], key=it["cores"].__getitem__)
        return f"the machine's processors, {most} taking most of them"
    if it["replaced_by_ioc"]:
        return "the IOC: its CA server replaced events in its queues"
    if it["engine"].get("ring_full"):
        return "the engine: its rings were full"
    return "the archive"
