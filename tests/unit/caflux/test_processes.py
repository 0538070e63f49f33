"""Starting, keeping and ending processes, with real ones."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from caflux.up.plan import Process
from caflux.up.processes import Processes, how_it_ended, next_pause
from caflux_testing.wait import until, until_async
from hypothesis import given
from hypothesis import strategies as st

# A module that says that it runs, and then does what its argument says.
PROGRAM = """
import signal, subprocess, sys, time
what = sys.argv[1]
if what == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if what == "parent":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print("child", child.pid, flush=True)
print("running", flush=True)
if what == "fails":
    print('{"event": "the tape is full", "level": "error"}', flush=True)
    sys.exit(3)
time.sleep(600)
"""


class Scene:
    """Processes and what was said of them."""

    def __init__(self, processes: Processes, said: list[str], logs: Path) -> None:
        self.processes = processes
        self.said = said
        self.logs = logs

    def log(self, name: str = "thing") -> str:
        return (self.logs / f"{name}.log").read_text()

    def pids(self) -> list[int]:
        return [int(pid) for line in self.said for pid in re.findall(r"started \(process (\d+)\)", line)]


@asynccontextmanager
async def scene(folder: Path, *whats: str, stop_s: float = 20) -> AsyncIterator[Scene]:
    (folder / "thing.py").write_text(PROGRAM)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)}
    said: list[str] = []
    wanted = [Process(what, "thing", (what,), environment, stop_s) for what in whats]
    logs = folder / "logs"
    logs.mkdir()
    processes = Processes(wanted, logs, said.append)
    try:
        yield Scene(processes, said, logs)
    finally:
        await processes.stop(asyncio.Event())


async def eventually(condition: Callable[[], object], what: str) -> None:
    async def check() -> object:
        return condition()

    await until_async(check, what=what)


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_process_runs_until_it_is_stopped_and_its_output_is_kept(tmp_path: Path) -> None:
    async with scene(tmp_path, "thing") as play:
        await eventually(lambda: "running" in play.log(), "its output")
        [pid] = play.pids()
        assert runs(pid)

    assert not runs(pid)
    assert play.said == [f"thing started (process {pid})"], "a stop that was ordered is no news"


async def test_killed_process_is_started_again_and_said_so(tmp_path: Path) -> None:
    async with scene(tmp_path, "thing") as play:
        await eventually(lambda: "running" in play.log(), "its output")
        os.kill(play.pids()[0], signal.SIGKILL)
        await eventually(lambda: len(play.pids()) == 2, "the second start")

    assert any("thing was killed by SIGKILL; starting it again in 0.5 s" in line for line in play.said)


async def test_process_that_fails_tells_why_and_is_not_started_in_a_tight_loop(tmp_path: Path) -> None:
    async with scene(tmp_path, "fails") as play:
        await eventually(lambda: len(play.pids()) == 3, "the third start")
        assert play.processes["fails"].failed_once.is_set()
        assert play.processes["fails"].last_line == "the tape is full"

    pauses = [line.split(" again in ")[1].split(" s")[0] for line in play.said if " again in " in line]
    assert pauses[:2] == ["0.5", "1"]
    assert play.said.count("fails: the tape is full") == 1, "the same complaint is a line once a minute"


async def test_process_that_can_not_be_started_is_tried_again(tmp_path: Path) -> None:
    too_much = {"X": "x" * 10_000_000}  # more than the system passes on
    said: list[str] = []
    processes = Processes([Process("thing", "thing", (), too_much, 1)], tmp_path, said.append)

    await eventually(lambda: len(said) == 2, "the second attempt")
    await processes.stop(asyncio.Event())

    assert said[0].startswith(
        "thing could not be started: argument list too long; starting it again in 0.5 s"
    )


async def test_process_that_does_not_stop_is_killed_when_its_time_is_over(tmp_path: Path) -> None:
    async with scene(tmp_path, "stubborn", "thing", stop_s=0.5) as play:
        await eventually(lambda: "running" in play.log("stubborn"), "its output")
        pids = play.pids()

    assert not any(runs(pid) for pid in pids)
    assert "stubborn did not stop in time and is killed" in play.said


async def test_second_wish_to_stop_kills_at_once(tmp_path: Path) -> None:
    async with scene(tmp_path, "stubborn", stop_s=600) as play:
        await eventually(lambda: "running" in play.log("stubborn"), "its output")
        hurry = asyncio.Event()
        hurry.set()
        await play.processes.stop(hurry)

    assert not runs(play.pids()[0])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_children_of_a_process_end_with_it(tmp_path: Path, number: signal.Signals) -> None:
    async with scene(tmp_path, "parent") as play:
        await eventually(lambda: "running" in play.log("parent"), "its output")
        child = int(play.log("parent").split()[1])
        assert runs(child)
        os.kill(play.pids()[0], number)
        await eventually(lambda: not runs(child), "the end of its child")


def test_guard_that_was_killed_is_replaced_by_one_that_knows_all() -> None:
    """The second guard ends a process that was started in the first one's time."""
    program = (
        "import asyncio, os, signal, sys; from pathlib import Path\n"
        "from caflux.up.guarded import Guarded\n"
        "import subprocess\n"
        "guard = Guarded()\n"
        "def start():\n"
        "    child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
        " start_new_session=True)\n"
        "    guard.started(child.pid); print(child.pid, flush=True)\n"
        "start()\n"
        "os.kill(guard.pid, signal.SIGKILL); os.waitid(os.P_PID, guard.pid, os.WEXITED | os.WNOWAIT)\n"
        "start()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    pids = [int(word) for word in ended.stdout.split()]

    assert len(pids) == 2, ended.stderr
    until(lambda: not any(runs(pid) for pid in pids), what="the end of both processes")


@given(st.lists(st.floats(min_value=0, max_value=59), min_size=1, max_size=20))
def test_pauses_grow_to_their_bound_while_lives_are_short(lives: list[float]) -> None:
    pauses: list[float] = []
    for lived in lives:
        pauses.append(next_pause(pauses[-1] if pauses else None, lived))

    assert pauses == sorted(pauses)
    assert all(0.5 <= pause <= 30 for pause in pauses)
    assert next_pause(pauses[-1], 60) == 0.5, "a long life is a new beginning"


def test_ends_in_words() -> None:
    assert how_it_ended(0) == "ended"
    assert how_it_ended(2) == "failed with exit code 2"
    assert how_it_ended(-9) == "was killed by SIGKILL"
