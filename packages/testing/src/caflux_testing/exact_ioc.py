"""The exact IOC as tests use it, and its log."""

import json
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from caflux_testing.ioc.kinds import KINDS, ExactPv, exact_pvs
from caflux_testing.ports import free_udp_tcp_port
from caflux_testing.processes import Process
from caflux_testing.soft_ioc import client_environment, server_environment
from caflux_testing.wait import until

TAIL_BYTES = 65_536
"""Longer than any line of the log."""
HALTED = '"halted"\n'


@dataclass
class Posts:
    """What one PV posted, as columns: ns since 1970, severity, status, and the value as an archive has it.

    A value is a float (all numbers and enums), a str, or a one-dimensional array.
    """

    time: list[int] = field(default_factory=list)
    severity: list[int] = field(default_factory=list)
    status: list[int] = field(default_factory=list)
    value: list[Any] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.time)


def as_archived(pv: ExactPv, posted: Any) -> Any:
    """Give what an archive is to hold of a value that was posted; a waveform of strings is a JSON list."""
    kind = KINDS[pv.kind]
    if kind.record == "longStringIn":
        return np.frombuffer(posted.encode() + b"\0", np.uint8)
    if pv.kind == "strings":
        return json.dumps(posted, ensure_ascii=False)
    if kind.is_array:
        return np.array(posted, kind.dtype)
    if isinstance(posted, list):
        (posted,) = posted
    return posted if isinstance(posted, str) else float(posted)


def read_log(path: Path, pvs: list[ExactPv]) -> dict[str, Posts]:
    """Read the IOC's log: what each PV posted, in the order of posting."""
    posts = {pv.name: Posts() for pv in pvs}
    whole_lines = path.read_text(encoding="utf-8").removesuffix(HALTED).rpartition("\n")[0]
    for line in whole_lines.splitlines():
        index, time, severity, status, value = json.loads(line)
        of_pv = posts[pvs[index].name]
        of_pv.time.append(time)
        of_pv.severity.append(severity)
        of_pv.status.append(status)
        of_pv.value.append(as_archived(pvs[index], value))
    return posts


class ExactIoc:
    """An IOC with PVs of every DBR type that logs what it posts; see `caflux_testing.ioc.exact`.

    Attributes:
        pvs: Its PVs.
        ca_port: Its CA port, UDP and TCP.
        process: Its process.
    """

    def __init__(self, folder: Path, count: int, seed: int = 1) -> None:
        prefix = f"X{secrets.token_hex(4).upper()}:"
        self.pvs = exact_pvs(prefix, count)
        self.ca_port = free_udp_tcp_port()
        self._log = folder / f"posts-{self.ca_port}.jsonl"
        self.process = Process(
            [sys.executable, "-m", "caflux_testing.ioc.exact", prefix, str(count), str(seed), self._log],
            folder / f"exact-ioc-{self.ca_port}.log",
            server_environment(self.ca_port),
            stdin=True,
        )

    @property
    def environment(self) -> dict[str, str]:
        """The EPICS_CA_ variables of a client that sees this IOC and no other."""
        return client_environment(self.ca_port)

    def start(self) -> None:
        """Start it; when this returns every PV has posted one value and posts no more until `go`."""
        self.process.start()
        self.process.wait_ready(lambda: "ready\n" in self.process.output())

    def go(self) -> None:
        """Post at the PVs' rates."""
        self.process.write_line("go")

    def halt(self) -> dict[str, Posts]:
        """Post no more, and give all that was posted since the start, by PV."""
        self.process.write_line("halt")
        until(lambda: self._log.read_text(encoding="utf-8").endswith(HALTED), what="the IOC's whole log")
        return read_log(self._log, self.pvs)

    def newest(self) -> int:
        """Give the time (ns) of one of the last posts, cheaply."""
        with self._log.open("rb") as log:
            log.seek(max(0, self._log.stat().st_size - TAIL_BYTES))
            whole_lines = log.read().rpartition(b"\n")[0].splitlines()
        time: int = json.loads(whole_lines[-1])[1]
        return time

    def posts(self) -> dict[str, Posts]:
        """Give what was posted so far, by PV; the last posts may still be missing."""
        return read_log(self._log, self.pvs)

    def stop(self) -> None:
        """End it."""
        self.process.stop()
