"""`make soak`: an hour at 20,000 events/s; memory is to be flat, and no event lost. Prints one JSON object.

`--minutes 60`, `--pvs 2000` (each at 10 Hz). Memory every 10 s goes to standard error as `seconds,bytes`.
Ends with status 1 where memory grew by more than 5 % after the first five minutes, or an event was lost.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from archived import count
from cases import Result, cost
from counters import CountingIoc
from memory import summary, watch
from rig import rig

SETTLED_S = 300.0


def soak(folder: Path, pvs: int, seconds: float) -> Result:
    """Collect `pvs` counters at 10 Hz for a long time."""
    ioc = CountingIoc(folder, pvs, 10.0)
    with rig(folder, ioc) as it:
        it.stack.archive_pvs(ioc.counters)
        it.stack.wait_connected(pvs, 120)
        before, received = it.usages(), it.received()
        readings = watch(lambda: it.usages()["engine"].rss_bytes, seconds, sys.stderr)
        after, events = it.usages(), it.received() - received
        settled = it.settle()
        found, by_ioc = count(it.influx, it.database, ioc.counters), ioc.replaced(ioc.counters)
        return {
            "minutes": round(readings[-1][0] / 60, 1),
            "pvs": pvs,
            "events_per_s": round(events / readings[-1][0]),
            **cost(before, after, readings[-1][0], events),
            **summary(readings, min(SETTLED_S, seconds / 2)),
            "engine": settled,
            "archive": {"pvs": found.pvs, "samples": found.samples, "missing": found.missing},
            "replaced_by_ioc": sum(by_ioc.values()),
            "lost": found.missing - sum(by_ioc.values()),
        }


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--pvs", type=int, default=2_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="caflux-soak-") as folder:
        result = soak(Path(folder), given.pvs, 60 * given.minutes)
    print(json.dumps({"measurement": "soak", **result}), flush=True)  # noqa: T201 - this is its result
    sys.exit(0 if result["flat"] and result["lost"] == 0 else 1)


if __name__ == "__main__":
    main()
