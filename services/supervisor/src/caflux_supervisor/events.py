"""The stream of what becomes of incidents."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Literal

from caflux_service.openapi import DocumentedApp
from caflux_service.remote_gate import RemoteGate
from fastapi import Request
from fastapi.sse import ServerSentEvent

from caflux_supervisor.incidents import Incidents

_RETRY_MS = 1_000


async def follow(request: Request, incidents: Incidents, after: int) -> AsyncIterator[ServerSentEvent]:
    """Give every transition after one, until the client, the server or the right to read is gone."""
    gate: RemoteGate = request.app.state.gate
    app: DocumentedApp = request.app
    refused = asyncio.Event()
    endings = [asyncio.create_task(event.wait()) for event in (refused, app.stopping)]
    try:
        async with gate.watching(request, refused.set):
            while not any(ending.done() for ending in endings):
                for transition in incidents.after(after):
                    after = transition.id
                    yield ServerSentEvent(
                        data=transition, event=transition.kind, id=str(transition.id), retry=_RETRY_MS
                    )
                await _next(incidents, after, endings)
    finally:
        for ending in endings:
            ending.cancel()


async def _next(incidents: Incidents, after: int, endings: Sequence[asyncio.Task[Literal[True]]]) -> None:
    """Wait for more, or the end."""
    more = asyncio.create_task(incidents.wait(after))
    try:
        await asyncio.wait([more, *endings], return_when=asyncio.FIRST_COMPLETED)
    finally:
        more.cancel()
