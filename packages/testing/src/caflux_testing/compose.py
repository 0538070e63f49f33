"""The compose stack as a user starts it, under a project name, a port and an image tag of its own."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from caflux_testing.ports import LOOPBACK, free_port

COMMAND_TIMEOUT_S = 600
START_TIMEOUT_S = 180


class ComposeFailed(AssertionError):
    """A docker command failed; the message has what it printed."""


class ComposeStack:
    """CAFlux and its demo IOC in containers.

    Args:
        folder: Where docker-compose.yml is.
        name: Project name: of its containers, networks and volumes.

    Attributes:
        url: Address of the dashboard.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        port = free_port()
        self.url = f"http://{LOOPBACK}:{port}"
        # Not the settings of whoever runs the test: neither a .env file nor variables.
        own = {k: v for k, v in os.environ.items() if not k.startswith(("CAFLUX_", "EPICS_"))}
        self._environment = own | {"CAFLUX_HTTP_PORT": str(port), "CAFLUX_VERSION": "test"}

    def compose(self, *arguments: str) -> str:
        """Run `docker compose …` on this stack and give what it printed."""
        project = ("--project-name", self._name, "--env-file", os.devnull, "--profile", "demo")
        return self.docker("compose", *project, *arguments)

    def docker(self, *arguments: str) -> str:
        """Run `docker …` and give what it printed.

        Raises:
            ComposeFailed: it exited with another code than 0.
        """
        done = subprocess.run(
            ["docker", *arguments],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT_S,
            check=False,
        )
        if done.returncode:
            raise ComposeFailed(
                f"docker {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def build(self) -> None:
        """Build all images."""
        self.compose("build")

    def up(self) -> None:
        """Start the stack and wait until every part is healthy."""
        self.compose("up", "--detach", "--wait", "--wait-timeout", str(START_TIMEOUT_S))

    def down(self) -> None:
        """Remove its containers and networks; its data stay."""
        self.compose("down", "--timeout", "30")

    def remove(self) -> None:
        """Remove it with its data."""
        self.compose("down", "--timeout", "5", "--volumes", "--remove-orphans")

    def run(self, service: str, *command: str) -> str:
        """Run a command in the container of a service and give what it printed."""
        return self.compose("exec", "--no-TTY", service, *command)

    def services(self) -> list[str]:
        """Give the names of all services."""
        return self.compose("config", "--services").split()

    def inspect(self, service: str) -> dict[str, Any]:
        """Give what docker says of a service's container."""
        container = self.compose("ps", "--all", "--quiet", service).strip()
        found: list[dict[str, Any]] = json.loads(self.docker("inspect", container))
        return found[0]

    def logs(self, *, lines: int | None = None) -> str:
        """Give the last lines of every service's log, or all of them."""
        return self.compose("logs", "--no-color", "--tail", "all" if lines is None else str(lines))
