"""The guard as `caflux up` sees it: a process to tell what it has to end."""

import subprocess
import sys


class Guarded:
    """The guard process and what it has been told; see `caflux.up.guard`."""

    def __init__(self) -> None:
        self._groups: set[int] = set()
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "caflux.up.guard"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Give the guard's own process id."""
        return self._process.pid

    def started(self, group: int) -> None:
        """Tell the guard of a process group."""
        self._groups.add(group)
        self._tell(f"+{group}\n")

    def gone(self, group: int) -> None:
        """Tell the guard that a process group has ended."""
        self._groups.discard(group)
        self._tell(f"-{group}\n")

    def _tell(self, line: str) -> None:
        try:
            self._write(line)
        except BrokenPipeError:
            # Somebody killed the guard: a new one must know everything.
            self._process.wait()
            self._process = self._start()
            self._write("".join(f"+{group}\n" for group in self._groups))

    def _write(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode("ascii"))
        self._process.stdin.flush()

    def close(self) -> None:
        """End the guard; it ends what it still knows."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
