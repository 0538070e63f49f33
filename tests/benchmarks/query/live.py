"""Live streams at 10,000 archived events/s: a real IOC, engine, influxd and query-api, and many clients.

The age of a sample when a client has read it is counted from the IOC's timestamp. Clients run in processes of
their own; what they cost is not query-api's.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from caflux_storage import prepare
from caflux_testing.influxd import InfluxServer
from caflux_testing.lone_engine import LoneEngine
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc

Result = dict[str, Any]
_PVS = 1_000
_EACH = 20
_FIELDS = 'field(SCAN, ".1 second") field(CALC, "A+1")'
_RECORDS = "".join(
    f'record(calc, "$(P)C{k}") {{ {_FIELDS} field(INPA, "$(P)C{k}.VAL") }}\n' for k in range(_PVS)
)
_SETTLE_S = 8.0
_SECONDS = 20.0
_SOME = 10
"""Of so many events one is looked into: reading all of them would take a processor from what is measured."""


def live(folder: Path, clients: int) -> Result:
    """Have so many clients follow 20 of 1,000 PVs each, every PV at 10 Hz."""
    folder.mkdir()
    with running(InfluxServer.own(folder)) as influx, running(SoftIoc(folder, _RECORDS)) as ioc:
        url = influx.new_database()
        names = [f"{ioc.prefix}C{k}" for k in range(_PVS)]
        asyncio.run(prepare(url))
        with running(LoneEngine(folder, ioc.environment, url, names)) as engine:
            engine.wait_connected(_PVS)
            engine.wait_archived(_PVS)
            return _measure(folder, url, names, clients)


def _measure(folder: Path, url: str, names: list[str], clients: int) -> Result:
    port = str(free_port())
    settings = {"ARCHIVE_URL": url, "PORT": port, "HOST": LOOPBACK}
    environment = {**os.environ, **{f"CAFLUX_{name}": value for name, value in settings.items()}}
    query = Process([sys.executable, "-m", "caflux_query_api"], folder / "query-api.log", environment)
    query.start()
    base = f"http://{LOOPBACK}:{port}"
    try:
        query.wait_ready(lambda: httpx.get(f"{base}/readyz", timeout=2).is_success)
        asked = json.dumps({"base": base, "names": names, "clients": clients})
        reader = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert reader.stdin is not None
        reader.stdin.write(asked + "\n")
        reader.stdin.close()
        time.sleep(_SETTLE_S)
        before = _cpu_s(query.pid)
        time.sleep(_SECONDS - _SETTLE_S - 2)
        cores = (_cpu_s(query.pid) - before) / (_SECONDS - _SETTLE_S - 2)
        assert reader.stdout is not None
        ages = json.loads(reader.stdout.readline())
        reader.wait()
        return {
            "clients": clients,
            "pvs_each": _EACH,
            "events_per_s": _PVS * 10,
            **ages,
            "query_api_cores": round(cores, 3),
            "cores_per_client": round(cores / clients, 4),
        }
    finally:
        query.stop()


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _follow(base: str, names: list[str], until: float, ages: list[float]) -> None:
    """Read one stream; keep the ages in ms of the samples of some of its events, once it has settled."""
    place, begin, events = urlsplit(base), time.monotonic() + _SETTLE_S, 0
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=2**22)
    query = urlencode([("pv", name) for name in names])
    writer.write(f"GET /v1/live?{query} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
    while (line := await reader.readline()) and time.monotonic() < until:
        events += line.startswith(b"data: [")
        if line.startswith(b"data: [") and events % _SOME == 0 and time.monotonic() > begin:
            now = time.time_ns()
            ages += [(now - at) / 1e6 for one in json.loads(line[6:]) for at in one["time"]]
    writer.close()


async def _read(base: str, names: list[str], clients: int) -> Result:
    until, ages = time.monotonic() + _SECONDS, list[float]()
    chosen = [[names[(k * 7 + i * 31) % len(names)] for i in range(_EACH)] for k in range(clients)]
    await asyncio.gather(*(_follow(base, some, until, ages) for some in chosen))
    ages.sort()
    return {
        "samples": len(ages),
        "p50_ms": round(ages[len(ages) // 2]),
        "p99_ms": round(ages[int(0.99 * len(ages))]),
        "most_ms": round(ages[-1]),
    }


if __name__ == "__main__":
    asked = json.loads(sys.stdin.readline())
    print(json.dumps(asyncio.run(_read(**asked))))  # noqa: T201 - this is its result
