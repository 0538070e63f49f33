"""The engine killed, stopped, deadlocked, leaking and failing at its start; manager and supervisor killed."""

import os
import signal
import socket
from collections.abc import Callable

import pytest
from caflux_testing.drilled_engine import DEADLOCK, LEAK
from caflux_testing.drills.drill import Drill
from caflux_testing.drills.mails import subjects_of
from caflux_testing.drills.world import MEMORY_BYTES, World
from caflux_testing.ports import LOOPBACK
from caflux_testing.wait import until

ENGINE, MANAGER = "collector-1/engine", "collector-1/manager"
KILLED = "the engine ended by itself (signal SIGKILL) and is started again"
HUNG = "the engine hung: it gave no sign of life for 13 s and is started again"
LEAKED = f"MiB of memory, and may use {MEMORY_BYTES // 2**20} MiB and is started again"
BRIEF = rf"({ENGINE} is (degraded|down); )*{ENGINE} is well again"
"""What is over soon may be told by one mail."""
TOLD_BY_MANAGER = "collector collector-1: the engine ended by itself (signal SIGKILL) and is started again"

pytestmark = pytest.mark.timeout(900)


def send(number: int) -> Callable[[World], None]:
    return lambda world: world.signal_engine(number)


def take_port(world: World) -> None:
    """Have another program take the engine's port before the next engine can."""
    engine = world.engine_pid
    world.stack.manager.signal(signal.SIGSTOP)
    os.kill(engine, signal.SIGKILL)
    address = (LOOPBACK, world.stack.ports.engine)

    def listen() -> socket.socket:
        return socket.create_server(address)

    world.other_program = until(listen, what="the port to be free", ignoring=(OSError,))
    world.stack.manager.signal(signal.SIGCONT)


def leave_port(world: World) -> None:
    assert world.other_program is not None
    world.other_program.close()


def kill_supervisor_and_engine(world: World) -> None:
    world.stack.supervisor.kill()
    world.signal_engine(signal.SIGKILL)


DRILLS = (
    Drill("engine killed", send(signal.SIGKILL), ENGINE, KILLED, mails=BRIEF, loses="stopped"),
    Drill("engine stopped (SIGSTOP)", send(signal.SIGSTOP), ENGINE, HUNG, mails=BRIEF, loses="stopped"),
    Drill("engine deadlocked", send(DEADLOCK), ENGINE, HUNG, mails=BRIEF, loses="stopped"),
    Drill("engine leaks memory", send(LEAK), ENGINE, LEAKED, mails=BRIEF, loses="stopped"),
    Drill(
        "engine fails at its start",
        take_port,
        ENGINE,
        "Address already in use",
        leave_port,
        mails=rf"({ENGINE} is degraded; ){{0,2}}({ENGINE} is down; ){{0,2}}{ENGINE} is well again",
        loses="stopped",
    ),
    Drill(
        "manager killed",
        lambda world: world.stack.manager.kill(),
        MANAGER,
        "the manager does not answer",
        lambda world: world.stack.manager.start(),
        spares=(ENGINE, "collector-1/lease", "collector-1/canary"),
        loses="stopped",
    ),
    Drill(
        "supervisor killed, then the engine",
        kill_supervisor_and_engine,
        ENGINE,
        "The supervisor does not answer, so the manager of collector-1 mails by itself.",
        lambda world: world.start_supervisor(),
        mails=r"collector collector-1: the engine ended by itself \(signal SIGKILL\) and is started again",
        found=lambda world: TOLD_BY_MANAGER in subjects_of(world.smtp.messages),
        loses="stopped",
    ),
)


@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: drill.name)
def test_it_is_found_mended_and_told(drill: Drill, rehearse: Callable[[Drill], World]) -> None:
    rehearse(drill)
