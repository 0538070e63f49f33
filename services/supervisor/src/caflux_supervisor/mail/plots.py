"""What the PVs of an alarm did in the last hour, for its mail, which goes without where there are no data."""

import asyncio
import time
from collections.abc import Callable

import httpx
import structlog
from caflux_contracts.health import Incident
from caflux_contracts.retrieval import Binned, DataAnswer, Raw
from pydantic import ValidationError

from caflux_supervisor.mail.plot import Line, draw
from caflux_supervisor.mail.words import drawn

log = structlog.get_logger("caflux.supervisor")

_HOUR_NS = 3_600 * 1_000_000_000
_PATIENCE_S = 5.0
_POINTS = 400


class Plots:
    """Asks query-api and draws; every plot ends within a few seconds."""

    def __init__(
        self, client: httpx.AsyncClient, query_url: str, now: Callable[[], int] = time.time_ns
    ) -> None:
        self._client = client
        self._url = f"{query_url.rstrip('/')}/v1/data"
        self._now = now

    async def __call__(self, incident: Incident, zone: str) -> bytes | None:
        """Draw the PVs of an alarm, as PNG; None for what is no alarm, and where there are no data."""
        pvs = drawn(incident)
        if incident.kind != "alarm" or not pvs:
            return None
        stop = self._now()
        start = stop - _HOUR_NS
        parameters: dict[str, int | list[str]] = {"pv": pvs, "from": start, "to": stop, "points": _POINTS}
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = (await self._client.get(self._url, params=parameters)).raise_for_status()
                data = DataAnswer.model_validate_json(answer.content)
                lines = [_line(series) for series in data.series]
                return await asyncio.to_thread(draw, lines, start, stop, zone)
        except (
            TimeoutError,
            httpx.HTTPError,
            ValidationError,
            ArithmeticError,
            ValueError,
            OSError,
        ) as error:
            log.warning("a mail goes without its plot", component=incident.component, reason=str(error))
            return None


def _line(series: Raw | Binned) -> Line:
    if isinstance(series, Binned):
        pairs = zip(series.time, series.twmean, strict=True)
    else:
        pairs = zip(series.time, series.value, strict=True)
    numbers = [(time_, float(value)) for time_, value in pairs if isinstance(value, int | float)]
    return Line(series.pv, numbers)
