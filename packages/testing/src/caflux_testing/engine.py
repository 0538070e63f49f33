"""The engine alone, as a process without its manager."""

import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process
from caflux_testing.wait import until

_OURS = ("CAFLUX_", "EPICS_")
START_S = 120.0


@dataclass
class EngineProcess:
    """One engine with its own data folder.

    Args:
        folder: For its data and log.
        epics: EPICS_CA_ variables, see `client_environment`.
        archive_url: Where it writes.
        config_url: Where its PV list comes from, see `PvListServer`.
        settings: More CAFLUX_ variables.
        within: A command that starts it, e.g. `small_spool_disk`.

    Attributes:
        data: Its data folder, CAFLUX_DATA.
        process: Its process.
    """

    folder: Path
    epics: Mapping[str, str]
    archive_url: str
    config_url: str
    settings: Mapping[str, str] = field(default_factory=dict)
    within: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.data = self.folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        port = free_port()
        self.url = f"http://{LOOPBACK}:{port}"
        own = {
            "CAFLUX_ARCHIVE_URL": self.archive_url,
            "CAFLUX_CONFIG_URL": self.config_url,
            "CAFLUX_SERVICE_TOKEN": secrets.token_urlsafe(32),
            "CAFLUX_COLLECTOR_ID": "faults",
            "CAFLUX_DATA": str(self.data),
            "CAFLUX_ENGINE_PORT": str(port),
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        environment = {**inherited, **self.epics, **own, **self.settings}
        command = [*self.within, sys.executable, "-m", "caflux_collector.run"]
        self.process = Process(command, self.folder / "engine.log", environment)
        self._http = self._client()

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, verify=PLAIN_HTTP)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        if self._http.is_closed:
            self._http = self._client()
        self.process.start()
        self.process.wait_ready(lambda: self._http.get("/livez").is_success, START_S)

    def stop(self) -> None:
        """End it in order, if it runs."""
        self._http.close()
        if self.process.alive:
            self.process.stop()

    def status(self) -> dict[str, Any]:
        """Give what it says of itself."""
        return self._json("/status")

    def counts(self) -> dict[str, Any]:
        """Give what became of all events."""
        counts: dict[str, Any] = self.status()["counts"]
        return counts

    def table(self, column: str) -> dict[str, int]:
        """Give a column of /status/pvs by PV, e.g. `received`; of `dropped` the sum of all causes."""
        table = self._json("/status/pvs")
        cells = table[column]
        if isinstance(cells, dict):
            cells = [sum(row) for row in zip(*cells.values(), strict=True)] or [0] * len(table["name"])
        return dict(zip(table["name"], cells, strict=True))

    def wait_connected(self, count: int) -> None:
        """Wait until so many PVs are connected, each with its first value."""

        def ready() -> bool:
            status = self.status()
            return bool(status["connected"] == count and status["counts"]["received"] >= count)

        until(ready, START_S, f"{count} PVs to be connected", ignoring=(httpx.TransportError,))

    def _json(self, path: str) -> dict[str, Any]:
        answer = self._http.get(path)
        answer.raise_for_status()
        decoded: dict[str, Any] = answer.json()
        return decoded
