"""`caflux up` as a user starts it, and every process below it."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from caflux_testing.processes import Process, ProcessFailed, is_gone
from caflux_testing.wait import until

START_S = 120.0
STOP_S = 60.0
_OURS = ("CAFLUX_", "EPICS_")


class Up:
    """One `caflux up` in a folder of its own; `url` is where its dashboard is.

    Args:
        folder: For its data and its output.
        arguments: More of the command's arguments, e.g. `--demo`.
        data: Name of its data folder; the next `Up` with the same one goes on with it.
        environment: Added to the test's own, of which CAFLUX_ and EPICS_ variables are not passed on.
        prefix: Command that runs it, e.g. `nohup`.
    """

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        data: str = "data",
        environment: Mapping[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> None:
        self.data = folder / data
        self.seen: set[int] = set()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        command = [sys.executable, "-P", "-m", "caflux", "up", "--port=0", f"--data={self.data}", *arguments]
        log = folder / f"up-{len(list(folder.glob('up-*.log')))}.log"
        self.process = Process([*prefix, *command], log, {**inherited, **(environment or {})})
        self.url = ""

    @property
    def archive_url(self) -> str:
        """Its archive, for `caflux_testing.archive`."""
        return f"sqlite:///{quote(str(self.data))}/archive.db"

    @property
    def password(self) -> str:
        """Of the user admin."""
        return (self.data / "admin-password").read_text(encoding="utf-8").strip()

    def start(self) -> None:
        """Start it and wait until its dashboard has an address."""
        self.process.start()
        self.url = self.wait_for(r"runs at (http://\S+)")[1]

    def wait_for(self, pattern: str, timeout: float = START_S) -> re.Match[str]:
        """Wait until it has printed something.

        Raises:
            ProcessFailed: it ended instead.
        """

        def found() -> re.Match[str] | None:
            if not self.process.alive:
                raise ProcessFailed(f"caflux up ended\n{self.process.tail()}")
            return re.search(pattern, self.process.output())

        match = until(found, timeout, f"caflux up to print {pattern!r}", seen=self.process.tail)
        assert match is not None
        self._note_family()
        return match

    def pid_of(self, part: str) -> int:
        """Give the process that `part` runs as now, as it was printed: `web`, `collector`, `demo IOC`."""
        self.wait_for(rf"{part} started \(process \d+\)")
        return int(re.findall(rf"{part} started \(process (\d+)\)", self.process.output())[-1])

    async def keep_away(self, part: str) -> None:
        """Kill a part whenever it is started, until this is cancelled: a page might not see it go else."""
        while True:
            with suppress(ProcessLookupError):
                os.kill(self.pid_of(part), signal.SIGKILL)
            await asyncio.sleep(0.1)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C, or send another signal, and give its return code; that of before if it has ended."""
        if self.process.alive:
            self._note_family()
            self.process.signal(number)
        return self.process.wait(STOP_S)

    def owner(self) -> int | None:
        """Give the `caflux up` that has the data folder, whoever started it; None: none."""
        pid = int((self.data / "caflux.lock").read_text(encoding="ascii"))
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return pid if str(self.data) in command else None

    def end_owner(self) -> None:
        """End the `caflux up` that has the data folder, e.g. the one that `caflux monitor` started."""
        if (owner := self.owner()) is not None:
            os.kill(owner, signal.SIGTERM)
            until(lambda: self.owner() is None, STOP_S, "what was started of it to end")

    def left(self) -> set[int]:
        """Give the processes that it started and that still run."""
        return {pid for pid in self.seen if not is_gone(pid)}

    def _note_family(self) -> None:
        parents = dict(_running())
        family = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        self.seen |= family - {self.process.pid}


def _running() -> list[tuple[int, int]]:
    """Give every process with its parent."""
    found = []
    for path in Path("/proc").iterdir():
        if not path.name.isdigit():
            continue
        try:
            after_name = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while the others were being listed
        found.append((int(path.name), int(after_name.split()[1])))
    return found
