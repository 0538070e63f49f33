"""Expressions in live streams over a real connection, from either archive."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from caflux_contracts.retrieval import LiveSamples
from caflux_testing.place import Place, numbers
from caflux_testing.sse import SentEvent, each_series, sent_events

T0 = 1_790_000_000_000_000_000
SUM = '"A" + "B"'


@asynccontextmanager
async def streaming(
    client: httpx.AsyncClient, last_id: str | None = None, begin: int | None = None, **params: Any
) -> AsyncIterator[AsyncIterator[SentEvent]]:
    """Give the events of a live stream."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    params |= {} if begin is None else {"from": begin}
    async with client.stream("GET", "/v1/live", params=params, headers=headers) as answer:
        assert answer.status_code == 200, await answer.aread()
        yield each_series(sent_events(answer))


async def upto(
    events: AsyncIterator[SentEvent], name: str, last: int
) -> tuple[list[tuple[int, float]], str | None]:
    """Collect the rows of a series until one at `last` or later; give them and the stream's id there."""
    found: list[tuple[int, float]] = []
    async for event in events:
        data = LiveSamples.model_validate(event.data)
        if data.pv == name:
            found += zip((time - T0 for time in data.time), data.value, strict=True)
            if found and found[-1][0] >= last:
                return found, event.id
    raise AssertionError("the stream ended")


async def test_an_expression_is_followed(served: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0, T0 + 10], [1.0, 2.0]), numbers("B", [T0 + 5], [10.0]))

    async with streaming(served, expr=SUM, pv="A") as events:
        first, second = await anext(events), await anext(events)
        await place.write(numbers("A", [T0 + 20], [3.0]), numbers("B", [T0 + 15], [20.0]))
        value = 0.0
        while value != 23.0:  # the archive may be looked at when it has one of the two, only
            found, _ = await upto(events, SUM, 15)
            value = found[-1][1]

    assert (first.data["pv"], first.data["value"]) == ("A", [2.0])
    assert (second.data["pv"], second.data["time"], second.data["value"]) == (SUM, [T0 + 10], [12.0])


async def test_it_begins_where_it_is_asked_to_and_resumes(served: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0 + k for k in range(50)], [float(k) for k in range(50)]))
    await place.write(numbers("B", [T0], [100.0]))

    async with streaming(served, expr=SUM, begin=T0 + 40) as events:
        found, last_id = await upto(events, SUM, 49)
    await place.write(numbers("A", [T0 + k for k in range(50, 60)], [float(k) for k in range(50, 60)]))
    async with streaming(served, last_id, expr=SUM, begin=T0 + 40) as events:
        more, _ = await upto(events, SUM, 59)

    assert found == [(k, 100.0 + k) for k in range(39, 50)]
    assert more == [(k, 100.0 + k) for k in range(50, 60)]


async def test_a_pv_and_what_is_computed_from_it_are_both_whole(
    served: httpx.AsyncClient, place: Place
) -> None:
    n = 100
    mean = 'mean("A", 10us)'
    await place.write(numbers("A", [T0 + k for k in range(n)], [float(k) for k in range(n)]))

    async with streaming(served, pv="A", expr=mean) as events:
        (first,) = [event.data["value"] async for event in _some(events, "A", 1)]
        await place.write(numbers("A", [T0 + n + k for k in range(n)], [float(n + k) for k in range(n)]))
        found, _ = await upto(events, "A", 2 * n - 1)
        assert first + [value for _, value in found] == [float(k) for k in range(n - 1, 2 * n)]


async def _some(events: AsyncIterator[SentEvent], name: str, count: int) -> AsyncIterator[SentEvent]:
    async for event in events:
        if event.data["pv"] == name:
            yield event
            count -= 1
            if not count:
                return


@pytest.mark.parametrize("unknown", [{}, {'"NOBODY" * 2': 404, "NO:PV": 404}], ids=["known", "unknown"])
async def test_what_can_not_be_followed_is_refused_alone(
    served: httpx.AsyncClient, place: Place, unknown: dict[str, int]
) -> None:
    await place.write(numbers("A", [T0, T0 + 10], [1.0, 2.0]), numbers("B", [T0 + 5], [10.0]))
    bad = {'integral("A")': 422, '"A" +': 422, 'shift("A", 10s)': 422} | unknown
    asked: dict[str, Any] = {
        "expr": [*(name for name in bad if name != "NO:PV"), SUM],
        "pv": ["A", "NO:PV"][: 1 + bool(unknown)],
    }

    async with streaming(served, refuse="each", **asked) as events:
        told = [await anext(events) for _ in bad]
        assert {event.event for event in told} == {"refused"}
        assert {event.data["pv"]: event.data["status"] for event in told} == bad
        assert all(event.data["reason"] for event in told)
        await place.write(numbers("A", [T0 + 20], [3.0]))
        found, last_id = await upto(events, SUM, 20)
        assert found[-1] == (20, 13.0)
    if unknown:
        return  # they may be known by then: such a stream begins anew
    async with streaming(served, last_id, refuse="each", **asked) as events:
        assert [(await anext(events)).event for _ in bad] == ["refused"] * len(bad)
        await place.write(numbers("A", [T0 + 30], [4.0]))
        found, _ = await upto(events, SUM, 30)
        assert found == [(30, 14.0)]


async def test_a_pv_that_nobody_knows_yet_is_waited_for_in_an_expression(
    served: httpx.AsyncClient, place: Place
) -> None:
    await place.write(numbers("A", [T0], [1.0]))

    async with streaming(served, expr=SUM, unknown="wait") as events:
        await anext(events)
        await place.write(numbers("B", [T0 + 10], [5.0]))
        found, _ = await upto(events, SUM, 10)

    assert found[-1] == (10, 6.0)


async def test_all_that_was_asked_may_be_refused(served: httpx.AsyncClient) -> None:
    async with streaming(served, pv="NO:PV", refuse="each") as events:
        assert (await anext(events)).event == "refused"
