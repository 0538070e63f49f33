"""Three collectors share the PVs: whoever comes, is emptied or is killed, every event is archived."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_storage import open_archive
from caflux_storage.recording import Span, recordings
from caflux_testing import archive
from caflux_testing.collecting import PATIENCE_S
from caflux_testing.engine import EngineProcess
from caflux_testing.influxd import InfluxServer
from caflux_testing.numbered_compare import archived, differences, missing
from caflux_testing.numbered_ioc import NumberedIoc
from caflux_testing.replaced import replaced
from caflux_testing.running import running
from caflux_testing.soft_ioc import client_environment
from caflux_testing.stack import Stack
from caflux_testing.wait import until

PVS = 3_000
FEW = 20
PERIOD_S = 1.0
LEASE_S = 6
KILLS = 3

Live = Mapping[str, Mapping[str, Any]]

pytestmark = pytest.mark.timeout(900)


class Three:
    """An IOC, config-api, and engines that share its PVs."""

    def __init__(self, folder: Path, archive_url: str, pvs: int = PVS) -> None:
        self.ioc = NumberedIoc(folder, pvs)
        self.url = archive_url
        self.stack = Stack(folder / "stack", settings={"CAFLUX_LEASE_S": str(LEASE_S)})
        self.epics = client_environment(self.ioc.ca_port)
        self.engines: dict[str, EngineProcess] = {}
        self._folder = folder

    def start(self) -> None:
        """Start the IOC and config-api."""
        self.ioc.start()
        self.stack.start_config_api()

    def stop(self) -> None:
        """End all of it."""
        for engine in self.engines.values():
            engine.stop()
        self.stack.stop()
        self.ioc.stop()

    def add(self, *names: str) -> None:
        """Start engines."""
        for name in names:
            settings = {
                "CAFLUX_COLLECTOR_ID": name,
                "CAFLUX_SERVICE_TOKEN": self.stack.service_token,
                "CAFLUX_THREADS": "1",
            }
            folder = self._folder / name
            folder.mkdir()
            engine = EngineProcess(folder, self.epics, self.url, self.stack.config_url, settings)
            engine.start()
            self.engines[name] = engine

    def collectors(self) -> Live:
        """Give what config-api says of each."""
        with self.stack.api() as api:
            return {each["id"]: each for each in api.get("/v1/collectors").raise_for_status().json()}

    def configure(self, replicas: int) -> None:
        """Have all PVs archived so often."""
        rows = [{"name": name, "replicas": replicas} for name in self.ioc.names]
        with self.stack.api() as api:
            api.post("/v1/pvs/import", json=rows).raise_for_status()

    def wait_shared(self, has_come: Callable[[Live], bool], what: str) -> None:
        """Wait until shares are as they should be, and everyone archives just its own."""

        def settled() -> bool:
            told = self.collectors()
            live = {name: each for name, each in told.items() if each["alive"]}
            if not has_come(live) or any(each["leaving_count"] for each in live.values()):
                return False
            having = {name: self.engines[name].status()["connected"] for name in live}
            return having == {name: each["pv_count"] for name, each in live.items()}

        until(
            settled, PATIENCE_S, what, seen=self.collectors, ignoring=(httpx.TransportError, httpx.HTTPError)
        )

    def finish(self) -> None:
        """Have the IOC post no more; every event that it sent to anyone is archived, at its own time."""
        self.ioc.halt()
        posted, by_ioc = self.ioc.posted(), replaced(self.ioc, self.ioc.names)
        newest = {name: int(each.time[-1]) for name, each in posted.items()}

        def all_there() -> bool:
            tables = [engine.table("last_event_ns") for engine in self.engines.values()]
            last = {name: max(table.get(name, 0) for table in tables) for name in newest}
            return last == newest

        until(all_there, PATIENCE_S, "the last post of each PV to be archived")
        found = archived(self.url, self.ioc.names)
        # An event that the IOC replaced for one collector another may have got.
        lost = {name: len(missing(posted[name], found[name])) for name in by_ioc}
        assert all(lost[name] <= by_ioc[name] for name in by_ioc)
        assert differences(posted, found, lost) == []


@pytest.fixture
def three(tmp_path: Path, influxd: InfluxServer) -> Iterator[Three]:
    with running(Three(tmp_path, influxd.new_database())) as three:
        yield three


@pytest.fixture
def few(tmp_path: Path, influxd: InfluxServer) -> Iterator[Three]:
    with running(Three(tmp_path, influxd.new_database(), FEW)) as three:
        yield three


def has_its_part(name: str, live: Live) -> bool:
    return name in live and live[name]["pv_count"] > PVS / 4


def is_dead(name: str, live: Live) -> bool:
    return name not in live


def test_nothing_is_missed_as_collectors_come_and_are_emptied(three: Three) -> None:
    three.configure(replicas=1)
    three.add("one")
    three.wait_shared(lambda live: "one" in live and live["one"]["pv_count"] == PVS, "the first to have all")
    three.ioc.go(PERIOD_S)
    for name in ("two", "three"):
        three.add(name)
        three.wait_shared(partial(has_its_part, name), f"{name} to share")
    with three.stack.api() as api:
        api.put("/v1/collectors/one/draining", json={"draining": True}).raise_for_status()
    three.wait_shared(lambda live: "one" in live and live["one"]["pv_count"] == 0, "the first to be empty")
    three.engines.pop("one").stop()
    three.finish()


def test_nothing_is_missed_as_collectors_are_killed_where_each_pv_has_two(three: Three) -> None:
    choice = random.Random(PVS)
    three.configure(replicas=2)
    three.add("one", "two", "three")
    three.wait_shared(lambda live: sum(each["pv_count"] for each in live.values()) == 2 * PVS, "two of each")
    three.ioc.go(PERIOD_S)
    for _ in range(KILLS):
        name = choice.choice(sorted(three.engines))
        killed = three.engines[name]
        killed.process.kill()
        three.wait_shared(partial(is_dead, name), f"{name} to be taken for dead")
        killed.start()
        three.wait_shared(lambda live: len(live) == len(three.engines), f"{name} to be back")
    three.finish()


def gaps(url: str, names: list[str], since: int) -> dict[str, list[tuple[int, int | None, str]]]:
    """Give the gaps of PVs since a time (ns), each as begin, end and cause."""

    async def ask() -> dict[str, list[tuple[int, int | None, str]]]:
        reader, now = open_archive(url), time.time_ns()
        try:
            known = await recordings(reader, names, Span(since, now), now)
        finally:
            await reader.close()
        return {pv: [(gap.start, gap.stop, gap.cause) for gap in one.gaps] for pv, one in known.items()}

    return asyncio.run(ask())


def test_a_gap_is_only_when_none_of_two_recorded(few: Three) -> None:
    few.configure(replicas=2)
    few.add("one", "two")
    few.wait_shared(lambda live: sum(each["pv_count"] for each in live.values()) == 2 * FEW, "two of each")
    few.ioc.go(PERIOD_S)

    def kill_and_start(*names: str) -> int:
        """Kill engines, start them again, and give when they were killed."""
        begun = time.time_ns()
        for name in names:
            few.engines[name].process.kill()
        for name in names:
            few.engines[name].start()
            few.engines[name].wait_connected(FEW)
        return begun

    def back(since: int, names: set[str]) -> bool:
        """Tell whether the archive knows that all of them have every PV again."""
        told = archive.events(few.url, few.ioc.names)
        seen = {(each.pv, each.collector) for each in told if each.kind == "connected" and each.time > since}
        return len(seen) == FEW * len(names) and {name for _, name in seen} == names

    one_killed = kill_and_start("one")
    until(lambda: back(one_killed, {"one"}), PATIENCE_S, "its return in the archive")
    stops = [each for each in archive.events(few.url, few.ioc.names) if each.kind == "stopped"]
    assert {each.collector for each in stops} == {"one"}
    assert gaps(few.url, few.ioc.names, one_killed) == {name: [] for name in few.ioc.names}

    both_killed = kill_and_start("one", "two")
    until(lambda: back(both_killed, {"one", "two"}), PATIENCE_S, "the return of both in the archive")
    for found in gaps(few.url, few.ioc.names, both_killed).values():
        assert [cause for _, _, cause in found] == ["stopped"]
        assert found[0][1] is not None
        assert found[0][1] > both_killed
