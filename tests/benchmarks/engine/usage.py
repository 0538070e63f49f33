"""CPU time and memory of a process, from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
MACHINE_IDLE = "idle"
"""Name of what no process used, beside those of processes."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU time (user and system, s) so far and resident memory (bytes) now."""

    cpu_s: float
    rss_bytes: int


def usage(pid: int) -> Usage:
    """Read a process' usage."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return Usage((int(fields[11]) + int(fields[12])) / _TICKS, int(fields[21]) * _PAGE)


def idle() -> Usage:
    """Read for how long the machine's processors had nothing to do, all together."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    return Usage((int(fields[4]) + int(fields[5])) / _TICKS, 0)
