"""Whatever is written in whatever order, however often a stream breaks: every sample comes exactly once."""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from caflux_query_api.known import KnownPvs
from caflux_query_api.live.begin import Wanted, begin
from caflux_query_api.live.hub import Hub
from caflux_query_api.live.stream import Stream
from caflux_query_api.parts import Parts
from caflux_query_api.pv_catalogue import PvCatalogue
from caflux_query_api.ready import ReadySeries
from caflux_query_api.settings import QuerySettings
from caflux_query_api.spans import SpanCache
from caflux_query_api.turns import Turns
from caflux_query_api.virtual import VirtualPvs
from caflux_testing.place import Place, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

S = 1_000_000_000
T0 = 1_790_000_000 * S
PVS = ["A", "B"]


@dataclass
class Client:
    """Follows PVs; where it is told to, it reads a span again.

    Attributes:
        streamed: By PV, the times (ns) in the order in which they came.
        reread: By PV, the times that it has from elsewhere.
        kinds: Of all events, in order.
    """

    place: Place
    pvs: list[str]
    since: int
    streamed: dict[str, list[int]] = field(default_factory=dict)
    reread: dict[str, set[int]] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    last_id: str | None = None
    stream: AsyncGenerator[bytes] | None = None

    async def connect(self, parts: Parts) -> None:
        """Open the stream, or go on with it after the last event."""
        series = dict.fromkeys(self.pvs)
        at = await begin(parts, series, {}, Wanted(str(self.since), self.last_id, unknown_too=False))
        self.stream = Stream(parts, at, heartbeat_s=0).pieces()

    async def read(self, pieces: int) -> None:
        """Take so many pieces; after one without news there is no more for now."""
        for _ in range(pieces):
            assert self.stream is not None
            piece = await anext(self.stream)
            if piece == b":\n\n":
                return
            for text in piece.decode().split("\n\n"):
                await self.take(text)

    async def take(self, text: str) -> None:
        """Take an event."""
        lines = dict(line.partition(": ")[::2] for line in text.splitlines() if line[:1] != ":")
        if "event" not in lines:
            return
        self.kinds.append(lines["event"])
        await self.understand(lines["event"], json.loads(lines["data"]))
        self.last_id = lines.get("id", self.last_id)

    async def understand(self, kind: str, data: Any) -> None:
        """Do what an event asks for."""
        if kind in ("samples", "late"):
            for one in data:
                self.streamed.setdefault(one["pv"], []).extend(one["time"])
        elif kind == "replayed":
            found = await self.place.read(data["pv"], data["start"], data["stop"] + 1)
            self.reread.setdefault(data["pv"], set()).update(found.time.tolist())

    async def disconnect(self) -> None:
        """Break the connection; what was under way is lost."""
        if self.stream is not None:
            await self.stream.aclose()
            self.stream = None


class World:
    """An archive, a hub that looks when the test says so, and clients."""

    def __init__(self, place: Place, parts: Parts, ahead_s: int) -> None:
        self.place, self.parts = place, parts
        self.now = T0 + ahead_s * S
        self.written: dict[str, set[int]] = {pv: set() for pv in PVS}
        self.clients = [Client(place, PVS, T0), Client(place, PVS[:1], T0)]
        self.restart()

    def clock(self) -> int:
        return self.now

    def restart(self) -> None:
        """Have another server."""
        hub = Hub(self.place.archive, 0.01, 10, CollectorRegistry(), self.clock)
        self.parts = replace(self.parts, hub=hub, clock=self.clock)

    async def write(self, pv: str, seconds: list[int]) -> None:
        times = sorted({T0 + second * S for second in seconds})
        await self.place.write(numbers(pv, times, [0.0] * len(times)))
        self.written[pv].update(times)

    async def look(self) -> None:
        self.now += S // 3
        if self.parts.hub._states:
            await self.parts.hub._look()
            await self.parts.hub._compare()

    async def follow(self, which: int, pieces: int) -> None:
        client = self.clients[which]
        if client.stream is None:
            await client.connect(self.parts)
        await client.read(pieces)

    async def do(self, step: tuple[object, ...]) -> None:
        match step:
            case "write", str(pv), list(seconds):
                await self.write(pv, seconds)
            case "look", int(times):
                for _ in range(times):
                    await self.look()
            case "read", int(which), int(pieces):
                await self.follow(which, pieces)
            case "break", int(which):
                await self.clients[which].disconnect()
            case _:
                for client in self.clients:
                    await client.disconnect()
                self.restart()

    async def settle(self) -> None:
        """Look and read until nothing more can come."""
        for _ in range(12):
            for which in range(len(self.clients)):
                await self.follow(which, 30)
            await self.look()
        for client in self.clients:
            await client.disconnect()

    def check(self) -> None:
        for client in self.clients:
            for pv in client.pvs:
                streamed = client.streamed.get(pv, [])
                assert len(streamed) == len(set(streamed)), (pv, client.kinds)
                have = set(streamed) | client.reread.get(pv, set())
                assert have == self.written[pv], (pv, client.kinds)
        assert not self.parts.hub._states


@asynccontextmanager
async def a_world(ahead_s: int) -> AsyncIterator[World]:
    async with httpx.AsyncClient(verify=False, trust_env=False) as http:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'archive.db'}"
            place = await Place.prepared(url)
            archive, virtual, registry = place.archive, VirtualPvs(None, http), CollectorRegistry()
            parts = Parts(
                QuerySettings(archive_url=url),
                archive,
                KnownPvs(archive, None, http),
                Hub(archive, 0.01, 10, registry, time.time_ns),
                virtual,
                PvCatalogue(archive, virtual, None, http),
                SpanCache(archive, 0, time.time_ns, registry),
                ReadySeries(archive, 0, registry),
                Turns(8),
            )
            world = World(place, parts, ahead_s)
            for pv in PVS:
                await world.write(pv, [0])
            yield world
            await place.close()


async def live(steps: list[tuple[object, ...]], ahead_s: int) -> list[Client]:
    async with a_world(ahead_s) as world:
        for step in steps:
            await world.do(step)
        await world.settle()
        world.check()
        return world.clients


looks = st.tuples(st.just("look"), st.integers(1, 8))
reads = st.tuples(st.just("read"), st.integers(0, 1), st.integers(1, 6))
rare = st.sampled_from([None] * 8 + [("break", 0), ("break", 1), ("restart",)])
anywhere = st.tuples(
    st.just("write"), st.sampled_from(PVS), st.lists(st.integers(1, 40), min_size=1, max_size=6)
)


def rounds(writes: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[list[tuple[object, ...]]]:
    """Give steps in which a stream mostly lives on: broken at each second step it would never be behind."""
    one = st.tuples(st.lists(writes, max_size=2), looks, st.lists(reads, max_size=3), rare)
    return st.lists(one, max_size=10).map(
        lambda many: [
            step
            for written, look, read, broken in many
            for step in (*written, look, *read, *([broken] if broken else []))
        ]
    )


seconds = st.lists(st.integers(1, 40), min_size=1, max_size=4)
several = st.lists(st.integers(1, 40), min_size=3, max_size=6, unique=True)


def read_both(pieces: int, times: int = 2) -> list[tuple[object, ...]]:
    return [("read", which, pieces) for _ in range(times) for which in (0, 1)]


def late_while_one_comes_back(first: list[int], late: list[int], looks: int) -> list[tuple[object, ...]]:
    """Another reader is handed what comes late after one looked what it lacks, and before it is live."""
    return [
        *read_both(9),
        ("write", "A", first),
        *[("look", 4), *read_both(9), ("break", 1)],
        *[("read", 1, 9), ("write", "A", late), ("look", looks), ("read", 0, 9), *read_both(9)],
    ]


def late_while_one_is_ahead(first: list[int], late: list[int], looks: int) -> list[tuple[object, ...]]:
    """One has read more than the other when the server is another; something comes between."""
    return [
        *read_both(9),
        *[("write", "A", first), ("look", 3), ("read", 1, 9), ("restart",)],
        *[("read", 0, 9), ("read", 0, 9), ("read", 1, 9), ("read", 1, 9)],
        *[("write", "A", late), ("look", looks), *read_both(9)],
    ]


incidents = st.one_of(
    st.builds(late_while_one_comes_back, several, seconds, st.integers(1, 8)),
    st.builds(late_while_one_is_ahead, several, seconds, st.integers(1, 8)),
)


@settings(max_examples=60, deadline=None)
@given(rounds(anywhere), st.integers(0, 60))
def test_every_sample_comes_once_or_is_told_of(steps: list[tuple[object, ...]], ahead_s: int) -> None:
    asyncio.run(live(steps, ahead_s))


@settings(max_examples=40, deadline=None)
@given(st.lists(incidents, min_size=1, max_size=2), st.sampled_from([0, 0, 20, 45]))
def test_what_comes_late_among_several_readers_and_servers_is_told(
    some: list[list[tuple[object, ...]]], ahead_s: int
) -> None:
    asyncio.run(live([step for steps in some for step in steps], ahead_s))


@settings(max_examples=30, deadline=None)
@given(rounds(st.just(("write",))), st.integers(0, 60))
def test_what_comes_in_order_needs_no_notice(steps: list[tuple[object, ...]], ahead_s: int) -> None:
    second = 0
    ordered: list[tuple[object, ...]] = []
    for step in steps:
        if step == ("write",):
            ordered += [("write", pv, [second + 1, second + 2]) for pv in PVS]
            second += 2
        else:
            ordered.append(step)

    for client in asyncio.run(live(ordered, ahead_s)):
        assert set(client.kinds) <= {"samples"}
        for times in client.streamed.values():
            assert times == sorted(times)
