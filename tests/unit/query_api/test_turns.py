"""Heavy requests wait their turn, and live streams don't wait for them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing

import httpx
import pytest
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_query_api.turns import Turns
from caflux_testing.http_server import HttpServer
from caflux_testing.place import Place, numbers
from caflux_testing.sse import each_series, sent_events

T0 = 1_700_000_000_000_000_001


async def test_no_more_than_so_many_at_once_and_everybody_gets_a_turn() -> None:
    turns = Turns(3)
    now = most = 0

    async def work() -> int:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1
        return 1

    found = await asyncio.gather(*(turns.take([work] * 10) for _ in range(5)))

    assert found == [[1] * 10] * 5
    assert most == 3


async def test_a_large_request_leaves_turns_to_others() -> None:
    turns, order = Turns(4), []

    async def work(name: str) -> None:
        order.append(name)
        await asyncio.sleep(0)

    large = asyncio.create_task(turns.take([lambda: work("large")] * 40))
    await asyncio.sleep(0)
    await turns.take([lambda: work("small")])
    await large

    assert order.index("small") < 12


async def test_a_request_that_fails_gives_its_turns_back() -> None:
    turns = Turns(1)

    async def fails() -> None:
        raise KeyError("x")

    for _ in range(3):
        with pytest.raises(KeyError):
            await turns.take([fails] * 5)


async def test_a_slow_taker_of_chunks_keeps_no_turn() -> None:
    turns = Turns(1)

    async def chunks() -> AsyncGenerator[int, None]:
        for k in range(3):
            yield k

    async with aclosing(turns.each(chunks())) as slow:
        first = await anext(slow)
        async with asyncio.timeout(30):
            others = [[chunk async for chunk in turns.each(chunks())] for _ in range(3)]
        rest = [chunk async for chunk in slow]

    assert others == [[0, 1, 2]] * 3
    assert [first, *rest] == [0, 1, 2]


async def test_chunks_wait_their_turn_and_end_with_their_taker() -> None:
    turns, ended, hold = Turns(1), asyncio.Event(), asyncio.Event()

    async def chunks() -> AsyncGenerator[int, None]:
        try:
            yield 0
            yield 1
        finally:
            ended.set()

    heavy = asyncio.create_task(turns.take([hold.wait]))
    await asyncio.sleep(0)
    given = turns.each(chunks())
    waiting = asyncio.ensure_future(anext(given))
    await asyncio.sleep(0)
    assert not waiting.done()
    hold.set()
    assert await waiting == 0
    await given.aclose()

    assert ended.is_set()
    await heavy


async def test_live_samples_come_while_clients_read_exports_slowly(place: Place) -> None:
    """Each export is held up by its client, and the only turn is left to others."""
    n = 400_000
    await place.write(numbers("A", list(range(T0, T0 + n)), [0.0] * n), numbers("B", [T0], [1.0]))
    export = {"pv": "A", "from": str(T0), "to": str(T0 + n)}
    settings = QuerySettings(archive_url=place.url, max_reads=1, live_period_s=0.02)

    with HttpServer(create(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as client, AsyncExitStack() as slow:
            for _ in range(3):
                begun = await slow.enter_async_context(client.stream("GET", "/v1/export", params=export))
                await anext(begun.aiter_raw())
            async with client.stream("GET", "/v1/live", params={"pv": "B"}) as answer:
                events = each_series(sent_events(answer))
                await anext(events)
                await place.write(numbers("B", [T0 + 5], [2.0]))
                event = await anext(events)
            data = await client.get("/v1/data", params={"pv": "A", "from": str(T0), "to": str(T0 + 9)})

    assert event.data["value"] == [2.0]
    assert len(data.json()["series"][0]["value"]) == 9


async def test_live_samples_come_while_requests_wait(place: Place) -> None:
    n = 60_000
    await place.write(numbers("A", list(range(T0, T0 + n)), [0.0] * n), numbers("B", [T0], [1.0]))
    params = {"pv": "A", "from": str(T0), "to": str(T0 + n), "points": "20"}
    settings = QuerySettings(archive_url=place.url, max_reads=1, live_period_s=0.02)

    with HttpServer(create(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
            heavy = [asyncio.create_task(client.get("/v1/statistics", params=params)) for _ in range(8)]
            async with client.stream("GET", "/v1/live", params={"pv": "B"}) as answer:
                events = each_series(sent_events(answer))
                await anext(events)
                await place.write(numbers("B", [T0 + 5], [2.0]))
                event = await anext(events)
            answers = await asyncio.gather(*heavy)

    assert event.data["value"] == [2.0]
    assert [answer.status_code for answer in answers] == [200] * 8
