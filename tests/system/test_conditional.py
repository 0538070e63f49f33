"""While the PV that controls them is zero, PVs are not archived, and the gap has its cause."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import numpy as np
import pytest
from caflux_storage import Event
from caflux_testing import archive
from caflux_testing.accounting import check, pv_counts
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until
from prometheus_client.parser import text_string_to_metric_families

DATABASE = """\
record(calc, "$(P)COUNTER") { field(SCAN, ".1 second") field(INPA, "$(P)COUNTER") field(CALC, "A+1") }
record(ao, "$(P)BEAM") { field(VAL, "1") field(PINI, "YES") }
record(stringout, "$(P)TEXT") { field(VAL, "ready") field(PINI, "YES") }
record(ao, "$(P)FREE") { field(VAL, "1") field(PINI, "YES") }
"""


@pytest.fixture
def ioc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftIoc]:
    with running(SoftIoc(tmp_path_factory.mktemp("ioc"), DATABASE)) as ioc:
        yield ioc


@pytest.fixture
def stack(ioc: SoftIoc, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """COUNTER and TEXT are archived on two work threads, both controlled by BEAM, which is not archived."""
    stack = Stack(tmp_path_factory.mktemp("stack"), ioc.environment)
    with running(stack), stack.api() as api:
        names = [f"{ioc.prefix}{record}" for record in ("COUNTER", "TEXT")]
        rows = [{"name": name, "controlling_pv": f"{ioc.prefix}BEAM"} for name in names]
        api.post("/v1/pvs/import", json=[*rows, {"name": f"{ioc.prefix}FREE"}]).raise_for_status()
        wait_for_samples(stack, names[0], 5)
        yield stack


def wait_for_samples(stack: Stack, pv: str, count: int) -> None:
    before = len(archive.samples(stack.archive_url, pv))
    until(
        lambda: len(archive.samples(stack.archive_url, pv)) >= before + count,
        what=f"{count} more samples of {pv}",
    )


def next_event(stack: Stack, pv: str, kind: str, do: Callable[[], object]) -> Event:
    """Do something, wait for a PV's next event of a kind, and give it."""

    def of_kind() -> list[Event]:
        return [event for event in archive.events(stack.archive_url, [pv]) if event.kind == kind]

    before = len(of_kind())
    do()
    until(lambda: len(of_kind()) > before, what=f"an event {kind} of {pv}", seen=of_kind)
    return of_kind()[-1]


def counts_of(stack: Stack, pv: str) -> dict[str, Any]:
    """Give what the engine has counted of a PV."""
    answer = httpx.get(f"{stack.engine_url}/status/pvs", params={"pv": pv}, verify=PLAIN_HTTP)
    return pv_counts(answer.raise_for_status().json())[pv]


def dropped(stack: Stack, pv: str) -> int:
    """Give how many samples of a PV were not archived since it was suspended."""
    return int(counts_of(stack, pv)["dropped"].get("suspended", 0))


def metric(stack: Stack, name: str) -> float:
    """Give the sum of a metric of the engine over its threads."""
    text = httpx.get(f"{stack.engine_url}/metrics", verify=PLAIN_HTTP).raise_for_status().text
    (family,) = [family for family in text_string_to_metric_families(text) if family.name == name]
    return sum(sample.value for sample in family.samples)


def texts(stack: Stack, pv: str) -> list[object]:
    other = archive.samples(stack.archive_url, pv).other
    return [] if other is None else list(other)


def test_a_pv_is_suspended_while_its_controlling_pv_is_known_to_be_zero(stack: Stack, ioc: SoftIoc) -> None:
    counter, text, beam = (f"{ioc.prefix}{record}" for record in ("COUNTER", "TEXT", "BEAM"))
    begun = next_event(stack, counter, "suspended", lambda: ioc.put("BEAM", 0))
    assert beam in begun.detail
    until(lambda: "suspended" in archive.kinds(stack.archive_url, text), what="the other PV's suspension")
    before = counts_of(stack, text)["received"]
    ioc.put("TEXT", "changed once")
    # An IOC that is in a hurry sends of two changes the second one alone.
    until(lambda: counts_of(stack, text)["received"] > before, what="the first change to arrive")
    ioc.put("TEXT", "changed twice")
    until(lambda: dropped(stack, counter) >= 20, what="20 samples that are not archived")
    until(lambda: dropped(stack, text) >= 1, what="a text that is not archived")
    assert metric(stack, "caflux_pvs_suspended") == 2
    assert stack.engine_status()["suspended"] == 2

    ended = next_event(stack, counter, "unsuspended", lambda: ioc.put("BEAM", 2.5))
    wait_for_samples(stack, counter, 5)
    samples = archive.samples(stack.archive_url, counter)
    (jump,) = np.flatnonzero(np.diff(samples.value) != 1)
    assert samples.value[jump + 1] - samples.value[jump] == dropped(stack, counter) + 1
    # Of what came meanwhile the newest was archived when it was resumed.
    until(lambda: texts(stack, text)[-1] == "changed twice", what="the text that is true now")
    assert "changed once" not in texts(stack, text)

    question: dict[str, str | int] = {"pv": counter, "from": "now-1h", "points": 20_000}
    answer = (
        httpx.get(f"{stack.query_url}/v1/data", params=question, verify=PLAIN_HTTP).raise_for_status().json()
    )
    (gap,) = [gap for gap in answer["series"][0]["gaps"] if gap["cause"] == "suspended"]
    assert (gap["start"], gap["stop"]) == (begun.time, ended.time)
    assert beam in gap["detail"]
    assert archive.kinds(stack.archive_url, f"{ioc.prefix}FREE") == ["started", "connected"]
    counts = check(stack.engine_url)
    assert metric(stack, "caflux_events_received") >= counts["received"]
    assert metric(stack, "caflux_ring_fill_ratio") < 1

    # An IOC that goes takes the zero with it; and a PV that nobody serves suspends nothing.
    next_event(stack, counter, "suspended", lambda: ioc.put("BEAM", 0))
    next_event(stack, counter, "unsuspended", ioc.kill)
    ioc.start()
    wait_for_samples(stack, counter, 5)

    def control_by_nobody() -> None:
        with stack.api() as api:
            settings = {"name": counter, "controlling_pv": f"{ioc.prefix}NOBODY"}
            api.post("/v1/pvs/import", json=[settings]).raise_for_status()

    next_event(stack, counter, "suspended", lambda: ioc.put("BEAM", 0))
    next_event(stack, counter, "unsuspended", control_by_nobody)
    wait_for_samples(stack, counter, 5)
