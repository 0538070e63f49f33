"""What is printed."""

import os
from datetime import UTC, datetime
from typing import Any

import pytest
from caflux.up.announce import Announcer, changes
from caflux_contracts.engine import Counts, EngineStatus, ThreadStatus
from caflux_contracts.health import ComponentHealth, Health, HealthReport

NOW = datetime(2026, 1, 1, 12, 30, 5, tzinfo=UTC)


def report(health: Health = Health.OK, error: str | None = None, **engine: Any) -> HealthReport:
    thread = ThreadStatus(
        name="work-0",
        alive=True,
        pvs=3,
        connected=3,
        counts=Counts(),
        queue_bytes=0,
        beat_age_s=0,
        write_age_s=0,
        error=error,
    )
    status: dict[str, Any] = {
        "collector": "local",
        "version": "1",
        "pid": 7,
        "started_ns": 0,
        "now_ns": 0,
        "revision": 1,
        "config_source": "config-api",
        "callback": "compiled",
        "pvs": 3,
        "connected": 3,
        "rate_hz": 1,
        "cpu_s": 1,
        "rss_bytes": 1,
        "counts": Counts(),
        "threads": [thread],
    }
    component = ComponentHealth(
        name="query-api",
        kind="service",
        health=health,
        since=NOW,
        checked_at=NOW,
        detail="it does not answer" if health is not Health.OK else "",
    )
    return HealthReport(
        health=health, checked_at=NOW, components=[component], engines=[EngineStatus(**(status | engine))]
    )


def test_nothing_new_is_nothing_said() -> None:
    assert changes(report(), report()) == []


def test_first_report_says_how_many_pvs_are_connected() -> None:
    assert changes(None, report(connected=2)) == ["2 of 3 PVs are connected"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (report(connected=2), report(), "3 of 3 PVs are connected"),
        (report(), report(pvs=0, connected=0), "no PV is configured yet"),
        (report(), report(pid=8), "the engine was restarted (process 8)"),
        (report(), report(error="refused"), "the archive is away, samples wait on disk: refused"),
        (report(error="refused"), report(), "the archive is back"),
        (report(), report(Health.DOWN), "query-api is down: it does not answer"),
        (report(Health.DOWN), report(), "query-api is well again"),
    ],
)
def test_each_change_is_a_line(before: HealthReport, after: HealthReport, said: str) -> None:
    [line] = changes(before, after)

    assert line.startswith(said)


def test_first_good_look_is_no_recovery() -> None:
    assert changes(report(Health.UNKNOWN), report()) == []


def test_lines_wait_for_the_header() -> None:
    reading, writing = os.pipe()
    announcer = Announcer(writing, lambda: NOW)
    announcer.say("web started")
    announcer.header(["CAFlux runs"])
    announcer.say("stopping")
    announcer.close()
    os.close(writing)

    with os.fdopen(reading) as printed:
        assert printed.read().splitlines() == ["CAFlux runs", "12:30:05  web started", "12:30:05  stopping"]


def test_terminal_that_has_gone_is_no_reason_to_stop() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    announcer = Announcer(writing, lambda: NOW)
    announcer.header(["CAFlux runs"])
    announcer.say("still here")
    announcer.close()
    os.close(writing)


def test_terminal_that_was_stopped_holds_nobody_up() -> None:
    reading, writing = os.pipe()
    announcer = Announcer(writing, lambda: NOW)
    announcer.header([])
    for _ in range(100):
        announcer.say("x" * 4_096)  # a pipe holds 64 KiB; nobody reads it
    os.close(reading)  # now the thread gets its error, and goes on to the end
    announcer.close()
    os.close(writing)
