"""What the routes are given: built by the lifespan, kept in the application's state."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, cast

from caflux_contracts.names import PvName
from caflux_service.problems import Invalid
from caflux_storage import Archive
from caflux_storage.recording import Span
from fastapi import Depends, Query, Request

from caflux_query_api.export.ending import Endings
from caflux_query_api.known import KnownPvs
from caflux_query_api.live.hub import Hub
from caflux_query_api.pv_catalogue import PvCatalogue
from caflux_query_api.ready import ReadySeries
from caflux_query_api.settings import QuerySettings
from caflux_query_api.spans import SpanCache
from caflux_query_api.timespec import parse_span
from caflux_query_api.turns import Turns
from caflux_query_api.virtual import VirtualPvs

MAX_PVS = 100
Clock = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Parts:
    """The service's parts; `clock` gives ns since 1970."""

    settings: QuerySettings
    archive: Archive
    known: KnownPvs
    hub: Hub
    virtual: VirtualPvs
    catalogue: PvCatalogue
    spans: SpanCache
    ready: ReadySeries
    turns: Turns
    exports: Endings = field(default_factory=Endings)
    clock: Clock = time.time_ns


# Dependencies are coroutines though they wait for nothing: FastAPI calls others in a thread, each in turn.
async def _parts(request: Request) -> Parts:
    return cast("Parts", request.app.state.parts)


PartsDep = Annotated[Parts, Depends(_parts)]


async def _unique(
    pv: Annotated[
        list[PvName],
        Query(min_length=1, max_length=MAX_PVS, description="Name of a PV; repeat it for several."),
    ],
) -> list[str]:
    return list(dict.fromkeys(pv))


PvsDep = Annotated[list[str], Depends(_unique)]

_TIME_HELP = (
    "ISO 8601 with up to nine digits after the second (UTC without a zone), now, now-1h30m, "
    "or an integer of nanoseconds since 1970."
)


async def _span(
    parts: PartsDep,
    from_: Annotated[str, Query(alias="from", description=f"Begin of the range: {_TIME_HELP}")] = "now-1h",
    to: Annotated[str, Query(description="End of the range, not included: like `from`.")] = "now",
) -> Span:
    try:
        return parse_span(from_, to, parts.clock())
    except ValueError as error:
        raise Invalid(str(error)) from error


SpanDep = Annotated[Span, Depends(_span)]
