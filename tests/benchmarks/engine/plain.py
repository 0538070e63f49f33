"""The obvious collector, to compare with: `epics.PV` callbacks and aioinflux in batches.

`python plain.py <influx port> <database> <seconds>` reads PV names from standard input and prints JSON.
"""

import asyncio
import json
import sys
import time
from collections import deque
from typing import Any

from caflux_testing.wait import until
from usage import usage

BATCH = 5_000


async def _collect(port: int, database: str, seconds: float, names: list[str]) -> dict[str, float]:
    import os

    import epics
    from aioinflux import InfluxDBClient

    arrived: deque[tuple[str, float, int]] = deque()

    def on_change(pvname: str = "", value: float = 0.0, timestamp: float = 0.0, **_: Any) -> None:
        arrived.append((pvname, value, int(timestamp * 1e9)))

    pvs = [epics.PV(name, form="time", auto_monitor=True, callback=on_change) for name in names]
    async with InfluxDBClient(host="127.0.0.1", port=port, db=database) as client:
        await asyncio.to_thread(until, lambda: all(pv.connected for pv in pvs), 60, "all PVs to connect")
        arrived.clear()
        begun, before, written = time.monotonic(), usage(os.getpid()).cpu_s, 0
        while time.monotonic() - begun < seconds:
            await asyncio.sleep(0.25)
            while arrived:
                part = [arrived.popleft() for _ in range(min(BATCH, len(arrived)))]
                lines = [f"sample,pv={pv} value={value!r} {when}" for pv, value, when in part]
                await client.write("\n".join(lines).encode())
                written += len(part)
        cpu_s = usage(os.getpid()).cpu_s - before
        took = time.monotonic() - begun
        return {
            "events": written,
            "seconds": round(took, 1),
            "events_per_s": round(written / took),
            "us_per_event": round(1e6 * cpu_s / written, 3),
        }


def main() -> None:
    """Collect for a while and print what it cost."""
    port, database, seconds = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    result = asyncio.run(_collect(port, database, seconds, sys.stdin.read().split()))
    print(json.dumps(result), flush=True)  # noqa: T201 - this is its result


if __name__ == "__main__":
    main()
