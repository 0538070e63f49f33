"""A counting IOC, influxd and a stack, started for one measurement and stopped after it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from caflux_testing.influxd import InfluxServer
from caflux_testing.stack import Stack
from caflux_testing.wait import until
from counters import CountingIoc
from usage import MACHINE_IDLE, Usage, idle, usage

QUIET_S = 2.0


@dataclass
class Rig:
    """Everything that runs during a measurement."""

    ioc: CountingIoc
    influx: InfluxServer
    stack: Stack
    database: str

    @property
    def engine_pid(self) -> int:
        """The engine's process."""
        return int(self.stack.engine_status()["pid"])

    def usages(self) -> dict[str, Usage]:
        """Give CPU time and memory of the engine, the IOC and influxd; and the time that nobody used."""
        assert self.influx.process is not None
        pids = {"engine": self.engine_pid, "ioc": self.ioc.process.pid, "influxd": self.influx.process.pid}
        return {MACHINE_IDLE: idle(), **{name: usage(pid) for name, pid in pids.items()}}

    def disk_mb(self) -> dict[str, float]:
        """Give what influxd takes on disk: compressed data, and its log of writes that are not yet there."""
        assert self.influx.folder is not None
        found = {}
        for part in ("data", "wal"):
            files = (self.influx.folder / part / self.database).rglob("*")
            found[part] = round(sum(path.stat().st_size for path in files if path.is_file()) / 1e6, 1)
        return found

    def received(self) -> int:
        """Give how many events the engine has received."""
        return int(self.stack.engine_status()["counts"]["received"])

    def settle(self) -> dict[str, int]:
        """Stop the counters and wait until the engine has nothing left to write; give its counts."""
        self.ioc.freeze()
        last, changed = -1, time.monotonic()

        def still() -> bool:
            nonlocal last, changed
            counts = self.stack.engine_status()["counts"]
            if counts["received"] != last:
                last, changed = counts["received"], time.monotonic()
            return counts["pending"] == 0 and time.monotonic() - changed > QUIET_S

        until(still, 120, "the engine to have written everything", ignoring=(httpx.HTTPError,))
        counts = self.stack.engine_status()["counts"]
        return {"received": counts["received"], "archived": counts["archived"], **counts["dropped"]}


@contextmanager
def rig(folder: Path, ioc: CountingIoc, settings: dict[str, str] | None = None) -> Iterator[Rig]:
    """Start all servers that collecting needs; the PVs are yet to be configured."""
    influx = InfluxServer.own(folder)
    influx.start()
    ioc.start()
    try:
        url = influx.new_database()
        stack = Stack(folder / "stack", ioc.environment, url, settings=settings or {})
        stack.folder.mkdir()
        try:
            stack.start_config_api()
            stack.start_collector()
            yield Rig(ioc, influx, stack, url.rpartition("/")[2])
        finally:
            stack.stop()
    finally:
        ioc.stop()
        influx.stop()


def wait_seconds(seconds: float) -> None:
    """Let a measurement run: here time itself is what is waited for."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end, seconds + 5, f"{seconds:g} s to pass")
