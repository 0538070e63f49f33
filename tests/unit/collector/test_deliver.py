"""Delivery: the ring is given back in order, and every sample ends in one account."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch
from caflux_collector.deliver import Deliver, Hooks, Limits
from caflux_collector.layout import Size
from caflux_collector.producer import Producer
from caflux_collector.quarantine import Quarantine
from caflux_collector.ring import Position, Ring
from caflux_collector.spool import Bounds, Spool
from caflux_storage import ArchiveRefused, ArchiveUnavailable, Event, open_keeper, open_writer, prepare
from caflux_storage.retention import Retention
from caflux_storage.rollups import HOUR
from caflux_testing.wait import until_async

NOW = 1_700_000_000_000_000_000
SOON = Limits(retry_first_s=0.01, retry_most_s=0.05, batch_points=1)
"""Each batch is written on its own."""


def batch(number: int, points: int = 1, *, prefix: bytes = b"sample,pv=p") -> Batch:
    lines = b"".join(b"%s value=%d %d\n" % (prefix, number, NOW + 100 * number + k) for k in range(points))
    return Batch(lines, points, np.array([0], np.uint32), np.array([points]), Position(number, 0))


@dataclass
class Archive:
    """A real SQLite archive behind a door: what is written waits until it is let in, or is turned away."""

    url: str
    waiting: dict[bytes, asyncio.Event] = field(default_factory=dict)
    away: bool = False
    closed: bool = False
    poison: bytes = b"\0"
    stored: list[bytes] = field(default_factory=list)
    places: dict[bytes, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._writer = open_writer(self.url)

    async def write(self, lines: bytes, policy: str = "") -> None:
        if self.closed:
            self.waiting[lines] = asyncio.Event()
            await self.waiting[lines].wait()
        if self.away:
            raise ArchiveUnavailable("away")
        if self.poison in lines:
            raise ArchiveRefused("poison")
        await self._writer.write(lines, policy)
        self.stored.append(lines)
        self.places |= dict.fromkeys(lines.splitlines(keepends=True), policy)

    async def let_in(self, one: Batch) -> None:
        await until_async(lambda: _true(one.lines in self.waiting), what="the batch at the door")
        self.waiting[one.lines].set()

    async def close(self) -> None:
        await self._writer.close()


async def _true(answer: bool) -> bool:
    return answer


@dataclass
class Bench:
    archive: Archive
    spool: Spool
    accounting: Accounting
    folder: Path
    committed: list[int] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @asynccontextmanager
    async def delivering(self, limits: Limits = SOON, patience_s: float = 5) -> AsyncIterator[Deliver]:
        hooks = Hooks(
            lambda position: self.committed.append(position.record), self.events.extend, lambda: NOW
        )
        deliver = Deliver(self.archive, self.spool, self.accounting, self.quarantine, hooks, limits)
        deliver.start()
        yield deliver
        await deliver.close(patience_s)
        assert deliver.failed() is None
        assert deliver.queue_bytes == 0

    @property
    def quarantine(self) -> Quarantine:
        return Quarantine(self.folder / "quarantine.lines", 10_000)

    def leave(self, *batches: Batch) -> None:
        """Leave batches in the spool, as an earlier engine did."""
        for one in batches:
            self.spool.append(one.lines, one.points, lambda *_: None)
        self.spool.close()
        self.spool = Spool(self.folder / "spool", Bounds(10**9))

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        await until_async(lambda: _true(condition()), what=what)

    async def until_back(self, deliver: Deliver) -> None:
        """Write until the archive counts as there: a busy machine may be slow once."""
        numbers = itertools.count(1_000)

        def is_back() -> bool:
            if deliver.error is not None and deliver.queue_bytes == 0:
                deliver.put(batch(next(numbers)))
            return deliver.error is None

        await self.until(is_back, "the archive to be back")

    def archived(self) -> int:
        return self.accounting.archived_total + self.accounting.replayed


@pytest.fixture
async def bench(tmp_path: Path, compiled: Producer) -> AsyncIterator[Bench]:
    url = f"sqlite:///{tmp_path}/archive.db"
    await prepare(url)
    ring = Ring(99, tmp_path / "ring.bin", Size(4, 4, 64), compiled)
    spool = Spool(tmp_path / "spool", Bounds(10**9))
    yield Bench(
        Archive(url), spool, Accounting(ring, {"sample,pv=p ": 0, "sample,pv=poison ": 1}.get), tmp_path
    )
    spool.close()
    ring.mute()


async def test_the_ring_is_given_back_in_order_only(bench: Bench) -> None:
    bench.archive.closed = True
    one, two, three = batch(1), batch(2), batch(3)
    async with bench.delivering() as deliver:
        for each in (one, two, three):
            deliver.put(each)
        await bench.archive.let_in(three)
        await bench.archive.let_in(two)
        await bench.until(lambda: bench.archived() == 2, "two batches")
        assert bench.committed == []
        await bench.archive.let_in(one)
        await bench.until(lambda: bench.archived() == 3, "all batches")
        assert bench.committed == [3]


async def test_a_batch_without_lines_waits_for_its_turn_too(bench: Bench) -> None:
    bench.archive.closed = True
    nothing = Batch(b"", 0, np.empty(0, np.uint32), np.empty(0, np.int64), Position(2, 0))
    async with bench.delivering() as deliver:
        deliver.put(batch(1))
        deliver.put(nothing)
        assert bench.committed == []
        await bench.archive.let_in(batch(1))
        await bench.until(lambda: bench.committed == [2], "the turn of both")
        deliver.put(Batch(b"", 0, nothing.slots, nothing.counts, Position(3, 0)))
        assert bench.committed == [2, 3]


async def test_what_the_queue_has_no_room_for_is_spooled_and_then_archived(bench: Bench) -> None:
    bench.archive.closed = True
    async with bench.delivering(
        Limits(in_flight=1, queue_bytes=100, retry_first_s=0.01, batch_points=1)
    ) as deliver:
        for number in range(10):
            deliver.put(batch(number))
        assert deliver.queue_bytes <= 100
        assert bench.accounting.spooled_total == deliver.spool_points > 5
        assert bench.committed == []  # the first is not safe yet
        bench.archive.closed = False
        await bench.until(lambda: bench.archived() == 10, "all batches")
    assert bench.committed[-1] == 9
    assert set(bench.archive.stored) == {batch(number).lines for number in range(10)}


async def test_a_backlog_is_spooled_before_the_ring_is_full(bench: Bench) -> None:
    bench.archive.closed = True
    async with bench.delivering(Limits(in_flight=1, queue_points=30, retry_first_s=0.01)) as deliver:
        for number in range(10):
            deliver.put(batch(number, points=10))
        assert deliver.error is None
        assert bench.accounting.spooled_total == 70
        bench.archive.closed = False
        await bench.until(lambda: bench.archived() == 100, "all batches")
    assert bench.committed[-1] == 9


async def test_a_write_without_an_answer_does_not_hold_the_ring(bench: Bench) -> None:
    bench.archive.closed = True
    limits = Limits(in_flight=2, write_s=0.5, retry_first_s=0.01, batch_points=1)
    async with bench.delivering(limits) as deliver:
        for number in range(4):
            deliver.put(batch(number))
        await bench.until(lambda: bench.committed[-1:] == [3], "the ring's room")
        assert deliver.error == "the archive did not answer within 0.5 s"
        assert deliver.spool_points == 4
        bench.archive.closed = False
        await bench.archive.let_in(batch(0))  # the replay
        await bench.until(lambda: bench.archived() == 4, "all batches")
        await bench.until_back(deliver)


async def test_all_that_follows_is_spooled_until_the_archive_took_one_again(bench: Bench) -> None:
    bench.archive.away = True
    async with bench.delivering() as deliver:
        deliver.put(batch(0))
        await bench.until(lambda: deliver.error == "away", "the archive to be away")
        for number in range(1, 5):
            deliver.put(batch(number))
        assert deliver.spool_points == 5
        assert bench.committed[-1] == 4  # what is on disk is safe
        bench.archive.away = False
        await bench.until(lambda: bench.accounting.replayed == 5, "the replay")
        assert deliver.error is None
        deliver.put(batch(5))
        await bench.until(lambda: bench.accounting.archived_total == 1, "the live one")
    assert bench.archive.stored == [batch(number).lines for number in range(6)]  # the oldest first


async def test_closing_spools_what_the_archive_does_not_take_in_time(bench: Bench) -> None:
    bench.archive.closed = True
    async with bench.delivering(Limits(in_flight=2, batch_points=1), patience_s=0.05) as deliver:
        for number in range(6):
            deliver.put(batch(number, points=3))
    assert (bench.archived(), bench.spool.points) == (0, 18)
    assert bench.committed[-1] == 5
    after = Spool(bench.folder / "spool", Bounds(10**9))
    assert after.points == 18
    after.close()


async def test_closing_writes_what_waits(bench: Bench) -> None:
    async with bench.delivering() as deliver:
        for number in range(20):
            deliver.put(batch(number, points=2))
    assert (bench.archived(), bench.spool.points) == (40, 0)


async def test_what_an_earlier_engine_left_is_adopted(bench: Bench) -> None:
    bench.leave(batch(0, points=7))
    async with bench.delivering():
        await bench.until(lambda: bench.accounting.replayed == 7, "the replay")
    assert bench.accounting.adopted == 7
    assert bench.archive.stored == [batch(0, points=7).lines]


async def test_samples_that_can_not_be_spooled_are_counted_by_pv(bench: Bench) -> None:
    bench.archive.away = True
    shutil.rmtree(bench.folder / "spool")
    async with bench.delivering() as deliver:
        deliver.put(batch(1, points=4))
        await bench.until(lambda: bench.committed == [1], "the ring's room")
        (bench.folder / "spool").mkdir()
        deliver.put(batch(2, points=5))
        bench.archive.away = False
    assert bench.accounting.dropped_by_cause() == {"spool_failed": 4}
    assert bench.accounting.dropped()[:2].tolist() == [4, 0]
    assert bench.archived() + bench.spool.points == 5


async def test_refused_lines_are_counted_and_kept_the_rest_is_archived(bench: Bench) -> None:
    bench.archive.poison = b"poison"
    good, bad = batch(1, points=3), batch(2, points=2, prefix=b"sample,pv=poison")
    mixed = Batch(good.lines + bad.lines, 5, good.slots, np.array([5]), Position(1, 0))
    async with bench.delivering() as deliver:
        deliver.put(mixed)
        await bench.until(lambda: bench.committed == [1], "the batch")
    assert (bench.archived(), bench.accounting.dropped_by_cause()) == (3, {"refused": 2})
    kept = (bench.folder / "quarantine.lines").read_bytes()
    assert all(line in kept for line in bad.lines.splitlines())
    assert kept.count(b"# 2023-11-14T22:13:20+00:00 poison") == 2


async def test_refused_lines_of_the_spool_are_counted_once(bench: Bench) -> None:
    bench.archive.poison = b"poison"
    bad = batch(2, points=2, prefix=b"sample,pv=poison")
    bench.leave(Batch(batch(1, points=3).lines + bad.lines, 5, bad.slots, bad.counts))
    async with bench.delivering():
        await bench.until(lambda: bench.accounting.replayed == 5, "the replay")
    assert (bench.archived(), bench.accounting.dropped_by_cause()) == (3, {"refused": 2})


async def test_a_refused_event_of_the_recording_is_no_lost_sample(bench: Bench) -> None:
    bench.archive.poison = b"poison"
    event = b'event,pv=poison kind="connected",detail="",count=0i %d\n' % NOW
    good = batch(1, points=3)
    async with bench.delivering() as deliver:
        deliver.put(Batch(good.lines + event, 3, good.slots, good.counts, Position(1, 0)))
        await bench.until(lambda: bench.committed == [1], "the batch")
    assert (bench.archived(), bench.accounting.dropped_by_cause()) == (3, {})


async def test_a_quarantine_file_that_can_not_be_written_stops_nothing(bench: Bench) -> None:
    bench.archive.poison = b"poison"
    (bench.folder / "quarantine.lines").mkdir()
    async with bench.delivering() as deliver:
        deliver.put(batch(1, prefix=b"sample,pv=poison"))
        deliver.put(batch(2))
        await bench.until(lambda: bench.committed == [2] or bench.committed == [1, 2], "both batches")
    assert (bench.archived(), bench.accounting.dropped_by_cause()) == (1, {"refused": 1})


async def test_a_damaged_spool_is_counted(bench: Bench) -> None:
    bench.leave(*(batch(number, points=4) for number in range(3)))
    (segment,) = (bench.folder / "spool").glob("*.seg")
    content = bytearray(segment.read_bytes())
    content[-1] ^= 255
    segment.write_bytes(content)
    bench.spool = Spool(bench.folder / "spool", Bounds(10**9))
    async with bench.delivering():
        await bench.until(lambda: bench.spool.points == 0, "the replay")
    assert (bench.archived(), bench.accounting.dropped_by_cause()) == (8, {"damaged": 4})
    assert bench.accounting.adopted == 12


async def test_an_overflow_is_told_once_the_archive_is_back(bench: Bench) -> None:
    bench.archive.away = True
    bench.spool = Spool(bench.folder / "small", Bounds(2_000))
    async with bench.delivering() as deliver:
        for number in range(100):
            deliver.put(batch(number))
        await bench.until(lambda: bench.accounting.spooled_total == 100, "the spool")
        lost = bench.accounting.dropped_by_cause()["overflow"]
        assert bench.events == []
        bench.archive.away = False
        await bench.until(lambda: bench.archived() == 100 - lost, "the replay")
    (event,) = bench.events
    assert (event.pv, event.kind, event.count, event.time) == ("p", "overflow", lost, NOW)


async def test_a_bug_of_the_writer_is_seen(bench: Bench) -> None:
    class Broken(Archive):
        async def write(self, lines: bytes, policy: str = "") -> None:
            raise ZeroDivisionError(f"{len(lines)} bytes{policy}")

    hooks = Hooks(lambda position: bench.committed.append(position.record), bench.events.extend, lambda: NOW)
    deliver = Deliver(Broken(bench.archive.url), bench.spool, bench.accounting, bench.quarantine, hooks, SOON)
    deliver.start()
    deliver.put(batch(1))
    await bench.until(lambda: deliver.failed() is not None, "the failure")
    assert isinstance(deliver.failed(), ZeroDivisionError)
    assert bench.committed == []  # the ring keeps it
    await deliver.close(0.1)


async def test_what_is_of_a_class_goes_to_its_place_directly_and_out_of_the_spool(bench: Bench) -> None:
    keeper = open_keeper(bench.archive.url)
    await keeper.follow({"short": Retention(raw=30 * 24 * HOUR), "long": Retention()}, change=True)
    await keeper.close()
    wanted = [replace(batch(k), policy=("", "short_raw", "long_raw")[k % 3]) for k in range(9)]
    bench.archive.away = True
    async with bench.delivering() as deliver:
        for one in wanted[:6]:
            deliver.put(one)
        await bench.until(lambda: deliver.spool_points == 6, "the spool")
        bench.archive.away = False
        for one in wanted[6:]:
            deliver.put(one)
        await bench.until(lambda: bench.accounting.counts(deliver.spool_points).pending == -9, "all batches")

    # The samples are of long ago: the class short keeps none of them, and that is nobody's fault.
    assert bench.accounting.dropped_by_cause() == {"expired": 3}
    assert bench.archived() == 6
    assert not (bench.folder / "quarantine.lines").exists()
    assert bench.archive.places == {one.lines: one.policy for one in wanted if one.policy != "short_raw"}
