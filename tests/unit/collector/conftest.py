"""What the collector's tests share: rings on both callbacks."""

import ctypes
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import caflux_collector.compiled
import pytest
from caflux_collector.layout import Size
from caflux_collector.producer import CompiledProducer, Producer, PythonProducer
from caflux_collector.ring import Ring
from caflux_testing.dbr import Libca

RingFactory = Callable[..., Ring]


def compiled_library() -> ctypes.CDLL:
    library = caflux_collector.compiled.compiled()
    if library is None:
        pytest.fail("the C files of caflux_collector were not compiled: install gcc and sync again")
    return library


def compiled_producer() -> Producer:
    return CompiledProducer(compiled_library())


@pytest.fixture(params=["compiled", "python"])
def library(request: pytest.FixtureRequest) -> ctypes.CDLL | None:
    """Give the compiled library, and none: everything holds for both."""
    return compiled_library() if request.param == "compiled" else None


@pytest.fixture
def compiled() -> Producer:
    """Give the compiled event callback."""
    return compiled_producer()


@pytest.fixture(params=["compiled", "python"])
def producer(request: pytest.FixtureRequest) -> Producer:
    """Give either event callback: everything holds for both."""
    return compiled_producer() if request.param == "compiled" else PythonProducer()


@pytest.fixture
def libca(producer: Producer) -> Libca:
    """Give what calls the callback."""
    return Libca(producer.callback.value)


@pytest.fixture
def new_ring(tmp_path: Path, producer: Producer) -> Iterator[RingFactory]:
    """Give a function that makes rings: `new_ring(slots=8, records=8, bytes=1024) -> Ring`."""
    numbers, made = itertools.count(), list[Ring]()

    def make(slots: int = 8, records: int = 8, bytes: int = 1_024) -> Ring:  # noqa: A002 - Size's own name
        index = next(numbers)
        made.append(Ring(index, tmp_path / f"ring-{index}.bin", Size(slots, records, bytes), producer))
        return made[-1]

    yield make
    for ring in made:
        ring.mute()
