"""Data are purged on a running system, also where the archive was away as it was asked for."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_storage.rollups import HOUR, MINUTE
from caflux_testing import archive
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import numbers
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until

DATABASE = """record(calc, "$(P)COUNT") {
    field(SCAN, ".1 second") field(INPA, "$(P)COUNT.VAL") field(CALC, "A+1") }
record(ao, "$(P)MORE0") {} record(ao, "$(P)MORE1") {} record(ao, "$(P)MORE2") {}"""
S = 1_000_000_000
HOURS = 3


@dataclass
class Bench:
    """A stack, and what takes its archive away for a while: from writing at least."""

    stack: Stack
    away: Callable[[], AbstractContextManager[None]]


@pytest.fixture
def ioc(soft_ioc: SoftIocFactory) -> SoftIoc:
    return soft_ioc(DATABASE)


@pytest.fixture(params=["sqlite", "influxd"])
def bench(request: pytest.FixtureRequest, ioc: SoftIoc, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as opened:
        url, settings = "", {"CAFLUX_WRITE_TIMEOUT_S": "2"}
        if request.param == "influxd":
            server: InfluxServer = request.getfixturevalue("influxd")
            proxy = opened.enter_context(FaultProxy(server.new_database()))
            url = proxy.url
        stack = opened.enter_context(
            running(Stack(tmp_path / "stack", ioc.environment, url, settings=settings))
        )

        @contextmanager
        def stopped() -> Iterator[None]:
            proxy.stop()
            yield
            proxy.start()

        @contextmanager
        def locked() -> Iterator[None]:
            with closing(sqlite3.connect(url_path(stack), timeout=60, isolation_level=None)) as db:
                db.execute("BEGIN IMMEDIATE")
                yield

        yield Bench(stack, stopped if url else locked)


def url_path(stack: Stack) -> str:
    return stack.archive_url.removeprefix("sqlite:///")


def drawn(stack: Stack, pv: str, start: int, stop: int, points: int) -> dict[str, Any]:
    asked: dict[str, str | int] = {"pv": pv, "from": start, "to": stop, "points": points}
    answer = httpx.get(f"{stack.query_url}/v1/data", params=asked, timeout=60, verify=PLAIN_HTTP)
    answer.raise_for_status()
    series: dict[str, Any] = answer.json()["series"][0]
    return series


def held(stack: Stack, pv: str, at: int) -> dict[str, Any]:
    answer = httpx.get(
        f"{stack.query_url}/v1/at", params={"pv": pv, "time": at}, timeout=60, verify=PLAIN_HTTP
    )
    answer.raise_for_status()
    moment: dict[str, Any] = answer.json()["pvs"][0]
    return moment


def gone(stack: Stack, pv: str, start: int, stop: int, points: int) -> dict[str, Any]:
    """Find that nothing is drawn of a range; give the gap that says why."""
    found = drawn(stack, pv, start, stop, points)
    assert not found["time"] or not any(found["count"])
    [gap] = [gap for gap in found["gaps"] if gap["cause"] == "purged"]
    return dict(gap)


def test_data_are_purged_also_where_the_archive_was_away(bench: Bench, ioc: SoftIoc) -> None:
    stack, pv, old = bench.stack, f"{ioc.prefix}COUNT", f"{ioc.prefix}OLD"
    url = stack.archive_url
    stop = (time.time_ns() - 15 * MINUTE) // HOUR * HOUR
    start = stop - HOURS * HOUR
    times = list(range(start, stop, 2 * S))
    others = [
        f"{ioc.prefix}MORE{k}" for k in range(3)
    ]  # a list that loses all of its PVs is held for a while
    stack.archive_pvs([pv, *others])
    stack.wait_connected(4)
    for name in (pv, old):
        archive.write(url, numbers(name, times, [float(k % 100) for k in range(len(times))]))
    with stack.api() as api:
        api.put(f"/v1/aliases/{old}", json={"pv": pv}).raise_for_status()
        assert len(drawn(stack, pv, start, stop, 10_000)["time"]) == len(times)  # remembered now
        hour = time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime(stop // S))
        wish = {"until": hour, "reason": "wrong scale"}

        def purge(wish: dict[str, str], **how: bool) -> httpx.Response:
            return api.post(f"/v1/pvs/{pv}/purge", params=how, json=wish)

        def look() -> dict[str, Any]:
            found: dict[str, Any] = api.get(f"/v1/purges/{number}").json()
            return found

        told = purge(wish, dry_run=True).json()["holdings"]
        assert [(one["name"], one["samples"]) for one in told] == [(pv, len(times)), (old, len(times))]
        with bench.away():
            number = purge(wish, confirm=True).json()["id"]
            until(lambda: look()["state"] in {"failed", "running"}, 60, "it to be begun", seen=look)
            assert look()["detail"]
            if url.startswith("http"):
                stack.manager.stop()
        if url.startswith("http"):
            stack.start_collector()
        until(lambda: look()["state"] == "done", 120, "it to be done", seen=look)
        assert [one["samples"] for one in look()["holdings"]] == [len(times)] * 2

        for points in (10_000, HOURS * 60, HOURS):
            gap = gone(stack, pv, start, stop, points)
            assert (gap["stop"], gap["detail"].endswith("wrong scale")) == (stop, True)
        moment = held(stack, pv, stop - S)
        assert (moment["known"], moment["cause"]) == (False, "purged")
        assert [len(archive.samples(url, name, 0, stop)) for name in (pv, old)] == [0, 0]
        newest = int(archive.samples(url, pv).time[-1])
        until(lambda: int(archive.samples(url, pv).time[-1]) > newest, what="it to be archived on")
        assert stack.engine_status()["counts"]["dropped"] == {}

        assert purge({}, confirm=True).status_code == 409  # it is archived
        api.delete(f"/v1/pvs/{pv}").raise_for_status()
        number = purge({}, confirm=True).json()["id"]
        until(lambda: look()["state"] == "done", 120, "it to be done", seen=look)
        assert not len(archive.samples(url, pv))
        gone(stack, pv, start, stop + HOUR, 1)
