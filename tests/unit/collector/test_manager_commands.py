"""A manager is commanded by its control socket and by signals; real processes."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_collector.lock import holder
from caflux_testing.managed import PYTHON, Collector
from caflux_testing.wait import until

DEEP = "a-folder-with-a-name-so-long-that-no-socket-could-be-bound-in-it-by-its-whole-path-of-107-bytes/" * 2
LEAVES = """
import os, sys
for _ in range(20):
    if os.fork() == 0:
        os.fork()
        os._exit(0)
    os.wait()
print("left some", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collector]:
    collector = Collector(tmp_path_factory.mktemp("collector") / DEEP)
    collector.start()
    yield collector
    collector.process.stop()


def command(collector: Collector, word: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "caflux_collector.manager", word]
    environment = collector.environment()
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_commands_go_by_the_socket_and_need_no_token(collector: Collector) -> None:
    pid = collector.wait_for_engine()
    told = command(collector, "status")
    assert (told.returncode, told.stderr) == (0, "")
    assert f'"engine_pid": {pid}' in told.stdout
    assert (collector.data / "manager.sock").stat().st_mode & 0o777 == 0o600
    assert command(collector, "stop").returncode == 0
    collector.wait_for("the engine to be stopped", lambda s: s["state"] == "stopped" and not s["engine_pid"])
    assert command(collector, "start").returncode == 0
    collector.wait_for_engine(other_than=pid)


def test_signals_do_the_same(collector: Collector) -> None:
    pid = collector.wait_for_engine()
    collector.process.signal(signal.SIGUSR2)
    collector.wait_for("the engine to be stopped", lambda s: s["state"] == "stopped")
    collector.process.signal(signal.SIGHUP)
    collector.wait_for_engine(other_than=pid)
    collector.process.signal(signal.SIGUSR1)
    until(lambda: "[manager] status" in collector.process.output(), what="the status in the log")


def test_a_manager_that_hangs_is_told_by_signal(collector: Collector) -> None:
    pid = collector.wait_for_engine()
    collector.process.signal(signal.SIGSTOP)
    try:
        told = command(collector, "status")
        assert told.returncode == 4
        assert f"(pid {collector.process.pid}) runs and does not answer" in told.stderr
        assert command(collector, "restart").stdout.startswith("sent SIGHUP")
    finally:
        collector.process.signal(signal.SIGCONT)
    collector.wait_for_engine(other_than=pid)


def test_what_the_engine_prints_is_kept(collector: Collector) -> None:
    collector.wait_for_engine()
    log = collector.data / "logs" / "engine.log"
    until(lambda: b"engine" in log.read_bytes(), what="the engine's lines")
    assert log.read_text().splitlines()[0] in collector.process.output()


def test_an_unknown_command_is_a_sentence(collector: Collector) -> None:
    assert command(collector, "dance").stderr.startswith("usage: ")


def test_end_ends_both_and_leaves_nothing(tmp_path: Path) -> None:
    collector = Collector(tmp_path)
    collector.start()
    assert command(collector, "end").returncode == 0
    assert collector.process.wait() == 0
    assert not (collector.data / "manager.sock").exists()
    assert command(collector, "status").stderr == f"no manager runs in {collector.data}\n"


def test_a_pid_that_another_program_has_by_now_is_left_alone(tmp_path: Path) -> None:
    collector = Collector(tmp_path)
    collector.data.mkdir()
    other = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    try:
        # As a manager that was killed leaves it, and then the system gave its number to another program.
        (collector.data / "manager.pid").write_text(f"{other.pid}\n")
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(collector.data / "manager.sock"))
        assert holder(collector.data / "manager.pid") is None
        ended = command(collector, "end")
        assert (ended.returncode, ended.stderr) == (3, f"no manager runs in {collector.data}\n")
        assert other.poll() is None
        collector.start()
        assert holder(collector.data / "manager.pid") == collector.process.pid
        assert command(collector, "status").returncode == 0
        assert collector.process.stop() == 0
        assert other.poll() is None
    finally:
        other.communicate()


def test_orphans_are_waited_for(tmp_path: Path) -> None:
    """What process 1 of a container is given, others can be given, too: orphans of their descendants."""
    collector = Collector(tmp_path)
    be_init = "import ctypes; ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)"  # PR_SET_CHILD_SUBREAPER
    other = f"from caflux_collector.manager import engine, main; engine.COMMAND = {[*PYTHON, '-c', LEAVES]!r}"
    process = collector.another("manager", [*PYTHON, "-c", f"{be_init}; {other}; main.main()"])
    process.start()
    try:
        until(lambda: "left some" in process.output(), what="the engine to leave orphans")
        engine = str(collector.status()["engine_pid"])
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until(
            lambda: children.read_text().split() == [engine], what="no other child", seen=children.read_text
        )
    finally:
        process.stop()
