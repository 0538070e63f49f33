"""The engine, with a way to let one of its work threads die: its name on a line of standard input."""

import ctypes
import sys
import threading

from caflux_collector import run


def break_threads() -> None:
    """Raise what no code expects in the threads that are named."""
    for line in sys.stdin:
        for thread in threading.enumerate():
            if thread.name == line.strip() and thread.ident is not None:
                number, error = ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(number, error)


if __name__ == "__main__":
    threading.Thread(target=break_threads, daemon=True).start()
    run.end(run.main())
