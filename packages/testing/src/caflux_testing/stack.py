"""CAFlux as it runs in production: every service a process of its own, on free ports of loopback."""

import os
import secrets
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process, ProcessFailed
from caflux_testing.running import running
from caflux_testing.wait import until

__all__ = ["Ports", "Stack", "running"]

READY_TIMEOUT_S = 120.0
_OURS = ("CAFLUX_", "EPICS_")


@dataclass
class Ports:
    """One for each server of a stack."""

    config: int = field(default_factory=free_port)
    query: int = field(default_factory=free_port)
    engine: int = field(default_factory=free_port)
    manager: int = field(default_factory=free_port)
    supervisor: int = field(default_factory=free_port)


@dataclass
class Stack:
    """config-api, query-api, and a collector (manager and engine); the supervisor where asked for.

    Args:
        folder: For data and logs, its own.
        epics: EPICS_CA_ variables, see `client_environment`.
        archive_url: Default: an SQLite file in `folder`.
        database_url: Default: an SQLite file in `folder`.
        settings: More CAFLUX_ variables, for every service.
        collector_command: Starts the manager; default: its module.

    Attributes:
        config_api: Its process; so are `query_api`, `manager` (which starts the engine) and `supervisor`.
    """

    folder: Path
    epics: Mapping[str, str] = field(default_factory=dict)
    archive_url: str = ""
    database_url: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    collector_id: str = "collector-1"
    ports: Ports = field(default_factory=Ports)
    collector_command: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.archive_url = self.archive_url or f"sqlite:///{self.folder}/archive.db"
        self.database_url = self.database_url or f"sqlite+aiosqlite:///{self.folder}/config.db"
        self.service_token = secrets.token_urlsafe(32)
        self.admin_password = secrets.token_urlsafe(16)
        self._token: str | None = None
        self.config_api = self._process("caflux_config_api", "config-api", self.ports.config)
        self.query_api = self._process("caflux_query_api", "query-api", self.ports.query)
        self.manager = self._process("caflux_collector.manager", "collector", command=self.collector_command)
        self.supervisor = self._process("caflux_supervisor", "supervisor", self.ports.supervisor)

    @property
    def config_url(self) -> str:
        """Base URL of config-api, before /v1."""
        return _url(self.ports.config)

    @property
    def query_url(self) -> str:
        """Base URL of query-api, before /v1."""
        return _url(self.ports.query)

    @property
    def supervisor_url(self) -> str:
        """Base URL of the supervisor, before /v1."""
        return _url(self.ports.supervisor)

    @property
    def engine_url(self) -> str:
        """Base URL of the engine's own HTTP server."""
        return _url(self.ports.engine)

    @property
    def manager_url(self) -> str:
        """Base URL of the manager's own HTTP server."""
        return _url(self.ports.manager)

    @property
    def state_folder(self) -> Path:
        """Where the collector keeps its last good PV list and its spool."""
        return self.folder / "collector"

    @property
    def token(self) -> str:
        """An API token of the admin, asked for as a script would."""
        if self._token is None:
            admin = ("admin", self.admin_password)
            answer = httpx.post(f"{self.config_url}/v1/tokens", auth=admin, timeout=30, verify=PLAIN_HTTP)
            answer.raise_for_status()
            self._token = str(answer.json()["token"])
        return self._token

    def start(self) -> None:
        """Start everything but the supervisor, and wait until it serves."""
        self.query_api.start()  # needs nobody to start: let it do so meanwhile
        self.start_config_api()
        self.start_collector()
        _wait(self.query_api, f"{self.query_url}/livez")

    def start_config_api(self) -> None:
        """Bring the database up to date and start config-api."""
        migrate = self._process("caflux_config_api.migrate", "migrate")
        migrate.start()
        if migrate.wait(READY_TIMEOUT_S):
            raise ProcessFailed(f"the migrations ended with {migrate.returncode}\n{migrate.tail()}")
        _start(self.config_api, f"{self.config_url}/readyz")

    def start_query_api(self) -> None:
        """Start query-api."""
        _start(self.query_api, f"{self.query_url}/livez")

    def start_collector(self) -> None:
        """Start the manager, and wait until its engine answers."""
        _start(self.manager, f"{self.engine_url}/livez")

    def start_supervisor(self) -> None:
        """Start the supervisor."""
        _start(self.supervisor, f"{self.supervisor_url}/livez")

    def stop(self) -> None:
        """End everything that runs.

        Raises:
            ProcessFailed: something did not end when asked to, or failed as it ended.
        """
        running = [p for p in (self.supervisor, self.manager, self.query_api, self.config_api) if p.alive]
        codes = {process.name: process.stop() for process in running}
        # Uvicorn shuts down in order, then ends with the signal that it was sent.
        if not set(codes.values()) <= {0, -signal.SIGTERM}:
            tails = "\n".join(process.tail() for process in running)
            raise ProcessFailed(f"services ended with {codes} when they were asked to\n{tails}")

    def api(self) -> httpx.Client:
        """Give a client of config-api that may change things."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.config_url, headers=headers, timeout=60, verify=PLAIN_HTTP)

    def archive_pvs(self, names: Iterable[str]) -> None:
        """Add PVs by a bulk import, each archived at every event."""
        with self.api() as api:
            rows = [{"name": name} for name in names]
            api.post("/v1/pvs/import", json=rows).raise_for_status()

    def engine_status(self) -> dict[str, Any]:
        """Give what the engine says of itself."""
        return _json(f"{self.engine_url}/status")

    def manager_status(self) -> dict[str, Any]:
        """Give what the manager says of the engine."""
        return _json(f"{self.manager_url}/status")

    def wait_connected(self, count: int, timeout: float = READY_TIMEOUT_S) -> None:
        """Wait until the engine has `count` PVs connected."""

        def connected() -> bool:
            return int(self.engine_status()["connected"]) == count

        until(connected, timeout, f"{count} PVs to be connected", ignoring=(httpx.TransportError,))

    def _process(
        self, module: str, name: str, port: int | None = None, command: Sequence[str] = ()
    ) -> Process:
        log = self.folder / "logs" / f"{name}.log"
        return Process(command or [sys.executable, "-m", module], log, self._environment(port))

    def _environment(self, port: int | None) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        own = {
            "HOST": LOOPBACK,
            "PORT": str(port or free_port()),
            "DATA": str(self.state_folder),
            "ADMIN_PASSWORD": self.admin_password,
            "SERVICE_TOKEN": self.service_token,
            "DATABASE_URL": self.database_url,
            "ARCHIVE_URL": self.archive_url,
            "CONFIG_URL": self.config_url,
            "QUERY_URL": self.query_url,
            "COLLECTOR_ID": self.collector_id,
            "ENGINE_PORT": str(self.ports.engine),
            "ENGINE_URL": self.engine_url,
            "MANAGER_PORT": str(self.ports.manager),
            "MANAGER_URL": self.manager_url,
            "SUPERVISOR_URL": self.supervisor_url,
        }
        return {
            **inherited,
            **self.epics,
            **{f"CAFLUX_{name}": value for name, value in own.items()},
            **self.settings,
        }


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def _json(url: str) -> dict[str, Any]:
    answer = httpx.get(url, timeout=30, verify=PLAIN_HTTP)
    answer.raise_for_status()
    decoded: dict[str, Any] = answer.json()
    return decoded


def _start(process: Process, url: str) -> None:
    process.start()
    _wait(process, url)


def _wait(process: Process, url: str) -> None:
    process.wait_ready(lambda: httpx.get(url, timeout=5, verify=PLAIN_HTTP).is_success, READY_TIMEOUT_S)
