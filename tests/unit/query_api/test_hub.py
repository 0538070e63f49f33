"""The hub asks for what is watched, and only that; and says when it can't."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from caflux_query_api.app import create
from caflux_query_api.live.chunk import Chunk
from caflux_query_api.live.cursor import Position
from caflux_query_api.live.feed import Feed, Replayed
from caflux_query_api.live.hub import Hub
from caflux_query_api.settings import QuerySettings
from caflux_service.problems import Unavailable
from caflux_storage import Samples
from caflux_storage.sqlite.archive import SqliteArchive
from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async
from prometheus_client import CollectorRegistry

S = 1_000_000_000
T0 = 1_790_000_000_000_000_001


class Watched(SqliteArchive):
    """An archive that remembers what it was asked."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked: list[dict[str, int]] = []
        self.broken = False

    async def since(self, cursors: Mapping[str, int]) -> Mapping[str, Samples]:
        """Answer, unless broken."""
        self.asked.append(dict(cursors))
        if self.broken:
            raise RuntimeError("a fault of ours")
        return await super().since(cursors)


async def an_archive(tmp_path: Path) -> tuple[Place, Watched]:
    path = tmp_path / "archive.db"
    place = await Place.prepared(f"sqlite:///{path}")
    await place.write(numbers("A", [T0, T0 + 1], [0.0, 1.0]), numbers("B", [T0], [5.0]))
    return place, Watched(path)


def a_hub(archive: Watched) -> Hub:
    return Hub(archive, period_s=0.001, max_feeds=10, registry=CollectorRegistry(), clock=time.time_ns)


@contextmanager
def watching(hub: Hub, pv: str, cursor: int) -> Iterator[Feed]:
    """Have a feed of what a PV gets after a time (ns), as a client that has read all until then."""
    feed = Feed({pv: Position.at(cursor)})
    with hub.watch(feed):
        hub.caught_up(feed)
        yield feed


async def values(feed: Feed) -> list[float]:
    """Give the next new values."""
    while True:
        batch = await feed.batch(60)
        assert batch is not None
        if batch.fresh:
            return [value for chunk in batch.fresh for value in chunk.samples.value.tolist()]


async def stands_still(hub: Hub) -> bool:
    try:
        hub.check()
    except Unavailable as error:
        return "stand still" in str(error)
    return False


async def test_only_what_is_watched_is_asked_for(tmp_path: Path) -> None:
    place, archive = await an_archive(tmp_path)
    hub = a_hub(archive)
    async with hub.running():
        with watching(hub, "A", T0) as feed:
            assert await values(feed) == [1.0]
            assert {pv for asked in archive.asked for pv in asked} == {"A"}
            with watching(hub, "B", T0 - 1) as other:
                assert await values(other) == [5.0]
            with_b = len(archive.asked)
            await place.write(numbers("A", [T0 + 2], [2.0]))
            assert await values(feed) == [2.0]
        assert all({*asked} == {"A"} for asked in archive.asked[with_b + 2 :])
        quiet = len(archive.asked)
        await asyncio.gather(*(archive.names() for _ in range(20)))
        assert len(archive.asked) <= quiet + 2  # a look and a comparison may have been under way
    await archive.close()
    await place.close()


async def test_a_client_behind_the_others_is_told_what_to_read_and_then_gets_the_same(tmp_path: Path) -> None:
    place, archive = await an_archive(tmp_path)
    hub = a_hub(archive)
    async with hub.running():
        with watching(hub, "A", T0 + 1) as ahead:
            await place.write(numbers("A", [T0 + 2], [2.0]))
            assert await values(ahead) == [2.0]
            behind = Feed({"A": Position.at(T0 - 1)})
            with hub.watch(behind) as lacks:
                assert lacks == {"A": T0 + 2}
                await place.write(numbers("A", [T0 + 3], [3.0]))
                assert await values(ahead) == [3.0]
                assert await values(behind) == [3.0]
    await archive.close()
    await place.close()


async def test_who_is_ahead_of_the_hub_gets_nothing_twice_and_what_came_between_as_late(
    tmp_path: Path,
) -> None:
    place, archive = await an_archive(tmp_path)
    hub = a_hub(archive)
    with watching(hub, "A", T0 + 1) as first:
        await place.write(numbers("A", [T0 + 2, T0 + 4], [2.0, 4.0]))
        position = Position.at(T0 + 1)
        position.give(Chunk("A", await place.read("A", T0 + 2)))
        ahead = Feed({"A": position})
        with hub.watch(ahead) as lacks:
            assert lacks == {}
            await place.write(numbers("A", [T0 + 3, T0 + 5], [3.0, 5.0]))
            await hub._look()
            await hub._look()
            batch = await ahead.batch(0)
            assert await values(first) == [2.0, 3.0, 4.0, 5.0]
    assert batch is not None
    assert [chunk.samples.value.tolist() for chunk in batch.late] == [[3.0]]
    assert [chunk.samples.value.tolist() for chunk in batch.fresh] == [[5.0]]
    await archive.close()
    await place.close()


async def test_what_comes_late_is_handed_on_as_such(tmp_path: Path) -> None:
    place, archive = await an_archive(tmp_path)
    hub = a_hub(archive)
    async with hub.running():
        with watching(hub, "A", T0 + 1) as feed:
            await place.write(numbers("A", [T0 + 10 * S], [10.0]))
            assert await values(feed) == [10.0]
            await until_async(lambda: compared(hub, "A"), what="the feed to be sure")
            await place.write(numbers("A", [T0 + 5 * S], [5.0], 2, 4))
            batch = await feed.batch(60)
            assert batch is not None
            (late,) = batch.late
    assert (late.samples.value.tolist(), late.samples.severity.tolist()) == ([5.0], [2])
    assert (batch.fresh, batch.told) == ([], [])
    await archive.close()
    await place.close()


async def compared(hub: Hub, pv: str) -> bool:
    return hub._states[pv].checks > 4


async def test_very_much_that_comes_late_is_told_of_as_a_span(tmp_path: Path) -> None:
    """As when a spool is replayed: 6,000 samples before those that were handed on, in three writes."""
    place, archive = await an_archive(tmp_path)
    now = T0 + 1_000 * S
    hub = Hub(archive, 0.001, 10, CollectorRegistry(), lambda: now)
    with watching(hub, "A", T0 + 1) as feed:
        await place.write(numbers("A", [T0 + 700 * S], [1.0]))
        for part in range(4):
            for _ in range(6 if part < 3 else 20):
                now += S
                await hub._look()
                await hub._compare()
            if part < 3:
                times = [T0 + 10 + part * 200 * S + k * S // 10 for k in range(2_000)]
                await place.write(numbers("A", times, [0.0] * 2_000))
        batch = await feed.batch(0)
    assert batch is not None
    assert [len(chunk) for chunk in batch.fresh] == [1]
    assert batch.late == []
    spans = [(told.start, told.stop) for told in batch.told if isinstance(told, Replayed)]
    assert min(start for start, _ in spans) == T0 + 10
    assert spans[-1] == (T0 + 10, times[-1])
    assert not hub._states
    await archive.close()
    await place.close()


async def test_what_is_earlier_than_all_that_is_remembered_is_told_of_as_a_span(tmp_path: Path) -> None:
    place, archive = await an_archive(tmp_path)
    now = T0 + 10_000 * S
    hub = Hub(archive, 0.001, 10, CollectorRegistry(), lambda: now)
    with watching(hub, "A", T0 + 1) as feed:
        told = []
        for part in range(4):
            times = [T0 + (part * 1_000 + k) * S for k in range(1, 1_001)]
            await place.write(numbers("A", times, [0.0] * 1_000))
            for _ in range(3):
                now += S
                await hub._look()
                await hub._compare()
                await hub._count_older()
            if part == 2:
                quiet = await feed.batch(0)
                await place.write(numbers("A", [T0 + 5 * S + 1], [1.0]))
        while (batch := await feed.batch(0)) is not None and (batch.told or batch.fresh):
            told += batch.told
            assert batch.late == []
        floor = hub._states["A"].floor
    assert quiet is not None
    assert (quiet.told, sum(map(len, quiet.fresh))) == ([], 3_000)
    (span,) = told
    assert isinstance(span, Replayed)
    assert span.start <= T0 + 5 * S < span.stop <= floor
    await archive.close()
    await place.close()


async def test_a_hub_that_ended_by_a_fault_says_so(tmp_path: Path) -> None:
    place, archive = await an_archive(tmp_path)
    archive.broken = True
    hub = a_hub(archive)
    with pytest.raises(Unavailable):
        hub.check()
    async with hub.running():
        hub.check()
        with watching(hub, "A", T0):
            await until_async(lambda: stands_still(hub), what="the hub to end")
    await archive.close()
    await place.close()


async def test_readiness_tells_of_the_hub(tmp_path: Path) -> None:
    place, archive = await an_archive(tmp_path)
    app = create(QuerySettings(archive_url=place.url))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
    ):
        assert (await client.get("/readyz")).status_code == 200
        async with app.state.parts.hub.running():
            pass
        refused = await client.get("/readyz")

    assert refused.status_code == 503
    assert "stand still" in refused.json()["detail"]
    await archive.close()
    await place.close()


async def test_a_sample_is_handed_on_once_it_is_whole(tmp_path: Path) -> None:
    """A reader may see a point's fields one after the other; here two writes stand for that."""
    place, archive = await an_archive(tmp_path)
    hub = a_hub(archive)
    with watching(hub, "A", T0 + 1) as feed:
        await place.write(f"sample,pv=A value=7 {T0 + 2}\n".encode())
        assert await hub._look()
        await place.write(f"sample,pv=A value=7,severity=2i,status=4i {T0 + 2}\n".encode())
        await hub._look()
        batch = await feed.batch(0)
    assert batch is not None
    samples = batch.fresh[0].samples
    assert (samples.value.tolist(), samples.severity.tolist(), samples.status.tolist()) == ([7.0], [2], [4])
    await place.close()
    await archive.close()
