"""Mail to a real SMTP server that is well, away, slow, and refuses."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from caflux_contracts.health import Incident, Severity
from caflux_contracts.mail import MailRoute, MailRoutes, QuietHours
from caflux_supervisor.incidents import Incidents
from caflux_supervisor.mail import mailing as mailing_module
from caflux_supervisor.mail import smtp
from caflux_supervisor.mail.mailing import Mailing
from caflux_supervisor.mail.outbox import Outbox
from caflux_supervisor.metrics import Metrics
from caflux_supervisor.settings import SupervisorSettings
from caflux_testing.smtp import SmtpServer
from caflux_testing.wait import until_async
from prometheus_client import CollectorRegistry

START = datetime(2026, 1, 1, tzinfo=UTC)
ONE = MailRoutes(routes=[MailRoute(name="one", to=["a@lab", "b@lab"])], group_s=0)

Mail = Callable[[], AbstractAsyncContextManager[Mailing]]


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
def new_mailing(settings: SupervisorSettings, incidents: Incidents, clock: Clock) -> Callable[[], Mailing]:
    """Give what makes a mailing, as each start of the supervisor does."""

    async def no_plot(incident: Incident, zone: str) -> None:
        del incident, zone

    def make() -> Mailing:
        mailing = Mailing(
            settings, incidents, Metrics(CollectorRegistry()), clock, set, lambda _: True, no_plot
        )
        mailing.put_routes(ONE, "eve")
        return mailing

    return make


@pytest.fixture
def mail(new_mailing: Callable[[], Mailing]) -> Mail:
    """Give what runs a mailing, one after the other with the same data."""

    @asynccontextmanager
    async def run() -> AsyncIterator[Mailing]:
        mailing = new_mailing()
        task = asyncio.create_task(mailing.run())
        yield mailing
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    return run


def begins(incidents: Incidents, component: str) -> None:
    incidents.begin(component, "service", Severity.MAJOR, "it does not answer", START)


def subjects(server: SmtpServer) -> list[str]:
    return [str(message["Subject"]) for message in server.messages]


async def arrives(server: SmtpServer, count: int) -> list[str]:
    """Wait for so many mails; give their subjects."""

    async def enough() -> bool:
        return len(server.messages) >= count

    await until_async(enough, what=f"{count} mails")
    return subjects(server)


async def fails(mailing: Mailing, clock: Clock) -> str:
    """Wait until the mail server could not be used; give why."""

    async def failed() -> str | None:
        return mailing.status().error

    error = await until_async(failed, what="the mail to fail")
    assert error is not None
    clock.now += timedelta(minutes=5)  # the longest pause between two tries
    return error


async def emptied(mailing: Mailing) -> None:
    async def empty() -> bool:
        return mailing.status().queued == 0

    await until_async(empty, what="the queue to be empty")


async def test_a_mail_arrives_and_its_follow_up_is_in_its_thread(
    mail: Mail, incidents: Incidents, smtp_server: SmtpServer
) -> None:
    async with mail() as mailing:
        begins(incidents, "query-api")
        begins(incidents, "config-api")
        await arrives(smtp_server, 1)
        await emptied(mailing)
        assert incidents.open()["query-api"].mailed
        incidents.end("query-api", START + timedelta(seconds=90))
        await arrives(smtp_server, 2)
    assert subjects(smtp_server) == [
        "[CAFlux] query-api, config-api are not well",
        "[CAFlux] query-api is well again",
    ]
    first, second = smtp_server.messages
    assert second["References"] == first["Message-ID"]
    assert smtp_server.inbox.recipients == [["a@lab", "b@lab"]] * 2


async def test_while_the_server_is_away_news_gathers_and_survives_restarts(
    mail: Mail, incidents: Incidents, clock: Clock, smtp_server: SmtpServer, settings: SupervisorSettings
) -> None:
    smtp_server.stop()
    async with mail() as mailing:
        begins(incidents, "query-api")
        assert "refused" in await fails(mailing, clock)
        assert mailing.status().queued == 1
        begins(incidents, "config-api")
        begins(incidents, "lab/engine")
        incidents.end("config-api", START)
    assert len(Outbox(settings.data / "outbox")) == 1
    incidents.save()

    smtp_server.start()
    async with mail():
        await arrives(smtp_server, 2)
    async with mail() as third:
        await emptied(third)
    assert subjects(smtp_server) == ["[CAFlux] query-api is down", "[CAFlux] lab/engine is down"]
    text = smtp_server.messages[1].get_body(("plain",))
    assert text is not None
    assert "config-api is well again" in text.get_content()


async def test_a_crash_between_the_queue_and_the_ledger_sends_nothing_twice(
    mail: Mail, incidents: Incidents, clock: Clock, smtp_server: SmtpServer, settings: SupervisorSettings
) -> None:
    smtp_server.stop()
    async with mail() as mailing:
        begins(incidents, "query-api")
        await fails(mailing, clock)
    ledger = settings.data / "mail.json"
    kept = json.loads(ledger.read_bytes())
    kept["routes"] = {}  # as it was before the mail was written
    ledger.write_text(json.dumps(kept))
    smtp_server.start()
    async with mail() as again:
        await arrives(smtp_server, 1)
        await emptied(again)
        begins(incidents, "config-api")
        await arrives(smtp_server, 2)
    assert subjects(smtp_server) == ["[CAFlux] query-api is down", "[CAFlux] config-api is down"]


async def test_a_stop_while_a_mail_is_sent_sends_it_once(
    mail: Mail, new_mailing: Callable[[], Mailing], incidents: Incidents, smtp_server: SmtpServer
) -> None:
    smtp_server.inbox.answers.clear()
    stopped = new_mailing()
    task = asyncio.create_task(stopped.run())
    begins(incidents, "query-api")
    await arrives(smtp_server, 1)  # the server has it, and has not said so
    task.cancel()
    smtp_server.inbox.answers.set()
    await asyncio.gather(task, return_exceptions=True)
    assert stopped.status().queued == 0
    assert incidents.open()["query-api"].mailed
    async with mail() as again:
        begins(incidents, "config-api")
        await arrives(smtp_server, 2)
        await emptied(again)
    assert subjects(smtp_server) == ["[CAFlux] query-api is down", "[CAFlux] config-api is down"]


async def test_a_stop_waits_for_no_mail_server_that_hangs(
    new_mailing: Callable[[], Mailing],
    incidents: Incidents,
    smtp_server: SmtpServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mailing_module, "_LAST_S", 0.1)
    smtp_server.inbox.hangs = True
    stopped = new_mailing()
    task = asyncio.create_task(stopped.run())
    begins(incidents, "query-api")

    async def begun() -> int:
        return smtp_server.inbox.attempts

    await until_async(begun, what="the mail to be under way")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert stopped.status().queued == 1


async def test_a_recipient_that_is_refused_now_gets_it_later_and_alone(
    mail: Mail, incidents: Incidents, clock: Clock, smtp_server: SmtpServer
) -> None:
    smtp_server.inbox.refused = {"a@lab": "450 mailbox busy"}
    async with mail() as mailing:
        begins(incidents, "query-api")
        assert "mailbox busy" in await fails(mailing, clock)
        smtp_server.inbox.refused = {}
        await arrives(smtp_server, 2)
        await emptied(mailing)
    assert smtp_server.inbox.recipients == [["b@lab"], ["a@lab"]]
    assert smtp_server.messages[0]["Message-ID"] == smtp_server.messages[1]["Message-ID"]


async def test_a_recipient_that_is_refused_for_good_keeps_it_from_nobody(
    mail: Mail, incidents: Incidents, smtp_server: SmtpServer
) -> None:
    smtp_server.inbox.refused = {"a@lab": "550 no such user"}
    async with mail() as mailing:
        begins(incidents, "query-api")
        await arrives(smtp_server, 1)
        await emptied(mailing)
        assert mailing.status().error == "a@lab was refused: 550 no such user"
    assert smtp_server.inbox.recipients == [["b@lab"]]


@pytest.mark.parametrize("how", ["everybody", "the mail"])
async def test_a_mail_that_is_refused_for_good_stands_in_no_other_s_way(
    mail: Mail, incidents: Incidents, smtp_server: SmtpServer, settings: SupervisorSettings, how: str
) -> None:
    if how == "everybody":
        smtp_server.inbox.refused = {"*": "550 no such user"}
    else:
        smtp_server.inbox.answer = "554 looks like spam"
    async with mail() as mailing:
        begins(incidents, "query-api")

        async def aside() -> list[Path]:
            return list((settings.data / "outbox" / "refused").glob("*.json"))

        await until_async(aside, what="the mail to be set aside")
        smtp_server.inbox.refused, smtp_server.inbox.answer = {}, ""
        begins(incidents, "config-api")
        await arrives(smtp_server, 1)
        await emptied(mailing)
    assert subjects(smtp_server) == ["[CAFlux] config-api is down"]


async def test_the_server_says_not_now(
    mail: Mail, incidents: Incidents, clock: Clock, smtp_server: SmtpServer
) -> None:
    smtp_server.inbox.answer = "451 try again"
    async with mail() as mailing:
        begins(incidents, "query-api")
        assert "451 try again" in await fails(mailing, clock)
        smtp_server.inbox.answer = ""
        await arrives(smtp_server, 1)


async def test_a_server_that_hangs_is_given_up_and_asked_again(
    mail: Mail,
    incidents: Incidents,
    clock: Clock,
    smtp_server: SmtpServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "_PATIENCE_S", 0.3)
    smtp_server.inbox.hangs = True
    async with mail() as mailing:
        begins(incidents, "query-api")
        await fails(mailing, clock)
        smtp_server.inbox.hangs = False
        monkeypatch.setattr(smtp, "_PATIENCE_S", 30)
        await arrives(smtp_server, 1)


async def test_a_test_mail_tells_who_was_refused(
    new_mailing: Callable[[], Mailing], smtp_server: SmtpServer
) -> None:
    smtp_server.inbox.refused = {"b@lab": "550 no such user"}
    answer = await new_mailing().test([], "eve")
    assert answer.accepted
    assert answer.refused == {"b@lab": "550 no such user"}
    smtp_server.stop()
    away = await new_mailing().test([], "eve")
    assert not away.accepted
    assert "can't be used" in away.said


async def test_who_is_told_when_by_a_real_server(
    mail: Mail, incidents: Incidents, clock: Clock, smtp_server: SmtpServer, settings: SupervisorSettings
) -> None:
    """The operator sleeps unless it is bad, is reminded, and then somebody else is asked; three an hour."""
    quiet = QuietHours(start=time(22), stop=time(6))
    operator = MailRoute(name="operator", to=["operator@lab"], remind_min=30, quiet=quiet)
    boss = MailRoute(name="boss", to=["boss@lab"], severity=Severity.MAJOR, after_min=45)
    clock.now = START.replace(hour=23)
    async with mail() as mailing:
        mailing.put_routes(MailRoutes(routes=[operator, boss], group_s=0, most_per_hour=3), "eve")
        incidents.begin("lab/disk", "disk", Severity.MINOR, "little is free", clock.now)
        incidents.begin("query-api", "service", Severity.MAJOR, "it does not answer", clock.now)
        await arrives(smtp_server, 1)
        clock.now += timedelta(minutes=31)
        await arrives(smtp_server, 2)
        clock.now += timedelta(minutes=15)
        await arrives(smtp_server, 3)
        incidents.end("query-api", clock.now)
        await arrives(smtp_server, 5)
        for name in ("a", "b"):  # the operator has had three mails within the hour
            incidents.begin(name, "service", Severity.MAJOR, "it does not answer", clock.now)

        async def waits() -> bool:
            return '"held_since":"' in (settings.data / "mail.json").read_text()

        await until_async(waits, what="news to be held back")
        clock.now += timedelta(minutes=14)
        await arrives(smtp_server, 6)
        clock.now = START.replace(hour=6) + timedelta(days=1)
        await arrives(smtp_server, 8)
    told = [
        (f"{message['Date'].datetime:%H:%M}", to, str(message["Subject"]).removeprefix("[CAFlux] "))
        for message, (to,) in zip(smtp_server.messages, smtp_server.inbox.recipients, strict=True)
    ]
    assert told == [
        ("23:00", "operator@lab", "query-api is down"),
        ("23:31", "operator@lab", "Still: query-api is down"),
        ("23:46", "boss@lab", "Nobody has answered: query-api is down"),
        ("23:46", "operator@lab", "query-api is well again"),
        ("23:46", "boss@lab", "query-api is well again"),
        ("00:00", "operator@lab", "a, b are not well"),
        ("06:00", "operator@lab", "a, b, lab/disk are not well"),
        ("06:00", "boss@lab", "Nobody has answered: a, b are not well"),
    ]
    held = smtp_server.messages[5].get_body(("plain",))
    assert held is not None
    assert "held back for 14 min: there were as many as may be sent in an hour" in held.get_content()
