"""When the manager starts, ends and spares its engine: told the time, with small processes for engines."""

import os
import re
import signal
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from caflux_collector.manager import engine as module
from caflux_collector.manager import run
from caflux_collector.manager.config import Config
from caflux_collector.manager.engine import HUNG_S, START_S
from caflux_collector.manager.run import BACKOFF_S, FAILING, STEADY_S, Manager
from caflux_testing.wait import until

FAILS = "raise SystemExit(3)"
STAYS = "import sys; sys.stdin.read()"
STUBBORN = """
import signal, sys
from pathlib import Path
signal.signal(signal.SIGTERM, signal.SIG_IGN)
Path(sys.argv[1], "life").write_bytes(b"deaf now")
sys.stdin.read()
"""


ORDERLY = """
import signal, sys
from pathlib import Path
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
Path(sys.argv[1], "life").write_bytes(b"ready")
sys.stdin.read()
"""
HEADLESS = """
import ctypes, sys, threading, time
from pathlib import Path
threading.Thread(target=time.sleep, args=(1_000,)).start()
Path(sys.argv[1], "life").write_bytes(b"going")
ctypes.CDLL(None).pthread_exit(None)
"""


class Watched:
    """A manager whose clock the test moves, 0.1 s a tick.

    Attributes:
        reports: What it wanted to be told.
        last_line: What engines printed last.
    """

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reports: list[str] = []
        self.last_line = "its last line"
        self._output = (data / "output").open("wb")
        self.manager = Manager(
            Config(data, "127.0.0.1", 0, "token", json_logs=False),
            self._output.fileno(),
            lambda: [self.last_line],
            self.reports.append,
            lambda _: None,
        )
        self.now = 1_000.0
        self._data, self._monkeypatch = data, monkeypatch

    def close(self) -> None:
        self._output.close()

    def engine_is(self, code: str) -> None:
        """Choose what is started from now on."""
        self.command_is(sys.executable, "-S", "-c", code, str(self._data))

    def command_is(self, *command: str) -> None:
        """Choose a program that is started from now on."""
        self._monkeypatch.setattr(module, "COMMAND", command)

    def gone(self) -> bool:
        """Tell whether there is no engine after a tick more."""
        self.tick()
        return self.pid() is None

    def start_when_due(self, code: str) -> None:
        """Let time pass until the next engine is started, which is this one."""
        self.engine_is(code)
        self.delay()

    def tick(self) -> None:
        self.now += 0.1
        self.manager._tick(self.now)

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass, tick by tick, and no more once the engine is gone."""
        for _ in range(round(seconds / 0.1)):
            if self.pid():
                self.tick()

    def pid(self) -> int | None:
        """Give the engine's process id, None while there is none."""
        return self.manager.status.engine_pid

    def start(self, code: str) -> int | None:
        self.engine_is(code)
        self.tick()
        assert self.pid()
        return self.pid()

    def wait_for_end(self) -> None:
        """Wait until the engine's process ended by itself, and have it noticed."""
        engine = self.manager._engine
        assert engine is not None
        until(lambda: engine.process.poll() is not None, what="the process to end")
        self.tick()
        assert self.manager.status.engine_pid is None
        assert self.manager.status.state in ("backoff", "failing")

    def delay(self) -> float:
        """Let time pass until the next engine is started; give how long that took, in s."""
        ended = self.now
        while self.manager.status.engine_pid is None:
            self.tick()
        return round(self.now - ended, 3)

    def life(self) -> None:
        (self._data / "life").write_bytes(str(self.now).encode())


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    watched = Watched(tmp_path, monkeypatch)
    yield watched
    watched.manager._end_engine("the test is over")
    engine = watched.manager._engine
    if engine is not None:
        engine.close()
    watched.close()


def test_one_that_fails_again_and_again_is_given_more_and_more_time(watched: Watched) -> None:
    watched.start(FAILS)
    delays = []
    for _ in range(len(BACKOFF_S) + 1):
        watched.wait_for_end()
        delays.append(watched.delay())
    assert delays == pytest.approx([max(delay, 0.1) for delay in (*BACKOFF_S, BACKOFF_S[-1])], abs=0.11)
    assert watched.manager.status.restarts == len(BACKOFF_S) + 1
    assert watched.manager.status.last_exit == "status 3"


def test_one_that_ran_for_long_is_replaced_at_once(watched: Watched) -> None:
    watched.start(FAILS)
    for _ in range(4):
        watched.wait_for_end()
        watched.delay()
    watched.wait_for_end()
    watched.engine_is(STAYS)
    watched.delay()
    assert watched.manager._engine is not None
    watched.now += STEADY_S
    watched.life()
    watched.tick()
    watched.manager._engine.process.kill()
    watched.wait_for_end()
    assert watched.manager.status.last_exit == "signal SIGKILL"
    assert watched.delay() == 0.1


def test_a_restart_asked_for_in_backoff_starts_one_now_and_once(watched: Watched) -> None:
    watched.start(FAILS)
    for _ in range(6):
        watched.wait_for_end()
        watched.delay()
    watched.wait_for_end()
    restarts = watched.manager.status.restarts
    watched.engine_is(STAYS)
    watched.manager.orders.order = "restart"
    assert watched.delay() == 0.1
    pid = watched.pid()
    for _ in range(10):
        watched.tick()
    assert (watched.pid(), watched.manager.status.restarts) == (pid, restarts)


def test_a_restart_asked_for_ends_the_engine_and_starts_the_next(watched: Watched) -> None:
    pid = watched.start(STAYS)
    watched.manager.orders.order = "restart"
    watched.tick()
    assert watched.pid() is None
    assert watched.delay() == 0.1
    assert watched.pid() != pid
    assert (watched.manager.status.restarts, watched.manager.status.last_exit) == (1, "signal SIGTERM")


def test_one_that_gives_no_more_signs_of_life_is_ended(watched: Watched) -> None:
    watched.start(STAYS)
    assert watched.manager.status.state == "starting"
    watched.life()
    watched.tick()
    assert watched.manager.status.state == "running"
    watched.pass_time(HUNG_S - 0.5)
    assert watched.pid()
    watched.pass_time(0.7)
    assert watched.pid() is None
    assert watched.manager.status.last_exit == "signal SIGTERM"
    assert watched.delay() == 0.1


def test_one_that_never_gives_a_sign_of_life_is_given_longer(watched: Watched) -> None:
    watched.start(STAYS)
    watched.pass_time(START_S - 0.5)
    assert watched.pid()
    watched.pass_time(0.7)
    assert watched.pid() is None
    assert watched.manager.status.last_exit == "signal SIGTERM"


def test_one_that_gives_signs_of_life_is_spared(watched: Watched) -> None:
    pid = watched.start(STAYS)
    for _ in range(10):
        watched.now += HUNG_S / 2
        watched.life()
        watched.tick()
    assert watched.pid() == pid


def test_a_sign_of_life_of_the_engine_before_counts_for_nothing(watched: Watched) -> None:
    watched.life()
    watched.start(STAYS)
    watched.pass_time(START_S + 0.2)
    assert watched.pid() is None


def test_one_that_does_not_stop_is_killed(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE_S", 0.05)
    watched.start(STUBBORN)
    until((tmp_path / "life").exists, what="the process to be deaf to SIGTERM")
    watched.manager.orders.order = "restart"
    watched.tick()
    assert watched.manager.status.last_exit == "signal SIGKILL"


def test_stopping_ends_the_engine(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "TICK_S", 0.0)
    watched.start(STAYS)
    engine = watched.manager._engine
    assert engine is not None
    watched.manager.orders.end = True
    assert watched.manager.run() == 0
    assert engine.process.returncode is not None
    assert watched.manager.status.state == "stopping"


@pytest.mark.parametrize("json_logs", [True, False])
def test_what_happens_is_a_line_of_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], json_logs: bool
) -> None:
    config = Config(tmp_path, "127.0.0.1", 0, "secret-token", json_logs=json_logs)
    manager = Manager(config, 2, list, print, print)
    manager.log("engine ended", how="status 3", pid=7)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("{") is json_logs
    assert "engine ended" in line
    assert "status 3" in line
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line)
    assert "secret-token" not in line


def test_one_that_keeps_failing_is_reported_once_with_its_last_words(watched: Watched) -> None:
    watched.start(FAILS)
    for number in range(1, FAILING + 3):
        watched.wait_for_end()
        assert watched.manager.status.state == ("failing" if number >= FAILING else "backoff")
        watched.delay()
    *quick, last = watched.reports
    assert quick == ["the engine ended by itself (status 3) and is started again"] * (FAILING - 1)
    assert last == (
        f"the engine ended by itself (status 3), {FAILING} times in a row; it is started ever more seldom. "
        "Its last words:\nits last line"
    )
    watched.last_line = "another one by now"
    watched.wait_for_end()
    assert watched.manager.status.last_words == ["another one by now"]
    watched.start_when_due(STAYS)
    watched.life()
    watched.tick()
    assert watched.reports[-1] == "the engine, which kept failing, runs again"
    watched.tick()
    assert len(watched.reports) == FAILING + 1


def test_one_that_uses_too_much_memory_is_ended_in_order(watched: Watched) -> None:
    watched.manager.config = replace(watched.manager.config, memory_bytes=64 * 2**20)
    watched.start(STAYS)
    watched.pass_time(1)
    assert watched.pid(), "it uses less"
    watched.manager.orders.order = "restart"
    watched.tick()
    watched.start_when_due(f"x = bytearray(100 * 2**20); {STAYS}")
    until(watched.gone, what="it to be ended")
    assert re.fullmatch(
        r"the engine used \d+ MiB of memory, and may use 64 MiB and is started again", watched.reports[-1]
    )
    assert watched.manager.status.last_exit == "signal SIGTERM"


def test_one_that_a_signal_stopped_can_end_in_order(watched: Watched, tmp_path: Path) -> None:
    pid = watched.start(ORDERLY)
    until((tmp_path / "life").exists, what="the process to be ready")
    watched.tick()
    assert pid
    os.kill(pid, signal.SIGSTOP)
    watched.pass_time(HUNG_S + 0.5)
    assert watched.pid() is None
    assert watched.manager.status.last_exit == "status 0"
    assert "gave no sign of life for 13 s" in watched.reports[-1]


def test_one_that_hangs_is_told_before_it_is_ended(watched: Watched) -> None:
    watched.start(STAYS)
    engine = watched.manager._engine
    assert engine is not None
    lived = []
    watched.manager.report = lambda _: lived.append(engine.process.poll() is None)
    watched.pass_time(START_S + 0.5)
    assert watched.pid() is None
    assert lived == [True]


def test_one_whose_main_thread_has_ended_is_ended(watched: Watched, tmp_path: Path) -> None:
    watched.start(HEADLESS)
    until((tmp_path / "life").exists, what="the main thread to be about to end")
    until(watched.gone, what="it to be ended")
    assert "its main thread has ended" in watched.reports[-1]


def test_a_manager_that_stood_still_itself_judges_nobody(watched: Watched) -> None:
    pid = watched.start(STAYS)
    watched.life()
    watched.tick()
    watched.now += 10 * HUNG_S
    watched.tick()
    watched.pass_time(HUNG_S - 1)
    assert watched.pid() == pid


def test_one_that_was_stopped_stays_so_until_it_is_started(watched: Watched) -> None:
    watched.start(STAYS)
    watched.manager.orders.order = "stop"
    watched.tick()
    watched.pass_time(100)
    assert (watched.pid(), watched.manager.status.state) == (None, "stopped")
    watched.manager.orders.order = "start"
    watched.tick()
    assert watched.pid()
    assert watched.reports == []


def test_its_own_memory_stays_as_it_is(watched: Watched) -> None:
    def lives(count: int) -> int:
        for _ in range(count):
            watched.manager.orders.order = "start"
            watched.tick()
            watched.wait_for_end()
        return tracemalloc.get_traced_memory()[0]

    watched.command_is("/bin/true")
    tracemalloc.start()
    try:
        before = lives(50)
        after = lives(150)
    finally:
        tracemalloc.stop()
    assert after - before < 20_000, "bytes, of 150 engines; their reports are the test's"
