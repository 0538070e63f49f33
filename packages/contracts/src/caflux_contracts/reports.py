"""Reports over all PVs: which of them are not as they should be, and which make the most data."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from caflux_contracts.names import PvName
from caflux_contracts.pvs import Model, PvState


class ReportKind(StrEnum):
    """What a report is of."""

    NEVER_CONNECTED = "never-connected"
    DISCONNECTED = "disconnected"
    LOST_CONNECTIONS = "lost-connections"
    SILENT = "silent"
    PAUSED = "paused"
    ADDED = "added"
    CHANGED = "changed"
    EVENT_RATE = "event-rate"
    STORAGE_RATE = "storage-rate"
    DROPPED = "dropped"


class ReportInfo(Model):
    """A report that there is."""

    kind: ReportKind
    title: str
    explanation: str = Field(description="Which PVs it lists, in which order, and what its figures are from.")
    columns: list[str] = Field(description="Fields of its rows that matter; the columns of its CSV.")
    span: str | None = Field(
        description="How far it looks back unless `span` says otherwise; null: it does not look back."
    )


class ReportRow(Model):
    """A PV in a report; what the report is not about is left out."""

    name: PvName
    state: PvState
    owner: str | None = None
    collector: str | None = None
    connected: bool | None = None
    reason: str | None = Field(default=None, description="Why nothing of it can be archived now.")
    since_ns: int | None = Field(
        default=None, description="Since when it is connected or not, ns; null: not known."
    )
    last_event_ns: int | None = Field(default=None, description="Its newest sample, ns since 1970.")
    lost: int | None = Field(default=None, description="Connections that it lost.")
    rate_hz: float | None = Field(
        default=None, description="Events received a second, in the last 10 to 20 seconds."
    )
    bytes_per_sample: float | None = Field(default=None, description="Estimated, on the archive's disk.")
    bytes_per_day: float | None = Field(default=None, description="Estimated from the rate of now.")
    dropped: int | None = Field(default=None, description="Since its collector's start.")
    causes: dict[str, int] | None = Field(default=None, description="Dropped events by cause.")
    created_at: datetime | None = None
    created_by: str | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None


class ReportCollector(Model):
    """A collector that is alive, and how long ago it said how its PVs are."""

    collector: str
    age_s: float | None = Field(description="Null: it does not answer, so that the report lacks its PVs.")


class Report(Model):
    """One page of a report."""

    kind: ReportKind
    at: datetime
    span: str | None
    total: int = Field(description="PVs in it, on all pages.")
    totals: dict[str, float] = Field(description="Sums over all of them: rate_hz, bytes_per_day, lost, …")
    collectors: list[ReportCollector] = Field(description="Whose word it is, where it depends on theirs.")
    rows: list[ReportRow]
    next_cursor: str | None = Field(default=None, description="Give it as `cursor` for the next page.")
