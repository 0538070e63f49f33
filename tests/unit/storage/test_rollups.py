"""Rollups and their marks, written and read by both adapters."""

import math
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caflux_storage import ArchiveRefused, prepare
from caflux_storage.bins import Binner, Bins
from caflux_storage.encode import sample_prefix
from caflux_storage.rollups import (
    HOUR,
    MINUTE,
    Marks,
    encode_cleared,
    encode_doubt,
    encode_rollups,
    encode_since,
)
from caflux_storage.summary import Summaries
from caflux_testing.place import Place
from caflux_testing.plain import samples_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

T0 = 1_790_000_000_000_000_000 // HOUR * HOUR

values = st.floats(-1e12, 1e12) | st.sampled_from([math.nan, math.inf, -math.inf, 0.0, 7.5, 7.5])
points = st.lists(
    st.tuples(st.integers(0, 3 * HOUR // 10**9), values, st.integers(0, 3)),
    min_size=1,
    max_size=30,
    unique_by=lambda point: point[0],
).map(sorted)


def binned(found: list[tuple[int, float, int]], width: int) -> Bins:
    samples = samples_of([(T0 + 10**9 * at, value, severity) for at, value, severity in found])
    binner = Binner(T0, T0 + 4 * HOUR, width)
    binner.add(samples)
    bins = binner.finish(T0 + 4 * HOUR)
    sampled = np.flatnonzero(bins.of.count > 0)
    return Bins(width, bins.time[sampled], bins.of[sampled])


async def read(place: Place, pv: str, width: int, start: int = 0, stop: int = 2**62) -> Bins:
    found = [bins async for bins in place.archive.rollups(pv, width, start, stop)]
    if not found:
        return Bins(width, np.empty(0, np.int64), Summaries.empty(0))
    assert len(found) == 1
    return found[0]


def check_same(found: Bins, wanted: Bins) -> None:
    assert (found.width, found.time.tolist()) == (wanted.width, wanted.time.tolist())
    for name in ("count", "numbers", "covered", "severity", "last_severity", "first", "last", "min", "max"):
        np.testing.assert_array_equal(getattr(found.of, name), getattr(wanted.of, name), name)
    np.testing.assert_array_equal(found.of.mean, wanted.of.mean)
    scale = np.nanmax(np.abs(np.where(np.isfinite(wanted.of.max), wanted.of.max, 0)), initial=1.0)
    np.testing.assert_allclose(found.of.twmean, wanted.of.twmean, rtol=1e-14, atol=1e-15 * scale)
    np.testing.assert_allclose(found.of.std, wanted.of.std, rtol=1e-14)


def lines(pv: str, bins: Bins, **how: Any) -> bytes:
    return encode_rollups([sample_prefix(pv)], np.zeros(len(bins), np.int32), bins, **how)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=points, width=st.sampled_from([MINUTE, HOUR]), other=points)
async def test_what_is_written_comes_back_also_over_what_was_there(
    place: Place, found: list[tuple[int, float, int]], width: int, other: list[tuple[int, float, int]]
) -> None:
    bins = binned(found, width)
    pv = f"A,b= {abs(hash((tuple(map(repr, found)), width, tuple(map(repr, other)))))}"

    await place.write(lines(pv, bins))
    check_same(await read(place, pv, width), bins)

    before = binned(other, width)
    there = np.isin(before.time, bins.time)
    await place.write(lines(pv, Bins(width, before.time[there], before.of[there])))
    await place.write(lines(pv, bins, whole=True))
    check_same(await read(place, pv, width), bins)


async def test_a_row_that_counts_for_nothing_is_none(place: Place) -> None:
    bins = binned([(5, 1.0, 2), (3700, 2.0, 0)], MINUTE)
    await place.write(lines("A", bins))

    await place.write(lines("A", Bins(MINUTE, bins.time[:1], Summaries.empty(1)), whole=True))

    assert (await read(place, "A", MINUTE)).time.tolist() == [T0 + HOUR + MINUTE]


async def test_a_constant_takes_two_fields() -> None:
    bins = binned([(at, 7.5, 0) for at in range(60, 240)], MINUTE)

    assert lines("A", bins).decode().splitlines()[1] == f"sample_1m,pv=A count=60i,mean=7.5 {T0 + 2 * MINUTE}"


async def test_rows_of_a_range_and_of_a_width(place: Place) -> None:
    found = [(60 * at, float(at), 0) for at in range(150)]
    await place.write(lines("A", binned(found, MINUTE)), lines("A", binned(found, HOUR)))

    minutes = await read(place, "A", MINUTE, T0 + 2 * MINUTE, T0 + 5 * MINUTE)
    assert minutes.of.mean.tolist() == [2.0, 3.0, 4.0]
    assert (await read(place, "A", HOUR)).of.count.tolist() == [60, 60, 30]
    assert len(await read(place, "B", HOUR)) == 0


async def test_samples_and_names_know_nothing_of_rollups(place: Place) -> None:
    await place.write(lines("A", binned([(1, 1.0, 0)], MINUTE)))

    assert len(await place.read("A")) == 0


async def test_marks_say_what_may_be_trusted(place: Place) -> None:
    a, b = sample_prefix("A"), sample_prefix("B")
    await place.write(
        encode_since(a, T0 - HOUR),
        encode_doubt(a, T0, 100),
        encode_doubt(a, T0 + HOUR, 100),
        encode_doubt(a, T0 + 2 * HOUR, 200),
        encode_cleared(a, T0, 100),
        encode_cleared(a, T0 + 2 * HOUR, 199),
        encode_doubt(b, T0, 5),
    )

    assert await place.archive.marks(["A", "B", "C"], 0, 2**62) == {
        "A": Marks(T0 - HOUR, {T0 + HOUR: 100, T0 + 2 * HOUR: 200}),
        "B": Marks(None, {T0: 5}),
    }
    assert await place.archive.marks(["A"], T0 + HOUR, T0 + 2 * HOUR) == {
        "A": Marks(T0 - HOUR, {T0 + HOUR: 100})
    }
    await place.write(encode_since(a, T0 - 2 * HOUR), encode_doubt(a, T0, 101))
    assert (await place.archive.marks(["A"], 0, T0 + 1))["A"] == Marks(T0 - 2 * HOUR, {T0: 101})


@pytest.mark.parametrize(
    "line", [b"sample_1m,pv=A count=1i,value=2 7\n", b"rollup,pv=A mean=2 7\n", b"sample_1h,pv=A count=x 7\n"]
)
async def test_sqlite_refuses_what_is_no_rollup(tmp_path: Any, line: bytes) -> None:
    place = await Place.prepared(f"sqlite:///{tmp_path / 'archive.db'}")
    with pytest.raises(ArchiveRefused):
        await place.write(line)
    await place.close()


async def test_an_archive_of_before_there_were_rollups_has_none_until_it_is_prepared(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    place = await Place.prepared(f"sqlite:///{path}")
    with sqlite3.connect(path) as db:
        db.executescript("DROP TABLE rollup; DROP TABLE rollup_mark; PRAGMA user_version = 1;")
    db.close()

    assert await place.archive.marks(["A"], 0, 2**62) == {}
    assert len(await read(place, "A", HOUR)) == 0
    await prepare(place.url)
    await place.write(encode_since(sample_prefix("A"), 5))
    assert await place.archive.marks(["A"], 0, 2**62) == {"A": Marks(5)}
    await place.close()
