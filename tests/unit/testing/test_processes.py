"""Processes under test end when they are to, and show what they wrote when they fail."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from caflux_testing.processes import Process, ProcessFailed, is_gone
from caflux_testing.wait import until

SLEEP = "import time; print('here', flush=True); time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP
CHILD = """
import sys, time
from pathlib import Path
from caflux_testing.processes import Process
code = "import time; print('here', flush=True); time.sleep(600)"
child = Process([sys.executable, "-c", code], Path(sys.argv[1]))
child.start()
child.wait_ready(lambda: "here" in child.output())
print(child.pid, flush=True)
time.sleep(600)
"""


def python(code: str, folder: Path, *, stdin: bool = False) -> Process:
    return Process([sys.executable, "-c", code], folder / "it.log", stdin=stdin)


def started(code: str, folder: Path) -> Process:
    process = python(code, folder)
    process.start()
    process.wait_ready(lambda: "here" in process.output())
    return process


def test_it_ends_at_sigterm(tmp_path: Path) -> None:
    process = started(SLEEP, tmp_path)
    assert process.stop() == -signal.SIGTERM
    assert not process.alive
    assert is_gone(process.pid)


def test_one_that_ignores_sigterm_is_killed_and_told(tmp_path: Path) -> None:
    process = started(DEAF, tmp_path)
    with pytest.raises(ProcessFailed, match=r"did not end in 0.2 s(.|\n)*here"):
        process.stop(timeout=0.2)
    assert process.returncode == -signal.SIGKILL


def test_it_can_be_started_again_and_its_log_goes_on(tmp_path: Path) -> None:
    process = started(SLEEP, tmp_path)
    with pytest.raises(ProcessFailed, match="runs already"):
        process.start()
    process.kill()
    process.start()
    until(lambda: process.output().count("here") == 2, what="the second start")
    process.stop()


def test_what_ends_at_its_start_shows_its_output(tmp_path: Path) -> None:
    process = python("print('no port'); raise SystemExit(3)", tmp_path)
    process.start()
    with pytest.raises(ProcessFailed, match=r"it ended with 3 at its start(.|\n)*no port"):
        process.wait_ready(lambda: False)


def test_what_is_not_ready_in_time_shows_its_output(tmp_path: Path) -> None:
    process = started(SLEEP, tmp_path)
    with pytest.raises(ProcessFailed, match=r"it to be ready, in vain(.|\n)*here"):
        process.wait_ready(lambda: False, timeout=0.1)
    process.stop()


def test_lines_reach_its_standard_input(tmp_path: Path) -> None:
    process = python("print('got', input(), flush=True); input()", tmp_path, stdin=True)
    process.start()
    process.write_line("a line")
    until(lambda: "got a line" in process.output(), what="the line")
    process.stop()


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "child.log")], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert not is_gone(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: is_gone(child), what="the child to end")
