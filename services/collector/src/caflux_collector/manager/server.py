"""Where the manager answers: on a port, to whoever has the service token, and on a socket in its folder.

GET /livez, GET /status; POST /start, /stop and /restart, which are about the engine.
"""

import hmac
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from caflux_collector.manager.config import ManagerError
from caflux_collector.manager.run import Manager

SOCKET = "manager.sock"
ORDERS = ("start", "stop", "restart")
_LONGEST_BODY = 65_536
_NOT_FOUND = "there is /livez, /status, and POST /start, /stop and /restart"


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """Give a path of a socket that is short enough for the system, whose bound is 107 bytes."""
    folder = os.open(path.parent, os.O_PATH)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = 10
    server: "Server"

    def do_GET(self) -> None:
        """Answer /livez and /status."""
        if self.path == "/livez":
            self._answer(200, b'{"status": "alive"}')
        elif self.path == "/status":
            self._answer(200, self.server.manager.status.as_json())
        else:
            self._problem(404, _NOT_FOUND)

    def do_POST(self) -> None:
        """Take an order."""
        length = self.headers.get("Content-Length", "0")
        self.rfile.read(min(int(length), _LONGEST_BODY) if length.isdecimal() else 0)
        order = self.path[1:]
        if order not in ORDERS:
            self._problem(404, _NOT_FOUND)
        elif not self._may():
            self._problem(401, "the service token is needed")
        else:
            self.server.manager.orders.order = order
            self._answer(202, json.dumps({"status": f"{order} asked for"}).encode())

    def _may(self) -> bool:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        known = hmac.compare_digest(token.encode(), self.server.manager.config.token.encode())
        return self.server.trusted or (scheme == "Bearer" and known)

    def _problem(self, status: int, detail: str) -> None:
        body = {"type": "about:blank", "title": self.responses[status][0], "status": status, "detail": detail}
        self._answer(status, json.dumps(body).encode(), "application/problem+json")

    def _answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing of each request."""


class Server(ThreadingHTTPServer):
    """The manager's HTTP server on its port."""

    daemon_threads = True
    trusted = False

    def __init__(self, manager: Manager) -> None:
        """Listen.

        Raises:
            ManagerError: the place can't be had.
        """
        self.manager = manager
        host, port = manager.config.host, manager.config.port
        self._place = f"{host} port {port}"
        try:
            super().__init__((host, port), Handler)
        except OSError as error:
            raise ManagerError(f"can't listen on {self._place}: {error.strerror}") from error


class LocalServer(Server):
    """The same on the control socket; only the manager's own user, and root, can open it."""

    address_family = socket.AF_UNIX
    trusted = True

    def server_bind(self) -> None:
        """Take the socket's place; what a manager before left there is dead, for we have its lock."""
        path = self.manager.config.data / SOCKET
        self._place = str(path)
        path.unlink(missing_ok=True)
        with reachable(path) as short:
            mask = os.umask(0o177)
            try:
                self.socket.bind(short)
            finally:
                os.umask(mask)
        self.server_name, self.server_port = SOCKET, 0

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """Accept a connection; its client has no address."""
        request, _ = self.socket.accept()
        return request, ("local", 0)
