"""Every value that the IOC posted is in the archive, with its exact timestamp, severity and status.

One IOC with 200 PVs of every DBR type feeds two stacks at once for a minute: one on SQLite with SQLite, one
on InfluxDB with MariaDB. Then what each archive holds is compared, one by one, with what the IOC logged.
CAFLUX_TEST_MINUTE_S shortens the minute.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from caflux_storage import open_archive
from caflux_storage.samples import Samples
from caflux_testing import answers
from caflux_testing.compare import differences
from caflux_testing.exact_ioc import ExactIoc, Posts
from caflux_testing.influxd import InfluxServer
from caflux_testing.ioc.kinds import KINDS, PERIODS_S, ExactPv
from caflux_testing.live import LiveReader
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.running import running
from caflux_testing.stack import Stack
from caflux_testing.wait import until

PVS = 200
MINUTE_S = float(os.environ.get("CAFLUX_TEST_MINUTE_S", "60"))
SHOWN = 20
EARLIER_NS = 10_000_000_000
"""More than the exact IOC's timestamps jump back."""

pytestmark = pytest.mark.timeout(MINUTE_S + 300)


@dataclass
class Recorded:
    """What was posted, and the stacks that recorded it, still running."""

    pvs: list[ExactPv]
    posts: dict[str, Posts]
    stacks: dict[str, Stack]
    readers: dict[str, LiveReader]


def live_pvs(pvs: list[ExactPv]) -> list[ExactPv]:
    """Give one PV of every kind whose time does not jump back: a live stream goes on from the last time."""
    forwards = [pv for pv in pvs if not pv.backwards]
    return [next(pv for pv in forwards if pv.kind == kind) for kind in KINDS]


@pytest.fixture(scope="module")
def recorded(
    tmp_path_factory: pytest.TempPathFactory, influxd: InfluxServer, mariadb: DatabaseServer
) -> Iterator[Recorded]:
    ioc = ExactIoc(tmp_path_factory.mktemp("ioc"), PVS)
    small = Stack(tmp_path_factory.mktemp("sqlite"), ioc.environment)
    large = Stack(
        tmp_path_factory.mktemp("servers"), ioc.environment, influxd.new_database(), mariadb.new_database()
    )
    with running(ioc), running(small), running(large):
        for stack in (small, large):
            stack.archive_pvs(pv.name for pv in ioc.pvs)
            stack.wait_connected(PVS)
            wait_for_first_values(stack)
        streams = [
            LiveReader(stack.query_url, [pv.name for pv in live_pvs(ioc.pvs)]) for stack in (small, large)
        ]
        with running(streams[0]), running(streams[1]):
            posts = post_for_a_minute(ioc)
            assert min(map(len, posts.values())) >= MINUTE_S / (2 * max(PERIODS_S))
            for stack in (small, large):
                wait_for_archive(stack, sum(map(len, posts.values())))
            stacks = {"sqlite": small, "servers": large}
            yield Recorded(ioc.pvs, posts, stacks, dict(zip(stacks, streams, strict=True)))


def wait_for_first_values(stack: Stack) -> None:
    """Every PV posted once before it was connected to; that value comes with the connection."""
    until(lambda: stack.engine_status()["counts"]["received"] >= PVS, what="the values at connection")


def post_for_a_minute(ioc: ExactIoc) -> dict[str, Posts]:
    end = time.time_ns() + int(MINUTE_S * 1e9)
    ioc.go()
    until(lambda: ioc.newest() >= end, MINUTE_S * 2 + 10, "a minute of posts")
    return ioc.halt()


def wait_for_archive(stack: Stack, total: int) -> None:
    def all_written() -> bool:
        counts = stack.engine_status()["counts"]
        return bool(counts["received"] >= total and counts["pending"] == 0)

    until(all_written, 60, f"the engine to write {total} samples")


@pytest.mark.parametrize("where", ["sqlite", "servers"])
async def test_the_archive_holds_every_value_and_nothing_else(recorded: Recorded, where: str) -> None:
    archive = open_archive(recorded.stacks[where].archive_url)
    found: list[str] = []
    for pv in recorded.pvs:
        posts = recorded.posts[pv.name]
        start, stop = min(posts.time) - EARLIER_NS, max(posts.time) + EARLIER_NS
        samples = Samples.concatenate([part async for part in archive.samples(pv.name, start, stop)])
        assert (samples.time[1:] > samples.time[:-1]).all()
        found += differences(pv.name, posts, samples)
    await archive.close()
    assert found[:SHOWN] == [], (
        f"{len(found)} differences in {sum(map(len, recorded.posts.values()))} samples"
    )


@pytest.mark.parametrize("where", ["sqlite", "servers"])
@pytest.mark.parametrize("kind", KINDS)
def test_query_api_answers_with_every_value(recorded: Recorded, where: str, kind: str) -> None:
    pv = next(pv for pv in recorded.pvs if pv.kind == kind)
    posts = recorded.posts[pv.name]
    question: dict[str, str | int] = {
        "pv": pv.name,
        "from": min(posts.time),
        "to": max(posts.time) + 1,
        "points": 20_000,
    }
    answer = httpx.get(
        f"{recorded.stacks[where].query_url}/v1/data", params=question, timeout=60, verify=PLAIN_HTTP
    )
    assert answer.status_code == 200, answer.text
    (series,) = answer.json()["series"]
    assert series["kind"] == "raw"
    assert answers.differences(posts, answers.rows(series)) == []


@pytest.mark.parametrize("where", ["sqlite", "servers"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_live_stream_had_every_value_in_order(recorded: Recorded, where: str, kind: str) -> None:
    pv = next(pv for pv in live_pvs(recorded.pvs) if pv.kind == kind)
    reader, posts = recorded.readers[where], recorded.posts[pv.name]

    def streamed() -> list[answers.Row]:
        documents = [event.data for event in reader.events() if event.data["pv"] == pv.name]
        return [row for document in documents for row in answers.rows(document)]

    until(
        lambda: len(streamed()) >= len(posts), what=f"{len(posts)} live samples of {pv.name}", seen=streamed
    )
    assert answers.differences(posts, streamed()) == []
    assert reader.events("gap") == []


@pytest.mark.parametrize("where", ["sqlite", "servers"])
def test_the_engine_accounts_for_every_event(recorded: Recorded, where: str) -> None:
    counts = recorded.stacks[where].engine_status()["counts"]
    total = sum(map(len, recorded.posts.values()))
    assert (counts["received"], counts["archived"], counts["dropped"]) == (total, total, {})
