"""Delivery while the archive is slow or away, or the disk full: what is tried, told and counted."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import structlog
from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch
from caflux_collector.deliver import Deliver, Hooks, Limits
from caflux_collector.layout import Size
from caflux_collector.producer import Producer
from caflux_collector.quarantine import Quarantine
from caflux_collector.ring import Position, Ring
from caflux_collector.segment import SegmentReader
from caflux_collector.spool import Bounds, Spool
from caflux_storage import Event, Writer, open_archive, open_writer
from caflux_storage.decode import decode
from caflux_storage.encode import sample_prefix
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.faults import Answer, At, Cut, Pass
from caflux_testing.influxd import InfluxServer
from caflux_testing.running import running
from caflux_testing.wait import until_async

NOW = 1_700_000_000_000_000_000
PVS = 2_500
SOON = Limits(retry_first_s=0.01, retry_most_s=0.05)
ONE_BY_ONE = Limits(in_flight=2, batch_points=1, retry_first_s=0.01, retry_most_s=0.05)


def batch(number: int, pvs: int = 1) -> Batch:
    """Give one sample of each of some PVs."""
    lines = b"".join(b"sample,pv=p%d value=%d %d\n" % (k, number, NOW + number) for k in range(pvs))
    return Batch(lines, pvs, np.arange(pvs, dtype=np.uint32), np.ones(pvs, np.int64), Position(number, 0))


class Door:
    """A writer whose writes wait until the door is open."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.open = asyncio.Event()
        self.waiting: list[bytes] = []

    async def write(self, lines: bytes, policy: str = "") -> None:
        self.waiting.append(lines)
        await self.open.wait()
        self.waiting.remove(lines)
        await self._writer.write(lines, policy)

    async def close(self) -> None:
        await self._writer.close()


@dataclass
class Bench:
    """Delivery to a real influxd, through a proxy that fails."""

    proxy: FaultProxy
    accounting: Accounting
    folder: Path
    spool: Spool
    door: Door
    events: list[Event] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    @asynccontextmanager
    async def delivering(self, limits: Limits = SOON, patience_s: float = 5) -> AsyncIterator[Deliver]:
        hooks = Hooks(lambda _: None, self.report, lambda: NOW)
        quarantine = Quarantine(self.folder / "quarantine.lines", 10_000)
        deliver = Deliver(self.door, self.spool, self.accounting, quarantine, hooks, limits)
        deliver.start()
        yield deliver
        await deliver.close(patience_s)
        assert deliver.failed() is None

    def report(self, events: list[Event]) -> None:
        self.events += events
        self.told.append(len(events))

    def leave(self, *batches: Batch) -> None:
        """Leave batches in the spool, as an earlier engine did."""
        for one in batches:
            self.spool.append(one.lines, one.points, lambda *_: None)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        async def asked() -> bool:
            return condition()

        await until_async(asked, what=what)

    def archived(self) -> int:
        return self.accounting.archived_total + self.accounting.replayed

    async def stored(self, pv: str = "p0") -> list[float]:
        archive = open_archive(self.proxy.url)
        parts = [part async for part in archive.samples(pv, 0, 2**62)]
        await archive.close()
        return [value for part in parts for value in part.value.tolist()]


@pytest.fixture
def proxy(influxd: InfluxServer) -> Iterator[FaultProxy]:
    with running(FaultProxy(influxd.new_database())) as proxy:
        yield proxy


@pytest.fixture
async def bench(proxy: FaultProxy, tmp_path: Path, compiled: Producer) -> AsyncIterator[Bench]:
    ring = Ring(98, tmp_path / "ring.bin", Size(PVS, 4, 64), compiled)
    slots = {sample_prefix(f"p{k}"): k for k in range(PVS)}
    door = Door(open_writer(proxy.url))
    door.open.set()
    spool = Spool(tmp_path / "spool", Bounds(10**9))
    yield Bench(proxy, Accounting(ring, slots.get), tmp_path, spool, door)
    ring.mute()


async def test_an_archive_that_asks_for_a_wait_gets_it(bench: Bench) -> None:
    busy = Answer(503, retry_after="1")
    bench.proxy.meet(busy, times=1)
    start = time.monotonic()
    async with bench.delivering(Limits(retry_first_s=0.01)) as deliver:
        deliver.put(batch(1))
        await bench.until(lambda: bench.archived() == 1, "the batch")
    assert time.monotonic() - start >= 1
    assert (bench.proxy.met(busy), bench.proxy.met(Pass())) == (1, 1)


@pytest.mark.parametrize("fault", [Answer(500), *(Cut(at) for at in At)], ids=str)
async def test_after_a_fault_all_is_there_once(bench: Bench, fault: Answer | Cut) -> None:
    async with bench.delivering() as deliver:
        bench.proxy.meet(fault)
        deliver.put(batch(0))
        await bench.until(lambda: deliver.error is not None, "the archive to be away")
        for number in range(1, 50):
            deliver.put(batch(number))
        assert deliver.spool_points == 50
        bench.proxy.meet(Pass())
        await bench.until(lambda: bench.archived() == 50, "all batches")
        assert deliver.spool_points == 0
    assert await bench.stored() == [float(k) for k in range(50)]
    assert bench.accounting.dropped_by_cause() == {}


async def test_several_batches_are_replayed_at_once_the_oldest_first(bench: Bench) -> None:
    bench.leave(*(batch(number) for number in range(8)))
    bench.door.open.clear()
    async with bench.delivering(Limits(in_flight=3, batch_points=1)):
        await bench.until(lambda: len(bench.door.waiting) == 3, "three writes")
        assert bench.door.waiting == [batch(number).lines for number in range(3)]
        bench.door.open.set()
        await bench.until(lambda: bench.archived() == 8, "the replay")
    assert await bench.stored() == [float(k) for k in range(8)]


async def test_small_batches_of_the_spool_are_written_together(bench: Bench) -> None:
    bench.leave(*(batch(number) for number in range(100)))
    async with bench.delivering():
        await bench.until(lambda: bench.archived() == 100, "the replay")
    assert bench.proxy.met(Pass()) < 10
    assert len(await bench.stored()) == 100


async def test_what_waits_for_a_slow_archive_is_written_together(bench: Bench) -> None:
    bench.door.open.clear()
    async with bench.delivering(Limits(in_flight=1)) as deliver:
        deliver.put(batch(0))
        await bench.until(lambda: bool(bench.door.waiting), "the first write")
        for number in range(1, 40):
            deliver.put(batch(number))
        bench.door.open.set()
        await bench.until(lambda: bench.archived() == 40, "all batches")
    assert bench.proxy.met(Pass()) < 10
    assert len(await bench.stored()) == 40


async def test_beside_live_batches_that_wait_one_replay_goes_on(bench: Bench) -> None:
    bench.leave(*(batch(number) for number in range(8)))
    bench.door.open.clear()
    live = [batch(number) for number in range(100, 106)]
    async with bench.delivering(ONE_BY_ONE) as deliver:
        for one in live:
            deliver.put(one)
        await bench.until(lambda: len(bench.door.waiting) == 3, "two live writes and a replay")
        for _ in range(50):
            await asyncio.sleep(0)
        assert sorted(bench.door.waiting) == sorted([live[0].lines, live[1].lines, batch(0).lines])
        bench.door.open.set()
        await bench.until(lambda: bench.archived() == 14, "all batches")


def disk_full(folder: Path) -> Spool:
    return Spool(folder / "full", Bounds(10**9, least_free=10), lambda _: 0)


async def test_without_any_room_samples_are_dropped_and_told_and_the_archive_is_still_tried(
    bench: Bench,
) -> None:
    bench.spool = disk_full(bench.folder)
    numbers = itertools.count(1)
    away = Answer(503)
    bench.proxy.meet(away)
    with structlog.testing.capture_logs() as logs:
        async with bench.delivering() as deliver:

            async def one_more() -> None:
                deliver.put(batch(next(numbers)))
                await bench.until(lambda: deliver.queue_bytes == 0, "its end")
                await asyncio.sleep(0.001)  # let others go on where it was dropped at once

            while bench.proxy.met(away) < 4:  # the first, and one after each wait
                await one_more()
            assert list(bench.accounting.dropped_by_cause()) == ["disk_full"]
            assert bench.archived() == 0
            bench.proxy.meet(Pass())
            while deliver.error is not None:
                await one_more()
            await one_more()
            lost = bench.accounting.dropped_by_cause()["disk_full"]
            total = next(numbers) - 1
            assert bench.archived() + lost == total
            (event,) = bench.events
    assert (event.pv, event.kind, event.count) == ("p0", "overflow", lost)
    assert event.detail == f"the disk of the spool was full; lost until {NOW + lost} ns"
    assert await bench.stored() == [float(k) for k in range(lost + 1, total + 1)]
    said = [log["event"] for log in logs]
    assert [said.count(what) for what in ("archive away, spooling", "archive back")] == [1, 1]
    assert said.count("spool can't take samples, they are lost") == 1


async def test_the_losses_of_many_pvs_are_told_in_parts(bench: Bench) -> None:
    bench.spool = disk_full(bench.folder)
    bench.proxy.meet(Answer(503))
    async with bench.delivering() as deliver:
        deliver.put(batch(0, PVS))
        await bench.until(lambda: bool(bench.accounting.dropped_by_cause()), "the loss")
        bench.proxy.meet(Pass())
        for number in itertools.count(1):
            if len(bench.events) >= PVS:
                break
            deliver.put(batch(number))
            await bench.until(lambda: deliver.queue_bytes == 0, "its end")
            await asyncio.sleep(0.001)
    assert {event.pv for event in bench.events} == {f"p{k}" for k in range(PVS)}
    assert max(bench.told) <= 1_000


async def test_the_next_engine_is_told_of_losses_and_events_where_this_one_is_killed(bench: Bench) -> None:
    bench.spool = Spool(bench.folder / "small", Bounds(4_000))
    bench.proxy.meet(Answer(503))
    event = b'event,pv=p0 kind="connected",detail="",count=0i %d\n' % NOW
    async with bench.delivering() as deliver:
        deliver.put(Batch(batch(0).lines + event, 1, batch(0).slots, batch(0).counts))
        await bench.until(lambda: deliver.error is not None, "the archive to be away")
        for number in range(1, 200):
            deliver.put(batch(number))
        assert "overflow" in bench.accounting.dropped_by_cause()
        reader = SegmentReader(bench.spool.lost_path)  # as it is on disk now
        entry = reader.next()
        reader.close()
        assert entry is not None
        # Not of the first batch where that is just being replayed.
        assert "overflow" in {one.kind for one in decode(entry.lines).events}
    lost = bench.accounting.dropped_by_cause()["overflow"]
    after = Spool(bench.folder / "small", Bounds(4_000))
    lines = []
    while (taken := after.take(10**6, 10**6)) is not None:
        lines.append(taken.lines)
        after.done(taken)
    found = decode(b"".join(lines))
    (overflow,) = [one for one in found.events if one.kind == "overflow"]
    assert overflow.count == lost == 200 - len(found.samples)
    assert any(one.kind == "connected" for one in found.events)


async def test_a_batch_that_is_more_than_the_spool_keeps_its_newest_part(bench: Bench) -> None:
    bench.spool = Spool(bench.folder / "small", Bounds(8_000))
    bench.proxy.meet(Answer(503))
    async with bench.delivering() as deliver:
        deliver.put(batch(0, PVS))
        await bench.until(lambda: deliver.spool_points > 0, "the spool")
        kept, lost = deliver.spool_points, bench.accounting.dropped_by_cause()["overflow"]
        assert kept + lost == PVS
        assert kept > 100
        assert int(bench.accounting.spooled.sum()) == kept
        assert bench.accounting.dropped()[:lost].tolist() == [1] * lost
        bench.proxy.meet(Pass())
        await bench.until(lambda: bench.archived() == kept, "the replay")
    assert bench.accounting.archived[lost:].tolist() == [1] * kept
    assert (await bench.stored("p0"), await bench.stored(f"p{PVS - 1}")) == ([], [0.0])
