"""A trouble that is met again and again is said once: a full disk fills no log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from caflux_service.reasons import reason


class Trouble:
    """Says a trouble when it begins or becomes another, and when it is over.

    Args:
        log: A logger of structlog's.
        begins: What is said then.
        ends: What is said then.
    """

    def __init__(self, log: Any, begins: str, ends: str) -> None:
        self._log = log
        self._begins, self._ends = begins, ends
        self._reason = ""

    @contextmanager
    def instead_of(self, kind: type[Exception], **facts: object) -> Iterator[None]:
        """Do what may fail: an error of this kind is said and goes no further."""
        try:
            yield
        except kind as error:
            self.met(reason(error), **facts)
        else:
            self.over()

    def met(self, reason: str, **facts: object) -> None:
        """Note that it is there, and why."""
        if reason != self._reason:
            self._log.error(self._begins, reason=reason, **facts)
        self._reason = reason

    def over(self) -> None:
        """Note that it is not there."""
        if self._reason:
            self._log.info(self._ends)
        self._reason = ""
