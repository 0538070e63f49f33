"""What samples don't tell any more, rollups do, for as long as they are kept; then nothing, and why."""

import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from caflux_storage import Event, Keeper, open_keeper
from caflux_storage.encode import encode_event, sample_prefix
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span
from caflux_storage.retention import KIND, Retention, policy_of
from caflux_storage.rollups import HOUR, MINUTE, encode_doubt, encode_since
from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async

DAY = 24 * HOUR
NOW = time.time_ns() // HOUR * HOUR
START = NOW - 20 * DAY
STOP = START + 6 * HOUR


@pytest.fixture
async def keeper(place: Place) -> AsyncIterator[Keeper]:
    """Give the keeper of an archive with six hours of a PV that are 20 days old, rolled up."""
    keeper = open_keeper(place.url)
    await keeper.follow({"short": Retention(30 * DAY, 90 * DAY, 90 * DAY)}, change=True)
    await place.write(encode_event(Event("A", START, KIND, "short")))
    times = list(range(START, STOP, 20 * 1_000_000_000))
    lines = numbers("A", times, [float(k % 50) for k in range(len(times))])
    await place.writer.write(lines, policy_of("short"))
    [made] = [each async for each in rebuilt(place.archive, ["A"], Span(START, STOP), NOW)]
    for policy, rows in made.lines.items():
        await place.writer.write(rows, policy)
    # A doubt that came too late to be looked into: the rows are the best that there is.
    await place.write(encode_since(sample_prefix("A"), START), encode_doubt(sample_prefix("A"), START, 7))
    yield keeper
    await keeper.close()


async def data(client: httpx.AsyncClient, start: int, stop: int, points: int) -> dict[str, Any]:
    asked: dict[str, str | int] = {"pv": "A", "from": start, "to": stop, "points": points}
    answer = await client.get("/v1/data", params=asked)
    assert answer.status_code == 200, answer.text
    series: dict[str, Any] = answer.json()["series"][0]
    return series


async def drawn_from(client: httpx.AsyncClient, source: str, points: int = 2_000) -> dict[str, Any]:
    """Give the six hours once they are drawn from a source: readers look up the classes now and then."""

    async def is_so() -> bool:
        return (await data(client, START, STOP, points)).get("source") == source

    await until_async(is_so, what=f"the range to be drawn from {source}")
    return await data(client, START, STOP, points)


async def test_rollups_tell_what_samples_did(client: httpx.AsyncClient, keeper: Keeper) -> None:
    assert (await data(client, START, STOP, 2_000))["kind"] == "raw"
    by_minute, by_hour = await data(client, START, STOP, 360), await data(client, START, STOP, 6)

    await keeper.follow({"short": Retention(10 * DAY, 90 * DAY, 90 * DAY)}, change=True)
    minutes = await drawn_from(client, "sample_1m")
    await keeper.follow({"short": Retention(10 * DAY, 12 * DAY, 90 * DAY)}, change=True)
    hours = await drawn_from(client, "sample_1h")

    for found, wanted, width in ((minutes, by_minute, MINUTE), (hours, by_hour, HOUR)):
        assert found["width"] == wanted["width"] == width
        for column in ("time", "count", "min", "max", "first", "last", "severity"):
            assert found[column] == wanted[column], column
        for column in ("mean", "twmean", "std", "covered"):
            assert found[column] == pytest.approx(wanted[column]), column
        assert (found["gaps"], found["completeness"]) == ([], 100)


async def test_a_part_of_an_hour_is_the_hour(client: httpx.AsyncClient, keeper: Keeper) -> None:
    await keeper.follow({"short": Retention(10 * DAY, 12 * DAY, 90 * DAY)}, change=True)
    await drawn_from(client, "sample_1h")

    found = await data(client, START + HOUR + MINUTE, START + HOUR + 2 * MINUTE, 100)

    assert (found["time"], found["width"], found["count"]) == ([START + HOUR], HOUR, [180])


async def test_what_nothing_is_left_of_has_expired(client: httpx.AsyncClient, keeper: Keeper) -> None:
    await keeper.follow({"short": Retention(10 * DAY, 12 * DAY, 15 * DAY)}, change=True)

    async def is_so() -> bool:
        return any(gap["cause"] == "expired" for gap in (await data(client, START, STOP, 100))["gaps"])

    await until_async(is_so, what="the range to have expired")
    answer = await client.get("/v1/statistics", params={"pv": "A", "from": START, "to": NOW})

    [gap] = (await data(client, START, NOW, 2_000))["gaps"]
    assert (gap["start"], gap["cause"]) == (START, "expired")
    assert "retention class short are kept for" in gap["detail"]
    assert [each["cause"] for each in answer.json()["statistics"][0]["gaps"]] == ["expired"]


async def test_what_is_of_standard_is_whole(client: httpx.AsyncClient, keeper: Keeper, place: Place) -> None:
    await keeper.follow({"short": Retention(10 * DAY, 12 * DAY, 15 * DAY)}, change=True)
    await place.write(numbers("A", [START - DAY, START - DAY + HOUR], [1.0, 2.0]))

    found = await data(client, START - DAY, START - DAY + 2 * HOUR, 100)

    assert (found["kind"], found["value"], found["gaps"]) == ("raw", [1, 2], [])
