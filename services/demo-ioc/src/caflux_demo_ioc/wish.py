"""A wish to stop. The collector's manager has its own: it imports the standard library only."""

import time


class Wish:
    """A wish to stop, which a signal handler may make.

    `threading.Event.set` takes a lock, which the wait that the signal interrupted may be holding: a deadlock.
    """

    def __init__(self) -> None:
        self._made = False

    def set(self) -> None:
        """Make it."""
        self._made = True

    def is_set(self) -> bool:
        """Tell whether it was made."""
        return self._made

    def wait(self, seconds: float) -> bool:
        """Let so much time pass, unless it was made already; tell whether it is made."""
        if not self._made:
            time.sleep(seconds)
        return self._made
