"""What fails while CAFlux archives: nothing that could be kept is lost, and every gap is told."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from caflux_storage import Event
from caflux_testing import archive
from caflux_testing.accounting import settled
from caflux_testing.compare import differences
from caflux_testing.exact_ioc import ExactIoc
from caflux_testing.influxd import InfluxServer
from caflux_testing.ioc.kinds import KINDS
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.processes import is_gone
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until

BACK_WITHIN_S = 5.0
NOT_YET = (httpx.TransportError,)


@pytest.fixture
def ioc(soft_ioc: SoftIocFactory) -> SoftIoc:
    """An IOC whose COUNTER counts by one, ten times a second."""
    return soft_ioc()


@pytest.fixture
def counter(ioc: SoftIoc) -> str:
    return f"{ioc.prefix}COUNTER"


@pytest.fixture
def stack(ioc: SoftIoc, counter: str, tmp_path: Path) -> Iterator[Stack]:
    with running(Stack(tmp_path / "stack", ioc.environment)) as stack:
        stack.archive_pvs([counter])
        # More than a second's worth: the engine's sign of life is written once a second.
        wait_for_samples(stack, counter, 20)
        yield stack


def wait_for_samples(stack: Stack, pv: str, count: int) -> None:
    """Wait until so many samples more than now are in the archive."""
    before = len(archive.samples(stack.archive_url, pv))
    until(
        lambda: len(archive.samples(stack.archive_url, pv)) >= before + count,
        what=f"{count} more samples of {pv}",
    )


def wait_for_events(stack: Stack, pv: str, *kinds: str) -> list[Event]:
    """Wait until the last events of a PV are of these kinds, and give them."""

    def last() -> list[Event]:
        return archive.events(stack.archive_url, [pv])[-len(kinds) :]

    until(lambda: [event.kind for event in last()] == list(kinds), what=f"events {kinds} of {pv}", seen=last)
    return last()


def jumps(stack: Stack, pv: str) -> list[int]:
    """Give the times (ns) of the samples whose value is not one more than the one before."""
    samples = archive.samples(stack.archive_url, pv)
    return list(samples.time[1:][np.diff(samples.value) != 1])


def kill_engine(stack: Stack) -> tuple[int, int]:
    """Kill the engine while it holds samples that are not archived; give its pid and how many it received."""
    pid = int(stack.manager_status()["engine_pid"])
    counts = until(
        lambda: (counts := stack.engine_status()["counts"])["pending"] > 0 and counts, what="pending samples"
    )
    os.kill(pid, signal.SIGKILL)
    return pid, int(counts["received"])


def test_a_killed_engine_is_back_and_its_gap_is_told(stack: Stack, counter: str) -> None:
    killed, received = kill_engine(stack)
    new = until(
        lambda: (pid := stack.manager_status()["engine_pid"]) not in (None, killed) and pid,
        BACK_WITHIN_S,
        "the manager to have a new engine",
    )
    assert not is_gone(new)
    stopped, started, connected = wait_for_events(stack, counter, "stopped", "started", "connected")
    assert stopped.time <= started.time <= connected.time
    wait_for_samples(stack, counter, 10)

    # All that the old engine received is there; only what came in the gap is not.
    samples = archive.samples(stack.archive_url, counter)
    assert sum(samples.time < started.time) >= received
    (jump,) = jumps(stack, counter)
    assert stopped.time < jump
    question = {"pv": counter, "from": "now-1h"}
    answer = (
        httpx.get(f"{stack.query_url}/v1/data", params=question, verify=PLAIN_HTTP).raise_for_status().json()
    )
    (gap,) = [gap for gap in answer["series"][0]["gaps"] if gap["cause"] == "stopped"]
    assert gap["start"] == stopped.time
    assert gap["stop"] >= started.time
    assert stack.manager_status()["restarts"] == 1


def test_without_config_api_the_last_good_list_is_archived(stack: Stack, counter: str) -> None:
    assert stack.manager.stop() == 0
    stack.config_api.stop()
    stack.start_collector()
    wait_for_samples(stack, counter, 10)
    until(lambda: stack.engine_status()["config_error"], what="the engine to say that config-api is away")
    assert stack.engine_status()["config_source"] == "disk"
    stack.start_config_api()
    until(lambda: stack.engine_status()["config_source"] == "config-api", what="config-api's own list")
    assert stack.engine_status()["config_error"] is None
    wait_for_samples(stack, counter, 5)


def test_an_ioc_that_comes_back_is_archived_again(stack: Stack, counter: str, ioc: SoftIoc) -> None:
    ioc.kill()
    (disconnected,) = wait_for_events(stack, counter, "disconnected")
    until(lambda: stack.engine_status()["connected"] == 0, what="no PV to be connected")
    ioc.start()
    (connected,) = wait_for_events(stack, counter, "connected")
    assert disconnected.time < connected.time
    wait_for_samples(stack, counter, 10)
    assert archive.kinds(stack.archive_url, counter)[-2:] == ["disconnected", "connected"]


def test_nothing_is_lost_while_the_archive_is_away(own_influxd: InfluxServer, tmp_path: Path) -> None:
    ioc = ExactIoc(tmp_path, 2 * len(KINDS))
    names = [pv.name for pv in ioc.pvs]
    stack = Stack(tmp_path / "stack", ioc.environment, own_influxd.new_database())
    with running(ioc), running(stack):
        stack.archive_pvs(names)
        stack.wait_connected(len(names))
        until(lambda: stack.engine_status()["counts"]["archived"] >= len(names), what="the first values")
        ioc.go()
        own_influxd.stop()
        until(
            lambda: any(thread["error"] for thread in stack.engine_status()["threads"]), what="a failed write"
        )
        received = stack.engine_status()["counts"]["received"]
        until(lambda: stack.engine_status()["counts"]["received"] > received + 200, what="events meanwhile")
        own_influxd.start()
        archived = stack.engine_status()["counts"]["archived"]
        until(lambda: stack.engine_status()["counts"]["archived"] > archived + 200, what="writing to go on")
        posts = ioc.halt()
        total = sum(map(len, posts.values()))
        counts = settled(stack.engine_url, total)
        assert (counts["received"], counts["archived"]) == (total, total)
        found = [
            difference
            for name in names
            for difference in differences(name, posts[name], archive.samples(stack.archive_url, name))
        ]
        assert found == []
        assert counts["dropped"] == {}


def test_sigterm_stops_in_order_and_leaves_no_process(stack: Stack, counter: str) -> None:
    engine = int(stack.manager_status()["engine_pid"])
    assert stack.manager.stop() == 0
    assert is_gone(engine)
    assert archive.kinds(stack.archive_url, counter)[-1] == "stopped"
    assert jumps(stack, counter) == []


def test_an_engine_does_not_outlive_its_manager(stack: Stack, counter: str) -> None:
    engine = int(stack.manager_status()["engine_pid"])
    stack.manager.kill()
    until(lambda: is_gone(engine), what="the engine to end with its manager")
    stack.start_collector()
    wait_for_events(stack, counter, "stopped", "started", "connected")
    wait_for_samples(stack, counter, 5)
