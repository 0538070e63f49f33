"""A real influxd on loopback, its data in a temporary folder."""

import os
import secrets
from pathlib import Path
from typing import Any

import httpx

from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process, ProcessFailed, find_program

EXTERNAL = "CAFLUX_TEST_INFLUX_URL"
"""Variable that names a running server to use instead of starting one."""


class InfluxServer:
    """An InfluxDB 1.x server.

    Attributes:
        url: Base URL, without a database.
        process: Its process, or None where it was there already.
        folder: Where it has its data, `data` and `wal`; None as above.
    """

    def __init__(self, url: str, process: Process | None, folder: Path | None = None) -> None:
        self.url = url
        self.process = process
        self.folder = folder

    @classmethod
    def own(cls, folder: Path) -> "InfluxServer":
        """Prepare a server of our own in `folder`; `start` starts it."""
        http, rpc = free_port(), free_port()
        config = folder / "influxdb.conf"
        config.write_text(_config(folder, http, rpc), encoding="utf-8")
        influxd = find_program("influxd", "influxdb")
        # Variables of this name would override the file.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("INFLUXDB_")}
        process = Process([influxd, "-config", config], folder / "influxd.log", environment)
        return cls(f"http://{LOOPBACK}:{http}", process, folder)

    @classmethod
    def external(cls) -> "InfluxServer | None":
        """Give the server that the environment names, if it names one."""
        url = os.environ.get(EXTERNAL)
        return cls(url.rstrip("/"), None) if url else None

    def start(self) -> None:
        """Start it and wait until it answers. It has the data of its last run."""
        process = self._mine()
        process.start()
        process.wait_ready(self._answers)

    def stop(self) -> None:
        """Stop it; its data stay."""
        self._mine().stop()

    def new_database(self) -> str:
        """Create a database with a fresh name and give its archive URL."""
        name = f"caflux_test_{secrets.token_hex(6)}"
        self.query(f'CREATE DATABASE "{name}"')
        return f"{self.url}/{name}"

    def query(self, statement: str, database: str | None = None, timeout_s: float = 30) -> Any:
        """Run an InfluxQL statement and give the decoded JSON answer."""
        parameters = {"q": statement, "epoch": "ns"} | ({"db": database} if database else {})
        answer = httpx.post(f"{self.url}/query", params=parameters, timeout=timeout_s, verify=PLAIN_HTTP)
        answer.raise_for_status()
        return answer.json()

    def _answers(self) -> bool:
        return (
            httpx.get(f"{self.url}/ping", timeout=2, verify=PLAIN_HTTP).status_code == httpx.codes.NO_CONTENT
        )

    def _mine(self) -> Process:
        if self.process is None:
            raise ProcessFailed(f"{self.url} is not ours to start and stop: use the fixture own_influxd")
        return self.process


def _config(folder: Path, http: int, rpc: int) -> str:
    return f"""\
reporting-disabled = true
bind-address = "{LOOPBACK}:{rpc}"
[meta]
  dir = "{folder}/meta"
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
  index-version = "tsi1"
  query-log-enabled = false
[retention]
  check-interval = "1s"
[monitor]
  store-enabled = false
[http]
  bind-address = "{LOOPBACK}:{http}"
  log-enabled = false
"""
