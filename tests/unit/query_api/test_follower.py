"""Expressions that are followed live give what they give for the same range, however samples come."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caflux_contracts.expressions import parse
from caflux_contracts.retrieval import Gap
from caflux_query_api.arithmetic.evaluate import evaluate, needs
from caflux_query_api.arithmetic.signals import Signal
from caflux_query_api.live.computed import Follower, check_live
from caflux_service.problems import Invalid
from caflux_storage import Event, Samples
from caflux_storage.encode import encode_array, encode_event, encode_text, sample_prefix
from caflux_testing.place import Place, numbers
from hypothesis import given
from hypothesis import strategies as st

S = 1_000_000_000
T0 = 1_790_000_000 * S
NOW = T0 + 3_600 * S


def samples(*rows: tuple[float, float], severity: int = 0) -> Samples:
    times = np.array([T0 + round(second * S) for second, _ in rows], np.int64)
    values = np.array([value for _, value in rows], np.float64)
    return Samples(times, values, np.full(len(rows), severity, np.uint8), np.zeros(len(rows), np.uint8))


def rows(found: Samples) -> list[tuple[float, float]]:
    return [
        ((time - T0) / S, value)
        for time, value in zip(found.time.tolist(), found.value.tolist(), strict=True)
    ]


@pytest.fixture
async def place(tmp_path: Path) -> Any:
    place = await Place.prepared(f"sqlite:///{tmp_path}/archive.db")
    yield place
    await place.close()


async def test_it_begins_with_what_is_held_and_goes_on(place: Place) -> None:
    await place.write(numbers("A", [T0], [1.0]), numbers("B", [T0 + 2 * S], [10.0]))
    follower = Follower(parse('"A" + "B"'))

    first = await follower.begin(place.archive, None, NOW, held=True)
    both = follower.take({"A": samples((3, 2), (4, 3)), "B": samples((3.5, 20))})

    assert rows(first) == [(2.0, 11.0)]
    assert rows(both) == [(3.0, 12.0), (3.5, 22.0), (4.0, 23.0)]


async def test_it_resumes_after_a_row(place: Place) -> None:
    await place.write(numbers("A", [T0, T0 + S, T0 + 2 * S], [1.0, 2.0, 3.0]))
    follower = Follower(parse('"A" * 2'))

    assert rows(await follower.begin(place.archive, T0, NOW, held=False)) == [(1.0, 4.0), (2.0, 6.0)]
    assert rows(follower.take({"A": samples((2, 3), (3, 4))})) == [(3.0, 8.0)]


async def test_what_comes_late_is_put_right_at_once(place: Place) -> None:
    await place.write(numbers("A", [T0], [1.0]), numbers("B", [T0], [10.0]))
    follower = Follower(parse('"A" + "B"'))
    await follower.begin(place.archive, None, NOW, held=True)

    assert rows(follower.take({"A": samples((5, 2))})) == [(5.0, 12.0)]
    late = follower.take({"B": samples((4, 20))})
    assert late.time.tolist() == [T0 + 5 * S + 1]
    assert late.value.tolist() == [22.0]
    assert rows(follower.take({"B": samples((4.5, 20))})) == []
    assert rows(follower.take({"A": samples((6, 3))})) == [(6.0, 23.0)]


async def test_it_looks_back_as_far_as_it_needs_and_keeps_no_more(place: Place) -> None:
    times = [T0 + k * S for k in range(100)]
    await place.write(numbers("A", times, [float(k) for k in range(100)]))
    follower = Follower(parse('mean("A", 10s) + 0 * shift("A", -20s)'))

    first = await follower.begin(place.archive, None, NOW, held=True)
    more = follower.take({"A": samples((100, 100))})

    assert (rows(first)[0][0], first.value.tolist()) == (99.0, pytest.approx([93.5]))
    assert (rows(more)[0][0], more.value.tolist()) == (100.0, pytest.approx([94.5]))
    assert follower.size <= 22


@pytest.mark.parametrize("text", ['integral("A")', '1 + abs(integral("A"))', 'shift("A", 1s)'])
def test_what_a_stream_can_not_know_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        check_live(parse(text))


EXPRESSIONS = ['"A" - "B"', '"A" > "B" and "A" > 0', 'diff("A") + "B"', 'shift("A" + "B", -3s)']
RECORD = st.lists(
    st.tuples(st.integers(0, 40), st.integers(-3, 3)), unique_by=lambda s: s[0], max_size=20
).map(sorted)


@given(st.sampled_from(EXPRESSIONS), RECORD, RECORD, st.lists(st.integers(1, 40), max_size=5).map(sorted))
def test_in_pieces_it_is_what_it_is_at_once(text: str, a: Any, b: Any, cuts: list[int]) -> None:
    follower = Follower(parse(text))
    follower.sent = T0 - 1
    given_rows: list[tuple[float, float]] = []
    for begin, end in zip([0, *cuts], [*cuts, 41], strict=True):
        piece = {
            pv: samples(*(row for row in record if begin <= row[0] < end))
            for pv, record in (("A", a), ("B", b))
        }
        given_rows += rows(follower.take(piece))

    tree = parse(text).tree
    whole = {"A": samples(*a), "B": samples(*b)}
    inputs = {
        need: Signal(of.time, of.value, of.severity)
        for need in needs(tree, T0, T0 + 41 * S)
        for of in [whole[need.pv]]
    }
    expected = evaluate(tree, T0, T0 + 41 * S, inputs)
    times = np.array([T0 + round(time * S) for time, _ in given_rows], np.int64)
    assert [value for _, value in given_rows] == pytest.approx(expected.at(times)[0].tolist(), nan_ok=True)
    newest = max([-1, *(row[0] for row in (*a, *b))])
    inside = expected.time[(expected.time >= T0) & (expected.time <= T0 + newest * S)]
    assert sorted(set(times.tolist())) == times.tolist() == inside.tolist()


async def test_nothing_is_known_where_an_operand_is_in_a_gap(place: Place) -> None:
    await place.write(
        numbers("A", [T0], [1.0]),
        numbers("B", [T0], [10.0]),
        encode_event(Event("A", T0 - S, "connected")),
        encode_event(Event("A", T0 + 5 * S, "disconnected", "gone")),
        encode_event(Event("A", T0 + 8 * S, "connected")),
    )
    follower = Follower(parse('"A" + "B"'))

    first = await follower.begin(place.archive, T0 - 1, NOW, held=False)
    still = follower.take({"B": samples((9, 20))})
    follower.record("A", [Gap(start=T0 + 10 * S, stop=None, cause="paused")])
    paused = follower.take({})
    during = follower.take({"B": samples((12, 30))})
    follower.record("A", [Gap(start=T0 + 10 * S, stop=T0 + 14 * S, cause="paused")])
    resumed = follower.take({})
    after = follower.take({"A": samples((15, 2))})

    assert np.array_equal(rows(first), [(0.0, 11.0), (5.0, math.nan), (8.0, 11.0)], equal_nan=True)
    assert rows(still) == [(9.0, 21.0)]
    assert np.array_equal(rows(paused), [(10.0, math.nan)], equal_nan=True)
    assert np.array_equal(rows(during), [(12.0, math.nan)], equal_nan=True)
    assert rows(resumed) == [(14.0, 31.0)]
    assert rows(after) == [(15.0, 32.0)]


async def test_a_gap_that_is_told_of_late_ends_what_was_said_since(place: Place) -> None:
    await place.write(numbers("A", [T0], [1.0]), numbers("B", [T0], [10.0]))
    follower = Follower(parse('"A" + "B"'))
    await follower.begin(place.archive, None, NOW, held=True)

    follower.take({"B": samples((6, 20))})
    follower.record("A", [Gap(start=T0 + 5 * S, stop=None, cause="disconnected")])

    (found,) = rows(follower.take({}))
    assert found[0] == pytest.approx(6.0)
    assert math.isnan(found[1])


async def test_texts_waveforms_and_nan_have_no_value_in_arithmetic(place: Place) -> None:
    await place.write(
        numbers("A", [T0], [1.0]),
        encode_text(sample_prefix("A"), T0 + S, "on", 0, 0),
        encode_array(sample_prefix("A"), T0 + 2 * S, np.arange(3.0), 0, 0),
        numbers("A", [T0 + 3 * S, T0 + 4 * S, T0 + 5 * S], [math.nan, math.inf, 7.0]),
    )
    found = await Follower(parse('"A" * 2')).begin(place.archive, T0 - 1, NOW, held=False)

    assert found.value.tolist() == pytest.approx([2.0, *[math.nan] * 3, math.inf, 14.0], nan_ok=True)
