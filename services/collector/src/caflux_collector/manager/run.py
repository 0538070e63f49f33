"""Keep one engine running: start it, start it again when it ended, end it when it is not well."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from caflux_collector.manager.config import Config
from caflux_collector.manager.engine import Engine

TICK_S = 0.2
BACKOFF_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)
"""Delay before a start, by how many engines in a row ended within STEADY_S."""
FAILING = 5
"""So many in a row, and somebody has to look; it is tried on, ever more seldom."""
STEADY_S = 60.0


@dataclass(slots=True)
class Status:
    """What /status answers.

    Attributes:
        state: starting (no sign of life yet), running, backoff (between two engines), failing (so again and
            again), stopped (as somebody wanted it), stopping (the manager itself).
        failures: Engines in a row that ended soon after their start.
        last_exit: How the last one ended.
        last_fault: Why it was ended, if the manager did that.
        last_words: What it printed last, of an engine that keeps failing.
    """

    collector: str
    started_ns: int
    state: str = "backoff"
    engine_pid: int | None = None
    restarts: int = 0
    failures: int = 0
    last_exit: str = ""
    last_fault: str = ""
    last_words: list[str] = field(default_factory=list)
    memory_bytes: int = 0
    memory_limit_bytes: int = 0

    def as_json(self) -> bytes:
        """Give it as JSON."""
        return json.dumps(asdict(self)).encode()


@dataclass(slots=True)
class Orders:
    """What signals, the control socket and HTTP want; each a plain assignment.

    A signal's handler must not take a lock, such as that of `threading.Event`: the code that it interrupted
    may be holding it.
    """

    order: str = ""
    end: bool = False
    tell: bool = False

    def take(self) -> str:
        """Give start, stop or restart, once, or nothing."""
        order, self.order = self.order, ""
        return order


@dataclass(slots=True)
class Manager:
    """Keeps one engine running.

    Args:
        config: Its settings.
        output: File descriptor that engines print to.
        last_words: Gives the last lines that they printed.
        report: Told in a sentence what somebody should know.
        reap: Waits for processes that are not the engine, whose id it is given.
    """

    config: Config
    output: int
    last_words: Callable[[], list[str]]
    report: Callable[[str], None]
    reap: Callable[[int | None], object]
    status: Status = field(init=False)
    orders: Orders = field(default_factory=Orders)
    _engine: Engine | None = None
    _start_at: float = 0.0

    def __post_init__(self) -> None:
        self.status = Status(
            self.config.collector, time.time_ns(), memory_limit_bytes=self.config.memory_bytes
        )

    def log(self, event: str, **facts: object) -> None:
        """Write one line about something that happened."""
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        if self.config.json_logs:
            line = json.dumps({"event": event, "logger": "caflux.manager", "timestamp": when, **facts})
        else:
            line = f"{when} [manager] {event} " + " ".join(f"{key}={value}" for key, value in facts.items())
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - standard library only

    def run(self) -> int:
        """Keep the engine running until asked to end; give the exit status."""
        while not self.orders.end:
            self._tick(time.monotonic())
            time.sleep(TICK_S)
        self.status.state = "stopping"
        self._end_engine("the manager was asked to end")
        self.log("manager stopped")
        return 0

    def _tick(self, now: float) -> None:
        order, engine = self.orders.take(), self._engine
        if self.orders.tell:
            self.orders.tell = False
            self.log("status", **asdict(self.status))
        if engine is None:
            self._without_engine(order, now)
        elif engine.process.poll() is not None:
            self._tell(engine, now, f"the engine ended by itself ({engine.how()})")
            self._ended(engine, now)
        elif order in ("restart", "stop"):
            self._end_engine(f"asked to {order}")
            self._ended(engine, now, planned=order)
        elif fault := engine.fault(now):
            # Told first: one that hangs may take a while to end.
            self._tell(engine, now, f"the engine {fault}")
            self._end_engine(fault)
            self._ended(engine, now, fault=fault)
        else:
            self._well(engine)
        self.reap(self._engine.pid if self._engine else None)

    def _without_engine(self, order: str, now: float) -> None:
        if order == "stop":
            self.status.state = "stopped"
        if order in ("start", "restart") or (self.status.state != "stopped" and now >= self._start_at):
            self._start(now)

    def _start(self, now: float) -> None:
        config = self.config
        try:
            self._engine = engine = Engine.start(config.data, config.memory_bytes, self.output, now)
        except OSError as error:
            self._start_at = now + BACKOFF_S[-1] / 10
            self.log("engine can't be started", reason=str(error), next_start_s=BACKOFF_S[-1] / 10)
            return
        self.status.engine_pid, self.status.state = engine.pid, "starting"
        self.log("engine started", pid=engine.pid, restarts=self.status.restarts)

    def _well(self, engine: Engine) -> None:
        status = self.status
        status.memory_bytes = engine.used_bytes()
        status.state = "running" if engine.lives() else "starting"
        if status.failures >= FAILING and engine.lives():
            status.failures, status.last_words = FAILING - 1, []
            self.report("the engine, which kept failing, runs again")

    def _ended(self, engine: Engine, now: float, *, planned: str = "", fault: str = "") -> None:
        status, how = self.status, engine.how()
        engine.close()
        self._engine, status.engine_pid, status.memory_bytes = None, None, 0
        if planned:
            status.failures = 0
        # The first engine that dies is replaced at once; one that dies again and again is given time.
        delay = BACKOFF_S[min(max(status.failures - 1, 0), len(BACKOFF_S) - 1)]
        self._start_at = now + delay
        status.last_exit, status.last_fault, status.restarts = how, fault, status.restarts + 1
        status.state = (
            "stopped" if planned == "stop" else "failing" if status.failures >= FAILING else "backoff"
        )
        self.log("engine ended", how=how, failures=status.failures, next_start_s=delay, state=status.state)

    def _tell(self, engine: Engine, now: float, what: str) -> None:
        """Have it told that an engine failed, and count that."""
        status = self.status
        status.failures = 0 if now - engine.born > STEADY_S else status.failures + 1
        if status.failures < FAILING:
            self.report(f"{what} and is started again")
            return
        status.last_words = self.last_words()
        if status.failures == FAILING:
            said = "\n".join(status.last_words)
            often = f"{FAILING} times in a row; it is started ever more seldom"
            self.report(f"{what}, {often}. Its last words:\n{said}")

    def _end_engine(self, why: str) -> None:
        engine = self._engine
        if engine is None or engine.process.poll() is not None:
            return
        self.log("stopping engine", pid=engine.pid, why=why)
        if not engine.end():
            self.log("engine did not stop and was killed", pid=engine.pid)
