"""A soft IOC in a process of its own, on its own CA port, with a prefix of its own."""

import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from caflux_testing.ports import LOOPBACK, free_udp_tcp_port
from caflux_testing.processes import Process

RECORDS = """\
record(calc, "$(P)COUNTER") { field(SCAN, ".1 second") field(INPA, "$(P)COUNTER") field(CALC, "A+1") }
record(ao, "$(P)VALUE") { field(VAL, "1") field(PINI, "YES") field(EGU, "mA") field(PREC, "3") }
record(bo, "$(P)STATE") { field(PINI, "YES") field(ZNAM, "Closed") field(ONAM, "Open") }
record(stringout, "$(P)TEXT") { field(VAL, "ready") field(PINI, "YES") }
"""
"""What an IOC has that is given no database: a counter at 10 Hz, and three records to put to."""


def without_epics(environment: Mapping[str, str]) -> dict[str, str]:
    """Give an environment without its EPICS_ variables, which would lead a test to the site's own IOCs."""
    return {name: value for name, value in environment.items() if not name.startswith("EPICS_")}


def client_environment(*ports: int) -> dict[str, str]:
    """Give the EPICS_CA_ variables of a client that sees IOCs at these ports of loopback, and no others."""
    return {
        "EPICS_CA_ADDR_LIST": " ".join(f"{LOOPBACK}:{port}" for port in ports),
        "EPICS_CA_AUTO_ADDR_LIST": "NO",
        "EPICS_CA_REPEATER_PORT": str(free_udp_tcp_port()),
        "EPICS_CA_MAX_ARRAY_BYTES": "10000000",
    }


def server_environment(port: int, interface: str = LOOPBACK) -> dict[str, str]:
    """Give the environment of an IOC at a port of an interface that tells no one else of itself."""
    return {
        **without_epics(os.environ),
        "EPICS_CAS_SERVER_PORT": str(port),
        "EPICS_CAS_INTF_ADDR_LIST": interface,
        "EPICS_CAS_AUTO_BEACON_ADDR_LIST": "NO",
        "EPICS_CAS_BEACON_ADDR_LIST": LOOPBACK,
        "EPICS_CA_REPEATER_PORT": str(free_udp_tcp_port()),
        "EPICS_CA_MAX_ARRAY_BYTES": "10000000",
    }


class SoftIoc:
    """An IOC of EPICS base.

    Attributes:
        prefix: What the names of its records begin with; macro P of its database.
        ca_port: Its CA port, UDP and TCP, the same after a restart.
        process: Its process.
    """

    def __init__(
        self,
        folder: Path,
        database: str = RECORDS,
        macros: Mapping[str, str] | None = None,
        *,
        prefix: str | None = None,
        port: int | None = None,
        access: str = "",
        interface: str = LOOPBACK,
    ) -> None:
        """Prepare it with a record database; without prefix and port of another IOC it gets its own.

        `access` are rules of access security (an ACF), see `set_access`; `interface` is the address that it
        is reached at.
        """
        self.prefix = prefix or f"T{secrets.token_hex(4).upper()}:"
        self.ca_port = port or free_udp_tcp_port()
        name = f"{self.ca_port}-{secrets.token_hex(2)}"
        file = folder / f"{name}.db"
        file.write_text(database, encoding="utf-8")
        self._access = folder / f"{name}.acf" if access else None
        if self._access:
            self._access.write_text(access, encoding="utf-8")
        given = ",".join(f"{name}={value}" for name, value in {"P": self.prefix, **(macros or {})}.items())
        self.process = Process(
            [sys.executable, "-m", *self._program(file, given)],
            folder / f"ioc-{name}.log",
            server_environment(self.ca_port, interface),
            stdin=True,
        )

    def _program(self, database: Path, macros: str) -> list[str | Path]:
        return ["caflux_testing.ioc.soft", database, macros, *([self._access] if self._access else [])]

    @property
    def environment(self) -> dict[str, str]:
        """The EPICS_CA_ variables of a client that sees this IOC and no other."""
        return client_environment(self.ca_port)

    def start(self) -> None:
        """Start it and wait until it serves."""
        before = self.process.output().count("IOC Running")
        self.process.start()
        self.process.wait_ready(lambda: self.process.output().count("IOC Running") > before)

    def stop(self) -> None:
        """End it in order: clients are told."""
        self.process.stop()

    def kill(self) -> None:
        """End it as a crash does."""
        self.process.kill()

    def put(self, record: str, value: object) -> None:
        """Write to a record, as caput does; `record` is without the prefix and may name a field.

        It is done some time later, in the order of the calls.
        """
        self._command("put", self.prefix + record, str(value))

    def set_access(self, access: str) -> None:
        """Change the rules of access security, some time later; an IOC that began without any has none.

        Raises:
            ValueError: this one did.
        """
        if self._access is None:
            raise ValueError("an IOC takes rules only if it was started with some")
        self._access.write_text(access, encoding="utf-8")
        self.shell("asInit")

    def shell(self, command: str) -> None:
        """Run a command in the IOC's shell, some time later."""
        self._command("shell", command)

    def _command(self, *words: str | float) -> None:
        self.process.write_line(json.dumps(words))
