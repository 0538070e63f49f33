"""What a collector and config-api say to each other."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, FailFast, Field

from caflux_contracts.names import CollectorId
from caflux_contracts.purges import PurgeOrder
from caflux_contracts.pvs import AssignedPv, Model, PvMetadata
from caflux_contracts.retention import AssignedRetention


class CollectorRegistration(Model):
    """A collector's announcement; sent again it renews the lease."""

    host: str = Field(max_length=255)
    version: str = Field(max_length=40)
    engine_url: str = Field(max_length=255, description="Base URL of the engine's /status and /metrics.")
    manager_url: str | None = Field(default=None, max_length=255, description="Base URL of its manager.")
    capacity: int = Field(default=100_000, gt=0, description="PVs it can take.")
    settled: int | None = Field(
        default=None,
        ge=0,
        description="The revision up to which it archives what it was assigned, or has looked for it in "
        "vain: who had a PV before keeps it until then. None: it does not tell, and nobody waits for it.",
    )


class Collector(CollectorRegistration):
    """A collector as config-api knows it."""

    id: CollectorId
    registered_at: datetime
    seen_at: datetime
    lease_s: float
    alive: bool = Field(description="Whether its lease has not run out.")
    pv_count: int
    leaving_count: int = Field(
        description="PVs that it keeps until the collectors that they moved to have them."
    )
    draining: bool = Field(description="Whether it is to have no PVs.")


class Draining(Model):
    """Whether a collector is to have no PVs, so that it can be taken out of service."""

    draining: bool


class ManagerReport(Model):
    """Something about its engine that a manager wants somebody to know."""

    at: float = Field(ge=0, le=4_102_444_800, description="When, in seconds since 1970.")
    text: str = Field(max_length=20_000, description="A sentence; what the engine printed may follow.")


class ManagerReports(Model):
    """Reports of one manager, oldest first."""

    collector: CollectorId
    reports: Annotated[list[ManagerReport], Field(max_length=100)]


class Assignment(Model):
    """The PVs of one collector, complete, at one revision of the configuration."""

    model_config = ConfigDict(extra="ignore")

    collector: CollectorId
    revision: int
    lease_s: float
    total: int | None = Field(
        default=None, description="PVs of all collectors, so that an empty share is told from an empty list."
    )
    retention: list[AssignedRetention] = Field(
        default=[], description="Retention classes, but for `standard`; those that were deleted, too."
    )
    keeper: bool = Field(
        default=False,
        description="Whether it is this one that has the archive follow the classes.",
    )
    purges: list[PurgeOrder] = Field(
        default=[], description="Data that are to be deleted, and that it has not said to be gone."
    )
    pvs: Annotated[list[AssignedPv], FailFast()]


class MetadataReport(Model):
    """Metadata of PVs that connected."""

    metadata: Annotated[list[PvMetadata], Field(max_length=5_000)]
