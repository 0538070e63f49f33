"""What is said while it runs, against a real server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from caflux.up.news import tell_news
from caflux_contracts.health import ComponentHealth, Health, HealthReport
from caflux_testing.http_server import HttpServer
from caflux_testing.wait import until_async
from fastapi import FastAPI

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Web:
    """A web process with a health of its own."""

    def __init__(self) -> None:
        self.app = FastAPI()
        self.app.get("/api/supervisor/v1/health")(self._report)
        self.server = HttpServer(self.app)
        self.health = Health.OK
        self.hangs = False
        self.asked = 0

    async def _report(self) -> HealthReport:
        self.asked += 1
        if self.hangs:
            await asyncio.Event().wait()
        part = ComponentHealth(
            name="query-api",
            kind="service",
            health=self.health,
            since=NOW,
            checked_at=NOW,
            detail="it is ill",
        )
        return HealthReport(health=self.health, checked_at=NOW, components=[part], engines=[])


@asynccontextmanager
async def following(web: Web, patience_s: float) -> AsyncIterator[list[str]]:
    lines: list[str] = []
    with web.server:
        task = asyncio.create_task(tell_news(web.server.url, lines.append, patience_s=patience_s))
        yield lines
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def eventually(condition: Callable[[], bool], what: str) -> None:
    async def holds() -> bool:
        return condition()

    await until_async(holds, what=what)


async def test_changes_are_told_as_they_come() -> None:
    web = Web()
    async with following(web, patience_s=60) as said:
        await eventually(lambda: web.asked > 0, "the first look")
        web.health = Health.DOWN
        await eventually(lambda: bool(said), "news")
        web.health = Health.OK
        await eventually(lambda: len(said) == 2, "more news")

    assert said == ["query-api is down: it is ill", "query-api is well again"]


async def test_web_process_that_hangs_is_told_once_and_when_it_answers_again() -> None:
    web = Web()
    web.hangs = True
    async with following(web, patience_s=3) as said:
        await eventually(lambda: bool(said), "news")
        asked = web.asked
        await eventually(lambda: web.asked > asked, "another look")
        web.hangs = False
        await eventually(lambda: len(said) == 2, "more news")

    assert said == ["the web process has not answered for 3 s", "the web process answers again"]
