"""The engine, with ways to break it: a signal has its main thread wait for itself, another has it leak.

`python -m caflux_testing.drilled_engine --managed` in the place of `caflux_collector.run`.
"""

import mmap
import signal
import threading

from caflux_collector import run

DEADLOCK = signal.SIGRTMIN + 1
LEAK = signal.SIGRTMIN + 2
_PIECE = 16 * 2**20
_EVERY_S = 0.2

MANAGER = (
    "import sys; from caflux_collector.manager import engine, main;"
    " engine.COMMAND = (sys.executable, '-P', '-m', 'caflux_testing.drilled_engine', '--managed');"
    " sys.exit(main.main())"
)
"""What a manager is run as, with -c, that starts this engine."""


def _deadlock(*_: object) -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()  # for ever: the thread that could release it waits here


def _leak() -> None:
    kept = []
    while not threading.Event().wait(_EVERY_S):
        piece = mmap.mmap(-1, _PIECE)
        for page in range(0, _PIECE, mmap.PAGESIZE):
            piece[page] = 1  # memory is taken when it is written to
        kept.append(piece)


def _start_leaking(*_: object) -> None:
    threading.Thread(target=_leak, name="leak", daemon=True).start()


if __name__ == "__main__":
    signal.signal(DEADLOCK, _deadlock)
    signal.signal(LEAK, _start_leaking)
    run.end(run.main())
