"""Commands for a manager that runs: by its control socket, and by signal where that does not answer."""

import http.client
import os
import signal
import socket
import sys
from pathlib import Path

from caflux_collector.lock import holder
from caflux_collector.manager.server import SOCKET, reachable

COMMANDS = ("status", "start", "stop", "restart", "end")
_PATIENCE_S = 3.0
_SIGNALS = {"start": signal.SIGHUP, "restart": signal.SIGHUP, "stop": signal.SIGUSR2, "end": signal.SIGTERM}


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=_PATIENCE_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(_PATIENCE_S)
        with reachable(self._path) as short:
            self.sock.connect(short)


def command(word: str, data: Path) -> int:
    """Do what a command says with the manager of a data folder; give the exit status: 0 it was done."""
    pid = holder(data / "manager.pid")
    if pid is None:
        # The file may name a process: if so, it is another program's by now, which is left alone.
        return _say(f"no manager runs in {data}", 3)
    if word != "end":
        try:
            return _say(*_ask(word, data / SOCKET))
        except (OSError, http.client.HTTPException) as error:
            if word == "status":
                return _say(f"the manager (pid {pid}) runs and does not answer: {error}", 4)
    os.kill(pid, _SIGNALS[word])
    return _say(f"sent {_SIGNALS[word].name} to the manager (pid {pid})", 0)


def _ask(word: str, path: Path) -> tuple[str, int]:
    connection = _Connection(path)
    try:
        connection.request("GET" if word == "status" else "POST", f"/{word}")
        answer = connection.getresponse()
        return answer.read().decode(), 0 if answer.status < 300 else 1
    finally:
        connection.close()


def _say(text: str, status: int) -> int:
    print(text, file=sys.stderr if status else sys.stdout)
    return status
