"""What the supervisor says of every part."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from caflux_contracts.engine import EngineStatus
from caflux_contracts.pvs import Model


class Health(StrEnum):
    """How a component is."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"


class ComponentHealth(Model):
    """One component as it was last seen."""

    name: str
    kind: str = Field(description="engine, manager or service")
    health: Health
    since: datetime
    checked_at: datetime | None
    detail: str = Field(description="What is wrong and what to do, in a sentence; empty when well.")
    restarts: int = 0


class HealthReport(Model):
    """Answer of GET /api/supervisor/v1/health."""

    health: Health = Field(description="The worst of the components.")
    checked_at: datetime
    components: list[ComponentHealth]
    engines: list[EngineStatus]


class Incident(Model):
    """A time in which a component was not well."""

    component: str
    health: Health
    began_at: datetime
    ended_at: datetime | None
    cause: str
    actions: list[str]
    mailed: bool
