"""The part of config-api that an engine needs, on a real socket: a PV list that a test sets."""

import asyncio
from collections.abc import Iterable
from typing import Annotated

from caflux_contracts.collectors import Assignment, CollectorRegistration, MetadataReport
from caflux_contracts.pvs import AssignedPv
from fastapi import FastAPI, Query, Response

from caflux_testing.http_server import HttpServer

LEASE_S = 15.0
LOOK_S = 0.05
LONGEST_S = 20.0


class PvListServer(HttpServer):
    """Registers every collector and assigns all PVs to it. A real config-api takes seconds to start.

    Attributes:
        pvs: What is assigned.
        revision: Of the list; a collector is told when it changes.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        app = FastAPI()
        super().__init__(app)
        self.pvs: list[AssignedPv] = []
        self.revision = 0
        self._ending = False
        self.set(AssignedPv(name=name) for name in names)
        self._routes(app)

    def stop(self) -> None:
        """Stop listening; who waits for another list is told that there is none."""
        self._ending = True
        super().stop()

    def set(self, pvs: Iterable[AssignedPv]) -> None:
        """Assign these PVs and no others."""
        self.pvs = list(pvs)
        self.revision += 1

    def _routes(self, app: FastAPI) -> None:
        @app.put("/v1/collectors/{collector}")
        async def register(collector: str, registration: CollectorRegistration) -> None:
            """Take every collector."""

        @app.post("/v1/metadata")
        async def report(metadata: MetadataReport) -> None:
            """Take metadata and forget them."""

        @app.get("/v1/collectors/{collector}/assignment", response_model=None)
        async def assignment(
            collector: str, revision: int | None = None, wait: Annotated[float, Query(le=LONGEST_S)] = 0
        ) -> Assignment | Response:
            waited = 0.0
            while revision == self.revision:
                if waited >= wait or self._ending:
                    return Response(status_code=204)
                await asyncio.sleep(LOOK_S)
                waited += LOOK_S
            return Assignment(collector=collector, revision=self.revision, lease_s=LEASE_S, pvs=self.pvs)
