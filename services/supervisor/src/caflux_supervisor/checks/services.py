"""config-api and its database, query-api, and InfluxDB."""

import asyncio
from urllib.parse import urlsplit

from caflux_supervisor.checks.asker import Answer, Asker
from caflux_supervisor.checks.seen import Seen
from caflux_supervisor.looks import at_database, at_influxdb, at_service
from caflux_supervisor.settings import SupervisorSettings


class Services:
    """Looks at what every installation has once."""

    def __init__(self, asker: Asker, settings: SupervisorSettings) -> None:
        self._asker = asker
        self._config = settings.config_url.rstrip("/")
        self._query = settings.query_url.rstrip("/")
        self._influx = influx_url(settings.archive_url)

    async def look(self) -> list[Seen]:
        """Look at all of them at once."""
        config, query, influx = await asyncio.gather(
            self._asker.get(f"{self._config}/readyz", clock_of="config-api"),
            self._asker.get(f"{self._query}/readyz", clock_of="query-api"),
            self._ping(),
        )
        seen = [
            Seen("database", "service", at_database(config.status, config.detail)),
            Seen("config-api", "service", at_service(config.status, config.detail, blames=("database",))),
            Seen("query-api", "service", at_service(query.status, query.detail, blames=("influxdb",))),
        ]
        if influx is not None:
            seen.insert(0, Seen("influxdb", "service", at_influxdb(influx.status, influx.detail)))
        return seen

    async def _ping(self) -> Answer | None:
        if self._influx is None:
            return None
        return await self._asker.get(f"{self._influx}/ping", clock_of="influxdb")


def influx_url(archive_url: str | None) -> str | None:
    """Give an InfluxDB's base URL; None where the archive is none."""
    parts = urlsplit(archive_url or "")
    if parts.scheme not in ("http", "https"):
        return None
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}:{parts.port or (443 if parts.scheme == 'https' else 8_086)}"
