"""What the supervisor says of every part, and of what went wrong."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

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


class Severity(StrEnum):
    """How bad an incident is."""

    MINOR = "minor"
    """It works, and somebody should look."""
    MAJOR = "major"
    """It does not work."""


class HealthReport(Model):
    """Answer of GET /api/supervisor/v1/health."""

    health: Health = Field(description="The worst of the components.")
    alarms: dict[Severity, int] = Field(
        default={},
        description="How many incidents of alarm rules on PVs last, by severity: no part of `health`.",
    )
    checked_at: datetime
    components: list[ComponentHealth]
    engines: list[EngineStatus]


class Incident(Model):
    """A time in which something was not well. A change makes a new one with the same id."""

    id: int
    component: str = Field(description="What is not well; it has one incident at a time.")
    kind: str = Field(description="engine, manager, service, …, or alarm for a rule on PVs.")
    severity: Severity = Field(description="The worst of its time.")
    began_at: datetime
    ended_at: datetime | None = None
    cause: str
    actions: list[str] = Field(default=[], description="What was done about it, and when, oldest first.")
    restarts: list[datetime] = Field(default=[], description="When an engine was restarted because of it.")
    pvs: list[str] = Field(default=[], description="PVs that it affects, the first hundred of them.")
    pv_count: int = Field(default=0, description="How many PVs it affects.")
    mailed: bool = Field(default=False, description="Whether somebody has been told by mail.")


class _Transition(Model):
    id: int = Field(description="Grows with every transition; a stream resumes after it.")
    at: datetime
    incident: Incident = Field(description="As it is since then.")


class IncidentOpened(_Transition):
    """Something is not well."""

    kind: Literal["opened"] = "opened"


class IncidentUpdated(_Transition):
    """Something about an incident, open or closed, is otherwise than before."""

    kind: Literal["updated"] = "updated"
    news: bool = Field(description="Whether it is worth a mail: it got worse, or was given up.")


class IncidentClosed(_Transition):
    """It is well again, or nobody watches it any more."""

    kind: Literal["closed"] = "closed"


IncidentTransition = Annotated[IncidentOpened | IncidentUpdated | IncidentClosed, Field(discriminator="kind")]
