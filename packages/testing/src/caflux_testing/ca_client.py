"""A Channel Access client in a process of its own: what any other client sees of an IOC."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caflux_testing.processes import Process
from caflux_testing.soft_ioc import without_epics


@dataclass(frozen=True, slots=True)
class CaEvent:
    """One event; `time` is ns since 1970."""

    pv: str
    time: int
    severity: int
    status: int
    value: Any


class CaClient:
    """Subscribes to PVs and keeps their events.

    Args:
        log: File for its output.
        environment: EPICS_CA_ variables, see `SoftIoc.environment`.
        names: The PVs.
    """

    def __init__(self, log: Path, environment: Mapping[str, str], names: Sequence[str]) -> None:
        self._process = Process(
            [sys.executable, "-W", "ignore", "-m", "caflux_testing.ioc.client", *names],
            log,
            {**without_epics(os.environ), **environment},
            stdin=True,
        )

    def start(self) -> None:
        """Start it and wait until all PVs are connected."""
        self._process.start()
        self._process.wait_ready(lambda: "connected\n" in self._process.output(), timeout=60)

    def events(self, pv: str | None = None) -> list[CaEvent]:
        """Give all events so far, in the order of arrival, of one PV or of all."""
        whole = self._process.output().rpartition("\n")[0].splitlines()
        events = [CaEvent(*json.loads(line)) for line in whole if line.startswith("[")]
        return [event for event in events if pv in (None, event.pv)]

    def last(self, pv: str) -> CaEvent | None:
        """Give the last event of a PV, or None before the first."""
        events = self.events(pv)
        return events[-1] if events else None

    def stop(self) -> None:
        """End it."""
        self._process.stop()
