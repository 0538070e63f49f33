"""`make bench-query`: how fast query-api reads, on a real influxd; one JSON object a measurement.

`--only NAME …` runs some of them, `--repeat N` takes the median of N. Where samples or bins are read, the
time of influxd alone for the same rows stands beside: where other things run, the ratio is what counts.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import cases
import disk
import exports
import live
import machine
import year
from rig import Rig, rig

MEASUREMENTS: dict[str, Callable[[Rig, int], cases.Result]] = {
    "hour-json": lambda rig, n: cases.raw(rig, n, 1, "json"),
    "hour-arrow": lambda rig, n: cases.raw(rig, n, 1, "arrow"),
    "hour-again": cases.again,
    "day-json": lambda rig, n: cases.raw(rig, n, 24, "json"),
    "day-arrow": lambda rig, n: cases.raw(rig, n, 24, "arrow"),
    "day-bins": lambda rig, n: cases.bins(rig, n, ["BENCH:FAST"], 2_000),
    "year-bins": year.bins,
    "twenty-bins": lambda rig, n: cases.bins(rig, n, rig.slow, 1_500),
    "expression": machine.expression,
    "at-10k": machine.moments,
    "search-100k": machine.search,
    "export": exports.day,
    "bytes": disk.signals,
    "export-100m": exports.hundred_million,
}
_LIVE = {"live": 20, "live-200": 200}
"""Clients; these measurements run beside an IOC and an engine, not on the data of the others."""
_ASKED_FOR = ("export-100m",)
"""These take long, and run where they are named only."""


def main() -> None:
    """Run the measurements and print each as it ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only",
        nargs="+",
        choices=[*MEASUREMENTS, *_LIVE],
        default=[name for name in (*MEASUREMENTS, *_LIVE) if name not in _ASKED_FOR],
    )
    parser.add_argument("--repeat", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="caflux-bench-") as folder, ExitStack() as started:
        measured: Rig | None = None
        for name in given.only:
            if name in _LIVE:
                result = live.live(Path(folder) / name, _LIVE[name])
            else:
                measured = measured or started.enter_context(rig(Path(folder)))
                result = MEASUREMENTS[name](measured, given.repeat)
            print(json.dumps({"measurement": name, **result}), flush=True)  # noqa: T201 - this is its result


if __name__ == "__main__":
    main()
