"""Rollups are made from what is in the archive, of what was there before and of what became doubtful."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from caflux_collector.rebuild import Pace, Rebuild
from caflux_collector.rebuild_plan import SETTLED
from caflux_storage import ArchiveUnavailable, PartialWrite, Writer, open_archive, open_writer
from caflux_storage.bins import Binner
from caflux_storage.encode import encode_numbers, sample_prefix
from caflux_storage.rollups import HOUR, MINUTE, Marks, encode_doubt
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import Place
from caflux_testing.wait import until_async

S = 1_000_000_000
T0 = 1_790_000_000 * S // HOUR * HOUR
NOW = T0 + 30 * MINUTE


@pytest.fixture(params=["sqlite", "influxd"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Give an empty archive."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'archive.db'}"
    else:
        url = cast("InfluxServer", request.getfixturevalue("influxd")).new_database()
    found = await Place.prepared(url)
    yield found
    await found.close()


@dataclass
class Keeper:
    """A rebuild of some PVs of an archive, at a time that the test sets."""

    place: Place
    pvs: list[str]
    now: int = NOW
    held_up: bool = False
    rebuild: Rebuild = field(init=False)

    def __post_init__(self) -> None:
        self.rebuild = Rebuild(
            self.place.archive,
            self.place.writer,
            lambda: self.pvs,
            lambda: self.held_up,
            lambda: self.now,
            lambda: 0.0,
            Pace(rest=0, round_s=0.01, again_s=0),
        )

    async def all(self) -> int:
        """Go round until there is nothing left to do; give the steps."""
        steps = 0
        while more := await self.rebuild.round():
            steps += more
        return steps

    async def marks(self, pv: str) -> Marks | None:
        return (await self.place.archive.marks([pv], 0, 2**62)).get(pv)

    async def check(self, pv: str, before: int) -> None:
        """Compare the rows with what all samples give, until `before` (ns)."""
        samples = await self.place.read(pv)
        for width in (MINUTE, HOUR):
            start = int(samples.time[0]) // HOUR * HOUR
            binner = Binner(start, before, width)
            binner.add(samples[samples.time < before])
            wanted = binner.finish(before)
            sampled = np.flatnonzero(wanted.of.count > 0)
            rows = [each async for each in self.place.archive.rollups(pv, width, 0, before)]
            assert np.concatenate([each.time for each in rows]).tolist() == wanted.time[sampled].tolist()
            for name in ("count", "min", "max", "covered", "twmean"):
                found = np.concatenate([getattr(each.of, name) for each in rows])
                np.testing.assert_allclose(found, getattr(wanted.of, name)[sampled], 1e-12)


@dataclass
class Failing:
    """The archive's writer on a bad day: once it goes away with half of what it is given; it refuses a PV."""

    writer: Writer
    away_at: int = -1
    refused: str = ""
    writes: int = 0

    async def write(self, lines: bytes, policy: str = "") -> None:
        rows = lines.splitlines(keepends=True)
        refused = [row for row in rows if self.refused and f"pv={self.refused} ".encode() in row]
        self.writes += 1
        if self.writes == self.away_at + 1:
            await self.writer.write(b"".join(rows[: len(rows) // 2]), policy)
            raise ArchiveUnavailable("it is away")
        await self.writer.write(b"".join(row for row in rows if row not in refused), policy)
        if refused:
            raise PartialWrite("partial write: refused", len(refused))

    async def close(self) -> None:
        await self.writer.close()


def numbers(pv: str, time: list[int], value: list[float]) -> bytes:
    nothing = np.zeros(len(time), np.uint8)
    which = np.zeros(len(time), np.int32)
    times, values = np.array(time, np.int64), np.array(value, np.float64)
    return encode_numbers([sample_prefix(pv)], which, times, values, nothing, nothing)


async def test_data_of_before_is_rolled_up_back_to_the_first_sample(place: Place) -> None:
    times = [T0 - 400 * 24 * HOUR, T0 - 90 * HOUR, *range(T0 - 50 * HOUR, T0 + 10 * MINUTE, 97 * S)]
    await place.write(numbers("A", times, [float(k % 13) for k in range(len(times))]))
    keeper = Keeper(place, ["A", "nothing"])

    assert await keeper.all() < 20

    assert await keeper.marks("A") == await keeper.marks("nothing") == Marks(0)
    await keeper.check("A", T0)
    assert await keeper.all() == 0


async def test_it_goes_on_where_it_stopped(place: Place) -> None:
    times = list(range(T0 - 50 * HOUR, T0, 300 * S))
    await place.write(numbers("A", times, [1.0] * len(times)))
    for _ in range(3):
        assert await Keeper(place, ["A"]).rebuild.round()
    marks = await Keeper(place, ["A"]).marks("A")
    assert marks == Marks(T0 - 2 * HOUR)

    await Keeper(place, ["A"]).all()

    assert await Keeper(place, ["A"]).marks("A") == Marks(0)
    await Keeper(place, ["A"]).check("A", T0)


async def test_a_doubtful_hour_is_built_anew_once_it_is_over(place: Place) -> None:
    keeper = Keeper(place, ["A"])
    await place.write(numbers("A", list(range(T0 - 5 * HOUR, T0, 100 * S)), [1.0] * 180))
    await keeper.all()
    made = NOW
    for hour, time in ((T0 - 2 * HOUR, T0 - 2 * HOUR + 5), (T0, T0 + 5)):
        await place.write(numbers("A", [time], [7.0]), encode_doubt(sample_prefix("A"), hour, made))

    assert await keeper.all() == 0
    keeper.now = made + SETTLED
    assert await keeper.all() == 1
    assert await keeper.marks("A") == Marks(0, {T0: made})
    keeper.now = T0 + HOUR + SETTLED
    assert await keeper.all() == 1
    assert await keeper.marks("A") == Marks(0)
    await keeper.check("A", T0 + HOUR)


async def test_rows_of_what_is_not_there_any_more_count_for_nothing(
    place: Place, request: pytest.FixtureRequest
) -> None:
    keeper = Keeper(place, ["A"])
    await place.write(numbers("A", [T0 - HOUR + 5, T0 - HOUR + 2 * MINUTE], [1.0, 2.0]))
    await keeper.all()
    assert [len(rows) async for rows in place.archive.rollups("A", MINUTE, 0, 2**62)] == [2]
    if place.url.startswith("sqlite"):
        with sqlite3.connect(place.url.removeprefix("sqlite:///")) as db:
            db.execute("DELETE FROM sample")
        db.close()
    else:
        server = cast("InfluxServer", request.getfixturevalue("influxd"))
        server.query("DELETE FROM sample", place.url.rpartition("/")[2])
    await place.write(encode_doubt(sample_prefix("A"), T0 - HOUR, 1))

    assert await keeper.all() == 1

    assert [len(rows) async for rows in place.archive.rollups("A", MINUTE, 0, 2**62)] == [0]


async def test_pvs_of_a_new_archive_are_asked_for_and_marked_together(place: Place) -> None:
    pvs = [f"PV{k}" for k in range(250)]
    await place.write(b"".join(numbers(pv, [T0 + 5 * MINUTE], [1.0]) for pv in pvs))
    keeper = Keeper(place, pvs)
    keeper.rebuild.writer = failing = Failing(place.writer)

    assert await keeper.all() == len(pvs)

    assert await place.archive.marks(pvs, 0, 2**62) == dict.fromkeys(pvs, Marks(0))
    assert failing.writes == 3


@pytest.mark.parametrize("last", range(8))
async def test_a_group_whose_request_fails_loses_no_mark(place: Place, last: int) -> None:
    pvs = ["A", "B", "C"]
    for k, pv in enumerate(pvs):
        times = list(range(T0 - (3 + k) * HOUR, T0 + 10 * MINUTE, 97 * S))
        await place.write(numbers(pv, times, [1.0 + k] * len(times)))
    await place.write(b"".join(encode_doubt(sample_prefix(pv), T0 - 2 * HOUR, 1) for pv in pvs))
    keeper = Keeper(place, pvs)
    keeper.rebuild.writer = Failing(place.writer, away_at=last)
    with pytest.raises(ArchiveUnavailable):
        await keeper.all()

    await keeper.all()

    for pv in pvs:
        assert await keeper.marks(pv) == Marks(0)
        await keeper.check(pv, T0)


async def test_a_pv_that_is_refused_harms_no_other_of_its_group(
    place: Place,
) -> None:
    pvs = ["A", "B", "C"]
    times = list(range(T0 - 3 * HOUR, T0, 300 * S))
    for pv in pvs:
        await place.write(numbers(pv, times, [1.0] * len(times)))
    keeper = Keeper(place, pvs)
    keeper.rebuild.writer = Failing(place.writer, refused="B")

    await keeper.all()

    for pv in ("A", "C"):
        assert await keeper.marks(pv) == Marks(0)
        await keeper.check(pv, T0)
    assert await keeper.marks("B") is None
    keeper.rebuild.writer = place.writer
    await keeper.all()
    assert await keeper.marks("B") == Marks(0)
    await keeper.check("B", T0)


async def test_it_waits_while_the_spool_holds_something(place: Place) -> None:
    keeper = Keeper(place, ["A"], held_up=True)

    assert await keeper.rebuild.round() == 0
    assert await keeper.marks("A") is None


async def test_it_waits_for_an_archive_that_is_away(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'later.db'}"
    keeper = Keeper(Place(url, open_writer(url), open_archive(url)), ["A"])
    with pytest.raises(ArchiveUnavailable):
        await keeper.rebuild.round()

    running = asyncio.create_task(keeper.rebuild.run())
    place = await Place.prepared(url)

    async def done() -> bool:
        return await keeper.marks("A") == Marks(0)

    await until_async(done, what="the rollups of A")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await keeper.rebuild.close()
    await place.close()
