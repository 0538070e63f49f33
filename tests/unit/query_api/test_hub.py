"""The hub asks for what is watched, and only that; and says when it can't."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from caflux_query_api.app import create
from caflux_query_api.live.hub import Hub
from caflux_query_api.settings import QuerySettings
from caflux_service.problems import Unavailable
from caflux_storage import Samples
from caflux_storage.sqlite.archive import SqliteArchive
from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async
from prometheus_client import CollectorRegistry

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
    return Hub(archive, period_s=0.001, max_feeds=10, registry=CollectorRegistry())


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
        with hub.watch({"A": T0}) as feed:
            assert (await anext(feed))[1].value.tolist() == [1.0]
            with hub.watch({"B": T0 - 1}) as other:
                assert (await anext(other))[1].value.tolist() == [5.0]
            await place.write(numbers("A", [T0 + 2], [2.0]))
            assert (await anext(feed))[1].value.tolist() == [2.0]
        assert {frozenset(asked) for asked in archive.asked} <= {
            frozenset("A"),
            frozenset("AB"),
        }
        quiet = len(archive.asked)
        await asyncio.gather(*(archive.names() for _ in range(20)))
        assert len(archive.asked) <= quiet + 1
    await archive.close()
    await place.close()


async def test_a_client_behind_the_others_gets_what_it_lacks_and_they_get_it_once(tmp_path: Path) -> None:
    place, archive = await an_archive(tmp_path)
    hub = a_hub(archive)
    async with hub.running():
        with hub.watch({"A": T0 + 1}) as ahead:
            await place.write(numbers("A", [T0 + 2], [2.0]))
            assert (await anext(ahead))[1].value.tolist() == [2.0]
            with hub.watch({"A": T0 - 1}) as behind:
                assert (await anext(behind))[1].value.tolist() == [0.0, 1.0, 2.0]
                await place.write(numbers("A", [T0 + 3], [3.0]))
                assert (await anext(ahead))[1].value.tolist() == [3.0]
                assert (await anext(behind))[1].value.tolist() == [3.0]
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
        with hub.watch({"A": T0}):
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
    with hub.watch({"A": T0 + 1}) as feed:
        await place.write(f"sample,pv=A value=7 {T0 + 2}\n".encode())
        assert await hub._look()
        await place.write(f"sample,pv=A value=7,severity=2i,status=4i {T0 + 2}\n".encode())
        await hub._look()
        _, samples, _ = await anext(feed)
    assert (samples.value.tolist(), samples.severity.tolist(), samples.status.tolist()) == ([7.0], [2], [4])
    await place.close()
    await archive.close()
