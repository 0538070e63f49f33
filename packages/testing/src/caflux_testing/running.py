"""Have something run for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar


class Startable(Protocol):
    """An IOC, a server, or a whole stack."""

    def start(self) -> None:
        """Start it and wait until it serves."""

    def stop(self) -> None:
        """End it, also where it did not start or not wholly."""


T = TypeVar("T", bound=Startable)


@contextmanager
def running(it: T) -> Iterator[T]:
    """Start something and give it; it is stopped afterwards, whatever happens."""
    try:
        it.start()
        yield it
    finally:
        it.stop()
