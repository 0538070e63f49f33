"""A wrong clock is told of once, then rarely, and when it is right again; every sample of it is counted."""

from typing import Any

import numpy as np
from caflux_collector.ioc_clock import AGAIN, RIGHT, IocClocks, Told
from hypothesis import given, settings
from hypothesis import strategies as st

NOW = 1_700_000_000_000_000_000
S = 1_000_000_000
Row = tuple[int, int, int, bool]
"""Slot, the IOC's time, the collector's (both from NOW), whether it is believed."""


def note(clocks: IocClocks, *rows: Row) -> list[Told]:
    """Note events as the judge does: by slot, each slot's in order."""
    columns: list[Any] = list(zip(*sorted(rows, key=lambda row: row[0]), strict=True))
    slot, own, received, good = columns
    clocks.note(np.array(slot, np.uint32), np.array(own) + NOW, np.array(received) + NOW, np.array(good))
    return list(clocks.take())


def test_an_hour_of_a_wrong_clock_at_10_hz_is_told_of_twice() -> None:
    clocks = IocClocks(4)
    told = [
        each
        for k in range(0, 36_010, 10)
        for each in note(
            clocks, *((2, (k + j) * S // 10 - 2 * AGAIN, (k + j) * S // 10, False) for j in range(10))
        )
    ]
    assert [(t.slot, t.time - NOW, t.kind, t.count) for t in told] == [
        (2, 0, "clock", 10),
        (2, AGAIN + 9 * S // 10, "clock", 36_000),
    ]
    assert str(NOW - 2 * AGAIN) in told[0].detail
    assert "7200.000 s behind" in told[0].detail


def test_a_clock_that_is_right_again_is_told_of_after_a_minute() -> None:
    clocks = IocClocks(4)
    first = note(clocks, (0, 3 * AGAIN, 0, False), (0, 3 * AGAIN, 1, False))
    assert (first[0].count, "10800.000 s ahead" in first[0].detail) == (2, True)
    assert note(clocks, (0, 3 * AGAIN, 5, False), (0, 6, 6, True)) == []
    assert note(clocks, (0, RIGHT, RIGHT, True), (1, RIGHT, RIGHT, True)) == []
    told = note(clocks, (0, 5 + RIGHT, 5 + RIGHT, True), (0, 6 + RIGHT, 6 + RIGHT, True))
    assert [(t.kind, t.time - NOW, t.count) for t in told] == [("clock", 5, 1), ("clock_right", 5 + RIGHT, 0)]
    assert not clocks.any_wrong
    assert len(note(clocks, (0, 0, 2 * AGAIN, False))) == 1


def test_a_clock_that_comes_and_goes_is_one_trouble() -> None:
    clocks = IocClocks(4)
    told = [each for k in range(500) for each in note(clocks, (0, 0, k * S, k % 2 == 1))]
    assert len(told) == 1
    clocks.end()
    assert sum(t.count for t in [*told, *clocks.take()]) == 250


FLUSHES = st.lists(
    st.tuples(
        st.sampled_from([0, 1, S, RIGHT - 1, RIGHT, AGAIN]),
        st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=6),
        st.booleans(),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(FLUSHES)
def test_the_counts_of_what_is_told_are_all_wrong_samples(
    flushes: list[tuple[int, list[tuple[int, bool]], bool]],
) -> None:
    clocks, now, wrong = IocClocks(3), 0, [0, 0, 0]
    told: list[Told] = []
    for step, events, forget in flushes:
        now += step
        told += note(clocks, *((slot, 0, now, good) for slot, good in events))
        for slot, good in events:
            wrong[slot] += not good
        if forget:
            clocks.forget(0)
    clocks.end()
    told += clocks.take()
    for slot in range(3):
        of_slot = [t for t in told if t.slot == slot]
        assert sum(t.count for t in of_slot) == wrong[slot]
        assert all(t.count > 0 for t in of_slot if t.kind == "clock")
        kinds = [t.kind for t in of_slot]
        assert kinds[:1] != ["clock_right"]
