"""Start processes, keep them running, and leave none behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from caflux_service.reasons import reason

from caflux.up.guard import alive, end
from caflux.up.guarded import Guarded
from caflux.up.lines import is_loud, sentence
from caflux.up.logs import LogFile, follow
from caflux.up.plan import Process

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
_LIVED_LONG_S = 60.0
_SWEEP_S = 5.0
_QUIET_S = 60.0

Say = Callable[[str], None]


def next_pause(previous_s: float | None, lived_s: float) -> float:
    """Give the seconds before the next start: doubled each time, and short again after a long life."""
    if previous_s is None or lived_s >= _LIVED_LONG_S:
        return _FIRST_PAUSE_S
    return min(_LONGEST_PAUSE_S, 2 * previous_s)


def how_it_ended(code: int) -> str:
    """Say what an exit code means."""
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return "ended" if code == 0 else f"failed with exit code {code}"


class Keeper:
    """Keeps one process running until it is told to stop."""

    def __init__(self, process: Process, logs: Path, guard: Guarded, say: Say) -> None:
        self.process = process
        self.failed_once = asyncio.Event()
        self.last_line = ""
        self._log = LogFile(logs / f"{process.name.replace(' ', '-').lower()}.log")
        self._guard = guard
        self._say = say
        self._stop = asyncio.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._said: dict[str, float] = {}

    @property
    def log(self) -> Path:
        """Give the file of the process's output."""
        return self._log.path

    async def run(self) -> None:
        """Start the process, and again whenever it ends, with a pause that grows."""
        pause_s: float | None = None
        try:
            while not self._stop.is_set():
                began = time.monotonic()
                try:
                    ended = how_it_ended(await self._live())
                except OSError as error:
                    ended = self.last_line = f"could not be started: {reason(error)}"
                if self._stop.is_set():
                    return
                pause_s = next_pause(pause_s, time.monotonic() - began)
                self.failed_once.set()
                self._say(
                    f"{self.process.name} {ended}; starting it again in {pause_s:g} s "
                    f"(its log: {self._log.path})"
                )
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), pause_s)
        finally:
            self._log.close()

    async def _live(self) -> int:
        child, output = self._start()
        pump = asyncio.create_task(follow(output, self._take))
        try:
            code = await asyncio.to_thread(child.wait)
            await self._sweep(child.pid)
            # What outlives its group may hold the pipe open for ever.
            await asyncio.wait([pump], timeout=1)
        finally:
            pump.cancel()
            self._guard.gone(child.pid)
        return code

    def _start(self) -> tuple["subprocess.Popen[bytes]", IO[bytes]]:
        child = subprocess.Popen(  # noqa: S603 - our own modules; what the user gave is in no argument
            self.process.command,
            env=dict(self.process.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Its own session and group: Ctrl-C reaches `caflux up` alone, which stops the rest in order.
            start_new_session=True,
        )
        self._child = child
        self._guard.started(child.pid)
        self._say(f"{self.process.name} started (process {child.pid})")
        assert child.stdout is not None
        return child, child.stdout

    async def _sweep(self, group: int) -> None:
        """End what a process has left in its group."""
        end(group, signal.SIGTERM)
        deadline = time.monotonic() + _SWEEP_S
        while alive(group):
            if time.monotonic() > deadline:
                end(group, signal.SIGKILL)
                return
            await asyncio.sleep(0.05)

    def _take(self, line: str) -> None:
        self._log.write(line)
        if line.strip():
            self.last_line = sentence(line)
        # What complains of being stopped was meant to be stopped.
        if is_loud(line) and not self._stop.is_set() and self._is_new(self.last_line):
            self._say(f"{self.process.name}: {self.last_line}")

    def _is_new(self, text: str) -> bool:
        """Say whether `text` has not been said in the last minute: a fault every 10 ms is one line."""
        now = time.monotonic()
        self._said = {said: at for said, at in self._said.items() if now - at < _QUIET_S}
        return self._said.setdefault(text, now) == now

    def ask(self) -> None:
        """Ask the process to stop, for good; `run` then returns."""
        self._stop.set()
        self._signal(os.kill, signal.SIGTERM)

    def kill(self) -> None:
        """Kill the process and what is in its group."""
        self._stop.set()
        self._signal(os.killpg, signal.SIGKILL)

    def _signal(self, send: Callable[[int, int], None], number: int) -> None:
        # A child that was not waited for keeps its number, so this can't hit another process.
        if self._child is not None and self._child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                send(self._child.pid, number)


class Processes:
    """Everything that `caflux up` runs."""

    def __init__(self, processes: Sequence[Process], logs: Path, say: Say) -> None:
        self._guard = Guarded()
        self._keepers = [Keeper(process, logs, self._guard, say) for process in processes]
        self._tasks = [asyncio.create_task(keeper.run()) for keeper in self._keepers]
        self._say = say

    def __getitem__(self, name: str) -> Keeper:
        """Give the keeper of the process called `name`."""
        return next(keeper for keeper in self._keepers if keeper.process.name == name)

    async def stop(self, hurry: asyncio.Event) -> None:
        """Stop one after the other, each within its time; kill what is left once `hurry` is set."""
        hurried = asyncio.create_task(hurry.wait())
        for keeper, task in zip(self._keepers, self._tasks, strict=True):
            keeper.ask()
            await asyncio.wait(
                {task, hurried}, timeout=keeper.process.stop_s, return_when=asyncio.FIRST_COMPLETED
            )
            if not task.done():
                self._say(f"{keeper.process.name} did not stop in time and is killed")
                keeper.kill()
            await task
        hurried.cancel()
        self._guard.close()
