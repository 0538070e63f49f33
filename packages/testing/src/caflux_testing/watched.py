"""Stand-ins for what the supervisor watches, whose health a test decides."""

import asyncio
import json
import threading
import time
from datetime import UTC, datetime
from typing import Any

from caflux_contracts.access import PERMISSIONS, Role
from caflux_contracts.catalogue import CatalogueEntry, ConfiguredCatalogue
from caflux_contracts.collectors import Collector
from caflux_contracts.engine import Counts, EngineStatus
from caflux_contracts.virtual import VirtualPvList
from fastapi import FastAPI, Request, Response

from caflux_testing.http_server import HttpServer


class Watched:
    """One server in the place of config-api, query-api, and a collector's manager and engine.

    config-api's `/v1/me` knows `Bearer admin`, `Bearer viewer` and the cookie `caflux_session=admin`.

    Attributes:
        ready: Whether `config` and `query` are.
        problem: What those say that are not.
        registered: Whether config-api knows the collector.
        pvs: The PVs that are configured.
        engine_hangs: Its status is not answered; a restart ends that if `restart_helps`.
        restarts: The Authorization header of every restart that was asked for.
        answers: Where it is not set, such a request is not answered yet.
    """

    def __init__(self) -> None:
        self.app = FastAPI()
        self.server = HttpServer(self.app)
        self.ready = {"config": True, "query": True}
        self.problem = "as the test wants it"
        self.registered = True
        self.pvs: list[str] = []
        self.engine_hangs = False
        self.restart_helps = True
        self.restarts: list[str | None] = []
        self.answers = threading.Event()
        self.answers.set()
        self._serve_apis()
        self._serve_collector()

    def _serve_readiness(self) -> None:
        @self.app.get("/{service}/readyz")
        async def readyz(service: str) -> Response:
            if self.ready[service]:
                return Response()
            told = {"type": "about:blank", "title": "Unavailable", "status": 503, "detail": self.problem}
            return Response(json.dumps(told), 503, media_type="application/problem+json")

    def _serve_apis(self) -> None:
        self._serve_readiness()

        @self.app.get("/config/v1/collectors")
        async def collectors() -> list[Collector]:
            return [self.collector()] if self.registered else []

        @self.app.get("/config/v1/catalogue")
        async def catalogue() -> ConfiguredCatalogue:
            entries = [CatalogueEntry(name, "", "", "double") for name in self.pvs]
            return ConfiguredCatalogue(version=str(len(entries)), pvs=entries)

        @self.app.get("/config/v1/pvs/{name}")
        async def pv(name: str) -> Response:
            return Response(status_code=200 if name in self.pvs else 404)

        @self.app.get("/config/v1/virtual-pvs")
        async def virtual_pvs() -> VirtualPvList:
            return VirtualPvList(revision=1, pvs=[])

        @self.app.get("/config/v1/me")
        async def me(request: Request) -> Response:
            roles = {"Bearer admin": "admin", "Bearer viewer": "viewer"}
            role = roles.get(request.headers.get("authorization", ""))
            if request.headers.get("cookie") == "caflux_session=admin":
                role = "admin"
            allowed = sorted(PERMISSIONS[Role(role)]) if role else []
            who = {"name": "eve", "role": role, "permissions": allowed, "via": "token"}
            return Response(json.dumps(who), status_code=200 if role else 401)

    def _serve_collector(self) -> None:
        @self.app.get("/manager/status")
        async def manager() -> dict[str, Any]:
            return {"state": "running", "engine_pid": 7, "restarts": len(self.restarts), "last_exit": None}

        @self.app.post("/manager/restart")
        async def restart(request: Request) -> None:
            self.restarts.append(request.headers.get("authorization"))
            await asyncio.to_thread(self.answers.wait)
            self.engine_hangs = self.engine_hangs and not self.restart_helps

        @self.app.get("/engine/status")
        async def engine() -> EngineStatus:
            if self.engine_hangs:
                await asyncio.Event().wait()
            return self.engine()

    def collector(self) -> Collector:
        """Give the collector `lab`, as config-api does."""
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
            leaving_count=0,
            draining=False,
        )

    def engine(self) -> EngineStatus:
        """Give the status of an engine that is well."""
        now_ns = time.time_ns()
        return EngineStatus(
            collector="lab",
            version="1",
            pid=7,
            started_ns=now_ns - 60_000_000_000,
            now_ns=now_ns,
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
            disk_free_bytes=10**12,
            disk_bytes=2 * 10**12,
        )
