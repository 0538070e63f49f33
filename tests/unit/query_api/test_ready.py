"""Series that are remembered as JSON: the same as without, whatever was written meanwhile, and bounded."""

import random
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
import orjson
import pytest
from caflux_query_api.answers import dump, raw_document
from caflux_query_api.app import create
from caflux_query_api.ready import ReadySeries
from caflux_query_api.settings import QuerySettings
from caflux_storage import Event, Samples
from caflux_storage.encode import encode_event, encode_text, sample_prefix
from caflux_storage.recording import Recording, Span
from caflux_storage.runs import Run, encode_run
from caflux_storage.seam import Witness
from caflux_testing.place import Place, numbers
from prometheus_client import CollectorRegistry

S = 1_000_000_000
T0 = 1_700_000_000 * S
N = 6_000
SPAN = Span(T0, T0 + N * S)
TIMES = [T0 + k * S for k in range(N)]
ASKED: dict[str, str | int] = {"pv": "A", "from": SPAN.start, "to": SPAN.stop, "points": 2 * N}
CONNECTED = encode_event(Event("A", T0 - 2 * S, "connected", collector="a"))


class Asking:
    """Asks for the hour again and again."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.served = (0.0, 0.0)

    async def body(self, **more: int) -> bytes:
        answer = await self.client.get("/v1/data", params={**ASKED, **more})
        assert answer.status_code == 200
        return answer.content

    async def series(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(await self.body())["series"][0]
        return found

    async def counted(self) -> tuple[float, float]:
        """Give how many series were found, and found changed, since the last call."""
        lines = [line.split() for line in (await self.client.get("/metrics")).text.splitlines()]
        now = {line[0]: float(line[1]) for line in lines if line[0].startswith("caflux_ready")}
        before = self.served
        self.served = now["caflux_ready_found_total"], now["caflux_ready_changed_total"]
        return self.served[0] - before[0], self.served[1] - before[1]


@pytest.fixture
def asking(client: httpx.AsyncClient) -> Asking:
    return Asking(client)


async def test_an_answer_again_is_the_same_until_something_comes_late(asking: Asking, place: Place) -> None:
    await place.write(
        CONNECTED, numbers("A", [T0 - S], [0.5]), numbers("A", TIMES, [k / 7 for k in range(N)])
    )

    first = await asking.body()
    again = await asking.body()
    assert again == first
    assert await asking.counted() == (1, 0)

    await place.write(numbers("A", [T0 - S // 2], [0.7]))
    carried = await asking.series()
    assert carried["value"][:2] == [0.7, 0.0]

    await place.write(numbers("A", [T0 + 5], [9.5]))
    late = await asking.series()
    assert (late["value"][:3], late["severity"][2]) == ([0.7, 0.0, 9.5], 0)

    await place.write(numbers("A", [T0 + 5], [9.5], 2, 4))
    alarmed = await asking.series()
    assert alarmed["severity"][2] == 2
    assert len(alarmed["time"]) == N + 2
    assert await asking.counted() == (0, 3)
    assert await asking.series() == alarmed
    assert await asking.counted() == (1, 0)


LATER: dict[str, Callable[[], list[bytes]]] = {
    "a gap": lambda: [
        encode_event(Event("A", T0 + 50 * S, "disconnected", collector="a")),
        encode_event(Event("A", T0 + 90 * S, "connected", collector="a")),
    ],
    "a loss": lambda: [
        encode_event(Event("A", T0 + 9, "overflow", f"ring was full; lost until {T0 + 99} ns", 7, "a"))
    ],
    "the same loss, larger": lambda: [
        encode_event(Event("A", T0 + 9, "overflow", f"ring was full; lost until {T0 + 3 * S} ns", 70, "a"))
    ],
}


async def test_events_that_come_late_change_an_answer_as_samples_do(asking: Asking, place: Place) -> None:
    await place.write(CONNECTED, numbers("A", TIMES, [1.0] * N))
    for what, lines in LATER.items():
        known = await asking.series()
        assert await asking.series() == known
        await place.write(*lines())

        assert (await asking.series())["gaps"] != known["gaps"], what
        assert await asking.counted() == (1 if known["gaps"] == [] else 2, 1), what


async def test_a_collector_that_is_gone_changes_an_answer_where_several_recorded(
    asking: Asking, place: Place
) -> None:
    theirs = encode_event(Event("A", T0 - S, "connected", collector="b"))
    runs = [Run("a", T0 - 9 * S, T0 + N * S), Run("b", T0 - 9 * S, T0 + N * S)]
    await place.write(CONNECTED, theirs, numbers("A", TIMES, [1.0] * N), *map(encode_run, runs))
    assert (await asking.series())["gaps"] == []
    assert (await asking.series())["gaps"] == []
    assert await asking.counted() == (1, 0)

    # Both ran for the last time until within the range, which is known once both have run anew.
    ended = [Run(name, T0 - 9 * S, T0 + 100 * S) for name in "ab"]
    begun = [Run(name, T0 + 200 * S, T0 + N * S) for name in "ab"]
    await place.write(*map(encode_run, [*ended, *begun]))

    assert [gap["cause"] for gap in (await asking.series())["gaps"]] == ["stopped"]
    assert await asking.counted() == (0, 1)


def any_line(chance: random.Random) -> bytes:
    """Give something that comes in late, in the hour or near it."""
    time, whose = T0 + chance.randrange(-600, N + 600) * S + chance.randrange(S), chance.choice("ab")
    states = ["connected", "disconnected", "paused", "resumed", "moved", "noaccess", "access", "clock"]
    return chance.choice(
        [
            numbers("A", [time], [9.5], chance.choice([0, 2]), 0),
            encode_text(sample_prefix("A"), time, "text", 0, 0),
            encode_event(Event("A", time, chance.choice(states), "", 0, whose)),
            encode_event(Event("A", time, "dropped", f"lost until {time + 9 * S} ns", 3, whose)),
            encode_run(Run(whose, time, T0 + N * S)),
        ]
    )


async def test_whatever_comes_late_an_answer_is_that_of_who_remembers_nothing(
    asking: Asking, place: Place
) -> None:
    app = create(QuerySettings(archive_url=place.url, cache_mb=0))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
    ):
        await place.write(CONNECTED, numbers("A", TIMES, [1.0] * N))
        forgetful, chance = Asking(client), random.Random(7)
        for k in range(15):
            assert orjson.loads(await asking.body()) == orjson.loads(await forgetful.body()), k
            assert orjson.loads(await asking.body()) == orjson.loads(await forgetful.body()), k
            await place.write(any_line(chance))
    assert min(await asking.counted()) > 0


async def test_what_an_open_gap_leaves_to_later_samples_is_not_remembered(
    asking: Asking, place: Place
) -> None:
    stopped = encode_event(Event("A", T0 + 50 * S, "stopped", collector="a"))
    await place.write(CONNECTED, stopped, numbers("A", TIMES, [1.0] * N))

    assert await asking.series() == await asking.series()
    assert await asking.counted() == (0, 0)


async def test_fewer_points_are_bins_and_arrow_is_made_of_columns(asking: Asking, place: Place) -> None:
    await place.write(CONNECTED, numbers("A", TIMES, [1.0] * N))
    raw = await asking.series()
    assert len(raw["time"]) == N

    assert orjson.loads(await asking.body(points=N - 1))["series"][0]["kind"] == "binned"
    arrow = await asking.client.get("/v1/data", params={**ASKED, "format": "arrow"})
    assert arrow.status_code == 200
    assert await asking.counted() == (0, 0)
    assert orjson.loads(await asking.body(points=N))["series"][0] == raw
    assert await asking.counted() == (1, 0)


def samples(n: int = N) -> Samples:
    zeros = np.zeros(n, np.uint8)
    return Samples(T0 + np.arange(n) * S, np.arange(n) / 7, zeros, zeros)


async def keep(series: ReadySeries, pv: str, found: Samples) -> Any:
    recording = Recording(SPAN, 2 * T0, None, [], [], steady=True)
    return await series.keep(raw_document(pv, found), found, recording, Witness(0, 0, 1, 0))


async def test_what_is_remembered_is_bounded_and_the_oldest_goes(place: Place) -> None:
    one = len(dump(raw_document("A", samples())))
    series = ReadySeries(place.archive, 4 * one, CollectorRegistry())
    for pv in "ABCDE":
        await keep(series, pv, samples())

    assert series.size == 4 * one
    assert [pv for pv in "ABCDE" if series.knows(pv, SPAN, N)] == ["B", "C", "D", "E"]
    assert isinstance(await keep(series, "F", samples(2 * N)), orjson.Fragment)
    assert not series.knows("F", SPAN, 2 * N)


async def test_what_is_short_or_new_is_not_remembered(place: Place) -> None:
    series = ReadySeries(place.archive, 10_000_000, CollectorRegistry())
    assert isinstance(await keep(series, "A", samples(100)), dict)
    assert series.size == 0
    assert series.takes(SPAN, N, SPAN.stop + 10 * S)
    assert not series.takes(SPAN, N, SPAN.stop + 9 * S)
    assert not series.takes(SPAN, 2_000, 2 * SPAN.stop)
    assert not ReadySeries(place.archive, 0, CollectorRegistry()).takes(SPAN, N, 2 * SPAN.stop)
