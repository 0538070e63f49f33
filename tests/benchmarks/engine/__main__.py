"""`make bench-engine`: what the collection engine takes, on real servers; one JSON object a measurement.

`--only NAME …` runs some of them, `--short` a tenth of the time (to try the benchmark, not to quote it),
`--repeat N` each so often; the table at the end shows the one with the median CPU time per event.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import cases
from search import highest
from table import table

Measurement = Callable[[Path, float], cases.Result]

MEASUREMENTS: dict[str, Measurement] = {
    "50k": lambda folder, scale: cases.steady(folder, 5_000, 10.0, 60 * scale),
    "plain": lambda folder, scale: cases.plain(folder, 1_000, 10.0, 30 * scale),
    "100k": lambda folder, scale: cases.steady(folder, 10_000, 10.0, 60 * scale),
    "100k-changing": lambda folder, scale: cases.changing(folder, 10_000, 3_000, 60 * scale),
    "highest": lambda folder, scale: highest(folder, 30 * scale),
    "100k-pvs": lambda folder, scale: cases.many(folder, round(100_000 * max(scale, 0.1))),
    "latency": lambda folder, scale: cases.latency(folder, 60 * scale),
    "put": lambda folder, scale: cases.put(folder, max(3, round(10 * scale))),
    "blocks": lambda folder, scale: cases.blocks(folder, 60 * scale),
}


def main() -> None:
    """Run the measurements and print each as it ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=list(MEASUREMENTS))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--repeat", type=int, default=1)
    given = parser.parse_args()
    shown = []
    for name in given.only:
        runs = []
        for _ in range(given.repeat):
            with tempfile.TemporaryDirectory(prefix="caflux-bench-") as folder:
                runs.append(MEASUREMENTS[name](Path(folder), 0.1 if given.short else 1.0))
            print(json.dumps({"measurement": name, **runs[-1]}), flush=True)  # noqa: T201 - this is its result
        runs.sort(key=lambda it: it.get("us_per_event", 0))
        shown.append((name, runs[len(runs) // 2]))
    print(f"\n{table(shown)}", file=sys.stderr)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
