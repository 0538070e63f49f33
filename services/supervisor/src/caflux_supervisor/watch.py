"""The watch."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from caflux_contracts.health import Health, HealthReport, Incident
from caflux_service.problems import Unavailable
from prometheus_client import CollectorRegistry

from caflux_supervisor.settings import SupervisorSettings


class Watch:
    """What the checks found."""

    def report(self) -> HealthReport:
        """Say how every part is."""
        return HealthReport(health=Health.UNKNOWN, checked_at=datetime.now(UTC), components=[], engines=[])

    def incidents(self, limit: int) -> list[Incident]:
        """List incidents, newest first."""
        del limit
        return []

    async def admin(self, headers: Mapping[str, str]) -> str:
        """Give the name of the admin who asks."""
        raise Unavailable("nobody can be asked yet")

    async def restart_by_hand(self, collector: str, who: str) -> None:
        """Restart."""

    def check_alive(self) -> None:
        """Raise where the checks have stopped."""


@asynccontextmanager
async def watching(settings: SupervisorSettings, registry: CollectorRegistry) -> AsyncIterator[Watch]:
    """Run."""
    yield Watch()
