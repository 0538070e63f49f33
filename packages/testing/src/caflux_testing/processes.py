"""Processes under test: their output in a file, and never one left behind."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx

from caflux_testing.wait import until

TAIL_BYTES = 4_000
STOP_TIMEOUT_S = 20.0


class ProcessFailed(AssertionError):
    """A process did not do what it was started for; the message ends with what it last wrote."""


def find_program(name: str, package: str) -> str:
    """Give the path of an installed program.

    Raises:
        ProcessFailed: it is missing; the message says which Debian package has it.
    """
    path = os.environ.get("PATH", os.defpath) + ":/usr/local/sbin:/usr/sbin:/sbin"
    found = shutil.which(name, path=path)
    if found is None:
        raise ProcessFailed(f"{name} is not installed: apt-get install {package}")
    return found


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended; one that nobody has waited for yet (a zombie) has."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return after_name.split()[0] == "Z"


class Process:
    """One process that a test started; ends with the test process at the latest.

    Args:
        argv: Program and arguments.
        log: File that its output (standard output and error) is appended to.
        environment: All of its environment; None: that of the test process.
        user: Run it as this user (needs root).
        stdin: Give it a pipe as standard input, see `write_line`.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        log: Path,
        environment: Mapping[str, str] | None = None,
        *,
        user: str | None = None,
        stdin: bool = False,
    ) -> None:
        self.argv = [str(part) for part in argv]
        self.log = log
        self._environment = dict(environment if environment is not None else os.environ)
        self._user = user
        self._stdin = stdin
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        """What it is called in messages: the name of its log."""
        return self.log.stem

    @property
    def pid(self) -> int:
        """Its process id, also after its end."""
        if self._popen is None:
            raise ProcessFailed(f"{self.name} was not started")
        return self._popen.pid

    @property
    def returncode(self) -> int | None:
        """What it ended with (negative: the signal), or None while it runs."""
        return None if self._popen is None else self._popen.poll()

    @property
    def alive(self) -> bool:
        """Whether it was started and runs."""
        return self._popen is not None and self._popen.poll() is None

    def start(self) -> None:
        """Start it, again if it was started before.

        It gets SIGTERM when the thread that called this ends, so call it from one that lasts.
        """
        if self.alive:
            raise ProcessFailed(f"{self.name} runs already")
        self._release()
        # setpriv replaces itself by the program, so the pid is the program's own.
        drop = [f"--reuid={self._user}", f"--regid={self._user}", "--init-groups"] if self._user else []
        setpriv = [find_program("setpriv", "util-linux"), *drop, "--pdeathsig=TERM", "--"]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._popen = subprocess.Popen(
                [*setpriv, *self.argv],
                stdin=subprocess.PIPE if self._stdin else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment,
            )

    def wait_ready(self, ready: Callable[[], object], timeout: float = 60.0) -> None:
        """Wait until `ready()` is true; network errors mean "not yet".

        Raises:
            ProcessFailed: the process ended, or was not ready in time.
        """

        def check() -> bool:
            return not self.alive or bool(ready())

        try:
            until(check, timeout, f"{self.name} to be ready", ignoring=(OSError, httpx.TransportError))
        except AssertionError as error:
            raise ProcessFailed(f"{error}\n{self.tail()}") from error
        if not self.alive:
            raise ProcessFailed(f"{self.name} ended with {self.returncode} at its start\n{self.tail()}")

    def write_line(self, text: str) -> None:
        """Write a line to its standard input."""
        if self._popen is None or self._popen.stdin is None:
            raise ProcessFailed(f"{self.name} has no standard input")
        self._popen.stdin.write(text.encode() + b"\n")
        self._popen.stdin.flush()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self._popen is not None:
            self._popen.send_signal(number)

    def wait(self, timeout: float = 60.0) -> int:
        """Wait for its end and give its return code."""
        if self._popen is None:
            raise ProcessFailed(f"{self.name} was not started")
        try:
            return self._popen.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise ProcessFailed(f"{self.name} did not end in {timeout:g} s\n{self.tail()}") from error

    def kill(self) -> None:
        """End it as a crash does: SIGKILL."""
        self.signal(signal.SIGKILL)
        self.wait()
        self._release()

    def stop(self, timeout: float = STOP_TIMEOUT_S) -> int | None:
        """End it with SIGTERM and give its return code; None if it was never started.

        Raises:
            ProcessFailed: it went on after SIGTERM and had to be killed.
        """
        if self._popen is None:
            return None
        self.signal(signal.SIGTERM)
        try:
            return self.wait(timeout)
        except ProcessFailed:
            self.signal(signal.SIGKILL)
            self.wait()
            raise
        finally:
            self._release()

    def output(self) -> str:
        """Give all that it wrote so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def tail(self) -> str:
        """Give the last lines that it wrote, under a heading."""
        return f"--- end of {self.log}:\n{self.output()[-TAIL_BYTES:]}---"

    def _release(self) -> None:
        if self._popen is not None and self._popen.stdin is not None:
            try:
                self._popen.stdin.close()
            except BrokenPipeError:  # it ended before it read all; the file is closed nevertheless
                return
