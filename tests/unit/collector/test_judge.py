"""Every event is kept or counted; timestamps, duplicates, deadband and maximum rate."""

import itertools
import math
import struct
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from caflux_collector.judge import Verdict, judge, separated
from caflux_collector.layout import EPICS_EPOCH_S, RECORD
from caflux_collector.limits import release
from caflux_collector.memory import SECOND, Memory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

NOW = 1_700_000_000 * SECOND
SLOTS = 4
PROPERTY = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
Row = tuple[int, int, float, int, int, int]
"""Slot, timestamp (ns), value, severity, status, received (ns)."""


def record(rows: list[Row]) -> NDArray[np.void]:
    out = np.zeros(len(rows), RECORD)
    for k, (slot, stamp, value, severity, status, received) in enumerate(rows):
        secs, nsec = divmod(stamp, SECOND)
        out[k] = (slot, status, severity, 20, secs - EPICS_EPOCH_S, nsec, value, received)
    return out


def judged(*rows: Row, memory: Memory | None = None) -> Verdict:
    return judge(record(list(rows)), memory or Memory(SLOTS))


def at(stamp: int, value: float, *, slot: int = 0, severity: int = 0, status: int = 0) -> Row:
    return slot, stamp, value, severity, status, NOW


def times(*rows: Row, memory: Memory | None = None) -> list[int]:
    return [int(time) - NOW for time in judged(*rows, memory=memory).time]


def test_an_event_is_archived_as_it_is() -> None:
    verdict = judged((2, NOW + 5, 1.5, 1, 4, NOW + 9))
    assert verdict.slot.tolist() == [2]
    assert verdict.time.tolist() == [NOW + 5]
    assert (verdict.value[0], verdict.severity[0], verdict.status[0]) == (1.5, 1, 4)
    assert verdict.dropped == {}


def test_no_events_are_no_events() -> None:
    assert len(judged().slot) == 0


def test_another_value_at_the_same_time_moves_on_by_1_ns() -> None:
    assert times(at(NOW, 1), at(NOW, 2), at(NOW, 1), at(NOW, 3)) == [0, 1, 2, 3]


def test_the_same_value_at_the_same_time_is_the_same_point() -> None:
    assert times(at(NOW, 1), at(NOW, 1), at(NOW, 2), at(NOW, 2)) == [0, 0, 1, 1]


@pytest.mark.parametrize(("severity", "status"), [(1, 0), (0, 1)])
def test_another_alarm_is_another_value(severity: int, status: int) -> None:
    assert times(at(NOW, 1), at(NOW, 1, severity=severity, status=status)) == [0, 1]


def test_nan_is_the_same_as_nan_and_zero_has_a_sign() -> None:
    assert times(at(NOW, math.nan), at(NOW, math.nan), at(NOW, 0.0), at(NOW, -0.0)) == [0, 0, 1, 2]


def test_an_event_whose_place_was_taken_by_a_moved_one_moves_too() -> None:
    assert times(at(NOW, 1), at(NOW, 2), at(NOW + 1, 3), at(NOW + 2, 4), at(NOW + 9, 5)) == [0, 1, 2, 3, 9]


def test_a_moved_one_is_remembered_from_batch_to_batch() -> None:
    memory = Memory(SLOTS)
    assert times(at(NOW, 1), at(NOW, 2), memory=memory) == [0, 1]
    assert times(at(NOW + 1, 3), memory=memory) == [2]
    assert times(at(NOW + 1, 3), memory=memory) == [2]
    assert times(at(NOW + 3, 4), memory=memory) == [3]


def test_the_same_alarm_is_remembered_from_batch_to_batch() -> None:
    memory = Memory(SLOTS)
    for _ in range(3):
        assert times(at(NOW, 1, severity=2, status=7), memory=memory) == [0]


def test_a_storm_of_one_pv_at_one_time_passes_through_whole() -> None:
    records = np.zeros(100_000, RECORD)
    records["secs"], records["received"] = NOW // SECOND - EPICS_EPOCH_S, NOW
    records["value"] = np.arange(100_000)
    verdict = judge(records, Memory(SLOTS))
    assert (verdict.time == NOW + np.arange(100_000)).all()
    assert (verdict.value == np.arange(100_000)).all()


def test_an_older_timestamp_is_archived_as_it_is() -> None:
    assert times(at(NOW, 1), at(NOW - 10 * SECOND, 2), at(NOW - 5, 3)) == [0, -10 * SECOND, -5]


def test_pvs_do_not_move_each_other() -> None:
    assert times(at(NOW, 1, slot=0), at(NOW, 2, slot=1), at(NOW, 3, slot=2)) == [0, 0, 0]


EPICS_ZERO = EPICS_EPOCH_S * SECOND
YEAR_1991 = int(datetime(1991, 1, 1, tzinfo=UTC).timestamp()) * SECOND


@pytest.mark.parametrize(
    ("stamp", "trusted"),
    [
        (EPICS_ZERO, False),
        (YEAR_1991 - 1, False),
        (YEAR_1991, True),
        (NOW + 1_800 * SECOND, True),
        (NOW + 1_800 * SECOND + 1, False),
        (NOW + 3_600 * SECOND, False),
        ((EPICS_EPOCH_S + 2**32 - 1) * SECOND, False),
    ],
)
def test_a_clock_that_is_wrong_is_not_trusted_and_told_of(stamp: int, trusted: bool) -> None:
    memory = Memory(SLOTS)
    verdict = judged((1, stamp, 7.0, 0, 0, NOW), memory=memory)
    assert verdict.time.tolist() == [stamp if trusted else NOW]
    told = [(told.slot, told.time, str(stamp) in told.detail) for told in memory.clocks.take()]
    assert told == ([] if trusted else [(1, NOW, True)])


def test_nanoseconds_past_a_second_are_not_trusted() -> None:
    records = record([at(NOW, 1)])
    records["nsec"] = SECOND
    memory = Memory(SLOTS)
    verdict = judge(records, memory)
    assert verdict.time.tolist() == [NOW]
    assert len(list(memory.clocks.take())) == 1


def test_two_events_of_a_wrong_clock_do_not_fall_on_each_other() -> None:
    verdict = judged((0, EPICS_ZERO, 1, 0, 0, NOW), (0, EPICS_ZERO, 2, 0, 0, NOW))
    assert verdict.time.tolist() == [NOW, NOW + 1]


def kept(values: list[float], deadband: float) -> list[float]:
    memory = Memory(SLOTS)
    memory.limit(0, deadband, None)
    rows = [at(NOW + k, value) for k, value in enumerate(values)]
    verdict = judged(*rows, memory=memory)
    assert [slot for slots in verdict.dropped.values() for slot in slots] == [0] * (
        len(values) - len(verdict.value)
    )
    values_kept: list[float] = verdict.value.tolist()
    return values_kept


def test_a_deadband_drops_what_moved_no_further_from_the_last_archived() -> None:
    assert kept([0, 1, -1, 0.5, 1.01, 2, 0.02, 0.0], 1) == [0, 1.01, 0.0]


def test_a_deadband_of_0_archives_changes() -> None:
    assert kept([0, 0, 1, 1, 1, 0], 0) == [0, 1, 0]


def test_a_deadband_sees_nan_and_infinities_come_and_go() -> None:
    inf, nan = math.inf, math.nan
    assert repr(kept([1, nan, nan, 1, inf, inf, -inf, -inf, 1], 5)) == repr([1.0, nan, 1.0, inf, -inf, 1.0])


def test_a_change_of_severity_passes_the_deadband() -> None:
    memory = Memory(SLOTS)
    memory.limit(0, 10, None)
    rows = [at(NOW, 1), at(NOW + 1, 1, severity=2), at(NOW + 2, 1, severity=2), at(NOW + 3, 1)]
    assert judged(*rows, memory=memory).severity.tolist() == [0, 2, 0]


def test_a_maximum_rate_drops_what_comes_too_soon_and_holds_the_newest() -> None:
    memory = Memory(SLOTS)
    memory.limit(0, None, 10)
    tenth = SECOND // 10
    rows = [(0, t := NOW + k * tenth // 4, float(k), 0, 0, t) for k in range(12)]
    verdict = judged(*rows, memory=memory)
    assert verdict.value.tolist() == [0, 4, 8]
    assert verdict.dropped["rate"].tolist() == [0] * 8
    assert release(NOW + 3 * tenth - 1, memory) is None
    released, dropped = release(NOW + 3 * tenth, memory) or (None, None)
    assert released is not None
    assert (released.value.tolist(), released.time.tolist(), dropped) == ([11], [NOW + 11 * tenth // 4], {})


def test_a_maximum_rate_lets_an_older_timestamp_pass() -> None:
    memory = Memory(SLOTS)
    memory.limit(0, None, 1)
    rows = [at(NOW, 1), at(NOW - SECOND, 2), at(NOW - 1, 3)]
    assert judged(*rows, memory=memory).value.tolist() == [1, 2]


def test_limits_are_of_one_pv_and_can_be_lifted() -> None:
    memory = Memory(SLOTS)
    memory.limit(0, 5, 1)
    rows = [at(NOW + k, k, slot=slot) for k in range(3) for slot in (0, 1)]
    assert Counter(judged(*rows, memory=memory).slot.tolist()) == {0: 1, 1: 3}
    memory.limit(0, None, None)
    rows = [at(NOW + 10 + k, k) for k in range(3)]
    assert len(judged(*rows, memory=memory).slot) == 3


def test_a_slot_that_is_forgotten_begins_anew() -> None:
    memory = Memory(SLOTS)
    memory.limit(0, 5, None)
    judged(at(NOW, 1), memory=memory)
    memory.forget(0)
    assert judged(at(NOW + 1, 1), memory=memory).dropped == {}


# Few different times and values, so that they repeat; some clocks are wrong.
STAMPS = st.integers(NOW, NOW + 6) | st.sampled_from([EPICS_ZERO, NOW + 3_600 * SECOND, NOW - SECOND])
VALUES = st.sampled_from([0.0, -0.0, 1.0, 2.0, 5.0, math.nan, math.inf])
ROWS = st.lists(
    st.tuples(
        st.integers(0, SLOTS - 1),
        STAMPS,
        VALUES,
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(NOW, NOW + 3),
    ),
    max_size=30,
)
LIMITS = st.lists(
    st.tuples(st.none() | st.sampled_from([0.0, 1.5]), st.none() | st.sampled_from([1e9 / 3, 1e6])),
    min_size=SLOTS,
    max_size=SLOTS,
)
Limits = list[tuple[float | None, float | None]]


def with_limits(limits: Limits) -> Memory:
    memory = Memory(SLOTS)
    for slot, (deadband, rate) in enumerate(limits):
        memory.limit(slot, deadband, rate)
    return memory


def what_is_kept(verdict: Verdict) -> dict[int, list[Any]]:
    columns = zip(
        verdict.slot.tolist(),
        verdict.time.tolist(),
        verdict.value.tolist(),
        verdict.severity.tolist(),
        verdict.status.tolist(),
        strict=True,
    )
    by_slot: dict[int, list[Any]] = {}
    for slot, time, value, severity, status in columns:
        by_slot.setdefault(slot, []).append((time, struct.pack("<d", value), severity, status))
    return by_slot


def all_dropped(verdict: Verdict) -> Counter[tuple[str, int]]:
    return Counter((cause, slot) for cause, slots in verdict.dropped.items() for slot in slots.tolist())


@PROPERTY
@given(ROWS, LIMITS)
def test_what_is_kept_of_a_pv_stays_in_its_order(rows: list[Row], limits: Limits) -> None:
    kept_rows = what_is_kept(judge(record(rows), with_limits(limits)))
    for slot, of_slot in kept_rows.items():
        arrived = iter([(struct.pack("<d", r[2]), r[3], r[4]) for r in rows if r[0] == slot])
        assert all((value, severity, status) in arrived for _, value, severity, status in of_slot)


@PROPERTY
@given(ROWS, LIMITS, st.lists(st.integers(0, 30), max_size=4))
def test_where_batches_are_split_makes_no_difference(
    rows: list[Row], limits: Limits, cuts: list[int]
) -> None:
    whole = judge(record(rows), with_limits(limits))
    memory = with_limits(limits)
    edges = sorted({0, len(rows), *(min(cut, len(rows)) for cut in cuts)})
    parts = [judge(record(rows[a:b]), memory) for a, b in itertools.pairwise(edges)]
    joined: dict[int, list[Any]] = {}
    for part in parts:
        for slot, of_slot in what_is_kept(part).items():
            joined.setdefault(slot, []).extend(of_slot)
    assert joined == what_is_kept(whole)
    assert sum((all_dropped(part) for part in parts), Counter()) == all_dropped(whole)


RISING = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([0, 0, 1, 2, 7]), VALUES, st.integers(0, 1)), max_size=40
)


@PROPERTY
@given(RISING)
def test_values_that_differ_never_fall_on_one_point(steps: list[tuple[int, int, float, int]]) -> None:
    """While an IOC's clock does not go backwards, a point is overwritten by itself only."""
    stamps = [NOW] * SLOTS
    rows = []
    for slot, step, value, severity in steps:
        stamps[slot] += step
        rows.append(at(stamps[slot], value, slot=slot, severity=severity))
    for of_slot in what_is_kept(judged(*rows)).values():
        points = {time: (value, severity) for time, value, severity, _ in of_slot}
        assert [(points[time]) for time, _, _, _ in of_slot] == [(v, s) for _, v, s, _ in of_slot]
        assert [time for time, *_ in of_slot] == sorted(time for time, *_ in of_slot)


@PROPERTY
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 5), st.booleans())
def test_a_time_moves_only_where_it_must(raw: int, last_raw: int, moved: int, same: bool) -> None:
    time = separated(raw, last_raw, last_raw + moved, same=same)
    free = raw < last_raw or raw > last_raw + moved
    assert time == (raw if free else last_raw + moved + (not (same and raw == last_raw)))
