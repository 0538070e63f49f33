"""The whole supervisor against real HTTP and SMTP servers."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import timedelta

import httpx
from caflux_contracts.health import Health, HealthReport
from caflux_contracts.mail import MailRoute, MailRoutes
from caflux_supervisor.decide import Rules
from caflux_supervisor.mail.running import mailing
from caflux_supervisor.metrics import Metrics
from caflux_supervisor.settings import SupervisorSettings
from caflux_supervisor.watch import Watch
from caflux_testing.smtp import SmtpServer
from caflux_testing.wait import until_async
from caflux_testing.watched import Watched
from prometheus_client import CollectorRegistry

# Not quicker than a busy machine: a second without the processor must not look like a fault.
QUICK = Rules(
    worse=timedelta(seconds=1),
    better=timedelta(seconds=0.1),
    grace=timedelta(seconds=2),
    stuck=timedelta(seconds=1.5),
    restarts=2,
)


@asynccontextmanager
async def running(settings: SupervisorSettings, rules: Rules = QUICK) -> AsyncIterator[Watch]:
    async with httpx.AsyncClient(timeout=settings.check_timeout_s) as client:
        watch = Watch(settings, client, Metrics(CollectorRegistry()), rules=rules)
        task = asyncio.create_task(watch.run())
        try:
            async with mailing(settings, watch, set, lambda _: True):
                yield watch
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await watch.close()


async def reach(watch: Watch, health: Health, part: str | None = None) -> None:
    """Wait until a part, or the whole, is so."""

    async def reached() -> bool:
        return health_of(watch.report(), part) is health

    await until_async(reached, what=f"{part or 'everything'} to be {health}")


def health_of(report: HealthReport, part: str | None) -> Health | None:
    if part is None:
        return report.health
    return next((each.health for each in report.components if each.name == part), None)


async def eventually(condition: Callable[[], object], what: str) -> None:
    async def check() -> object:
        return condition()

    await until_async(check, what=what)


def subjects(smtp_server: SmtpServer) -> list[str]:
    return [str(message["Subject"]) for message in smtp_server.messages]


async def test_healthy_stack_is_well_and_nobody_is_mailed(
    settings: SupervisorSettings, smtp_server: SmtpServer
) -> None:
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        report = watch.report()

    names = {component.name: component.kind for component in report.components}
    assert names == {
        "certificate caflux.lab:443": "certificate",
        "clocks": "clock",
        "config-api": "service",
        "database": "service",
        "lab/canary": "canary",
        "lab/disk": "disk",
        "lab/engine": "engine",
        "lab/lease": "lease",
        "lab/manager": "manager",
        "lab/pvs": "pvs",
        "query-api": "service",
        "supervisor/disk": "disk",
    }
    assert [engine.collector for engine in report.engines] == ["lab"]
    assert smtp_server.messages == []
    assert watch.incidents(10) == []


async def test_engine_that_hangs_is_restarted_with_the_service_token_and_both_ends_are_mailed(
    settings: SupervisorSettings, watched: Watched, smtp_server: SmtpServer
) -> None:
    # The restart comes well after the mail: else there would be one mail about all of it.
    async with running(settings, replace(QUICK, stuck=timedelta(seconds=5))) as watch:
        await reach(watch, Health.OK)
        watched.engine_hangs = True
        await eventually(lambda: watched.restarts, "a restart")
        await reach(watch, Health.OK)
        await eventually(lambda: len(smtp_server.messages) == 2, "both mails")
        [incident] = watch.incidents(10)

    assert settings.service_token is not None
    assert watched.restarts == [f"Bearer {settings.service_token.get_secret_value()}"]
    assert subjects(smtp_server) == [
        "[CAFlux] lab/engine is down",
        "[CAFlux] lab/engine is well again",
    ]
    assert incident.mailed
    assert incident.ended_at is not None
    assert "asked the manager to restart the engine" in incident.actions[0]


async def test_restarts_that_do_not_help_end_with_their_budget_and_are_reported(
    settings: SupervisorSettings, watched: Watched, smtp_server: SmtpServer
) -> None:
    watched.restart_helps = False
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        watched.engine_hangs = True
        await eventually(lambda: len(smtp_server.messages) == 2, "the report that it is given up")
        [incident] = watch.incidents(10)

    assert len(watched.restarts) == QUICK.restarts
    assert "not restarted again: 2 restarts within 30 min did not help" in incident.actions[-1]


async def test_budget_is_remembered_by_the_next_supervisor(
    settings: SupervisorSettings, watched: Watched
) -> None:
    watched.restart_helps = False
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        watched.engine_hangs = True
        await eventually(lambda: len(watched.restarts) == QUICK.restarts, "all restarts")

    async with running(settings) as watch:
        await eventually(lambda: "not restarted again" in watch.incidents(1)[0].actions[-1], "giving up")

    assert len(watched.restarts) == QUICK.restarts


async def test_a_stop_while_a_restart_is_asked_for_counts_it(
    settings: SupervisorSettings, watched: Watched
) -> None:
    watched.answers.clear()
    async with httpx.AsyncClient(timeout=30) as client:
        watch = Watch(settings, client, Metrics(CollectorRegistry()), rules=QUICK)
        task = asyncio.create_task(watch.run())
        await reach(watch, Health.OK)
        watched.engine_hangs = True
        await eventually(lambda: watched.restarts, "a restart")
        task.cancel()
        watched.answers.set()
        await asyncio.gather(task, return_exceptions=True)
        [incident] = watch.incidents(10)
        await watch.close()
    assert len(incident.restarts) == 1


async def test_parts_that_fail_together_are_one_mail(
    settings: SupervisorSettings, watched: Watched, smtp_server: SmtpServer
) -> None:
    # From the start on, so that one round settles both.
    watched.ready = {"config": False, "query": False}
    routes = MailRoutes(routes=[MailRoute(name="one", to=["operator@lab"])], group_s=5)
    (settings.data / "mail-routes.json").write_text(routes.model_dump_json(), encoding="utf-8")
    async with running(settings) as watch:
        await eventually(lambda: smtp_server.messages, "a mail")
        await eventually(lambda: all(each.mailed for each in watch.incidents(10)), "the note of it")

    assert subjects(smtp_server) == ["[CAFlux] config-api, query-api are not well"]


async def test_mail_waits_for_its_server_and_tells_the_whole_story(
    settings: SupervisorSettings, watched: Watched, smtp_server: SmtpServer
) -> None:
    smtp_server.stop()
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        watched.ready["query"] = False
        await reach(watch, Health.DOWN, "query-api")
        await eventually(lambda: list((settings.data / "outbox").glob("*.json")), "the mail in the queue")
    watched.ready["query"] = True
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        assert not watch.incidents(1)[0].mailed
        smtp_server.start()
        await eventually(lambda: len(smtp_server.messages) == 2, "the mails")
        await eventually(lambda: watch.incidents(1)[0].mailed, "the note that it was mailed")

    assert subjects(smtp_server) == ["[CAFlux] query-api is down", "[CAFlux] query-api is well again"]
    mail = smtp_server.messages[0]
    part = mail.get_body(("plain",))
    assert part is not None
    assert "https://caflux.lab/health" in part.get_content()


async def test_incident_that_lasts_is_mailed_once_across_supervisors(
    settings: SupervisorSettings, watched: Watched, smtp_server: SmtpServer
) -> None:
    watched.ready["query"] = False
    async with running(settings) as watch:
        await eventually(lambda: smtp_server.messages, "the mail")
    async with running(settings) as watch:
        await reach(watch, Health.DOWN, "query-api")
        watched.ready["query"] = True
        await eventually(lambda: len(smtp_server.messages) == 2, "the second mail")

    assert subjects(smtp_server) == [
        "[CAFlux] query-api is down",
        "[CAFlux] query-api is well again",
    ]


async def test_collectors_are_watched_while_config_api_is_away(
    settings: SupervisorSettings,
) -> None:
    async with running(settings) as watch:
        await reach(watch, Health.OK)

    elsewhere = settings.model_copy(update={"config_url": "http://127.0.0.1:9"})
    async with running(elsewhere) as watch:
        await reach(watch, Health.OK, "lab/engine")
        await reach(watch, Health.DOWN, "config-api")


async def test_a_disk_that_takes_nothing_is_no_reason_to_stop_watching_and_mailing(
    settings: SupervisorSettings, watched: Watched, smtp_server: SmtpServer
) -> None:
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        path = settings.data / "incidents.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # nobody else can write to it
            watched.ready["query"] = False
            await eventually(lambda: smtp_server.messages, "the mail")
            assert other.execute("SELECT * FROM incidents").fetchall() == []
            other.execute("ROLLBACK")
            kept = "SELECT component FROM incidents"
            await eventually(lambda: other.execute(kept).fetchall() == [("query-api",)], "it to be written")
        watched.ready["query"] = True
        await reach(watch, Health.OK)


async def test_no_collector_at_all_is_told_until_one_comes(
    settings: SupervisorSettings, watched: Watched
) -> None:
    watched.registered = False
    async with running(settings) as watch:
        await reach(watch, Health.DOWN, "collectors")
        watched.registered = True
        await reach(watch, Health.OK)
        assert health_of(watch.report(), "collectors") is None
        assert watch.incidents(1)[0].ended_at is not None


async def test_collector_that_answers_nonsense_is_not_the_end_of_the_watch(
    settings: SupervisorSettings, watched: Watched
) -> None:
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        watched.app.router.routes[:] = [
            route for route in watched.app.router.routes if getattr(route, "path", "") != "/engine/status"
        ]

        @watched.app.get("/engine/status")
        async def nonsense() -> dict[str, str]:
            return {"collector": "lab"}

        await reach(watch, Health.DOWN, "lab/engine")
        await reach(watch, Health.OK, "query-api")


async def test_what_has_another_cause_is_told_with_that_and_not_by_itself(
    settings: SupervisorSettings, watched: Watched
) -> None:
    watched.problem = "the database is away: connection refused"
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        watched.ready["config"] = False
        await reach(watch, Health.DOWN, "config-api")
        await reach(watch, Health.DOWN, "database")
        await eventually(lambda: watch.incidents(10) and watch.incidents(10)[0].actions, "the note")
        [incident] = watch.incidents(10)
        assert incident.component == "database"
        assert incident.actions[0].endswith("because of this, config-api is not well")
        watched.ready["config"] = True
        await reach(watch, Health.OK)
        assert all(each.ended_at for each in watch.incidents(10))
