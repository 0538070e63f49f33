"""Scan mode: each PV sampled at its period, a value once."""

import numpy as np
from caflux_collector.layout import RECORD
from caflux_collector.ring import Block
from caflux_collector.scan import Scanner
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

S = 1_000_000_000


class Cache:
    """The last value of every slot, as an IOC would change it."""

    def __init__(self) -> None:
        self.records = np.zeros(8, RECORD)
        self.asked: list[int] = []

    def post(self, slot: int, value: float, received: int) -> None:
        self.records[slot] = (slot, 0, 0, 20, received // S, received % S, value, received)

    def cached(self, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        self.asked += slots.tolist()
        copy: NDArray[np.void] = self.records[slots]
        return copy


def values(scanner: Scanner, now: int) -> list[float]:
    records, _ = scanner.sample(now)
    return [float(record["value"]) for record in records]


def block(slot: int, data: bytes) -> Block:
    return Block(slot, 0, 0, 14, 1, 0, 0, 0, data)


def held(scanner: Scanner, now: int) -> list[bytes]:
    return [block.data for block in scanner.sample(now)[1]]


def test_a_value_is_sampled_at_its_period_and_only_when_it_is_new() -> None:
    cache = Cache()
    scanner = Scanner(cache)
    scanner.set(0, 10 * S, 0)
    assert values(scanner, 0) == []  # there is none yet
    cache.post(0, 1.0, 5)
    assert values(scanner, 9 * S) == []
    assert values(scanner, 10 * S) == [1]
    assert values(scanner, 20 * S) == []
    cache.post(0, 1.0, 6)  # the same value, posted again
    assert values(scanner, 30 * S) == [1]


def test_a_scan_that_comes_late_keeps_to_its_grid() -> None:
    cache = Cache()
    scanner = Scanner(cache)
    scanner.set(0, 10 * S, 0)
    seen = []
    for second in (0, 17, 19, 20, 59, 60, 69, 70):
        cache.post(0, second, second * S + 1)
        seen += values(scanner, second * S)
    assert seen == [0, 17, 20, 59, 60, 70]
    assert len(cache.asked) == 6


def test_pvs_have_their_own_periods() -> None:
    cache = Cache()
    scanner = Scanner(cache)
    scanner.set(0, S, 0)
    scanner.set(1, 3 * S, 0)
    for second in range(7):
        scanner.sample(second * S)
    assert cache.asked.count(0) == 7
    assert cache.asked.count(1) == 3


def test_a_new_period_replaces_the_old_one() -> None:
    cache = Cache()
    scanner = Scanner(cache)
    scanner.set(0, 2 * S, 0)
    scanner.sample(0)
    scanner.set(0, 5 * S, 1 * S)
    scanner.set(0, 5 * S, 1 * S)  # the same again changes nothing
    for second in range(1, 12):
        scanner.sample(second * S)
    assert cache.asked == [0, 0, 0, 0]  # at 0, 1, 6 and 11 s


def test_a_slot_that_is_stopped_and_started_is_sampled_once_a_period() -> None:
    cache = Cache()
    scanner = Scanner(cache)
    scanner.set(0, 2 * S, 0)
    scanner.sample(0)
    scanner.set(0, None, S)
    assert not scanner.scans(0)
    scanner.set(0, 2 * S, S)
    for second in range(1, 6):
        scanner.sample(second * S)
    assert cache.asked == [0, 0, 0, 0]  # at 0, 1, 3 and 5 s


def test_a_stopped_slot_is_not_sampled() -> None:
    cache = Cache()
    scanner = Scanner(cache)
    scanner.set(0, S, 0)
    cache.post(0, 1, 1)
    scanner.set(0, None, 0)
    assert values(scanner, 10 * S) == []


def test_the_newest_string_waits_for_its_period() -> None:
    scanner = Scanner(Cache())
    scanner.set(3, 10 * S, 0)
    scanner.sample(0)
    assert scanner.hold(block(3, b"a")) is False
    assert scanner.hold(block(3, b"b")) is True
    assert held(scanner, 9 * S) == []
    assert held(scanner, 10 * S) == [b"b"]
    assert held(scanner, 20 * S) == []


def test_what_is_held_is_sampled_when_its_scan_is_stopped() -> None:
    scanner = Scanner(Cache())
    for slot in (1, 2, 3):
        scanner.set(slot, 10 * S, 0)
    scanner.sample(0)
    for slot in (1, 2, 3):
        scanner.hold(block(slot, b"%d" % slot))
    scanner.set(2, None, S)
    assert held(scanner, S) == [b"2"]
    scanner.end()
    assert sorted(held(scanner, S)) == [b"1", b"3"]
    assert held(scanner, 100 * S) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 7)), max_size=20), st.integers(1, 5))
def test_a_slot_is_due_once_a_period_whatever_was_changed_before(
    changes: list[tuple[int, int]], period: int
) -> None:
    cache = Cache()
    scanner = Scanner(cache)
    now = 0
    for step, new in changes:
        now += step
        scanner.sample(now * S)
        scanner.set(0, new * S or None, now * S)
    scanner.set(0, None, now * S)
    scanner.set(0, period * S, now * S)
    cache.asked.clear()
    for second in range(3 * period):
        scanner.sample((now + second) * S)
    assert cache.asked == [0, 0, 0]
