"""Memory that is not needed any more is had back soon."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from caflux_collector.heap import drop_circles


class Circle:
    """Refers to itself, as what is left of a request does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    """Nothing else frees circles: an engine's collector looks by itself only after very many objects."""
    gc.disable()
    yield
    gc.enable()


def left_by_a_request() -> weakref.ref[Circle]:
    return weakref.ref(Circle())


def test_circles_of_requests_are_freed() -> None:
    left = left_by_a_request()
    assert left() is not None
    drop_circles(0)
    assert left() is None


def test_a_circle_that_was_still_in_use_has_its_turn_once_more() -> None:
    circle = Circle()
    left = weakref.ref(circle)
    drop_circles(0)
    del circle
    drop_circles(0)
    assert left() is not None
    drop_circles(1)
    assert left() is None
