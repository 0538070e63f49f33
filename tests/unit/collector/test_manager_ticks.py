"""When the manager starts, ends and spares its engine: told the time, with small processes for engines."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_collector import manager as module
from caflux_collector.manager import BACKOFF_S, HUNG_S, START_S, STEADY_S, Config, Manager
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


class Watched:
    """A manager whose clock the test moves, 0.1 s a tick."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.manager = Manager(Config(data, "127.0.0.1", 0, "token", json_logs=False))
        self.now = 1_000.0
        self._data, self._monkeypatch = data, monkeypatch

    def engine_is(self, code: str) -> None:
        """Choose what is started from now on."""
        command = (sys.executable, "-S", "-c", code, str(self._data))
        self._monkeypatch.setattr(module, "COMMAND", command)

    def tick(self) -> None:
        self.now += 0.1
        self.manager._tick(self.now)

    def pid(self) -> int | None:
        """Give the engine's process id, None while there is none."""
        return self.manager.state.engine_pid

    def start(self, code: str) -> int | None:
        self.engine_is(code)
        self.tick()
        assert self.pid()
        return self.pid()

    def wait_for_end(self) -> None:
        """Wait until the engine's process ended by itself, and have it noticed."""
        engine = self.manager._engine
        assert engine is not None
        until(lambda: engine.poll() is not None, what="the process to end")
        self.tick()
        assert (self.manager.state.engine_pid, self.manager.state.state) == (None, "backoff")

    def delay(self) -> float:
        """Let time pass until the next engine is started; give how long that took, in s."""
        ended = self.now
        while self.manager.state.engine_pid is None:
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
    if engine is not None and engine.stdin:
        engine.stdin.close()


def test_one_that_fails_again_and_again_is_given_more_and_more_time(watched: Watched) -> None:
    watched.start(FAILS)
    delays = []
    for _ in range(len(BACKOFF_S) + 1):
        watched.wait_for_end()
        delays.append(watched.delay())
    assert delays == pytest.approx([max(delay, 0.1) for delay in (*BACKOFF_S, BACKOFF_S[-1])], abs=0.11)
    assert watched.manager.state.restarts == len(BACKOFF_S) + 1
    assert watched.manager.state.last_exit == "status 3"


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
    watched.manager._engine.kill()
    watched.wait_for_end()
    assert watched.manager.state.last_exit == "signal SIGKILL"
    assert watched.delay() == 0.1


def test_a_restart_asked_for_in_backoff_starts_one_now_and_once(watched: Watched) -> None:
    watched.start(FAILS)
    for _ in range(6):
        watched.wait_for_end()
        watched.delay()
    watched.wait_for_end()
    restarts = watched.manager.state.restarts
    watched.engine_is(STAYS)
    watched.manager.wanted.set()
    assert watched.delay() == 0.1
    pid = watched.pid()
    for _ in range(10):
        watched.tick()
    assert (watched.pid(), watched.manager.state.restarts) == (pid, restarts)


def test_a_restart_asked_for_ends_the_engine_and_starts_the_next(watched: Watched) -> None:
    pid = watched.start(STAYS)
    watched.manager.wanted.set()
    watched.tick()
    assert watched.pid() is None
    assert watched.delay() == 0.1
    assert watched.pid() != pid
    assert (watched.manager.state.restarts, watched.manager.state.last_exit) == (1, "signal SIGTERM")


def test_one_that_gives_no_more_signs_of_life_is_ended(watched: Watched) -> None:
    watched.start(STAYS)
    watched.life()
    watched.tick()
    watched.now += HUNG_S - 0.2
    watched.tick()
    assert watched.pid()
    watched.now += 0.3
    watched.tick()
    assert watched.pid() is None
    assert watched.manager.state.last_exit == "signal SIGTERM"
    assert watched.delay() == 0.1


def test_one_that_never_gives_a_sign_of_life_is_given_longer(watched: Watched) -> None:
    watched.start(STAYS)
    watched.now += START_S - 0.2
    watched.tick()
    assert watched.pid()
    watched.now += 0.3
    watched.tick()
    assert watched.pid() is None
    assert watched.manager.state.last_exit == "signal SIGTERM"


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
    watched.now += START_S + 0.1
    watched.tick()
    assert watched.pid() is None


def test_one_that_does_not_stop_is_killed(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE_S", 0.05)
    watched.start(STUBBORN)
    until((tmp_path / "life").exists, what="the process to be deaf to SIGTERM")
    watched.manager.wanted.set()
    watched.tick()
    assert watched.manager.state.last_exit == "signal SIGKILL"


def test_stopping_ends_the_engine(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TICK_S", 0.0)
    watched.start(STAYS)
    engine = watched.manager._engine
    assert engine is not None
    watched.manager.stopping.set()
    assert watched.manager.run() == 0
    assert engine.returncode is not None
    assert watched.manager.state.state == "stopping"


@pytest.mark.parametrize("json_logs", [True, False])
def test_what_happens_is_a_line_of_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], json_logs: bool
) -> None:
    manager = Manager(Config(tmp_path, "127.0.0.1", 0, "secret-token", json_logs=json_logs))
    manager.log("engine ended", how="status 3", pid=7)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("{") is json_logs
    assert "engine ended" in line
    assert "status 3" in line
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line)
    assert "secret-token" not in line
