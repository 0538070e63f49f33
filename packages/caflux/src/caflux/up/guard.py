"""The guard: ends the processes of a `caflux up` that was itself killed.

It holds the reading end of a pipe whose writing end only `caflux up` has, so the end of the pipe is the end
of `caflux up`, whatever ended it (SIGKILL cannot be caught; the end of a pipe cannot be missed, on any
POSIX system). Lines on the pipe name process groups: `+123` has been started, `-123` is gone. Standard
library only, and as few of its modules as will do: it runs as long as CAFlux does.
"""

import os
import signal
import sys
import time

GRACE_S = 20.0
PAUSE_S = 0.1


def alive(group: int) -> bool:
    """Say whether a process group has a process."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a zombie
        return False
    return True


def end(group: int, number: int) -> None:
    """Send a signal to a process group that may be gone already."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def main() -> None:
    """Remember groups until the pipe ends; then ask them to stop, and kill what has not after `GRACE_S`."""
    # Only the end of `caflux up` ends the guard: not Ctrl-C, not a closed terminal, not a tidy-minded kill.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        end(group, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_S
    while any(alive(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(PAUSE_S)  # they are not our children: nothing can be waited for
    for group in groups:
        end(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
