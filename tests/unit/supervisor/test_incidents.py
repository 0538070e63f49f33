"""Incidents: how they develop, and how they are kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from caflux_contracts.health import Health
from caflux_supervisor.decide import State, begin
from caflux_supervisor.incidents import Incidents, Record, add_action, develop
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 1, 1, tzinfo=UTC)
LATER = START + timedelta(minutes=5)


def state(health: Health, detail: str = "away", at: datetime = START) -> State:
    return begin(at, health, detail)


def incident(number: int = 1, component: str = "lab/engine", **changes: Any) -> Record:
    record = Record(
        number=number,
        component=component,
        kind="engine",
        health=Health.DOWN,
        began_at=START,
        cause="away",
    )
    return record.model_copy(update=changes)


def test_incident_begins_gets_worse_and_ends() -> None:
    began = develop(None, 1, "lab/engine", "engine", state(Health.DEGRADED, "slow"))
    assert began is not None
    assert (began.health, began.cause, began.news) == (Health.DEGRADED, "slow", 1)

    assert began is not None
    worse = develop(began, 2, "lab/engine", "engine", state(Health.DOWN))
    assert worse is not None
    assert (worse.number, worse.health, worse.cause, worse.news) == (1, Health.DOWN, "away", 2)

    assert develop(worse, 2, "lab/engine", "engine", state(Health.DEGRADED)) is None, "better is not well"

    ended = develop(worse, 2, "lab/engine", "engine", state(Health.OK, at=LATER))
    assert ended is not None
    assert (ended.ended_at, ended.health, ended.news) == (LATER, Health.DOWN, 3)


def test_nothing_comes_of_a_part_that_is_well_or_starting() -> None:
    assert develop(None, 1, "lab/engine", "engine", state(Health.OK)) is None
    assert develop(None, 1, "lab/engine", "engine", state(Health.UNKNOWN)) is None
    assert develop(incident(), 2, "lab/engine", "engine", state(Health.UNKNOWN)) is None


def test_action_repeated_is_noted_once() -> None:
    once = add_action(incident(), "asked for a restart", START)

    assert add_action(once, "asked for a restart", LATER) is once
    assert len(add_action(once, "gave up", LATER).actions) == 2


def test_incidents_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "incidents.jsonl"
    before = Incidents(path)
    before.put(incident(1))
    before.put(incident(2, "query-api"))
    before.put(incident(1, ended_at=LATER, news=2))
    before.save()

    after = Incidents(path)

    assert set(after.open()) == {"query-api"}
    assert [record.number for record in after.newest(10)] == [2, 1]
    assert after.next_number() == 3


def test_line_cut_short_by_a_crash_costs_that_line_only(tmp_path: Path) -> None:
    path = tmp_path / "incidents.jsonl"
    before = Incidents(path)
    before.put(incident(1))
    before.save()
    before.put(incident(2))
    before.save()
    path.write_bytes(path.read_bytes()[:-20])

    assert [record.number for record in Incidents(path).newest(10)] == [1]


def test_change_that_the_disk_did_not_take_is_written_with_the_next(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "incidents.jsonl"
    path.parent.mkdir()
    incidents = Incidents(path)
    incidents.put(incident(1))
    path.unlink()
    path.parent.rename(tmp_path / "away")
    with pytest.raises(OSError, match="No such file"):
        incidents.save()
    (tmp_path / "away").rename(path.parent)
    incidents.save()

    assert [record.number for record in Incidents(path).newest(10)] == [1]


def test_only_the_last_thousand_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "incidents.jsonl"
    before = Incidents(path)
    for number in range(1, 1_003):
        before.put(incident(number, ended_at=LATER))
    before.save()

    after = Incidents(path)

    assert [record.number for record in after.newest(2_000)][-1] == 3


def test_what_happened_while_a_mail_was_on_its_way_is_news_still(tmp_path: Path) -> None:
    incidents = Incidents(tmp_path / "incidents.jsonl")
    incidents.put(incident())
    on_its_way = incidents.untold()
    incidents.put(incident(ended_at=LATER, news=2))

    incidents.mark_told(on_its_way)

    assert [record.told for record in incidents.untold()] == [1]
    assert incidents.newest(1)[0].ended_at == LATER


@given(st.lists(st.sampled_from(list(Health)), max_size=40))
def test_an_incident_is_open_exactly_while_the_part_is_not_well(course: list[Health]) -> None:
    record: Record | None = None
    for health in course:
        changed = develop(record, 1, "lab/engine", "engine", state(health))
        record = changed or record
        if record is not None and record.ended_at is not None:
            assert health is Health.OK
            record = None
        if health in {Health.DEGRADED, Health.DOWN}:
            assert record is not None
        if health is Health.OK:
            assert record is None
