"""The second IOC, which comes and goes, seen from the first."""

import subprocess
import sys
from collections.abc import Sequence

STOP_TIMEOUT_S = 5.0


def is_up(elapsed_s: float, up_s: float, down_s: float) -> bool:
    """Tell whether it should run so long after the start: up first, then down, and so on."""
    return elapsed_s % (up_s + down_s) < up_s


class FlakyIoc:
    """A child process that runs for `up_s` seconds and is away for `down_s`."""

    def __init__(self, arguments: Sequence[str], up_s: float, down_s: float) -> None:
        self._argv = [sys.executable, "-m", "caflux_demo_ioc", *arguments]
        self._up_s, self._down_s = up_s, down_s
        self._process: subprocess.Popen[bytes] | None = None

    def step(self, elapsed_s: float) -> None:
        """Start or end the child where it is time to."""
        wanted = is_up(elapsed_s, self._up_s, self._down_s)
        running = self._process is not None and self._process.poll() is None
        if wanted and not running:
            self._process = subprocess.Popen(self._argv, stdin=subprocess.DEVNULL)  # noqa: S603 -- ourselves
        elif running and not wanted:
            self._end()

    def close(self) -> None:
        """End it for good."""
        self._end()

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
