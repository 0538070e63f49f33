"""What `caflux up` starts: from options and environment to processes with theirs. Decides, does nothing."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from caflux.up.folder import DataFolder
from caflux.up.ports import Ports

DEMO_PREFIX = "DEMO:"

# Secrets and addresses that a process has no use for are kept from it.
_NOT_FOR_COLLECTOR = ("CAFLUX_ADMIN_", "CAFLUX_DATABASE_", "CAFLUX_READER_")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for."""

    host: str
    port: int
    data: Path
    influx: str | None
    database: str | None
    demo: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Process:
    """A process to start and to keep running."""

    name: str
    module: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)  # holds secrets
    stop_s: float

    @property
    def command(self) -> list[str]:
        """Give the command line; -P keeps files of the current folder from being taken for modules."""
        return [sys.executable, "-P", "-m", self.module, *self.arguments]


@dataclass(frozen=True, slots=True)
class Plan:
    """All processes, in the order in which they are stopped."""

    url: str
    collector: Process
    web: Process
    demo: Process | None
    demo_address_list: str

    @property
    def processes(self) -> list[Process]:
        """Give the processes in the order in which they are stopped: what feeds the others first."""
        return [self.collector, self.web, *([self.demo] if self.demo else [])]


def make_plan(
    options: Options, ports: Ports, folder: DataFolder, frontend: Path, environment: Mapping[str, str]
) -> Plan:
    """Decide what runs and with which settings."""
    local = f"http://{_reach(options.host)}:{ports.web}"
    in_url = quote(str(folder.path))
    demo_addresses = f"127.0.0.1:{ports.demo_ca} 127.0.0.1:{ports.demo_flaky_ca}"
    common = {
        **environment,
        "PYTHONUNBUFFERED": "1",
        "CAFLUX_LOG_FORMAT": "json",
        "CAFLUX_CONFIG_URL": f"{local}/api/config",
        "CAFLUX_QUERY_URL": f"{local}/api/query",
        "CAFLUX_ARCHIVE_URL": options.influx or f"sqlite:///{in_url}/archive.db",
        **_tokens(environment, folder),
        **_no_proxy(environment, _reach(options.host)),
    }
    return Plan(
        url=local,
        collector=Process(
            "collector",
            "caflux_collector.manager",
            (),
            {
                **_without(common, _NOT_FOR_COLLECTOR),
                **(epics(environment, demo_addresses, ports.ca_repeater) if options.demo else {}),
                "CAFLUX_COLLECTOR_ID": environment.get("CAFLUX_COLLECTOR_ID", "local"),
                "CAFLUX_DATA": str(folder.path / "collector"),
                "CAFLUX_ENGINE_HOST": "127.0.0.1",
                "CAFLUX_ENGINE_PORT": str(ports.engine),
                "CAFLUX_ENGINE_URL": f"http://127.0.0.1:{ports.engine}",
                "CAFLUX_MANAGER_HOST": "127.0.0.1",
                "CAFLUX_MANAGER_PORT": str(ports.manager),
                "CAFLUX_MANAGER_URL": f"http://127.0.0.1:{ports.manager}",
                "CAFLUX_SUPERVISOR_URL": f"{local}/api/supervisor",
            },
            stop_s=15,
        ),
        web=Process(
            "web",
            "caflux.web",
            (),
            {
                "CAFLUX_CHECK_INTERVAL_S": "2",
                "CAFLUX_PUBLIC_URL": local,
                **common,
                "CAFLUX_HOST": options.host,
                "CAFLUX_PORT": str(ports.web),
                "CAFLUX_DATA": str(folder.path),
                "CAFLUX_DATABASE_URL": options.database or f"sqlite+aiosqlite:///{in_url}/config.db",
                "CAFLUX_FRONTEND": str(frontend),
            },
            stop_s=8,
        ),
        demo=Process(
            "demo IOC",
            "caflux_demo_ioc",
            (
                f"--prefix={DEMO_PREFIX}",
                f"--ca-port={ports.demo_ca}",
                f"--flaky-ca-port={ports.demo_flaky_ca}",
            ),
            {**_without(environment, ("CAFLUX_",)), "PYTHONUNBUFFERED": "1", "CAFLUX_LOG_FORMAT": "json"},
            stop_s=5,
        )
        if options.demo
        else None,
        demo_address_list=demo_addresses,
    )


def epics(environment: Mapping[str, str], demo_addresses: str, repeater: int) -> dict[str, str]:
    """Add the demo's addresses to the user's EPICS settings, which otherwise stay as they are.

    Where the user said nothing of addresses, broadcasts are turned off: a demo has no business on the
    machine's network.
    """
    given = environment.get("EPICS_CA_ADDR_LIST", "").strip()
    added = {"EPICS_CA_ADDR_LIST": f"{given} {demo_addresses}".strip()}
    if not given and not environment.get("EPICS_CA_AUTO_ADDR_LIST"):
        added["EPICS_CA_AUTO_ADDR_LIST"] = "NO"
    if not environment.get("EPICS_CA_REPEATER_PORT"):
        added["EPICS_CA_REPEATER_PORT"] = str(repeater)
    return added


def _reach(host: str) -> str:
    """Give the address by which a process on this machine reaches a server that listens on `host`."""
    if host in {"0.0.0.0", ""}:  # noqa: S104 - asked for by the user, not chosen here
        return "127.0.0.1"
    if host == "::":
        return "[::1]"
    return f"[{host}]" if ":" in host else host


def _no_proxy(environment: Mapping[str, str], host: str) -> dict[str, str]:
    """Keep the processes' talk with each other from a proxy that the environment names."""
    given = environment.get("no_proxy") or environment.get("NO_PROXY")
    hosts = ",".join([*([given] if given else []), "127.0.0.1", "localhost", "::1", host.strip("[]")])
    return {"no_proxy": hosts, "NO_PROXY": hosts}


def _tokens(environment: Mapping[str, str], folder: DataFolder) -> dict[str, str]:
    files = {"CAFLUX_SERVICE_TOKEN": folder.service_token, "CAFLUX_READER_TOKEN": folder.reader_token}
    return {
        f"{name}_FILE": str(path)
        for name, path in files.items()
        if not environment.get(name) and not environment.get(f"{name}_FILE")
    }


def _without(environment: Mapping[str, str], prefixes: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith(prefixes)}
