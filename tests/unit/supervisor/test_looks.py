"""What one look says."""

from typing import Any

import pytest
from caflux_contracts.engine import Counts, EngineStatus, ThreadStatus
from caflux_contracts.health import Health
from caflux_supervisor.looks import (
    Look,
    at_database,
    at_engine,
    at_manager,
    at_service,
    at_silent_engine,
    worst,
)

MINUTE = 60 * 1_000_000_000


def thread(**changes: Any) -> ThreadStatus:
    well: dict[str, Any] = {
        "name": "work-0",
        "alive": True,
        "pvs": 10,
        "connected": 10,
        "counts": Counts(),
        "queue_bytes": 0,
        "beat_age_s": 0.1,
        "write_age_s": 0.2,
    }
    return ThreadStatus(**(well | changes))


def engine(*threads: ThreadStatus, **changes: Any) -> EngineStatus:
    well: dict[str, Any] = {
        "collector": "lab",
        "version": "1",
        "pid": 7,
        "started_ns": 0,
        "now_ns": MINUTE,
        "revision": 1,
        "config_source": "config-api",
        "callback": "compiled",
        "pvs": 10,
        "connected": 10,
        "rate_hz": 1.0,
        "cpu_s": 1.0,
        "rss_bytes": 1,
        "counts": Counts(),
        "threads": list(threads or [thread()]),
    }
    return EngineStatus(**(well | changes))


def test_engine_is_well() -> None:
    assert at_engine(engine(), None) == Look(Health.OK)


def test_engine_without_pvs_is_well() -> None:
    assert at_engine(engine(pvs=0, connected=0), None).health is Health.OK


def test_idle_archive_is_no_fault() -> None:
    quiet = thread(write_age_s=100_000.0)

    assert at_engine(engine(quiet), None).health is Health.OK


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (thread(alive=False, error="ValueError: 7"), "work-0 has died (ValueError: 7)"),
        (thread(beat_age_s=40.0), "work-0 has been stuck for 40 s"),
    ],
)
def test_broken_thread_is_down_and_a_restart_could_help(broken: ThreadStatus, says: str) -> None:
    look = at_engine(engine(thread(), broken), None)

    assert look.health is Health.DOWN
    assert look.stuck
    assert says in look.detail


@pytest.mark.parametrize(
    ("waiting", "says"),
    [
        (thread(error="connection refused"), "connection refused"),
        (thread(queue_bytes=10, write_age_s=90.0), "for 90 s"),
    ],
)
def test_archive_away_is_degraded_and_no_restart_would_help(waiting: ThreadStatus, says: str) -> None:
    look = at_engine(engine(waiting), None)

    assert look.health is Health.DEGRADED
    assert not look.stuck
    assert says in look.detail


def test_a_replaced_thread_is_told_for_ten_minutes() -> None:
    said = "work-2 took the PVs of work-0 over: work-0 ended"
    replaced = engine(thread_error=said, thread_replaced_ns=engine().now_ns - 599 * 10**9)

    look = at_engine(replaced, None)

    assert look.health is Health.DEGRADED
    assert not look.stuck
    assert said in look.detail
    old = engine(thread_error=said, thread_replaced_ns=engine().now_ns - 601 * 10**9)
    assert at_engine(old, None).health is Health.OK


def test_events_lost_since_the_last_look_are_told_by_cause() -> None:
    before = engine(counts=Counts(dropped={"ring_full": 5, "deadband": 1}))
    now = engine(counts=Counts(dropped={"ring_full": 12, "deadband": 900}))

    look = at_engine(now, before)

    assert look.health is Health.DEGRADED
    assert "7 ring_full" in look.detail
    assert "deadband" not in look.detail


def test_losses_of_long_ago_and_of_an_earlier_process_are_no_news() -> None:
    lost = engine(counts=Counts(dropped={"ring_full": 5}))

    assert at_engine(lost, lost).health is Health.OK
    assert at_engine(lost, engine(pid=6)).health is Health.OK


def test_what_waits_is_told_before_it_is_lost() -> None:
    look = at_engine(engine(thread(ring_fill=0.7)), None)
    assert (look.health, look.blames) == (Health.DEGRADED, ())
    assert "the ring of work-0 is 70% full" in look.detail
    look = at_engine(engine(thread(spool_bytes=5_000_000, spool_age_s=1_200)), None)
    assert (look.health, look.blames) == (Health.DEGRADED, ("influxdb",))
    assert "5 MB of work-0 have waited on disk for 20 min" in look.detail
    assert at_engine(engine(thread(spool_bytes=5, spool_age_s=20)), None).health is Health.OK


def test_the_database_is_told_from_config_api() -> None:
    assert at_database(None, "no answer").health is Health.UNKNOWN
    assert at_database(503, "the database is away").health is Health.DOWN
    assert at_database(503, "the watch over collectors has ended").health is Health.OK
    assert at_service(503, "the database is away", ("database",)).blames == ("database",)
    assert at_service(None, "refused", ("database",)).blames == ()


def test_an_engine_that_keeps_failing_is_told_with_its_last_words() -> None:
    # Also while its manager tries once more.
    for state in ("failing", "running"):
        manager = {"state": state, "engine_pid": 7, "last_words": ["can't listen", "bye"]}
        look = at_silent_engine("connection refused", manager)
        assert (look.health, look.stuck) == (Health.DOWN, False)
        assert look.detail.endswith("It says:\ncan't listen\nbye")


def test_engine_that_has_just_started_is_still_finding_its_pvs() -> None:
    starting = engine(connected=0, config_error="connection refused", started_ns=MINUTE - 1)

    assert at_engine(starting, None).health is Health.OK


def test_engine_on_its_last_good_list_says_so() -> None:
    look = at_engine(engine(config_source="disk", config_error="connection refused"), None)

    assert look.health is Health.DEGRADED
    assert "last good PV list: connection refused" in look.detail


def test_silent_engine_hangs_only_if_its_manager_says_that_it_runs() -> None:
    assert at_silent_engine("no answer", {"state": "running", "engine_pid": 7}).stuck
    assert not at_silent_engine("no answer", {"state": "backoff", "engine_pid": None}).stuck
    assert not at_silent_engine("no answer", {"state": "starting", "engine_pid": 7}).stuck
    assert not at_silent_engine("no answer", None).stuck


def test_managers() -> None:
    assert at_manager({"state": "failing"}, "").health is Health.OK  # its engine is not well
    assert at_manager(None, "connection refused").health is Health.DOWN


def test_an_engine_between_two_starts_is_degraded_and_says_why() -> None:
    backoff = at_silent_engine("connection refused", {"state": "backoff", "last_exit": "exit code 3"})
    assert backoff.health is Health.DEGRADED
    assert "exit code 3" in backoff.detail
    stopped = at_silent_engine("connection refused", {"state": "stopped"})
    assert stopped.health is Health.DEGRADED
    assert "somebody stopped the engine" in stopped.detail


def test_services() -> None:
    assert at_service(200, "200 OK").health is Health.OK
    assert at_service(503, "the archive is away").detail.endswith("the archive is away")
    assert at_service(None, "connection refused").health is Health.DOWN


def test_worst_look_wins_and_the_same_detail_is_given_once() -> None:
    bad, worse = Look(Health.DEGRADED, "a"), Look(Health.DOWN, "b", stuck=True)

    assert worst([Look(Health.OK), bad, worse, Look(Health.DOWN, "b")]) == Look(Health.DOWN, "b", stuck=True)
    assert worst([]).health is Health.OK
