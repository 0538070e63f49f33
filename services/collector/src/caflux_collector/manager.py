"""The manager: parent of the engine, simple enough to run for years. Standard library only.

It starts the engine, starts it again when it ended, and stops it when it gives no sign of life: the engine
writes one into $CAFLUX_DATA/life every second. It answers on CAFLUX_MANAGER_PORT: GET /livez, GET /status,
POST /restart (Authorization: Bearer <service token>). SIGTERM stops the engine, then the manager.
"""

import hmac
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from caflux_collector.lock import LockError, lock, release

COMMAND = (sys.executable, "-P", "-m", "caflux_collector.run", "--managed")
HUNG_S = 15.0
"""An engine that lived is hung when it has given no sign of life for so long."""
START_S = 60.0
"""The same until its first sign: it imports, and moves what is left in the rings of the one before."""
GRACE_S = 10.0
TICK_S = 0.2
BACKOFF_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Delay before a start, by how many engines in a row ended within STEADY_S."""
STEADY_S = 60.0
_LAST_PORT = 65_535
_LONGEST_BODY = 65_536


class ManagerError(Exception):
    """The manager can't start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the manager reads from the environment."""

    data: Path
    host: str
    port: int
    token: str
    json_logs: bool

    @staticmethod
    def from_environment() -> "Config":
        """Read CAFLUX_… variables.

        Raises:
            ManagerError: one is missing or wrong.
        """
        environment = {name: value for name, value in os.environ.items() if value}
        try:
            token = environment.get("CAFLUX_SERVICE_TOKEN")
            if token is None and "CAFLUX_SERVICE_TOKEN_FILE" in environment:
                token = Path(environment["CAFLUX_SERVICE_TOKEN_FILE"]).read_text(encoding="utf-8").strip()
            if not token:
                raise ManagerError("CAFLUX_SERVICE_TOKEN or CAFLUX_SERVICE_TOKEN_FILE must be set")
            return Config(
                Path(environment["CAFLUX_DATA"]),
                environment.get("CAFLUX_MANAGER_HOST", "127.0.0.1"),
                _port(environment.get("CAFLUX_MANAGER_PORT", "9100")),
                token,
                environment.get("CAFLUX_LOG_FORMAT") == "json",
            )
        except KeyError as error:
            raise ManagerError(f"{error.args[0]} must be set") from None
        except (OSError, UnicodeDecodeError) as error:
            raise ManagerError(f"CAFLUX_SERVICE_TOKEN_FILE can't be read: {error}") from error


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise ManagerError(f"CAFLUX_MANAGER_PORT must be a port, not {text!r}")
    return int(text)


@dataclass(slots=True)
class State:
    """What /status answers."""

    started_ns: int
    state: str = "backoff"
    engine_pid: int | None = None
    restarts: int = 0
    last_exit: str = ""

    def as_json(self) -> bytes:
        """Give it as JSON."""
        names = ("state", "engine_pid", "restarts", "last_exit", "started_ns")
        return json.dumps({name: getattr(self, name) for name in names}).encode()


class Wish:
    """A wish to stop, which a signal handler may make.

    `threading.Event.set` takes a lock, which the wait that the signal interrupted may be holding: a deadlock.
    """

    def __init__(self) -> None:
        self._made = False

    def set(self) -> None:
        """Make it."""
        self._made = True

    def is_set(self) -> bool:
        """Tell whether it was made."""
        return self._made

    def wait(self, seconds: float) -> bool:
        """Let so much time pass, unless it was made already; tell whether it is made."""
        if not self._made:
            time.sleep(seconds)
        return self._made


@dataclass(slots=True)
class Manager:
    """Keeps one engine running."""

    config: Config
    state: State = field(default_factory=lambda: State(time.time_ns()))
    wanted: threading.Event = field(default_factory=threading.Event)
    stopping: Wish = field(default_factory=Wish)
    _engine: "subprocess.Popen[bytes] | None" = None
    _born: float = 0.0
    _failures: int = 0
    _start_at: float = 0.0
    _life: tuple[bytes, float] = (b"", 0.0)
    _patience: float = START_S

    def log(self, event: str, **facts: object) -> None:
        """Write one line about something that happened."""
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        if self.config.json_logs:
            line = json.dumps({"event": event, "logger": "caflux.manager", "timestamp": when, **facts})
        else:
            line = f"{when} [manager] {event} " + " ".join(f"{key}={value}" for key, value in facts.items())
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - standard library only

    def run(self) -> int:
        """Keep the engine running until asked to stop; give the exit status."""
        while not self.stopping.wait(TICK_S):
            self._tick(time.monotonic())
        self.state.state = "stopping"
        self._end_engine("asked to stop")
        self.log("manager stopped")
        return 0

    def _tick(self, now: float) -> None:
        if self._engine is None:
            if now >= self._start_at or self.wanted.is_set():
                self.wanted.clear()
                self._start(now)
        elif self._engine.poll() is not None:
            self._ended(now)
        elif self.wanted.is_set():
            self.wanted.clear()
            self._end_engine("restart asked for")
            self._ended(now, planned=True)
        elif self._hung(now):
            self._end_engine(f"no sign of life for {self._patience:.0f} s")
            self._ended(now)

    def _start(self, now: float) -> None:
        # The engine's end of this pipe closes with us, however we end: it never outlives its manager.
        self._engine = subprocess.Popen(COMMAND, stdin=subprocess.PIPE)  # noqa: S603 - a fixed command
        self._born, self._life, self._patience = now, (self._read_life(), now), START_S
        self.state.engine_pid, self.state.state = self._engine.pid, "running"
        self.log("engine started", pid=self._engine.pid, restarts=self.state.restarts)

    def _ended(self, now: float, *, planned: bool = False) -> None:
        assert self._engine is not None
        code = self._engine.returncode
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"status {code}"
        steady = planned or now - self._born > STEADY_S
        self._failures = 0 if steady else self._failures + 1
        # The first engine that dies is replaced at once; one that dies again and again is given time.
        delay = BACKOFF_S[min(max(self._failures - 1, 0), len(BACKOFF_S) - 1)]
        self._start_at = now + delay
        if self._engine.stdin:
            self._engine.stdin.close()
        self._engine, self.state.engine_pid = None, None
        self.state.state, self.state.last_exit = "backoff", how
        self.state.restarts += 1
        self.log("engine ended", how=how, next_start_s=delay)

    def _read_life(self) -> bytes:
        try:
            return (self.config.data / "life").read_bytes()
        except OSError:
            return b""

    def _hung(self, now: float) -> bool:
        """Tell whether the engine's sign of life has not changed for too long."""
        life = self._read_life()
        if life != self._life[0]:
            self._life, self._patience = (life, now), HUNG_S
        return now - self._life[1] > self._patience

    def _end_engine(self, why: str) -> None:
        """Ask the engine to stop, and kill it if it does not."""
        engine = self._engine
        if engine is None or engine.poll() is not None:
            return
        self.log("stopping engine", pid=engine.pid, why=why)
        engine.terminate()
        try:
            engine.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self.log("engine does not stop, killing it", pid=engine.pid)
            engine.kill()
            engine.wait()


class Server(ThreadingHTTPServer):
    """The manager's HTTP server."""

    daemon_threads = True

    def __init__(self, manager: Manager) -> None:
        """Listen.

        Raises:
            ManagerError: the port can't be had.
        """
        self.manager = manager
        host, port = manager.config.host, manager.config.port
        try:
            super().__init__((host, port), Handler)
        except OSError as error:
            raise ManagerError(f"can't listen on {host} port {port}: {error.strerror}") from error


class Handler(BaseHTTPRequestHandler):
    """GET /livez, GET /status, POST /restart."""

    timeout = 10
    server: Server

    def do_GET(self) -> None:
        """Answer /livez and /status."""
        if self.path == "/livez":
            self._answer(200, b'{"status": "alive"}')
        elif self.path == "/status":
            self._answer(200, self.server.manager.state.as_json())
        else:
            self._problem(404, "there is /livez, /status and POST /restart")

    def do_POST(self) -> None:
        """Restart the engine for whoever has the service token."""
        length = self.headers.get("Content-Length", "0")
        self.rfile.read(min(int(length), _LONGEST_BODY) if length.isdecimal() else 0)
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        known = hmac.compare_digest(token.encode(), self.server.manager.config.token.encode())
        if self.path != "/restart":
            self._problem(404, "there is /livez, /status and POST /restart")
        elif scheme != "Bearer" or not known:
            self._problem(401, "the service token is needed")
        else:
            self.server.manager.wanted.set()
            self._answer(202, b'{"status": "restarting"}')

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


def main() -> int:
    """Run the manager; give its exit status."""
    try:
        config = Config.from_environment()
        manager = Manager(config)
        held = lock(config.data / "manager.pid", "a manager")
        server = Server(manager)
    except (ManagerError, LockError) as error:
        print(f"caflux manager: {error}", file=sys.stderr)  # noqa: T201 - standard library only
        return 2
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: manager.stopping.set())
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    try:
        return manager.run()
    finally:
        server.shutdown()
        release(held)


if __name__ == "__main__":
    raise SystemExit(main())
