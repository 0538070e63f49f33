"""What `caflux up` prints: one line per thing that happens."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from queue import SimpleQueue
from threading import Thread

from caflux_contracts.engine import EngineStatus
from caflux_contracts.health import ComponentHealth, Health, HealthReport

_PATIENCE_S = 2.0


class Announcer:
    """Prints lines with the time of day; lines that come before the header wait for it.

    A thread of its own does the printing: a terminal that was stopped (Ctrl-S) must not stop the archiving,
    and one that has gone must not end it.

    Args:
        out: File descriptor. Written without a buffer of Python's, whose lock a stopped terminal would hold.
        now: Gives the time, in the zone that is shown.
    """

    def __init__(self, out: int, now: Callable[[], datetime]) -> None:
        self._out = out
        self._now = now
        self._waiting: list[str] | None = []
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._thread = Thread(target=self._print, name="announcer", daemon=True)
        self._thread.start()

    def say(self, text: str) -> None:
        """Print that something happened, now."""
        line = f"{self._now():%H:%M:%S}  {text}"
        if self._waiting is None:
            self._lines.put(line)
        else:
            self._waiting.append(line)

    def header(self, lines: list[str]) -> None:
        """Print `lines` first, then what waited."""
        for line in [*lines, *(self._waiting or [])]:
            self._lines.put(line)
        self._waiting = None

    def close(self) -> None:
        """Print what is left to print, unless the terminal does not take it."""
        self._lines.put(None)
        self._thread.join(_PATIENCE_S)

    def _print(self) -> None:
        while (line := self._lines.get()) is not None:
            with suppress(OSError):
                os.write(self._out, f"{line}\n".encode())


def changes(before: HealthReport | None, after: HealthReport) -> list[str]:
    """Say what is different between two reports, a sentence each."""
    return [*_component_changes(before, after), *_engine_changes(before, after)]


def _component_changes(before: HealthReport | None, after: HealthReport) -> Iterator[str]:
    was = {component.name: component for component in before.components} if before else {}
    for component in after.components:
        earlier = was.get(component.name)
        if earlier is None or earlier.health is component.health:
            continue
        yield from _health_change(earlier, component)


def _health_change(earlier: ComponentHealth, component: ComponentHealth) -> Iterator[str]:
    if component.health is Health.OK and earlier.health is not Health.UNKNOWN:
        yield f"{component.name} is well again"
    elif component.health in {Health.DEGRADED, Health.DOWN}:
        yield f"{component.name} is {component.health.value}: {component.detail}"


def _engine_changes(before: HealthReport | None, after: HealthReport) -> Iterator[str]:
    was = {engine.collector: engine for engine in before.engines} if before else {}
    for engine in after.engines:
        earlier = was.get(engine.collector)
        if earlier is not None and earlier.pid != engine.pid:
            yield f"the engine was restarted (process {engine.pid})"
        yield from _connection_change(earlier, engine)
        yield from _archive_change(earlier, engine)


def _connection_change(earlier: EngineStatus | None, engine: EngineStatus) -> Iterator[str]:
    if engine.pvs == 0:
        if earlier is None or earlier.pvs != 0:
            yield "no PV is configured yet: add some on the page PVs, or with `caflux pvs add NAME`"
    elif earlier is None or (earlier.connected, earlier.pvs) != (engine.connected, engine.pvs):
        yield f"{engine.connected} of {engine.pvs} PVs are connected"


def _archive_change(earlier: EngineStatus | None, engine: EngineStatus) -> Iterator[str]:
    error, error_before = _archive_error(engine), _archive_error(earlier)
    if error and not error_before:
        yield f"the archive is away, samples wait on disk: {error}"
    elif error_before and not error:
        yield "the archive is back"


def _archive_error(engine: EngineStatus | None) -> str | None:
    return next((thread.error for thread in engine.threads if thread.error), None) if engine else None
