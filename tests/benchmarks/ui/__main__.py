"""`make bench-ui`: how fast the dashboard is in real Chromium; one JSON object a measurement.

`--only NAME …` runs some of them, `--repeat N` takes the median of N first paints, `--minutes N` is how long
`memory` looks at live traces.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import cases
import scrolling
from playwright.async_api import Browser
from rig import Rig, chromium, rig

MEASUREMENTS: dict[str, Callable[[Rig, Browser, int], Awaitable[cases.Result]]] = {
    "paint": cases.paint,
    "redraw": cases.redraw,
    "slow-api": cases.slow_api,
    "live": cases.live,
    "memory": cases.memory,
    "scrolling": scrolling.scrolling,
}


async def _measure(measured: Rig, only: list[str], repeat: int, minutes: int) -> None:
    for name in only:
        async with chromium() as browser:
            result = await MEASUREMENTS[name](measured, browser, minutes if name == "memory" else repeat)
        print(json.dumps({"measurement": name, **result}), flush=True)  # noqa: T201 - this is its result


def main() -> None:
    """Run the measurements and print each as it ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=list(MEASUREMENTS))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--minutes", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="caflux-bench-") as folder, rig(Path(folder)) as measured:
        asyncio.run(_measure(measured, given.only, given.repeat, given.minutes))


if __name__ == "__main__":
    main()
