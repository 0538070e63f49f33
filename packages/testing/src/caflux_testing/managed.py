"""A manager and its engine, with nothing else around: config-api is away all the time."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process
from caflux_testing.wait import until

TOKEN = "token-of-the-services"  # noqa: S105 - of tests
SOON_S = 60.0
PYTHON = (sys.executable, "-P")
MANAGER = (*PYTHON, "-m", "caflux_collector.manager")


@dataclass
class Collector:
    """A manager in a data folder of its own."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.manager_port, self.engine_port = free_port(), free_port()
        self.data = self.folder / "data"
        self.process = self.another("manager")

    def environment(self) -> dict[str, str]:
        """Give the variables of manager and engine."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("CAFLUX_", "EPICS_"))}
        return {
            **inherited,
            "CAFLUX_DATA": str(self.data),
            "CAFLUX_SERVICE_TOKEN": TOKEN,
            "CAFLUX_CONFIG_URL": "http://127.0.0.1:1",
            "CAFLUX_ARCHIVE_URL": f"sqlite:///{self.folder}/archive.db",
            "CAFLUX_THREADS": "1",
            "CAFLUX_MANAGER_PORT": str(self.manager_port),
            "CAFLUX_ENGINE_PORT": str(self.engine_port),
            "EPICS_CA_ADDR_LIST": LOOPBACK,
            "EPICS_CA_AUTO_ADDR_LIST": "NO",
            **self.settings,
        }

    def another(
        self, name: str, argv: Sequence[str] = (*PYTHON, "-m", "caflux_collector.manager")
    ) -> Process:
        """Give one more manager on the same data folder; it is not started."""
        return Process(argv, self.folder / f"{name}.log", self.environment())

    @property
    def url(self) -> str:
        """Where the manager answers."""
        return f"http://{LOOPBACK}:{self.manager_port}"

    def start(self) -> int:
        """Start it and wait until the engine answers; give the engine's pid."""
        self.process.start()
        return self.wait_for_engine()

    def status(self) -> dict[str, Any]:
        """Give what the manager says."""
        answer: dict[str, Any] = httpx.get(f"{self.url}/status", timeout=10, verify=PLAIN_HTTP).json()
        return answer

    def wait_for_engine(self, other_than: int | None = None) -> int:
        """Wait until an engine answers; give its pid."""

        def pid() -> int | None:
            answer = httpx.get(
                f"http://{LOOPBACK}:{self.engine_port}/status", timeout=10, verify=PLAIN_HTTP
            ).json()
            found = int(answer["pid"])
            return found if found not in (other_than, None) else None

        return int(until(pid, SOON_S, "an engine to answer", ignoring=(httpx.TransportError,)) or 0)

    def wait_for(self, what: str, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the manager's status is so; give it."""
        ignoring = (httpx.TransportError,)
        until(lambda: condition(self.status()), SOON_S, what, ignoring=ignoring)
        return self.status()

    def restart(self, authorization: str = f"Bearer {TOKEN}", **more: Any) -> httpx.Response:
        """Ask for a restart of the engine."""
        headers = {b"Authorization": authorization.encode("latin-1")}
        return httpx.post(f"{self.url}/restart", headers=headers, timeout=10, **more)
