"""One engine's process: start it, judge its health, end it."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from caflux_collector.manager.config import NOT_FOR_ENGINE

COMMAND = (sys.executable, "-P", "-m", "caflux_collector.run", "--managed")
HUNG_S = 13.0
"""An engine that lived is hung when it has given no sign of life for so long; it gives one every second."""
START_S = 60.0
"""The same until its first sign: it imports, and moves what is left in the rings of the one before."""
GRACE_S = 10.0
"""It has so long to stop when it is asked to."""
_GAP_S = 5.0
"""A manager that did not run for so long itself can't tell how the engine is."""
_DYING_S = 3.0  # one that was killed is a zombie like that for a moment, until its last thread has ended
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MIB = 2**20


@dataclass(slots=True)
class Engine:
    """An engine that runs, or did."""

    process: "subprocess.Popen[bytes]"
    life: Path
    memory_bytes: int
    born: float
    _seen: tuple[bytes, float]
    _looked: float
    _patience: float = START_S

    @staticmethod
    def start(data: Path, memory_bytes: int, output: int, now: float) -> "Engine":
        """Start one that works in `data` and prints to the file descriptor `output`.

        Raises:
            OSError: the system can't start a process now.
        """
        environment = {k: v for k, v in os.environ.items() if not k.startswith(NOT_FOR_ENGINE)}
        # The engine's end of this pipe closes with us, however we end: it never outlives its manager.
        process = subprocess.Popen(  # noqa: S603 - a fixed command
            COMMAND, stdin=subprocess.PIPE, stdout=output, stderr=output, env=environment
        )
        life = data / "life"
        return Engine(process, life, memory_bytes, now, (_read(life), now), now)

    @property
    def pid(self) -> int:
        """Its process."""
        return self.process.pid

    def fault(self, now: float) -> str | None:
        """Say what is wrong with an engine that has not ended by itself, or None.

        Its sign of life must change, its main thread be there, and it must not use more memory than it may.
        """
        if now - self._looked > _GAP_S:
            self._seen = (self._seen[0], now)
        self._looked = now
        life = _read(self.life)
        if life != self._seen[0]:
            self._seen, self._patience = (life, now), HUNG_S
        if now - self._seen[1] > self._patience:
            return f"hung: it gave no sign of life for {self._patience:.0f} s"
        if now - self._seen[1] > _DYING_S and self._is_zombie():
            return "hung: its main thread has ended, and others have not"
        used = self.used_bytes()
        if self.memory_bytes and used > self.memory_bytes:
            return f"used {used // _MIB} MiB of memory, and may use {self.memory_bytes // _MIB} MiB"
        return None

    def lives(self) -> bool:
        """Tell whether it has given a sign of life."""
        return self._patience == HUNG_S

    def used_bytes(self) -> int:
        """Give its resident memory; 0 where that is not known."""
        fields = _read(Path(f"/proc/{self.pid}/statm")).split()
        return int(fields[1]) * _PAGE if len(fields) > 1 else 0

    def _is_zombie(self) -> bool:
        stat = _read(Path(f"/proc/{self.pid}/stat")).rpartition(b")")[2].split()
        return bool(stat) and stat[0] == b"Z" and self.process.poll() is None

    def end(self) -> bool:
        """Ask it to stop, and kill it if it does not; tell whether it stopped by itself."""
        if self.process.poll() is not None:
            return True
        self.process.terminate()
        self.process.send_signal(signal.SIGCONT)  # one that a signal had stopped can then do as it is asked
        try:
            self.process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
        return True

    def how(self) -> str:
        """Say how it ended."""
        code = self.process.returncode
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"status {code}"

    def close(self) -> None:
        """Let its standard input go."""
        if self.process.stdin:
            self.process.stdin.close()


def reap(engine: int | None) -> None:
    """Wait for orphans that were left to us, as they are to process 1; `engine` is waited for elsewhere."""
    while True:
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if ended is None or ended.si_pid == engine:
            return
        os.waitpid(ended.si_pid, 0)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
