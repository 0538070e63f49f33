"""A retention class from config-api to the archive: what goes where, stays together, and is deleted."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from caflux_storage import ArchiveUnavailable, Event, open_writer
from caflux_storage.encode import encode_event
from caflux_storage.retention import KIND, policy_of
from caflux_storage.rollups import HOUR
from caflux_testing import archive
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import numbers
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until

DATABASE = """record(calc, "$(P)COUNT") {
    field(SCAN, ".1 second") field(INPA, "$(P)COUNT.VAL") field(CALC, "A+1") }"""
DAY = 24 * HOUR
SHORT = "/v1/retention-classes/short"


@pytest.fixture
def ioc(soft_ioc: SoftIocFactory) -> SoftIoc:
    return soft_ioc(DATABASE)


@pytest.fixture(params=["sqlite", "influxd"])
def stack(request: pytest.FixtureRequest, ioc: SoftIoc, tmp_path: Path) -> Iterator[Stack]:
    url = ""
    if request.param == "influxd":
        server: InfluxServer = request.getfixturevalue("influxd")
        url = server.new_database()
    with running(Stack(tmp_path / "stack", ioc.environment, url)) as stack:
        yield stack


def classes(stack: Stack, pv: str) -> list[str]:
    return [event.detail for event in archive.events(stack.archive_url, [pv]) if event.kind == KIND]


def newest(stack: Stack, pv: str) -> int:
    found = archive.samples(stack.archive_url, pv).time
    return int(found[-1]) if len(found) else 0


def more_than(stack: Stack, pv: str, before: int) -> None:
    until(lambda: newest(stack, pv) > before, what="more samples to be archived")


def in_its_own(stack: Stack, server: InfluxServer, pv: str) -> int:
    """Count the samples of a PV in the retention policy of the class short."""
    text = f'SELECT count(value) FROM "caflux_short_raw"."sample" WHERE pv = \'{pv}\''
    found = server.query(text, stack.archive_url.rpartition("/")[2])["results"][0]
    return int(found["series"][0]["values"][0][1]) if "series" in found else 0


def test_a_pv_that_changes_its_class_is_read_as_a_whole(
    stack: Stack, ioc: SoftIoc, request: pytest.FixtureRequest
) -> None:
    pv = f"{ioc.prefix}COUNT"
    with stack.api() as api:
        api.put(f"/v1/pvs/{pv}", json={}).raise_for_status()
        more_than(stack, pv, 0)
        api.put(SHORT, json={"raw": "30d", "rollup_1m": "90d"}).raise_for_status()
        for name in ("short", "standard"):
            put = api.put(f"/v1/pvs/{pv}", json={"retention": name}, headers={"If-Match": "*"})
            put.raise_for_status()
            until(lambda: classes(stack, pv)[-1:] == [name], what="the change in the archive")  # noqa: B023
            more_than(stack, pv, time.time_ns())
        api.post(f"/v1/pvs/{pv}/pause").raise_for_status()
    until(lambda: archive.kinds(stack.archive_url, pv)[-1] == "paused", what="the pause in the archive")

    value = archive.samples(stack.archive_url, pv).value

    assert classes(stack, pv) == ["short", "standard"]
    assert (np.diff(value) == 1).all()
    if stack.archive_url.startswith("http"):
        server: InfluxServer = request.getfixturevalue("influxd")
        assert 0 < in_its_own(stack, server, pv) < len(value)
    assert stack.engine_status()["counts"]["dropped"] == {}


def test_to_keep_less_is_confirmed_and_done(stack: Stack) -> None:
    old = time.time_ns() - 20 * DAY

    async def write_old() -> None:
        writer = open_writer(stack.archive_url)
        try:
            await writer.write(encode_event(Event("A", old - DAY, KIND, "short")))
            await writer.write(numbers("A", [old, time.time_ns()], [1.0, 2.0]), policy_of("short"))
        finally:
            await writer.close()

    def is_made() -> bool:
        try:
            asyncio.run(write_old())
        except ArchiveUnavailable:  # until the keeper has made it there is no place for it
            return False
        return True

    with stack.api() as api:
        api.put(SHORT, json={"raw": "30d", "rollup_1m": "90d"}).raise_for_status()
        until(is_made, what="a place for the class")
        assert archive.samples(stack.archive_url, "A").value.tolist()[0] == 1.0

        api.headers["If-Match"] = "*"
        assert api.put(SHORT, json={"raw": "10d"}).status_code == 409
        told = api.put(SHORT, params={"dry_run": True}, json={"raw": "10d"}).json()
        assert ([loss["level"] for loss in told["losses"]], told["applied"]) == (["raw"], False)
        api.put(SHORT, params={"confirm": True}, json={"raw": "10d"}).raise_for_status()

    until(
        lambda: not len(archive.samples(stack.archive_url, "A", 0, old + DAY)),
        what="what has expired to be gone",
    )
    assert 2.0 in archive.samples(stack.archive_url, "A").value
