"""An engine on its own: no manager, no config-api; its PV list is the last good one, on disk."""

import json
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process
from caflux_testing.soft_ioc import without_epics
from caflux_testing.wait import until

TIMEOUT_S = 120.0


class LoneEngine:
    """One engine in one data folder.

    Args:
        folder: For data and log.
        epics: EPICS_CA_ variables, see `client_environment`.
        archive_url: Of the archive.
        names: The PVs that it archives.
        settings: More CAFLUX_ variables.
        argv: What to run instead of the engine's own module.

    Attributes:
        data: Its data folder.
        process: Its process.
        url: Where it answers.
    """

    def __init__(
        self,
        folder: Path,
        epics: Mapping[str, str],
        archive_url: str,
        names: Sequence[str],
        *,
        settings: Mapping[str, str] | None = None,
        argv: Sequence[str | Path] = ("-m", "caflux_collector.run"),
    ) -> None:
        self.data = folder / "engine"
        self.data.mkdir()
        told = {"collector": "lone", "revision": 1, "lease_s": 15, "pvs": [{"name": name} for name in names]}
        (self.data / "assignment.json").write_text(json.dumps(told), encoding="utf-8")
        port = free_port()
        self.url = f"http://{LOOPBACK}:{port}"
        own = {
            "COLLECTOR_ID": "lone",
            "CONFIG_URL": f"http://{LOOPBACK}:{free_port()}",
            "ARCHIVE_URL": archive_url,
            "SERVICE_TOKEN": secrets.token_urlsafe(32),
            "DATA": str(self.data),
            "ENGINE_PORT": str(port),
        }
        environment = {
            **{name: value for name, value in without_epics(os.environ).items() if name[:7] != "CAFLUX_"},
            **epics,
            **{f"CAFLUX_{name}": value for name, value in own.items()},
            **(settings or {}),
        }
        self.process = Process([sys.executable, *argv], folder / "engine.log", environment, stdin=True)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process.start()
        self.process.wait_ready(
            lambda: httpx.get(f"{self.url}/livez", timeout=5, verify=PLAIN_HTTP).is_success, TIMEOUT_S
        )

    def stop(self) -> None:
        """Stop it."""
        self.process.stop()

    def status(self) -> dict[str, Any]:
        """Give what it says of itself; its counts close."""
        told: dict[str, Any] = (
            httpx.get(f"{self.url}/status", timeout=10, verify=PLAIN_HTTP).raise_for_status().json()
        )
        counts = told["counts"]
        gone = sum(counts["dropped"].values())
        assert counts["received"] == counts["archived"] + counts["pending"] + gone, counts
        return told

    def wait_connected(self, count: int) -> None:
        """Wait until `count` PVs are connected."""
        until(lambda: self.status()["connected"] == count, TIMEOUT_S, f"{count} PVs to be connected")

    def wait_archived(self, more: int) -> None:
        """Wait until it has archived so many samples more than now."""
        before = self.status()["counts"]["archived"]
        until(
            lambda: self.status()["counts"]["archived"] >= before + more,
            TIMEOUT_S,
            f"{more} more samples to be archived",
            seen=lambda: self.status()["counts"],
        )
