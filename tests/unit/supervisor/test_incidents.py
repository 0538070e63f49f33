"""Incidents: how they develop, how they are kept, and what readers are told."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from caflux_contracts.health import (
    Health,
    Incident,
    IncidentClosed,
    IncidentOpened,
    IncidentUpdated,
    Severity,
)
from caflux_supervisor.checks.seen import Seen
from caflux_supervisor.decide import State, begin
from caflux_supervisor.incidents import PVS, Incidents
from caflux_supervisor.incidents.develop import develop
from caflux_supervisor.looks import WELL
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 1, 1, tzinfo=UTC)
LATER = START + timedelta(minutes=5)
ENGINE = "lab/engine"
SEEN = Seen(ENGINE, "engine", WELL)


def state(health: Health, detail: str = "away", at: datetime = START) -> State:
    return begin(at, health, detail)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "incidents.db"


@pytest.fixture
def incidents(path: Path) -> Incidents:
    return Incidents(path)


def opened(incidents: Incidents, component: str = ENGINE) -> Incident:
    return incidents.begin(component, "engine", Severity.MAJOR, "away", START)


def test_incident_begins_gets_worse_and_ends(incidents: Incidents) -> None:
    develop(incidents, SEEN, state(Health.DEGRADED, "slow"))
    develop(incidents, SEEN, state(Health.DOWN))
    develop(incidents, SEEN, state(Health.DEGRADED, "slow"))
    develop(incidents, SEEN, state(Health.OK, at=LATER))

    began, worse, ended = incidents.after(0)
    assert isinstance(began, IncidentOpened)
    assert (began.incident.severity, began.incident.cause) == (Severity.MINOR, "slow")
    assert isinstance(worse, IncidentUpdated)
    assert (worse.incident.severity, worse.incident.cause, worse.news) == (Severity.MAJOR, "away", True)
    assert isinstance(ended, IncidentClosed)
    assert (ended.incident.severity, ended.incident.ended_at) == (Severity.MAJOR, LATER)
    assert [each.incident.id for each in (began, worse, ended)] == [1, 1, 1]
    assert incidents.open() == {}


@pytest.mark.parametrize("health", [Health.OK, Health.UNKNOWN])
def test_nothing_comes_of_a_part_that_is_well_or_starting(incidents: Incidents, health: Health) -> None:
    develop(incidents, SEEN, state(health))
    assert incidents.last == 0


def test_what_is_not_known_ends_no_incident(incidents: Incidents) -> None:
    opened(incidents)
    develop(incidents, SEEN, state(Health.UNKNOWN))
    assert set(incidents.open()) == {ENGINE}


def test_action_repeated_is_noted_once_and_a_restart_each_time(incidents: Incidents) -> None:
    number = opened(incidents).id
    for at in (START, LATER):
        incidents.act(number, "gave up", at, news=True)
    for at in (START, LATER):
        incidents.act(number, "restarted", at, restart=True)

    (incident,) = incidents.newest(10)
    assert [action.rpartition(": ")[2] for action in incident.actions] == [
        "gave up",
        "restarted",
        "restarted",
    ]
    assert incident.restarts == [START, LATER]
    assert [getattr(each, "news", None) for each in incidents.after(0)] == [None, True, False, False]


def test_many_pvs_are_counted_and_some_named(incidents: Incidents) -> None:
    names = [f"SR:{number:04}" for number in range(3_000)]
    incident = incidents.begin("lab/pvs", "pvs", Severity.MINOR, "gone", START, pvs=names)
    assert (incident.pv_count, incident.pvs) == (3_000, names[:PVS])
    changed = incidents.update(incident.id, LATER, pvs=names[:2])
    assert changed is not None
    assert (changed.pv_count, changed.pvs) == (2, names[:2])
    incidents.update(incident.id, LATER, pvs=names[:2])
    assert incidents.last == 2, "what changes nothing is no transition"


def test_incidents_and_readers_survive_a_restart(incidents: Incidents, path: Path) -> None:
    opened(incidents)
    opened(incidents, "query-api")
    incidents.end(ENGINE, LATER)
    incidents.set_read("mail", 2)
    incidents.save()
    incidents.close()

    after = Incidents(path)

    assert set(after.open()) == {"query-api"}
    assert [each.id for each in after.newest(10)] == [2, 1]
    assert [each.ended_at for each in after.of(ENGINE)] == [LATER]
    assert after.read_until("mail") == 2
    assert [each.id for each in after.after(2)] == [3]
    assert opened(after).id == 3
    assert after.last == 4


def test_what_ended_is_marked_as_mailed_later(incidents: Incidents, path: Path) -> None:
    number = opened(incidents).id
    incidents.end(ENGINE, LATER)
    incidents.save()
    after = Incidents(path)
    after.mark_mailed(number, LATER)
    (incident,) = after.newest(10)
    assert (incident.mailed, incident.ended_at) == (True, LATER)
    assert after.open() == {}


def test_history_is_given_in_pages(incidents: Incidents) -> None:
    for number in range(5):
        opened(incidents)
        incidents.end(ENGINE, LATER)
        if number == 2:
            incidents.save()  # a page may begin in memory and end on disk
    first = incidents.newest(3)
    assert [each.id for each in first] == [5, 4, 3]
    assert [each.id for each in incidents.newest(3, before=first[-1].id)] == [2, 1]


@pytest.mark.parametrize("content", [b"this is no database" * 100, None])
def test_a_broken_file_is_set_aside(path: Path, content: bytes | None) -> None:
    before = Incidents(path)
    for _ in range(200):
        opened(before)
        before.end(ENGINE, LATER)
    before.save()
    before.close()
    whole = path.read_bytes()
    path.write_bytes(content or whole[:8_192] + b"\xff" * 20_000 + whole[28_192:])

    after = Incidents(path)

    assert after.newest(10) == []
    opened(after)
    after.save()
    assert [each.id for each in after.newest(10)] == [1]
    assert path.with_suffix(".broken").exists()


def test_change_that_the_disk_did_not_take_is_written_with_the_next(path: Path) -> None:
    away = path.parent.rename(path.parent.with_name("away"))
    incidents = Incidents(path)
    opened(incidents)
    with pytest.raises(OSError, match="unable to open database file"):
        incidents.save()
    assert [each.id for each in incidents.newest(10)] == [1]
    away.rename(path.parent)
    incidents.save()

    assert [each.id for each in Incidents(path).newest(10)] == [1]


def test_only_so_many_are_kept(incidents: Incidents, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caflux_supervisor.incidents.database.KEPT", 10)
    opened(incidents, "lasts")
    for _ in range(60):
        opened(incidents)
        incidents.end(ENGINE, LATER)
    incidents.save()

    with sqlite3.connect(path) as file:
        kept = [number for (number,) in file.execute("SELECT id FROM incidents ORDER BY id")]
        (transitions,) = file.execute("SELECT count(*) FROM transitions").fetchone()
    assert kept == [1, *range(52, 62)], "what lasts is kept"
    assert transitions == 100


async def test_a_reader_waits_for_what_comes_next(incidents: Incidents) -> None:
    opened(incidents)
    waiting = asyncio.create_task(incidents.wait(1))
    await asyncio.sleep(0)
    assert not waiting.done()
    incidents.end(ENGINE, LATER)
    await waiting
    assert [each.kind for each in incidents.after(1)] == ["closed"]


def test_a_reader_that_is_far_behind_is_given_what_is_on_disk(incidents: Incidents) -> None:
    for _ in range(800):
        opened(incidents)
        incidents.end(ENGINE, LATER)
    incidents.save()
    found: list[int] = []
    while more := incidents.after(found[-1] if found else 0):
        found += [each.id for each in more]
    assert found == list(range(1, 1_601))


@given(st.lists(st.sampled_from(list(Health)), max_size=40))
def test_an_incident_is_open_exactly_while_the_part_is_not_well(course: list[Health]) -> None:
    incidents = Incidents(Path(":memory:"))
    for health in course:
        develop(incidents, SEEN, state(health))
        if health in {Health.DEGRADED, Health.DOWN}:
            assert ENGINE in incidents.open()
        if health is Health.OK:
            assert incidents.open() == {}
    kinds = [each.kind for each in incidents.after(0) if each.kind != "updated"]
    assert kinds == ["opened", "closed"] * (len(kinds) // 2) + ["opened"] * (len(kinds) % 2)
    incidents.close()
