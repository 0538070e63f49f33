"""The engine deletes what is ordered to be purged, also what comes late, and tells how far it is."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from caflux_collector.config_client import ConfigRefusedError, ConfigUnavailableError
from caflux_collector.purging import Pace, Purging
from caflux_collector.rebuild import Rebuild
from caflux_contracts.collectors import Assignment
from caflux_contracts.purges import PurgeOrder, PurgeReport, PurgeState
from caflux_storage import Event, open_archive, open_keeper, open_writer, prepare
from caflux_storage.encode import encode_event, sample_prefix
from caflux_storage.purges import purged_before
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span
from caflux_storage.rollups import HOUR, MINUTE, encode_since
from caflux_testing.place import Place, numbers

NOW = time.time_ns() // HOUR * HOUR
DONE, RUNNING, FAILED = PurgeState.DONE, PurgeState.RUNNING, PurgeState.FAILED


def order(number: int, before: int, *names: str) -> PurgeOrder:
    return PurgeOrder(id=number, names=list(names), before_ns=before, by="ada", reason="wrong scale")


@dataclass
class Bench:
    """An engine's purging, and what it reports."""

    place: Place
    held_up: bool = False
    away: bool = False
    reports: list[tuple[int, PurgeReport]] = field(default_factory=list)

    def __post_init__(self) -> None:
        place = self.place
        self.rebuild = Rebuild(
            place.archive,
            place.writer,
            list,
            lambda: self.held_up,
            lambda: NOW + 30 * MINUTE,
            time.monotonic,
        )
        self.purging = Purging(self.rebuild, open_keeper(place.url), self.report, Pace(rest=0))

    async def report(self, number: int, report: PurgeReport) -> None:
        if self.away:
            raise ConfigUnavailableError("away")
        if number == 404:
            raise ConfigRefusedError("no such order")
        self.reports.append((number, report))

    def tell(self, *orders: PurgeOrder) -> None:
        self.purging.tell(Assignment(collector="c", revision=1, lease_s=1, purges=list(orders), pvs=[]))

    async def look(self) -> list[PurgeState]:
        """Look once; give what was reported of it."""
        before = len(self.reports)
        await self.purging.look()
        return [report.state for _, report in self.reports[before:]]

    async def times(self, pv: str) -> list[int]:
        return [int(at) for at in (await self.place.read(pv)).time]

    async def purged(self, pv: str) -> int | None:
        return purged_before(await self.place.archive.events([pv], 0, 2**62, ["purged"]))


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    url = f"sqlite:///{tmp_path}/archive.db"
    bench = Bench(Place(url, open_writer(url), open_archive(url)))
    yield bench
    await bench.rebuild.close()
    await bench.purging.keeper.close()


async def filled(place: Place, pv: str) -> None:
    """Store a sample an hour of the last ten hours, with rollups."""
    await prepare(place.url)
    times = list(range(NOW - 10 * HOUR, NOW, HOUR))
    await place.write(numbers(pv, times, [1.0] * 10), encode_since(sample_prefix(pv), times[0]))
    [made] = [each async for each in rebuilt(place.archive, [pv], Span(times[0], NOW), NOW)]
    await place.write(*made.lines.values())


async def test_an_order_is_carried_out_when_nothing_waits_and_done_when_nothing_came(bench: Bench) -> None:
    await filled(bench.place, "A")
    bench.held_up = True
    bench.tell(order(1, NOW - 2 * HOUR, "A", "OLD"))

    assert await bench.look() == [RUNNING]
    assert "in the spool" in bench.reports[-1][1].detail
    assert await bench.look() == []  # said already
    assert len(await bench.times("A")) == 10

    bench.held_up = False
    assert await bench.look() == [RUNNING]
    assert await bench.times("A") == [NOW - 2 * HOUR, NOW - HOUR]
    await bench.place.write(numbers("A", [NOW - 5 * HOUR], [2.0]))  # late
    assert await bench.look() == []
    assert len(await bench.times("A")) == 2
    assert await bench.look() == [DONE]
    number, report = bench.reports[-1]
    [deleted] = report.deleted
    assert (number, deleted.name, deleted.samples, deleted.estimated) == (1, "A", 8, False)
    assert (deleted.first_ns, deleted.last_ns) == (NOW - 10 * HOUR, NOW - 3 * HOUR)
    assert (await bench.purged("A"), await bench.purged("OLD")) == (NOW - 2 * HOUR, None)

    bench.tell(order(1, NOW - 2 * HOUR, "A", "OLD"))  # by a list from before it was told
    await bench.place.write(numbers("A", [NOW - 5 * HOUR], [2.0]))  # an import of better data
    assert await bench.look() == []
    assert len(await bench.times("A")) == 3


async def test_an_archive_that_is_away_is_tried_again(bench: Bench) -> None:
    bench.tell(order(1, NOW, "A"))
    assert await bench.look() == [FAILED]
    assert "there is no archive" in bench.reports[-1][1].detail
    assert "tried again" in bench.reports[-1][1].detail
    await filled(bench.place, "A")
    assert await bench.look() == [RUNNING]
    assert await bench.look() == [DONE]
    assert await bench.times("A") == []


async def test_done_is_told_until_config_api_hears_it(bench: Bench) -> None:
    await filled(bench.place, "A")
    bench.tell(order(1, NOW, "A"), order(404, NOW, "A"))
    bench.away = True
    for _ in range(3):
        assert await bench.look() == []
    bench.away = False
    assert await bench.look() == [DONE]


async def test_an_order_that_was_withdrawn_is_left(bench: Bench) -> None:
    await filled(bench.place, "A")
    bench.held_up = True
    bench.tell(order(1, NOW, "A"))
    await bench.look()
    bench.tell()
    bench.held_up = False
    assert await bench.look() == []
    assert len(await bench.times("A")) == 10


async def test_hours_that_are_cut_and_values_that_were_held_on_become_doubtful(bench: Bench) -> None:
    await filled(bench.place, "A")
    late = NOW - HOUR + 20 * MINUTE
    await bench.place.write(numbers("A", [late], [3.0]))
    before = NOW - 4 * HOUR + 30 * MINUTE
    bench.tell(order(1, before, "A"))
    await bench.look()

    marks = (await bench.place.archive.marks(["A"], 0, 2**62))["A"]
    assert set(marks.doubtful) == {NOW - 4 * HOUR, NOW - 3 * HOUR}
    assert marks.since == NOW - 10 * HOUR


async def test_a_smaller_purge_leaves_what_the_larger_one_said(bench: Bench) -> None:
    await filled(bench.place, "A")
    bench.tell(order(1, NOW - 2 * HOUR, "A"))
    await bench.look()
    await bench.place.write(numbers("A", [NOW - 9 * HOUR], [1.0]), encode_event(Event("A", NOW, "connected")))
    bench.tell(order(2, NOW - 8 * HOUR, "A"))
    await bench.look()
    assert await bench.times("A") == [NOW - 2 * HOUR, NOW - HOUR]
    assert await bench.purged("A") == NOW - 2 * HOUR


async def test_what_takes_too_long_to_count_is_summed_up_from_rollups(bench: Bench) -> None:
    await filled(bench.place, "A")
    bench.purging.pace = Pace(count_s=0)
    [found] = await bench.purging.holdings(["A", "NEVER"], NOW - 2 * HOUR)
    assert (found.samples, found.estimated) == (8, True)
