"""Live streams at 10,000 archived events/s: a real IOC, engine, influxd and query-api, and many clients.

The age of a sample when a client has read it is counted from the IOC's timestamp. All clients run in one
process of their own, whose cost is given beside that of the others: they share the machine.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from functools import partial
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
_SETTLE_S = 15.0
_SECONDS = 30.0
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
            others = {"influxd": influx.process, "ioc": ioc.process, "engine": engine.process}
            pids = {name: process.pid for name, process in others.items() if process is not None}
            return _measure(folder, url, names, clients, pids)


def _measure(folder: Path, url: str, names: list[str], clients: int, others: dict[str, int]) -> Result:
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
        pids = {"query_api": query.pid, **others}
        before = {name: _cpu_s(pid) for name, pid in pids.items()}
        time.sleep(_SECONDS - _SETTLE_S - 2)
        took_s = {name: _cpu_s(pid) - before[name] for name, pid in pids.items()}
        cores = {name: round(of / (_SECONDS - _SETTLE_S - 2), 3) for name, of in took_s.items()}
        assert reader.stdout is not None
        ages = json.loads(reader.stdout.readline())
        reader.wait()
        return {
            "clients": clients,
            "pvs_each": _EACH,
            "events_per_s": _PVS * 10,
            **ages,
            **{f"{name}_cores": of for name, of in cores.items()},
            "cores_per_client": round(cores["query_api"] / clients, 4),
        }
    finally:
        query.stop()


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class _Client(asyncio.Protocol):
    """One stream; keeps the ages in ms of the samples of some of its events.

    Written to take little: its processor is the one of what is measured.
    """

    def __init__(self, request: bytes, begin: float, ages: list[float]) -> None:
        self._request = request
        self._begin = begin
        self._ages = ages
        self._rest = b""
        self.events = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.time_ns()
        if b"\n\n" not in data:
            self._rest += data
            return
        *whole, self._rest = (self._rest + data).split(b"\n\n")
        for event in whole:
            _, found, samples = event.partition(b"\ndata: [")
            self.events += bool(found)
            if found and self.events % _SOME == 0 and time.monotonic() > self._begin:
                self._ages += [(now - at) / 1e6 for one in json.loads(b"[" + samples) for at in one["time"]]


async def _read(base: str, names: list[str], clients: int) -> Result:
    place, loop, ages = urlsplit(base), asyncio.get_running_loop(), list[float]()
    host, port = str(place.hostname), int(place.port or 80)
    begin = time.monotonic() + _SETTLE_S
    connected = []
    for k in range(clients):
        some = [names[(k * 7 + i * 31) % len(names)] for i in range(_EACH)]
        query = urlencode([("pv", name) for name in some])
        request = f"GET /v1/live?{query} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode()
        connected.append(await loop.create_connection(partial(_Client, request, begin, ages), host, port))
    await asyncio.sleep(begin - time.monotonic())
    cpu, events = time.process_time(), sum(client.events for _, client in connected)
    await asyncio.sleep(_SECONDS - _SETTLE_S)
    cpu, events = time.process_time() - cpu, sum(client.events for _, client in connected) - events
    ages.sort()
    return {
        "samples": len(ages),
        "p50_ms": round(ages[len(ages) // 2]),
        "p99_ms": round(ages[int(0.99 * len(ages))]),
        "most_ms": round(ages[-1]),
        "events_per_client_s": round(events / clients / (_SECONDS - _SETTLE_S), 1),
        "clients_cores": round(cpu / (_SECONDS - _SETTLE_S), 3),
    }


if __name__ == "__main__":
    asked = json.loads(sys.stdin.readline())
    print(json.dumps(asyncio.run(_read(**asked))))  # noqa: T201 - this is its result
