"""A work thread on real archives: whatever happens to them, archive and counts have every event."""

import contextlib
import itertools
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from caflux_collector.clock import SystemClock
from caflux_collector.layout import FLAG_BLOCK, Size
from caflux_collector.producer import Producer
from caflux_collector.quarantine import Quarantine
from caflux_collector.spool import Bounds, Spool
from caflux_collector.worker import Worker, WorkerPlan
from caflux_contracts.engine import Counts
from caflux_storage import Event, Samples, Writer, open_archive, open_writer, prepare
from caflux_testing.dbr import CaEvent, Libca
from caflux_testing.influxd import InfluxServer
from caflux_testing.wait import until, until_async

NOW = 1_700_000_000_000_000_000
SIZE = Size(slots=64, records=4_096, bytes=1_048_576)
PVS = ["a", 'b "c" \\ d', "e,f=g"]
PATIENCE_S = 5.0
LONG_S = 60.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InfluxServer]:
    """Give an influxd of this module's own, which its tests stop and start."""
    influxd = InfluxServer.own(tmp_path_factory.mktemp("influxd"))
    influxd.start()
    yield influxd
    influxd.stop()


@pytest.fixture
def influx_url(server: InfluxServer) -> str:
    return server.new_database()


@dataclass
class Bench:
    """Work threads one after the other in one data folder, and what calls their callback."""

    folder: Path
    url: str
    producer: Producer
    spool_bytes: int = 10**9
    open_writer: Callable[[], Writer] | None = None
    ended: list[Worker] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.libca = Libca(self.producer.callback.value)
        self.slots: dict[str, int] = {}
        self.worker = self.new_worker()

    def new_worker(self) -> Worker:
        rings = self.folder / "rings"
        rings.mkdir(parents=True, exist_ok=True)
        plan = WorkerPlan(
            index=0,
            ring_folder=rings,
            spool=Spool(self.folder / "spool", Bounds(self.spool_bytes)),
            quarantine=Quarantine(self.quarantine, 10**6),
            open_writer=self.open_writer or (lambda: open_writer(self.url)),
            producer=self.producer,
            clock=SystemClock(),
            flush_period_s=0.01,
            size=SIZE,
        )
        self.slots.clear()
        worker = Worker(plan)
        worker.start()
        return worker

    @property
    def quarantine(self) -> Path:
        return self.folder / "quarantine.lines"

    def post(self, pv: str, event: CaEvent) -> None:
        if pv not in self.slots:
            self.slots[pv] = self.worker.add(pv)
            if event.kind == "string":
                self.worker.ring.flags[self.slots[pv]] = FLAG_BLOCK
        self.libca.post(self.worker.ring.usr(self.slots[pv]).value or 0, event)

    def post_many(self, numbers: range) -> None:
        """Post to every PV, a value and a time for each number; no faster than the ring is emptied."""
        for k in numbers:
            for pv in PVS:
                self.post(pv, CaEvent("double", [k], NOW + k))
            if k % 500 == 499:
                until(lambda: self.room() > SIZE.records // 2, LONG_S, "room in the ring")

    def room(self) -> int:
        ring = self.worker.ring
        return SIZE.records - (ring.written().record - int(ring._words[320 // 8]))

    def counts(self) -> Counts:
        counts = self.worker.counts()
        assert counts.received == counts.archived + counts.pending + sum(counts.dropped.values())
        return counts

    def wait_for(self, what: str, condition: Callable[[Counts], bool]) -> Counts:
        until(lambda: self.worker.error or condition(self.counts()), LONG_S, what)
        assert self.worker.error is None
        return self.counts()

    def all_done(self, received: int) -> Counts:
        def done(counts: Counts) -> bool:
            return counts.received == received and counts.pending == 0

        return self.wait_for(f"{received} events to be archived", done)

    def end(self, patience_s: float = PATIENCE_S) -> None:
        """End the thread as a stopping engine does."""
        self.worker.ring.mute()
        self.worker.stop(patience_s)
        assert self.worker.join(LONG_S)
        self.worker.discard_ring()

    async def archived(self, pv: str) -> list[tuple[int, float | str]]:
        """Give time and value of every sample in the archive, time from NOW."""
        archive = open_archive(self.url)
        parts = [part async for part in archive.samples(pv, NOW - 10**9, NOW + 10**12)]
        samples = Samples.concatenate(parts)
        await archive.close()
        other = samples.other if samples.other is not None else itertools.repeat(None)
        return [
            (int(time) - NOW, float(value) if text is None else text)
            for time, value, text in zip(samples.time, samples.value, other, strict=False)
        ]

    async def events(self, kind: str) -> list[Event]:
        archive = open_archive(self.url)
        events = await archive.events(PVS, NOW - 10**9, NOW + 10**12)
        await archive.close()
        return [event for event in events if event.kind == kind]

    async def overflow_events(self, lost: int) -> list[Event]:
        """Wait until the archive was told of every sample that was lost."""

        async def told() -> bool:
            return sum(event.count for event in await self.events("overflow")) == lost

        await until_async(told, LONG_S, "the overflow events")
        return await self.events("overflow")

    async def check_archive(self, numbers: range) -> None:
        wanted = [(k, float(k)) for k in numbers]
        for pv in PVS:
            assert await self.archived(pv) == wanted


@pytest.fixture
def new_bench(tmp_path: Path, compiled: Producer) -> Iterator[Callable[..., Bench]]:
    """Give a function that makes a bench: `new_bench(url, spool_bytes=…)`."""
    made: list[Bench] = []

    def make(url: str, **more: object) -> Bench:
        made.append(Bench(tmp_path / str(len(made)), url, compiled, **more))  # type: ignore[arg-type] # passed on
        return made[-1]

    yield make
    for bench in made:
        bench.worker.ring.mute()
        bench.worker.stop(0)
        bench.worker.join(LONG_S)
        bench.worker.names.close()


NewBench = Callable[..., Bench]


async def test_everything_that_arrives_is_in_influxdb(new_bench: NewBench, influx_url: str) -> None:
    bench = new_bench(influx_url)
    bench.post_many(range(2_000))
    counts = bench.all_done(6_000)
    assert (counts.archived, counts.spooled, counts.dropped) == (6_000, 0, {})
    await bench.check_archive(range(2_000))
    bench.end()
    assert list((bench.folder / "rings").iterdir()) == []


async def test_everything_that_arrives_is_in_sqlite(new_bench: NewBench, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/archive.db"
    bench = new_bench(url)
    bench.post_many(range(300))
    bench.wait_for("the spool, as there is no archive yet", lambda counts: counts.spooled > 0)
    await prepare(url)
    bench.all_done(900)
    bench.post_many(range(300, 600))
    assert bench.all_done(1_800).archived == 1_800
    await bench.check_archive(range(600))


async def test_what_arrives_while_influxdb_is_away_is_archived_later(
    new_bench: NewBench, server: InfluxServer, influx_url: str
) -> None:
    bench = new_bench(influx_url)
    bench.post_many(range(100))
    bench.all_done(300)
    server.stop()
    bench.post_many(range(100, 2_000))
    counts = bench.wait_for("the spool", lambda counts: counts.spooled > 0)
    assert (counts.archived, counts.dropped) == (300, {})
    assert "can't be reached" in str(bench.worker.trouble)
    server.start()
    bench.post_many(range(2_000, 2_500))
    counts = bench.all_done(7_500)
    assert (counts.archived, counts.spooled, counts.dropped) == (7_500, 0, {})
    assert bench.worker.trouble is None
    await bench.check_archive(range(2_500))


async def test_an_archive_that_hangs_does_not_hold_up_the_end(
    new_bench: NewBench, server: InfluxServer, influx_url: str
) -> None:
    bench = new_bench(influx_url)
    bench.post_many(range(50))
    bench.all_done(150)
    assert server.process is not None
    server.process.signal(signal.SIGSTOP)
    try:
        bench.post_many(range(50, 500))
        bench.end(patience_s=0.2)
        counts = bench.counts()
        assert (counts.received, counts.archived, counts.pending) == (1_500, 150, 1_350)
        assert (counts.spooled, counts.dropped) == (1_350, {})
    finally:
        server.process.signal(signal.SIGCONT)
    bench.worker = bench.new_worker()  # the next engine
    bench.post_many(range(500, 600))
    assert bench.all_done(1_350 + 300).archived == 1_650
    await bench.check_archive(range(600))


async def test_a_spool_that_is_full_lets_the_oldest_go_and_says_whose(
    new_bench: NewBench, server: InfluxServer, influx_url: str
) -> None:
    bench = new_bench(influx_url, spool_bytes=40_000)
    server.stop()
    bench.post_many(range(3_000))
    counts = bench.wait_for("overflow", lambda counts: counts.received == 9_000 and counts.spooled > 0)
    until(lambda: bench.counts().pending == bench.counts().spooled, LONG_S, "everything to be spooled")
    server.start()
    counts = bench.all_done(9_000)
    lost = counts.dropped["overflow"]
    assert counts.dropped == {"overflow": lost}
    assert 0 < lost < 9_000
    archived = {pv: await bench.archived(pv) for pv in PVS}
    assert sum(map(len, archived.values())) == counts.archived == 9_000 - lost
    events = await bench.overflow_events(lost)
    for pv in PVS:
        known = {time for time, _ in archived[pv]}
        gaps = [(e.time - NOW, e.time - NOW + e.count) for e in events if e.pv == pv]
        assert sorted({*known, *itertools.chain(*(range(*gap) for gap in gaps))}) == list(range(3_000))
        assert not any(time in range(*gap) for gap in gaps for time in known)


async def test_an_overflow_is_told_by_the_next_engine_where_this_one_could_not(
    new_bench: NewBench, server: InfluxServer, influx_url: str
) -> None:
    bench = new_bench(influx_url, spool_bytes=40_000)
    server.stop()
    bench.post_many(range(2_000))
    bench.wait_for("overflow", lambda counts: counts.dropped.get("overflow", 0) > 0)
    bench.end(patience_s=0.1)
    lost = bench.counts().dropped["overflow"]
    server.start()
    bench.worker = bench.new_worker()
    bench.all_done(6_000 - lost)
    await bench.overflow_events(lost)


async def test_lines_that_influxdb_refuses_cost_only_themselves(new_bench: NewBench, influx_url: str) -> None:
    bench = new_bench(influx_url)
    # From now on a text is a number there, and a string is refused: a conflict of field types.
    writer = open_writer(influx_url)
    await writer.write(f"sample,pv=other text=1 {NOW}\n".encode())
    await writer.close()
    for k in range(50):
        bench.post("a", CaEvent("double", [k], NOW + k))
        if k % 10 == 0:
            bench.post("text", CaEvent("string", [b"line %d" % k], NOW + k))
    counts = bench.all_done(55)
    assert (counts.archived, counts.dropped) == (50, {"refused": 5})
    assert await bench.archived("a") == [(k, float(k)) for k in range(50)]
    kept = bench.quarantine.read_text(encoding="utf-8").splitlines()
    assert [line for line in kept if not line.startswith("#")] == [
        f'sample,pv=text text="line {k}" {NOW + k}' for k in range(0, 50, 10)
    ]
    assert all("field type conflict" in line for line in kept if line.startswith("#"))


async def test_a_database_that_is_missing_is_waited_for(
    new_bench: NewBench, server: InfluxServer, influx_url: str
) -> None:
    server.query(f'DROP DATABASE "{urlsplit(influx_url).path[1:]}"')
    bench = new_bench(influx_url)
    bench.post_many(range(20))
    bench.wait_for("the spool", lambda counts: counts.spooled == 60)
    await prepare(influx_url)
    assert bench.all_done(60).archived == 60
    await bench.check_archive(range(20))


class Broken:
    """A writer with a bug."""

    async def write(self, lines: bytes, policy: str = "") -> None:
        raise ZeroDivisionError(f"{len(lines)} bytes{policy}")

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_ends_the_thread_with_a_word_and_leaves_the_ring(new_bench: NewBench) -> None:
    bench = new_bench("", open_writer=Broken)
    bench.post_many(range(10))
    until(lambda: bench.worker.error, LONG_S, "the thread's end")
    assert bench.worker.join(LONG_S)
    assert "ZeroDivisionError" in str(bench.worker.error)
    assert not bench.worker.status(0, 0).alive
    assert (bench.folder / "rings" / "ring-0.bin").exists()


def test_slots_are_taken_once_and_run_out(new_bench: NewBench, tmp_path: Path) -> None:
    bench = new_bench(f"sqlite:///{tmp_path}/none.db")
    assert [bench.worker.add(f"pv{k}") for k in range(SIZE.slots)] == list(range(SIZE.slots))
    with pytest.raises(ValueError, match="all 64 slots"):
        bench.worker.add("one-more")


async def test_slots_of_removed_pvs_are_had_by_others(new_bench: NewBench, influx_url: str) -> None:
    bench = new_bench(influx_url)
    old, new = ([f"{age}{k}" for k in range(SIZE.slots)] for age in ("old", "new"))
    for pv in old:
        bench.post(pv, CaEvent("double", [1], NOW))
    with pytest.raises(ValueError, match="all 64 slots"):
        bench.worker.add("one-more")
    for slot in bench.slots.values():
        bench.worker.retire(slot)
        bench.worker.remove(slot)

    bench.slots.clear()

    def all_have_one() -> bool:
        with contextlib.suppress(ValueError):
            bench.slots.update({pv: bench.worker.add(pv) for pv in new if pv not in bench.slots})
        return len(bench.slots) == len(new)

    until(all_have_one, LONG_S, "a slot for each of the others")
    for pv in new:
        bench.post(pv, CaEvent("double", [2], NOW + 1))
    bench.all_done(2 * SIZE.slots)
    received = bench.worker.accounting.by_pv(np.array(list(bench.slots.values()))).received
    assert received.tolist() == [1] * SIZE.slots
    assert await bench.archived(old[5]) == [(0, 1.0)]
    assert await bench.archived(new[5]) == [(1, 2.0)]
