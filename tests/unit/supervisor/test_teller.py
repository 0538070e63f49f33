"""When mail is sent, with a real SMTP server."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from caflux_contracts.health import Severity
from caflux_supervisor.incidents import Incidents
from caflux_supervisor.metrics import Metrics
from caflux_supervisor.settings import SupervisorSettings
from caflux_supervisor.teller import Teller, untold
from caflux_testing.smtp import SmtpServer
from caflux_testing.wait import until_async
from prometheus_client import CollectorRegistry

START = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def incidents(settings: SupervisorSettings) -> Incidents:
    return Incidents(settings.data / "incidents.db")


@pytest.fixture
async def teller(settings: SupervisorSettings, incidents: Incidents, clock: Clock) -> Teller:
    return Teller(settings, incidents, Metrics(CollectorRegistry()), clock)


def begins(incidents: Incidents, component: str) -> None:
    incidents.begin(component, "service", Severity.MAJOR, "it does not answer", START)


async def told(incidents: Incidents) -> None:
    async def all_told() -> bool:
        return not untold(incidents)

    await until_async(all_told, what="the mail")


async def idle(teller: Teller) -> bool:
    return not teller.busy


async def test_what_fails_in_rounds_that_follow_each_other_is_one_mail(
    teller: Teller, incidents: Incidents, smtp_server: SmtpServer
) -> None:
    begins(incidents, "query-api")
    teller.tell()
    begins(incidents, "config-api")
    teller.tell()
    teller.tell()
    await told(incidents)

    assert [mail["Subject"] for mail in smtp_server.messages] == [
        "[CAFlux] query-api, config-api are not well"
    ]


async def test_news_that_never_ends_is_held_for_three_rounds_only(
    teller: Teller, incidents: Incidents, smtp_server: SmtpServer
) -> None:
    for number in range(4):
        begins(incidents, f"part {number}")
        teller.tell()
    await told(incidents)

    assert [mail["Subject"] for mail in smtp_server.messages] == ["[CAFlux] 4 parts are not well"]


async def test_mail_server_that_is_away_is_asked_less_and_less_often(
    teller: Teller, incidents: Incidents, clock: Clock, smtp_server: SmtpServer
) -> None:
    smtp_server.stop()
    begins(incidents, "query-api")
    attempts: list[datetime] = []
    while len(attempts) < 5:
        teller.tell()
        if teller.busy:
            attempts.append(clock.now)
            await until_async(lambda: idle(teller), what="the attempt to fail")
        clock.now += timedelta(seconds=1)
    smtp_server.start()
    clock.now += timedelta(minutes=5)
    teller.tell()
    teller.tell()
    await told(incidents)

    pauses = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(attempts)]
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 8
    assert len(smtp_server.messages) == 1
