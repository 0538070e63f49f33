"""The engine has the archive keep what classes say; only the keeper, by a fresh list, has it keep less."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from caflux_collector.keeping import Keeping, Pace
from caflux_contracts.collectors import Assignment
from caflux_contracts.retention import AssignedRetention
from caflux_storage import Event, open_archive, open_keeper, open_writer, prepare
from caflux_storage.encode import encode_event
from caflux_storage.retention import KIND, Retention
from caflux_storage.rollups import HOUR
from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async

DAY = 24 * HOUR
NOW = time.time_ns() // HOUR * HOUR


def given(raw: str, *, keeper: bool) -> Assignment:
    classes = [AssignedRetention(name="short", raw=raw)]
    return Assignment(collector="c", revision=1, lease_s=1, retention=classes, keeper=keeper, pvs=[])


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    url = f"sqlite:///{tmp_path}/archive.db"
    yield (place := Place(url, open_writer(url), open_archive(url)))
    await place.close()


@asynccontextmanager
async def running(place: Place) -> AsyncIterator[Keeping]:
    keeping = Keeping(open_keeper(place.url), lambda: NOW, time.monotonic, Pace(retry_s=0.01))
    task = asyncio.create_task(keeping.run())
    yield keeping
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await keeping.close()


async def kept_for(place: Place, days: int) -> None:
    async def is_so() -> bool:
        return await place.archive.retention() == {"short": Retention(raw=days * DAY)}

    await until_async(is_so, what=f"the class to keep {days} days")


async def count(place: Place) -> int:
    return len(await place.read("A"))


async def test_only_the_keeper_has_less_kept(place: Place) -> None:
    async with running(place) as keeping:
        keeping.tell(given("30d", keeper=False))  # there is no archive yet: it waits
        await prepare(place.url)
        await kept_for(place, 30)
        # More than are deleted at once, of 20 and of 5 days ago.
        times = [NOW - age * DAY + k for age in (20, 5) for k in range(6_000)]
        await place.write(encode_event(Event("A", NOW - 40 * DAY, KIND, "short")))
        await place.writer.write(numbers("A", times, [0.0] * len(times)), "short_raw")

        keeping.tell(given("10d", keeper=False))
        await asyncio.sleep(0)
        keeping.tell(given("30d", keeper=True))
        await kept_for(place, 30)
        assert await count(place) == 12_000

        keeping.tell(given("10d", keeper=True))
        await kept_for(place, 10)

        async def is_gone() -> bool:
            return await count(place) == 6_000

        await until_async(is_gone, what="what has expired to be gone")


async def test_without_classes_nothing_is_done(place: Place) -> None:
    async with running(place) as keeping:
        keeping.tell(Assignment(collector="c", revision=1, lease_s=1, keeper=True, pvs=[]))
        await prepare(place.url)
        assert keeping.classes == {}
    assert await place.archive.retention() == {}
