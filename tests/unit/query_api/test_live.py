"""Live streams over a real connection, from either archive."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from caflux_contracts.retrieval import LiveNotice, LiveSamples
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_storage.encode import encode_text, sample_prefix
from caflux_testing.http_server import HttpServer
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import Place, numbers
from caflux_testing.sse import SentEvent, each_series, sent_events

T0 = 1_790_000_000_000_000_001
HOSTILE = 'q\'; DROP "x",\\ é/{}:&+%'


@asynccontextmanager
async def streaming(
    client: httpx.AsyncClient, *pvs: str, begin: int | None = None, last_id: str | None = None
) -> AsyncIterator[AsyncIterator[SentEvent]]:
    """Give the events of a live stream."""
    headers = {b"Last-Event-ID": last_id.encode()} if last_id else {}
    params = {"pv": list(pvs)} | ({} if begin is None else {"from": [str(begin)]})
    async with client.stream("GET", "/v1/live", params=params, headers=headers) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield each_series(sent_events(answer))


async def upto(events: AsyncIterator[SentEvent], last: dict[str, int]) -> dict[str, list[float]]:
    """Collect values per PV until each PV's last time was seen; every event is as the contract says."""
    found: dict[str, list[float]] = {pv: [] for pv in last}
    seen = dict.fromkeys(last, -1)
    async for event in events:
        assert event.event == "samples"
        data = LiveSamples.model_validate(event.data)
        assert data.time == sorted(set(data.time))
        assert all(time > seen[data.pv] for time in data.time)
        seen[data.pv] = max([seen[data.pv], *data.time])
        found[data.pv] += data.value
        if all(seen[pv] >= last[pv] for pv in last):
            break
    return found


async def test_it_begins_with_the_last_sample_and_goes_on(served: httpx.AsyncClient, place: Place) -> None:
    await place.write(numbers("A", [T0, T0 + 1], [1.0, 2.0], 2, 4), numbers(HOSTILE, [T0], [7.0]))

    async with streaming(served, "A", HOSTILE) as events:
        first, second = await anext(events), await anext(events)
        assert (first.event, first.data["pv"], first.data["value"]) == ("samples", "A", [2.0])
        assert first.data["severity"] == [2]
        assert (second.data["pv"], second.data["value"]) == (HOSTILE, [7.0])
        await place.write(
            numbers(HOSTILE, [T0 + 5], [8.0]), encode_text(sample_prefix("A"), T0 + 2, "x\ny", 0, 0)
        )
        later = {
            event.data["pv"]: event.data["value"] for event in [await anext(events), await anext(events)]
        }

    assert later == {"A": ["x\ny"], HOSTILE: [8.0]}


async def test_from_gives_what_was_archived_since_and_what_was_held(
    served: httpx.AsyncClient, place: Place
) -> None:
    await place.write(numbers("A", [T0 + k for k in range(10)], [float(k) for k in range(10)]))

    async with streaming(served, "A", begin=T0 + 5) as events:
        found = await upto(events, {"A": T0 + 9})

    assert found["A"] == [4.0, 5.0, 6.0, 7.0, 8.0, 9.0]


async def test_a_long_backfill_comes_in_pieces_and_whole(served: httpx.AsyncClient, place: Place) -> None:
    n = 25_000
    await place.write(numbers("A", [T0 + k for k in range(n)], [float(k) for k in range(n)]))

    async with streaming(served, "A", begin=T0) as events:
        found = await upto(events, {"A": T0 + n - 1})

    assert found["A"] == [float(k) for k in range(n)]


async def test_two_clients_get_everything_once(served: httpx.AsyncClient, place: Place) -> None:
    rounds, pvs = 60, ("A", "B", "C")
    await place.write(*(numbers(pv, [T0], [0.0]) for pv in pvs))
    last = dict.fromkeys(pvs, T0 + 10 * rounds - 1)

    async def watch(*names: str, begin: int) -> dict[str, list[float]]:
        async with streaming(served, *names, begin=begin) as events:
            return await upto(events, {pv: last[pv] for pv in names})

    async def write() -> None:
        for k in range(rounds):
            times = list(range(T0 + 10 * k, T0 + 10 * k + 10))
            await place.write(*(numbers(pv, times, [float(t - T0) for t in times]) for pv in pvs))

    first = asyncio.create_task(watch("A", "B", begin=T0))
    await write_some(place)
    one, two, _ = await asyncio.gather(first, watch("B", "C", "A", begin=T0), write())

    expected = [float(k) for k in range(10 * rounds)]
    assert one == {"A": expected, "B": expected}
    assert two == {"A": expected, "B": expected, "C": expected}


async def write_some(place: Place) -> None:
    for k in range(5):
        await place.write(numbers("A", [T0 + k], [float(k)]))


async def test_a_stream_resumes_where_it_was_cut(served: httpx.AsyncClient, place: Place) -> None:
    n = 200
    found: list[float] = []
    last_id: str | None = None
    await place.write(numbers("A", [T0], [0.0]), numbers("B", [T0], [0.0]))

    async def write() -> None:
        for k in range(1, n):
            await place.write(numbers("A", [T0 + k], [float(k)]))

    writing = asyncio.create_task(write())
    while not found or found[-1] != n - 1:
        async with streaming(served, "A", "B", begin=T0, last_id=last_id) as events:
            async for event in events:
                if event.data["pv"] == "A":
                    found += event.data["value"]
                last_id = event.id
                if event.data["pv"] == "A" and event.data["value"]:
                    break
    await writing

    assert found == [float(k) for k in range(n)]


async def test_a_stream_resumes_on_another_server(place: Place) -> None:
    await place.write(numbers("A", [T0, T0 + 1], [0.0, 1.0]))
    settings = QuerySettings(archive_url=place.url, live_period_s=0.02)
    with HttpServer(create(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url) as client, streaming(client, "A") as events:
            last_id = (await anext(events)).id
    await place.write(numbers("A", [T0 + 2, T0 + 3], [2.0, 3.0]))

    with HttpServer(create(settings)) as server:
        async with (
            httpx.AsyncClient(base_url=server.url) as client,
            streaming(client, "A", last_id=last_id) as events,
        ):
            assert (await anext(events)).data["value"] == [2.0, 3.0]


@pytest.mark.parametrize("last_id", ["nonsense", "é", "MQ=="])
async def test_where_it_can_not_resume_it_says_so(
    served: httpx.AsyncClient, place: Place, last_id: str
) -> None:
    await place.write(numbers("A", [T0], [1.0]))

    async with streaming(served, "A", last_id=last_id) as events:
        notice, backfill = await anext(events), await anext(events)

    assert notice.event == "gap"
    assert LiveNotice.model_validate(notice.data).pv == "A"
    assert "resume" in notice.data["reason"]
    assert backfill.data["value"] == [1.0]


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        ({}, 422, "pv"),
        ({"pv": "nobody"}, 404, "'nobody'"),
        ({"pv": "' OR ''='"}, 404, "''="),
        ({"pv": "A", "from": "soon"}, 422, "from: 'soon'"),
        ({"pv": "x" * 500}, 422, "255"),
    ],
)
async def test_bad_questions_are_problems_and_no_streams(
    served: httpx.AsyncClient, place: Place, params: dict[str, str], status: int, said: str
) -> None:
    await place.write(numbers("A", [T0], [1.0]))

    answer = await served.get("/v1/live", params=params)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


async def test_more_streams_than_may_be_are_refused_until_one_ends(place: Place) -> None:
    await place.write(numbers("A", [T0], [1.0]))
    settings = QuerySettings(archive_url=place.url, live_period_s=0.02, max_live_clients=1)

    with HttpServer(create(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url) as client:
            async with streaming(client, "A") as events:
                await anext(events)
                await place.write(numbers("A", [T0 + 1], [2.0]))
                await anext(events)  # it is live, not in its backfill any more
                refused = await client.get("/v1/live?pv=A")
                assert refused.status_code == 503
                assert int(refused.headers["retry-after"]) > 0
                assert "as many as this server may have" in refused.json()["detail"]
                assert "caflux_live_clients 1.0" in (await client.get("/metrics")).text
            while "caflux_live_clients 0.0" not in (await client.get("/metrics")).text:
                pass
            async with streaming(client, "A") as events:
                assert (await anext(events)).data["value"] == [2.0]


async def test_a_stream_outlives_an_archive_that_goes_and_comes(own_influxd: InfluxServer) -> None:
    place = await Place.prepared(own_influxd.new_database())
    await place.write(numbers("A", [T0], [1.0]))
    with HttpServer(create(QuerySettings(archive_url=place.url, live_period_s=0.02))) as server:
        async with (
            httpx.AsyncClient(base_url=server.url, timeout=60) as client,
            streaming(client, "A") as events,
        ):
            await anext(events)
            await asyncio.to_thread(own_influxd.stop)
            while "caflux_live_errors_total 0.0" in (await client.get("/metrics")).text:
                pass
            await asyncio.to_thread(own_influxd.start)
            await place.write(numbers("A", [T0 + 1, T0 + 2], [2.0, 3.0]))

            told = [await anext(events), await anext(events)]
            assert [(event.event, event.data["state"]) for event in told] == [
                ("archive", "away"),
                ("archive", "back"),
            ]
            assert (await anext(events)).data["value"] == [2.0, 3.0]
    await place.close()
