"""What is told with its cause: a part that blames another has no incident of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from caflux_contracts.health import Health
from caflux_supervisor.checks import Seen
from caflux_supervisor.decide import Rules
from caflux_supervisor.incidents import Incidents
from caflux_supervisor.looks import WELL, Look
from caflux_supervisor.parts import Parts

RULES = Rules(worse=timedelta(seconds=3), better=timedelta(seconds=3), aftermath=timedelta(seconds=20))
AWAY = Look(Health.DOWN, "it does not answer")
WAITS = Look(Health.DEGRADED, "samples wait on disk", blames=("influxdb",))


class Watching:
    """Parts that are looked at once a second."""

    def __init__(self, incidents: Incidents) -> None:
        self.incidents = incidents
        self._parts = Parts(incidents, RULES)
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def look(self, influxdb: Look, engine: Look, seconds: int) -> None:
        for _ in range(seconds):
            self._now += timedelta(seconds=1)
            self._parts.take(Seen("influxdb", "service", influxdb), self._now)
            self._parts.take(Seen("lab/engine", "engine", engine), self._now)

    def told(self) -> list[str]:
        return [each.component for each in self.incidents.newest(10)]


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    incidents = Incidents(tmp_path / "incidents.db")
    watching = Watching(incidents)
    watching.look(WELL, WELL, 60)
    yield watching
    incidents.close()


def test_it_has_none_while_it_gets_better_before_its_cause(watching: Watching) -> None:
    watching.look(AWAY, WAITS, 10)
    watching.look(AWAY, WELL, 10)
    watching.look(WELL, WELL, 10)
    assert watching.told() == ["influxdb"]
    assert watching.incidents.open() == {}


def test_it_has_none_for_a_while_after_its_cause_is_well(watching: Watching) -> None:
    watching.look(AWAY, WAITS, 10)
    watching.look(WELL, WAITS, 15)
    watching.look(WELL, WELL, 10)
    assert watching.told() == ["influxdb"]


def test_it_has_one_where_it_does_not_get_well(watching: Watching) -> None:
    watching.look(AWAY, WAITS, 10)
    watching.look(WELL, WAITS, 40)
    assert watching.told() == ["lab/engine", "influxdb"]
    watching.look(WELL, WELL, 10)
    assert watching.incidents.open() == {}
