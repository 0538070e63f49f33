"""What a live stream tells of besides samples, and its bounds: real connections, either archive."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from caflux_storage import Event
from caflux_storage.encode import encode_event, encode_text, sample_prefix
from caflux_testing.place import Place, numbers
from caflux_testing.sse import SentEvent, each_series, sent_events
from caflux_testing.wait import until_async

S = 1_000_000_000
T0 = 1_790_000_000 * S


@asynccontextmanager
async def streaming(
    client: httpx.AsyncClient, last_id: str | None = None, **params: Any
) -> AsyncIterator[AsyncIterator[SentEvent]]:
    headers = {"Last-Event-ID": last_id} if last_id else {}
    async with client.stream("GET", "/v1/live", params=params, headers=headers) as answer:
        assert answer.status_code == 200, await answer.aread()
        yield each_series(sent_events(answer))


async def first_of(events: AsyncIterator[SentEvent], *kinds: str) -> SentEvent:
    async for event in events:
        if event.event in kinds:
            return event
    raise AssertionError("the stream ended")


async def metric(client: httpx.AsyncClient, line: str) -> bool:
    return f"{line}\n" in (await client.get("/metrics")).text


async def test_what_comes_late_is_told_of(served: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0, T0 + 10 * S], [0.0, 10.0]))

    async with streaming(served, pv="A", **{"from": str(T0)}) as events:
        values: list[float] = []
        while values != [0.0, 10.0]:
            values += (await first_of(events, "samples")).data["value"]
        await place.write(numbers("A", [T0 + 5 * S], [5.0], 1, 3))
        event = await first_of(events, "late", "replayed")
        if event.event == "replayed":  # it is not sure that it was not read at the beginning
            assert (event.data["start"], event.data["stop"]) == (T0 + 5 * S, T0 + 5 * S)
        else:
            assert (event.data["time"], event.data["severity"]) == ([T0 + 5 * S], [1])


async def test_what_came_late_while_a_client_was_away_is_told_of_when_it_is_back(
    served: httpx.AsyncClient, place: Place
) -> None:
    times = [T0 + k * S for k in range(10)]
    await place.write(numbers("A", times, [0.0] * 10), numbers("B", times, [0.0] * 10))
    async with streaming(served, pv=["A", "B"], **{"from": str(T0)}) as events:
        lacking = {"A", "B"}
        while lacking:
            event = await first_of(events, "samples")
            if times[-1] in event.data["time"]:
                lacking.discard(event.data["pv"])
        last_id = event.id
    await place.write(numbers("A", [T0 + S // 2], [5.0]), numbers("A", [T0 + 20 * S], [6.0]))

    async with streaming(served, last_id, pv=["A", "B"], **{"from": str(T0)}) as events:
        first = await anext(events)
        follows = await first_of(events, "samples")

    assert (first.event, first.data["pv"]) == ("replayed", "A")
    assert first.data["start"] <= T0 + S // 2 <= first.data["stop"]
    assert (follows.data["pv"], follows.data["value"]) == ("A", [6.0])


async def test_gaps_are_told_of_as_they_begin_and_end_and_expressions_respect_them(
    served: httpx.AsyncClient, place: Place
) -> None:
    await place.write(
        numbers("A", [T0], [1.0]),
        numbers("B", [T0], [10.0]),
        encode_event(Event("A", T0 - S, "connected")),
    )
    async with streaming(served, pv="B", expr='"A" + "B"') as events:
        await first_of(events, "samples")
        await until_async(lambda: metric(served, "caflux_live_pvs 2.0"), what="the stream to be live")
        gone = time.time_ns() + S
        await place.write(encode_event(Event("A", gone, "disconnected", "IOC away")))
        begun = await first_of(events, "recording")
        row = await first_of(events, "samples")
        await place.write(encode_event(Event("A", gone + S, "connected")))
        ended = await first_of(events, "recording")
        again = await first_of(events, "samples")

    (gap,), (over,) = begun.data["gaps"], ended.data["gaps"]
    assert (gap["start"], gap["stop"], gap["cause"], gap["detail"]) == (
        gone,
        None,
        "disconnected",
        "IOC away",
    )
    assert (over["start"], over["stop"]) == (gone, gone + S)
    assert (row.data["time"], row.data["special"]) == ([gone], [[0, "nan"]])
    assert (again.data["time"], again.data["value"]) == ([gone + S], [11.0])


async def test_a_client_that_goes_away_leaves_nothing(served: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0], [1.0]), numbers("B", [T0], [1.0]))
    for _ in range(3):
        async with streaming(served, pv=["A", "B"], expr='"A" - "B"') as events:
            await first_of(events, "samples")
            await until_async(lambda: metric(served, "caflux_live_pvs 2.0"), what="it to be watched")
        await until_async(lambda: metric(served, "caflux_live_pvs 0.0"), what="no PV to be watched")
        await until_async(lambda: metric(served, "caflux_live_clients 0.0"), what="no stream")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_stream_of_500_pvs_and_no_more(served: httpx.AsyncClient, place: Place, method: str) -> None:
    pvs = [f"SR:C{k:03}:A-RATHER-LONG-NAME:OF-SOME-DEVICE:READBACK" for k in range(501)]
    await place.write(b"".join(numbers(pv, [T0], [float(k)]) for k, pv in enumerate(pvs)))

    def asked(count: int) -> dict[str, Any]:
        return {"params": {"pv": pvs[:count]}} if method == "GET" else {"json": {"pv": pvs[:count]}}

    async with served.stream(method, "/v1/live", **asked(500)) as answer:
        first = await anext(sent_events(answer))
    assert [one["pv"] for one in first.data] == pvs[:500]
    await place.write(numbers(pvs[7], [T0 + S], [7.5]))
    headers = {"Last-Event-ID": first.id or ""}
    async with served.stream(method, "/v1/live", headers=headers, **asked(500)) as answer:
        found = [one async for one in _until(each_series(sent_events(answer)), pvs[7])]
    assert found[-1].data["value"] == [7.5]
    refused = await served.request(method, "/v1/live", **asked(501))
    assert (refused.status_code, "500" in refused.json()["detail"]) == (422, True)


async def _until(events: AsyncIterator[SentEvent], pv: str) -> AsyncIterator[SentEvent]:
    async for event in events:
        yield event
        if event.event == "samples" and event.data["pv"] == pv and event.data["value"]:
            return


async def test_a_client_that_does_not_read_is_told_what_it_lacks_and_slows_nobody(
    served: httpx.AsyncClient, place: Place
) -> None:
    n, text = 120, "x" * 90_000
    await place.write(encode_text(sample_prefix("A"), T0, text, 0, 0))
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        slow.connect((served.base_url.host, served.base_url.port))
        slow.sendall(b"GET /v1/live?pv=A HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
        await until_async(lambda: metric(served, "caflux_live_pvs 1.0"), what="the slow client")
        async with streaming(served, pv="A") as events:
            await first_of(events, "samples")
            for k in range(1, n):
                await place.write(encode_text(sample_prefix("A"), T0 + k, text, 0, 0))
                event = await first_of(events, "samples")
                assert event.data["time"] == [T0 + k]
        times, missed = await asyncio.to_thread(_drain, slow, T0 + n - 1)

    assert missed > 0
    assert len(times) == len(set(times))
    assert len(times) + missed == n


def _drain(slow: socket.socket, last: int) -> tuple[list[int], int]:
    """Read a stream, chunk by chunk of HTTP, until a sample at `last`."""
    times: list[int] = []
    missed = 0
    with slow.makefile("rb") as file:
        while file.readline() != b"\r\n":
            pass
        body = b""
        while not times or times[-1] != last:
            size = int(file.readline(), 16)
            body += file.read(size)
            file.readline()
            *events, body = body.split(b"\n\n")
            for event in events:
                lines = dict(line.partition(b": ")[::2] for line in event.split(b"\n"))
                if lines.get(b"event") == b"gap":
                    missed += json.loads(lines[b"data"])["count"]
                if lines.get(b"event") == b"samples":
                    times += [time for one in json.loads(lines[b"data"]) for time in one["time"]]
    return times, missed
