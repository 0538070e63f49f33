"""A client of config-api for tests, and a clock that they set."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
from fastapi import FastAPI

ADMIN_PASSWORD = "correct horse"  # noqa: S105 -- of databases that last as long as a test
SERVICE_TOKEN = "token-of-the-services"  # noqa: S105 -- as above


@dataclass
class HandClock:
    """A clock that stands until it is advanced."""

    now: datetime = datetime(2026, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the time that it was set to."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


def pv_path(name: str, action: str = "") -> str:
    """Give the path of a PV, whatever its name."""
    return f"/v1/pvs/{quote(name, safe='')}{action}"


def problem(answer: httpx.Response, status: int) -> str:
    """Find the answer to be a problem with this status; give what it says."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    return str(answer.json()["detail"])


class ConfigClient:
    """A client of a config-api that runs in this process; nobody, unless `headers` say who."""

    def __init__(self, app: FastAPI, headers: Mapping[str, str] | None = None) -> None:
        self.app = app
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://config",
            headers=headers,
            timeout=60,
        )

    def with_token(self, token: str) -> "ConfigClient":
        """Give a client that sends this token."""
        return ConfigClient(self.app, {"Authorization": f"Bearer {token}"})

    def as_service(self) -> "ConfigClient":
        """Give a client with the services' token."""
        return self.with_token(SERVICE_TOKEN)

    async def as_admin(self) -> "ConfigClient":
        """Give a client with a new token of the admin."""
        answer = await self.http.post("/v1/tokens", auth=httpx.BasicAuth("admin", ADMIN_PASSWORD))
        assert answer.status_code == 201, answer.text
        return self.with_token(answer.json()["token"])

    async def put(self, name: str, **settings: object) -> httpx.Response:
        """Add or change a PV, whatever it is."""
        return await self.http.put(pv_path(name), json=settings, headers={"If-Match": "*"})

    async def names(self, **query: str) -> list[str]:
        """Give the names of the PVs that match."""
        answer = await self.http.get("/v1/pvs", params={"limit": "1000", **query})
        assert answer.status_code == 200, answer.text
        return [pv["name"] for pv in answer.json()["pvs"]]

    async def import_rows(self, rows: list[dict[str, Any]]) -> httpx.Response:
        """Import rows as JSON."""
        return await self.http.post("/v1/pvs/import", json=rows)

    async def register(self, collector: str) -> dict[str, Any]:
        """Register a collector or renew its lease."""
        answer = await self.as_service().http.put(
            f"/v1/collectors/{collector}",
            json={"host": "here", "version": "0.1.0", "engine_url": "http://here:9101"},
        )
        assert answer.status_code == 200, answer.text
        registered: dict[str, Any] = answer.json()
        return registered

    async def assignment(self, collector: str, **query: float) -> httpx.Response:
        """Ask for a collector's PVs."""
        return await self.http.get(f"/v1/collectors/{collector}/assignment", params=query)

    async def revision(self) -> int:
        """Give the configuration's revision, as a collector is told it."""
        await self.register("who-asks-for-the-revision")
        return int((await self.assignment("who-asks-for-the-revision")).json()["revision"])


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[ConfigClient]:
    """Run an application as a server would; give a client that is nobody."""
    async with app.router.lifespan_context(app):
        yield ConfigClient(app)
