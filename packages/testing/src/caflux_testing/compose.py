"""The compose stack as a user starts it, under a project name, a port and an image tag of its own."""

import json
import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from caflux_testing.ports import LOOPBACK, free_port

COMMAND_TIMEOUT_S = 600
START_TIMEOUT_S = 180


class ComposeFailed(AssertionError):
    """A docker command failed; the message has what it printed."""


def host_address() -> str:
    """Give the address at which containers reach servers of this machine."""
    gateway = "{{(index .IPAM.Config 0).Gateway}}"
    argv = ["docker", "network", "inspect", "bridge", "--format", gateway]
    return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


class ComposeStack:
    """CAFlux and its demo IOC in containers.

    Args:
        folder: Where docker-compose.yml is.
        name: Project name: of its containers, networks and volumes.
        settings: What a user writes into `.env`.

    Attributes:
        url: Address of the dashboard.
    """

    def __init__(self, folder: Path, name: str, settings: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._name = name
        port = free_port()
        self.url = f"http://{LOOPBACK}:{port}"
        # Not the settings of whoever runs the test: neither a .env file nor variables.
        own = {k: v for k, v in os.environ.items() if not k.startswith(("CAFLUX_", "EPICS_"))}
        self._settings = {"CAFLUX_HTTP_PORT": str(port), "CAFLUX_VERSION": "test", **(settings or {})}
        self._environment = own | self._settings

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

    def crash(self, service: str) -> None:
        """Kill all that runs in a container, as a fault does: Docker is to start it again."""
        self._signal_all(service, "KILL")

    def hang(self, service: str) -> None:
        """Stop all that runs in a container, where it stays: it looks alive, and is not."""
        self._signal_all(service, "STOP")

    def kill(self, service: str) -> None:
        """Kill a container as a person may, which Docker takes for their will: it does not start it again."""
        with suppress(ComposeFailed):  # it may be down already
            self.compose("kill", service)

    def _signal_all(self, service: str, name: str) -> None:
        # As the user whom all in it run as: containers may do too little for root to signal anybody else.
        user = ("--user", "mysql") if service == "mariadb" else ()
        try:
            self.compose("exec", "--no-TTY", *user, service, "sh", "-c", f"kill -{name} -1")
        except ComposeFailed as error:
            # Its init is spared, and ends as what it started has ended: the shell may be killed, too.
            if not any(sign in str(error) for sign in (": 137\n", "not running", "restarting")):
                raise

    def states(self) -> dict[str, str]:
        """Give how the container of each service is: `running healthy`, `exited 0`, …, or nothing."""
        lines = self.compose("ps", "--all", "--format", "json").splitlines()
        rows = {row["Service"]: row for row in map(json.loads, lines)}
        return {
            name: f"{row['State']} {row['ExitCode'] if row['State'] == 'exited' else row['Health']}"
            if (row := rows.get(name))
            else ""
            for name in self.services()
        }

    def as_installed(self, folder: Path) -> Path:
        """Give a folder in which a bare `docker compose` is about this stack."""
        own = {
            "COMPOSE_FILE": str(self._folder / "docker-compose.yml"),
            "COMPOSE_PROJECT_NAME": self._name,
            "COMPOSE_PROFILES": "demo",
        }
        lines = [f"{name}='{value}'\n" for name, value in {**own, **self._settings}.items()]
        (folder / ".env").write_text("".join(lines), encoding="utf-8")
        return folder

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
