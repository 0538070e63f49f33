"""A Channel Access client: `python -m caflux_testing.ioc.client NAME…` prints the events of PVs.

Each event is a line of JSON: name, time (ns since 1970), severity, status, value; a line `connected` follows
when all PVs are. The end of standard input ends it.
"""

import json
import os
import sys
from typing import Any

import epics
import numpy as np

NS = 1_000_000_000
CONNECT_TIMEOUT_S = 30


def write_line(text: str) -> None:
    """Write a line whole: libca's thread and the main one both do."""
    os.write(sys.stdout.fileno(), text.encode() + b"\n")


def print_event(
    pvname: str, value: Any, posixseconds: float, nanoseconds: int, severity: int, status: int, **_: Any
) -> None:
    """Print an event; pyepics calls it."""
    plain = value.tolist() if isinstance(value, np.ndarray) else value
    when = round(posixseconds) * NS + int(nanoseconds)
    write_line(json.dumps([pvname, when, severity, status, plain]))


def main() -> None:
    """Subscribe and print."""
    pvs = [epics.PV(name, form="time", auto_monitor=True, callback=print_event) for name in sys.argv[1:]]
    if all(pv.wait_for_connection(CONNECT_TIMEOUT_S) for pv in pvs):
        write_line("connected")
    for _ in sys.stdin:
        pass


if __name__ == "__main__":
    main()
