"""The CA repeater, as a thread of the engine.

libca starts a `caRepeater` program where none runs; it warns at every start where there is no such program,
and leaves it behind where there is one. libca holds the repeater itself as a function: run in a thread, it
ends with the engine. Where a repeater runs on this machine already, it sees that and returns.
"""

import ctypes
import errno
import os
import socket
import threading

DEFAULT_PORT = 5065
_TRIES, _PAUSE_S = 100, 0.01


def run_repeater(libca: ctypes.CDLL) -> None:
    """Run `caRepeaterThread` of EPICS base in a daemon thread, and wait until its port is taken."""
    threading.Thread(target=libca.caRepeaterThread, args=(None,), name="ca-repeater", daemon=True).start()
    port = int(os.environ.get("EPICS_CA_REPEATER_PORT") or DEFAULT_PORT)
    pause = threading.Event()
    for _ in range(_TRIES):
        if _taken(port):
            return
        pause.wait(_PAUSE_S)


def _taken(port: int) -> bool:
    """Tell whether a repeater has the port, as libca itself finds out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("", port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False
