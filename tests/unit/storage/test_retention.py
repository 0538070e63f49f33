"""Retention classes in every archive: what is kept where, read as one, and deleted in time."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from caflux_storage import (
    Archive,
    ArchiveUnavailable,
    Event,
    Keeper,
    PointsExpired,
    Samples,
    Writer,
    open_archive,
    open_keeper,
)
from caflux_storage.encode import encode_event, sample_prefix
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span, recordings
from caflux_storage.retention import KIND, RAW, Era, Kept, Retention, begins_with, class_of, policy_of
from caflux_storage.rollups import HOUR, MINUTE, encode_doubt, encode_rollups, encode_since
from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async
from hypothesis import given
from hypothesis import strategies as st

DAY = 24 * HOUR
SHORT = {"short": Retention(30 * DAY, 90 * DAY, None)}
RAW_SHORT = policy_of("short")


@dataclass
class Bench:
    """An archive with classes; `now` is the begin of this hour, by the clock that InfluxDB goes by, too."""

    place: Place
    keeper: Keeper
    opened: list[Archive] = field(default_factory=list)
    now: int = field(default_factory=lambda: time.time_ns() // HOUR * HOUR)

    @property
    def writer(self) -> Writer:
        return self.place.writer

    async def reader(self) -> Archive:
        """Give a reader that knows the classes as they are now."""
        self.opened.append(open_archive(self.place.url))
        self.place = Place(self.place.url, self.writer, self.opened[-1])
        return self.place.archive

    async def become(self, pv: str, name: str, since: int) -> None:
        await self.writer.write(encode_event(Event(pv, since, KIND, name)))

    async def rebuild(self, pv: str, hours: Span) -> dict[str, bytes]:
        [made] = [each async for each in rebuilt(self.place.archive, [pv], hours, self.now)]
        for policy, lines in made.lines.items():
            await self.writer.write(lines, policy)
        return made.lines

    async def rows(self, pv: str, width: int) -> list[int]:
        return [
            row
            async for bins in self.place.archive.rollups(pv, width, 0, 2**62)
            for row in bins.time.tolist()
        ]


@pytest.fixture
async def bench(place: Place) -> AsyncIterator[Bench]:
    keeper = open_keeper(place.url)
    await keeper.follow(SHORT, change=False)
    bench = Bench(place, keeper)
    yield bench
    for archive in bench.opened:
        await archive.close()
    await keeper.close()


async def test_samples_of_all_classes_are_read_as_one(bench: Bench) -> None:
    at = bench.now - HOUR
    await bench.writer.write(numbers("A", [at, at + 2], [0.0, 2.0]))
    await bench.writer.write(numbers("A", [at + 1, at + 3], [1.0, 3.0], 2, 5), RAW_SHORT)
    await bench.writer.write(numbers("B", [at], [9.0]), RAW_SHORT)
    archive = bench.place.archive

    found = await bench.place.read("A")
    assert (found.time - at).tolist() == found.value.tolist() == [0, 1, 2, 3]
    assert found.severity.tolist() == [0, 2, 0, 2]
    assert await archive.counts("A", at, at + 4) == (4, 2)
    assert {pv: last.value.tolist() for pv, last in (await archive.last(["A", "B"], at + 2)).items()} == {
        "A": [2.0],
        "B": [9.0],
    }
    assert (await archive.since({"A": at}))["A"].value.tolist() == [1, 2, 3]
    assert (await archive.sampled(["A"], at, at + 4, 2))["A"].tolist() == [0, 2]
    assert await archive.names() == ["A", "B"]
    assert await archive.has("B")
    assert await archive.has_before(at + 1)
    assert (await archive.recorded(["B"], at + 1, at + 2, []))[0]["B"].value.tolist() == [9.0]


async def test_a_sample_in_two_classes_is_one(bench: Bench) -> None:
    at = bench.now - HOUR
    for policy in ("", RAW_SHORT):
        await bench.writer.write(numbers("A", [at, at + 1], [1.0, 2.0]), policy)

    found = await bench.place.read("A")

    assert (found.time - at).tolist() == [0, 1]
    assert found.value.tolist() == [1.0, 2.0]
    # Of few PVs, and of so many that they are read in one pass.
    for others in (0, 200):
        cursors = {"A": at - 1, **{f"N{k}": at - 1 for k in range(others)}}
        assert (await bench.place.archive.since(cursors))["A"].value.tolist() == [1.0, 2.0]


async def test_what_is_too_old_is_refused_as_such_and_the_rest_is_stored(bench: Bench) -> None:
    lines = numbers("A", [bench.now - 31 * DAY, bench.now - 29 * DAY, bench.now], [1.0, 2.0, 3.0])

    with pytest.raises(PointsExpired) as refused:
        await bench.writer.write(lines, RAW_SHORT)

    assert refused.value.dropped == 1
    assert (await bench.place.read("A")).value.tolist() == [2.0, 3.0]
    await bench.writer.write(lines)
    assert (await bench.place.read("A")).value.tolist() == [1.0, 2.0, 3.0]


async def test_what_has_no_place_yet_waits(bench: Bench) -> None:
    with pytest.raises(ArchiveUnavailable, match=r"retention (class|policy)"):
        await bench.writer.write(numbers("A", [bench.now], [1.0]), policy_of("later"))
    await bench.keeper.follow({"later": Retention()}, change=False)
    await bench.writer.write(numbers("A", [bench.now], [1.0]), policy_of("later"))


async def test_only_the_keeper_changes_what_there_is(bench: Bench) -> None:
    longer = {"short": Retention(60 * DAY, None, None), "other": Retention(2 * DAY, 3 * DAY, 4 * DAY)}

    await bench.keeper.follow(longer, change=False)
    assert await (await bench.reader()).retention() == SHORT | {"other": longer["other"]}
    assert await bench.keeper.follow(longer, change=True)
    assert await (await bench.reader()).retention() == longer
    assert await bench.keeper.follow(longer, change=True) == []


async def test_rollups_go_to_the_class_of_their_time_and_are_read_as_one(bench: Bench) -> None:
    start, change, stop = bench.now - 6 * HOUR, bench.now - 4 * HOUR, bench.now - 2 * HOUR
    times = list(range(start, stop, MINUTE))
    for policy, some in (("", times[:120]), (RAW_SHORT, times[120:])):
        await bench.writer.write(numbers("A", some, [float(t // MINUTE % 7) for t in some]), policy)
    await bench.become("A", "short", change)

    lines = await bench.rebuild("A", Span(start, stop))

    assert sorted(lines) == ["", "short_1h", "short_1m"]
    assert lines["short_1m"].count(b"\n") == 120
    assert await bench.rows("A", MINUTE) == times
    assert await bench.rows("A", HOUR) == list(range(start, stop, HOUR))


@pytest.mark.parametrize("place", ["influxd"], indirect=True)  # SQLite has one row of a time
async def test_of_two_rows_of_a_time_the_fuller_one_is_read(bench: Bench) -> None:
    at = bench.now - 3 * HOUR
    await bench.writer.write(numbers("A", [at, at + 1], [1.0, 3.0]))
    full = (await bench.rebuild("A", Span(at, at + HOUR)))[""]
    [made] = [rows async for rows in bench.place.archive.rollups("A", HOUR, at, at + HOUR)]
    made.of.count[:] = made.of.numbers[:] = 1
    poor = encode_rollups([sample_prefix("A")], np.zeros(1, np.int64), made)
    await bench.writer.write(poor, policy_of("short", HOUR))

    [found] = [rows async for rows in bench.place.archive.rollups("A", HOUR, at, at + HOUR)]

    assert full.count(b"\n") == 2
    assert found.of.count.tolist() == [2]


async def has_gone(bench: Bench, pv: str) -> bool:
    while await bench.keeper.sweep(time.time_ns()):
        pass
    return not len(await bench.place.read(pv, 0, bench.now - 12 * DAY))


async def test_to_keep_less_deletes_samples_and_nothing_else(bench: Bench) -> None:
    old, new = bench.now - 20 * DAY, bench.now - HOUR
    await bench.become("A", "short", old - DAY)
    for pv, policy in (("A", RAW_SHORT), ("B", "")):
        await bench.writer.write(numbers(pv, [old, old + HOUR, new], [1.0, 2.0, 3.0]), policy)
        await bench.rebuild(pv, Span(old, old + 2 * HOUR))

    await bench.keeper.follow({"short": Retention(10 * DAY, 90 * DAY, None)}, change=True)
    await until_async(lambda: has_gone(bench, "A"), what="what has expired to be gone")

    assert (await bench.place.read("A")).value.tolist() == [3.0]
    assert (await bench.place.read("B")).value.tolist() == [1.0, 2.0, 3.0]
    for pv in ("A", "B"):
        assert await bench.rows(pv, HOUR) == [old, old + HOUR]
        assert await bench.rows(pv, MINUTE) == [old, old + HOUR]
    assert len(await bench.place.archive.events(["A"], 0, 2**62, [KIND])) == 1


async def test_rollups_are_never_made_from_what_has_expired(bench: Bench) -> None:
    """Neither while the samples are still there, nor in part, nor when they are gone."""
    start = bench.now - 20 * DAY
    await bench.become("A", "short", start - HOUR)
    times = list(range(start, start + 4 * HOUR, MINUTE))
    await bench.writer.write(numbers("A", times, [float(k) for k in range(len(times))]), RAW_SHORT)
    await bench.rebuild("A", Span(start, start + 4 * HOUR))
    await bench.writer.write(encode_since(sample_prefix("A"), start))
    await bench.writer.write(encode_doubt(sample_prefix("A"), start, 7))

    # Of the four hours the first has expired, and the second is about to.
    bench.now = start + 10 * DAY + HOUR
    await bench.keeper.follow({"short": Retention(10 * DAY, 90 * DAY, None)}, change=True)
    await bench.reader()
    lines = await bench.rebuild("A", Span(start, start + 4 * HOUR))
    assert {policy: some.count(b"\n") for policy, some in lines.items()} == {"short_1m": 120, "short_1h": 2}
    assert await bench.rebuild("A", Span(start, start + HOUR)) == {}

    bench.now = time.time_ns() // HOUR * HOUR
    await until_async(lambda: has_gone(bench, "A"), what="what has expired to be gone")
    assert await bench.rebuild("A", Span(start, start + 4 * HOUR)) == {}
    assert await bench.rows("A", MINUTE) == times


async def test_what_has_expired_is_a_gap_of_its_own(bench: Bench) -> None:
    old = bench.now - 50 * DAY
    await bench.become("A", "short", old)
    await bench.writer.write(numbers("A", [bench.now - HOUR], [1.0]), RAW_SHORT)
    await bench.writer.write(numbers("B", [old], [1.0]))
    span = Span(bench.now - 40 * DAY, bench.now)

    known = await recordings(bench.place.archive, ["A", "B"], span, bench.now)

    [gap] = known["A"].gaps
    assert (gap.cause, gap.start, gap.stop) == ("expired", old, bench.now - 30 * DAY)
    assert "class short are kept for 30 days" in gap.detail
    percent = known["A"].completeness(Samples.empty())
    assert percent == 0
    assert (known["B"].gaps, known["B"].completeness(Samples.empty())) == ([], 100.0)
    assert known["A"].with_rollups().gaps == []


def test_policies_are_named_after_classes() -> None:
    for name in ("short", "a", "raw", "a_1m", "x_raw"):
        for width in (RAW, MINUTE, HOUR):
            assert class_of(policy_of(name, width)) == (name, width)
    assert policy_of("standard", HOUR) == ""
    assert class_of("autogen") is class_of("raw") is class_of("") is None


ages = st.none() | st.integers(1, 50 * HOUR)
eras = st.lists(
    st.tuples(st.integers(0, 100 * HOUR), st.sampled_from(["standard", "a", "b", "gone"])), max_size=6
)


@given(eras=eras, ages=st.tuples(ages, ages), now=st.integers(60 * HOUR, 99 * HOUR), margin=st.integers(0, 3))
def test_an_hour_is_whole_if_no_instant_of_it_has_expired(
    eras: list[tuple[int, str]], ages: tuple[int | None, int | None], now: int, margin: int
) -> None:
    eras = sorted(eras)
    classes = {name: Retention(raw=age) for name, age in zip("ab", ages, strict=True)}
    kept = Kept(now, [Era(*era) for era in eras], classes)
    start, stop = now // HOUR * HOUR - 60 * HOUR, now // HOUR * HOUR

    def has_expired(at: int) -> bool:
        age = classes.get(kept.class_at(at), Retention()).raw
        return age is not None and at < begins_with(now - age) + margin * HOUR

    whole = kept.whole(start, stop, margin * HOUR)

    edges = [edge + k for edge, _ in eras for k in (-1, 0)]
    for hour in range(start, stop, HOUR):
        instants = [at for at in (hour, hour + HOUR - 1, *edges) if hour <= at < hour + HOUR]
        inside = [begin <= hour and hour + HOUR <= end for begin, end in whole]
        assert sum(inside) == (not any(map(has_expired, instants)))
