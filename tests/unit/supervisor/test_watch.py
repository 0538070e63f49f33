"""The whole supervisor against real HTTP and SMTP servers."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_contracts.collectors import Collector
from caflux_contracts.engine import Counts, EngineStatus
from caflux_contracts.health import Health, HealthReport
from caflux_supervisor.app import create
from caflux_supervisor.decide import Rules
from caflux_supervisor.metrics import Metrics
from caflux_supervisor.settings import SupervisorSettings
from caflux_supervisor.watch import Watch
from caflux_testing.http_server import HttpServer
from caflux_testing.smtp import SmtpServer
from caflux_testing.wait import until_async
from fastapi import FastAPI, Request, Response
from prometheus_client import CollectorRegistry
from pydantic import SecretStr

TOKEN = "service-token-of-the-test"
QUICK = Rules(
    worse=timedelta(seconds=0.2),
    better=timedelta(seconds=0.1),
    grace=timedelta(seconds=0.5),
    stuck=timedelta(seconds=0.4),
    restarts=2,
)


class Stack:
    """What the supervisor watches: one server for config-api, query-api, a manager and an engine."""

    def __init__(self) -> None:
        self.app = FastAPI()
        self.server = HttpServer(self.app)
        self.ready = {"config": True, "query": True}
        self.registered = True
        self.engine_hangs = False
        self.restart_helps = True
        self.restarts: list[str | None] = []
        self._serve_apis()
        self._serve_collector()

    def _serve_apis(self) -> None:
        @self.app.get("/{service}/readyz")
        async def readyz(service: str) -> Response:
            return Response(status_code=200 if self.ready[service] else 503)

        @self.app.get("/config/v1/collectors")
        async def collectors() -> list[Collector]:
            return [self.collector()] if self.registered else []

        @self.app.get("/config/v1/me")
        async def me(request: Request) -> Response:
            roles = {"Bearer admin": "admin", "Bearer service": "service"}
            role = roles.get(request.headers.get("authorization", ""))
            if request.headers.get("cookie") == "session=admin":
                role = "admin"
            return Response(json.dumps({"name": "eve", "role": role}), status_code=200 if role else 401)

    def _serve_collector(self) -> None:
        @self.app.get("/manager/status")
        async def manager() -> dict[str, Any]:
            return {"state": "running", "engine_pid": 7, "restarts": len(self.restarts), "last_exit": None}

        @self.app.post("/manager/restart")
        async def restart(request: Request) -> None:
            self.restarts.append(request.headers.get("authorization"))
            self.engine_hangs = self.engine_hangs and not self.restart_helps

        @self.app.get("/engine/status")
        async def engine() -> EngineStatus:
            if self.engine_hangs:
                await asyncio.Event().wait()
            return self.engine()

    def collector(self) -> Collector:
        now = datetime.now(UTC)
        return Collector(
            id="lab",
            host="lab",
            version="1",
            engine_url=f"{self.server.url}/engine",
            manager_url=f"{self.server.url}/manager",
            registered_at=now,
            seen_at=now,
            lease_s=15,
            alive=True,
            pv_count=3,
        )

    def engine(self) -> EngineStatus:
        return EngineStatus(
            collector="lab",
            version="1",
            pid=7,
            started_ns=0,
            now_ns=60_000_000_000,
            revision=1,
            config_source="config-api",
            callback="compiled",
            pvs=3,
            connected=3,
            rate_hz=1,
            cpu_s=1,
            rss_bytes=1,
            counts=Counts(),
            threads=[],
        )


@pytest.fixture
def stack() -> Iterator[Stack]:
    stack = Stack()
    with stack.server:
        yield stack


@pytest.fixture
def settings(stack: Stack, smtp_server: SmtpServer, tmp_path: Path) -> SupervisorSettings:
    return SupervisorSettings(
        config_url=f"{stack.server.url}/config",
        query_url=f"{stack.server.url}/query",
        service_token=SecretStr(TOKEN),
        data=tmp_path,
        check_interval_s=0.05,
        check_timeout_s=0.2,
        smtp_host=smtp_server.host,
        smtp_port=smtp_server.port,
        mail_from="caflux@lab",
        mail_to="operator@lab",
        public_url="https://caflux.lab",
    )


@asynccontextmanager
async def running(settings: SupervisorSettings, rules: Rules = QUICK) -> AsyncIterator[Watch]:
    async with httpx.AsyncClient(timeout=settings.check_timeout_s) as client:
        watch = Watch(settings, client, Metrics(CollectorRegistry()), rules=rules)
        task = asyncio.create_task(watch.run())
        try:
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
        "config-api": "service",
        "query-api": "service",
        "lab/engine": "engine",
        "lab/manager": "manager",
    }
    assert [engine.collector for engine in report.engines] == ["lab"]
    assert smtp_server.messages == []
    assert watch.incidents(10) == []


async def test_engine_that_hangs_is_restarted_with_the_service_token_and_both_ends_are_mailed(
    settings: SupervisorSettings, stack: Stack, smtp_server: SmtpServer
) -> None:
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        stack.engine_hangs = True
        await eventually(lambda: stack.restarts, "a restart")
        await reach(watch, Health.OK)
        await eventually(lambda: len(smtp_server.messages) == 2, "both mails")
        [incident] = watch.incidents(10)

    assert stack.restarts == [f"Bearer {TOKEN}"]
    assert subjects(smtp_server) == [
        "[CAFlux] lab/engine is down",
        "[CAFlux] lab/engine is well again",
    ]
    assert incident.mailed
    assert incident.ended_at is not None
    assert "asked the manager to restart the engine" in incident.actions[0]


async def test_restarts_that_do_not_help_end_with_their_budget_and_are_reported(
    settings: SupervisorSettings, stack: Stack, smtp_server: SmtpServer
) -> None:
    stack.restart_helps = False
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        stack.engine_hangs = True
        await eventually(lambda: len(smtp_server.messages) == 2, "the report that it is given up")
        [incident] = watch.incidents(10)

    assert len(stack.restarts) == QUICK.restarts
    assert "not restarted again: 2 restarts within 30 min did not help" in incident.actions[-1]


async def test_budget_is_remembered_by_the_next_supervisor(
    settings: SupervisorSettings, stack: Stack
) -> None:
    stack.restart_helps = False
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        stack.engine_hangs = True
        await eventually(lambda: len(stack.restarts) == QUICK.restarts, "all restarts")

    async with running(settings) as watch:
        await eventually(lambda: "not restarted again" in watch.incidents(1)[0].actions[-1], "giving up")

    assert len(stack.restarts) == QUICK.restarts


async def test_parts_that_fail_together_are_one_mail(
    settings: SupervisorSettings, stack: Stack, smtp_server: SmtpServer
) -> None:
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        stack.ready = {"config": False, "query": False}
        await eventually(lambda: smtp_server.messages, "a mail")

    [mail] = subjects(smtp_server)
    assert mail == "[CAFlux] config-api, query-api are not well"


async def test_mail_waits_for_its_server_and_tells_the_whole_story(
    settings: SupervisorSettings, stack: Stack, smtp_server: SmtpServer
) -> None:
    smtp_server.stop()
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        stack.ready["query"] = False
        await reach(watch, Health.DOWN, "query-api")
    stack.ready["query"] = True
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        assert not watch.incidents(1)[0].mailed
        smtp_server.start()
        await eventually(lambda: smtp_server.messages, "the mail")
        await eventually(lambda: watch.incidents(1)[0].mailed, "the note that it was mailed")

    [mail] = smtp_server.messages
    assert mail["Subject"] == "[CAFlux] query-api is well again"
    part = mail.get_body(("plain",))
    assert part is not None
    assert "https://caflux.lab/health" in part.get_content()


async def test_incident_that_lasts_is_mailed_once_across_supervisors(
    settings: SupervisorSettings, stack: Stack, smtp_server: SmtpServer
) -> None:
    stack.ready["query"] = False
    async with running(settings) as watch:
        await eventually(lambda: smtp_server.messages, "the mail")
    async with running(settings) as watch:
        await reach(watch, Health.DOWN, "query-api")
        stack.ready["query"] = True
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


async def test_no_collector_at_all_is_told_until_one_comes(
    settings: SupervisorSettings, stack: Stack
) -> None:
    stack.registered = False
    async with running(settings) as watch:
        await reach(watch, Health.DOWN, "collectors")
        stack.registered = True
        await reach(watch, Health.OK)
        assert health_of(watch.report(), "collectors") is None
        assert watch.incidents(1)[0].ended_at is not None


async def test_collector_that_answers_nonsense_is_not_the_end_of_the_watch(
    settings: SupervisorSettings, stack: Stack
) -> None:
    async with running(settings) as watch:
        await reach(watch, Health.OK)
        stack.app.router.routes[:] = [
            route for route in stack.app.router.routes if getattr(route, "path", "") != "/engine/status"
        ]

        @stack.app.get("/engine/status")
        async def nonsense() -> dict[str, str]:
            return {"collector": "lab"}

        await reach(watch, Health.DOWN, "lab/engine")
        await reach(watch, Health.OK, "query-api")


@pytest.fixture
async def client(settings: SupervisorSettings) -> AsyncIterator[httpx.AsyncClient]:
    app = create(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://supervisor") as client,
    ):
        yield client


async def well(client: httpx.AsyncClient) -> bool:
    return bool((await client.get("/v1/health")).json()["health"] == "ok")


async def test_service_tells_health_metrics_and_readiness(client: httpx.AsyncClient) -> None:
    await until_async(lambda: well(client), what="health")

    assert (await client.get("/readyz")).status_code == 200
    assert (await client.get("/v1/incidents")).json() == []
    metrics = (await client.get("/metrics")).text
    assert 'caflux_supervisor_component_health{component="lab/engine",kind="engine"} 0.0' in metrics


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer nobody"}, 401),
        ({"Authorization": "Bearer service"}, 403),
        ({"Cookie": "session=admin"}, 403),
        ({"Cookie": "session=admin", "X-CAFlux": "1"}, 204),
        ({"Authorization": "Bearer admin"}, 204),
    ],
)
async def test_only_admins_restart_engines(
    client: httpx.AsyncClient, stack: Stack, headers: dict[str, str], status: int
) -> None:
    await until_async(lambda: well(client), what="health")

    answer = await client.post("/v1/collectors/lab/restart", headers=headers)

    assert answer.status_code == status
    assert len(stack.restarts) == (status == 204)
    if status != 204:
        assert answer.headers["content-type"] == "application/problem+json"


async def test_restart_of_what_is_not_there(client: httpx.AsyncClient, stack: Stack) -> None:
    await until_async(lambda: well(client), what="health")
    admin = {"Authorization": "Bearer admin"}

    unknown = await client.post("/v1/collectors/nowhere/restart", headers=admin)
    assert unknown.status_code == 404
    assert "nowhere" in unknown.json()["detail"]

    stack.server.stop()
    away = await client.post("/v1/collectors/lab/restart", headers=admin)
    assert away.status_code == 503
    assert "connection refused" in away.json()["detail"]
