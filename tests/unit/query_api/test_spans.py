"""Remembered spans: the same as the archive has, whatever was written meanwhile, and bounded."""

import numpy as np
import pytest
from caflux_query_api.spans import CLOSED, SpanCache
from caflux_storage import Samples
from caflux_testing.place import Place, numbers
from prometheus_client import CollectorRegistry

T0 = 1_700_000_000_000_000_001
S = 1_000_000_000
N = 10_000


class Cached:
    """A cache before an archive that holds N samples of A, one a second."""

    def __init__(self, place: Place, most_bytes: int = 10_000_000, now: int = T0 + 10 * N * S) -> None:
        self.place = place
        self.registry = CollectorRegistry()
        self.cache = SpanCache(place.archive, most_bytes, lambda: now, self.registry)

    async def read(self, start: int = 0, stop: int = N, pv: str = "A") -> Samples:
        span = T0 + start * S, T0 + stop * S
        return Samples.concatenate([chunk async for chunk in self.cache.samples(pv, *span, 100_000)])

    def count(self, name: str) -> float:
        return self.registry.get_sample_value(f"caflux_spans_{name}_total") or 0.0


@pytest.fixture
async def cached(place: Place) -> Cached:
    await fill(place, "A")
    return Cached(place)


async def fill(place: Place, pv: str) -> None:
    times = [T0 + k * S for k in range(N)]
    await place.write(
        numbers(pv, times[: N // 2], [float(k) for k in range(N // 2)]),
        numbers(pv, times[N // 2 :], [float(k) for k in range(N // 2, N)], 1, 3),
    )


def same(found: Samples, expected: Samples) -> bool:
    columns = ("time", "value", "severity", "status")
    return all(np.array_equal(getattr(found, name), getattr(expected, name)) for name in columns)


async def test_the_same_span_again_is_remembered(cached: Cached) -> None:
    first = await cached.read()
    again = await cached.read()
    within = await cached.read(2_500, 7_500)

    assert cached.count("found") == 2
    assert same(again, first)
    assert len(first) == N
    assert same(within, first[2_500:7_500])


async def test_panning_reads_what_is_missing_on_either_side(cached: Cached) -> None:
    whole = await cached.place.read("A")
    await cached.read(3_000, 6_000)

    later, earlier = await cached.read(3_500, 7_000), await cached.read(1_000, 5_500)

    assert cached.count("found") == 2
    assert same(later, whole[3_500:7_000])
    assert same(earlier, whole[1_000:5_500])


async def test_a_late_write_is_seen_at_once(cached: Cached) -> None:
    await cached.read()
    await cached.place.write(numbers("A", [T0 + 17 * S + 5], [99.0]))

    found = await cached.read()

    assert cached.count("changed") == 1
    assert len(found) == N + 1
    assert 99.0 in found.value
    assert same(await cached.read(), found)
    assert cached.count("found") == 1


async def test_a_late_write_elsewhere_changes_nothing(cached: Cached) -> None:
    await cached.read(0, 5_000)
    await cached.place.write(numbers("A", [T0 + 7_000 * S + 5], [99.0]), numbers("B", [T0 + 5], [1.0]))

    await cached.read(0, 5_000)

    assert (cached.count("found"), cached.count("changed")) == (1, 0)


async def test_what_is_not_closed_yet_is_read_anew(place: Place) -> None:
    await fill(place, "A")
    cached = Cached(place, now=T0 + N * S)
    await cached.read()
    newest = T0 + (N - 1) * S + 7
    assert newest > T0 + N * S - CLOSED
    await place.write(numbers("A", [newest], [99.0]))

    found = await cached.read()

    assert (cached.count("found"), cached.count("changed")) == (1, 0)
    assert found.value[-1] == 99.0
    assert len(found) == N + 1


async def test_what_is_remembered_is_bounded_and_the_oldest_goes(place: Place) -> None:
    for pv in "ABCDE":
        await fill(place, pv)
    cached = Cached(place, most_bytes=N * 18 * 4)
    for pv in "ABCD":
        await cached.read(pv=pv)
    await cached.read(pv="A")

    await cached.read(pv="E")

    assert cached.cache.size == N * 18 * 4
    before = cached.count("found")
    await cached.read(pv="A")
    assert cached.count("found") == before + 1
    await cached.read(pv="B")
    assert cached.count("found") == before + 1


async def test_a_span_too_large_to_remember_is_read_each_time(place: Place) -> None:
    await fill(place, "A")
    cached = Cached(place, most_bytes=N * 18)

    first, again = await cached.read(), await cached.read()

    assert same(first, again)
    assert (cached.cache.size, cached.count("found")) == (0, 0)
