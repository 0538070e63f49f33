"""PVs as they are configured, assigned to collectors, and described by their IOC."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass

from caflux_contracts.labels import FieldNames, Labels
from caflux_contracts.names import CollectorId, PvName


class Model(BaseModel):
    """Base of every message: unknown fields are an error, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="null")


class Mode(StrEnum):
    """How a PV is sampled."""

    MONITOR = "monitor"
    SCAN = "scan"


class PvState(StrEnum):
    """Whether a configured PV is to be archived."""

    ACTIVE = "active"
    PAUSED = "paused"


PeriodS = Annotated[float, Field(ge=0.1, le=86_400)]
Deadband = Annotated[float, Field(ge=0, allow_inf_nan=False)]
MaxRateHz = Annotated[float, Field(gt=0, le=1_000_000)]
RetentionName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""Name of a retention class; part of the name of InfluxDB's retention policies."""


class PvSettings(Model):
    """What a user decides about a PV."""

    mode: Mode = Mode.MONITOR
    period_s: PeriodS | None = Field(
        default=None, description="Seconds between samples; scan mode only, and needed there."
    )
    deadband: Deadband | None = Field(
        default=None,
        description="Archive a change only when it exceeds this, in the PV's own units.",
    )
    max_rate_hz: MaxRateHz | None = Field(
        default=None, description="Archive at most this many events a second."
    )
    controlling_pv: PvName | None = Field(
        default=None, description="While the value of this PV is zero, archiving is suspended."
    )
    use_adel: bool = Field(
        default=False,
        description="Take changes beyond the record's archive deadband ADEL (DBE_LOG), not beyond its MDEL.",
    )
    fields: FieldNames = Field(
        default=(),
        description="Fields of the record that are archived beside it, like HIHI: each as a PV of its own, "
        "which is called like the record with .HIHI behind.",
    )
    replicas: Annotated[int, Field(ge=1, le=5)] = Field(
        default=1, description="So many collectors archive it, as far as there are so many."
    )
    collector: CollectorId | None = Field(
        default=None, description="The collector that archives it while that one lives; else any does."
    )
    groups: Labels = Field(default=(), description="Groups that it belongs to.")
    tags: Labels = Field(default=(), description="Free words to find it by.")
    owner: Annotated[str, Field(max_length=64)] = Field(default="", description="Who to ask about it.")
    retention: RetentionName | None = Field(
        default=None,
        description="The retention class, which says how long its data are kept; null: the default class.",
    )
    description: Annotated[str, Field(max_length=1_000)] = ""

    @model_validator(mode="after")
    def _period_belongs_to_scan(self) -> Self:
        if self.mode is Mode.SCAN and self.period_s is None:
            raise ValueError("scan mode needs period_s, the seconds between samples")
        if self.mode is Mode.MONITOR and self.period_s is not None:
            raise ValueError("period_s is for scan mode; monitor mode archives every event")
        return self


class NamedPv(PvSettings):
    """A PV with what a user decided about it."""

    name: PvName
    state: PvState = PvState.ACTIVE

    @model_validator(mode="after")
    def _another_pv_controls(self) -> Self:
        if self.controlling_pv == self.name:
            raise ValueError("controlling_pv must be another PV, or empty; none controls its own archiving")
        return self


class PvMetadata(Model):
    """What a PV's IOC said of it when it connected (DBR_CTRL, DESC), or None where there is no such thing."""

    pv: PvName
    native_type: str = Field(description="string, short, float, enum, char, long or double", max_length=16)
    element_count: int = Field(ge=0, lt=2**32, description="A count of Channel Access has 32 bits.")
    egu: str | None = Field(default=None, max_length=40)
    precision: int | None = Field(default=None, ge=-(2**15), lt=2**15)
    display_low: float | None = None
    display_high: float | None = None
    warning_low: float | None = None
    warning_high: float | None = None
    alarm_low: float | None = None
    alarm_high: float | None = None
    enum_strings: list[Annotated[str, Field(max_length=40)]] | None = Field(default=None, max_length=16)
    ioc_host: str | None = Field(default=None, max_length=255)
    description: str | None = Field(
        default=None, max_length=100, description="The record's DESC; None where it is not known."
    )
    valid_from_ns: int | None = Field(
        default=None, ge=0, lt=2**63, description="Since when it has been so, ns since 1970."
    )


class Pv(NamedPv):
    """A configured PV."""

    created_at: datetime
    changed_at: datetime
    revision: int = Field(
        description="The configuration's revision that last changed this PV; in quotes it is its ETag."
    )
    aliases: tuple[PvName, ...] = Field(
        default=(), description="Other names under which it is found, former ones among them."
    )
    metadata: PvMetadata | None = None


class DeletedPv(NamedPv):
    """A PV that was deleted and can be restored."""

    deleted_at: datetime
    deleted_by: str
    gone_at: datetime = Field(description="From then on it can't be restored.")


class DeletedPage(Model):
    """One page of deleted PVs, ordered by name."""

    pvs: list[DeletedPv]
    next_cursor: str | None = Field(default=None, description="Give it as `cursor` for the next page.")


class Rename(Model):
    """What a PV is to be called."""

    to: PvName


class PvLive(Model):
    """What the collector of a PV said of it a moment ago."""

    collector: str
    age_s: float = Field(description="Seconds since it said so.")
    connected: bool
    reason: str = Field(description="Why nothing of it can be archived now; empty where it can.")
    rate_hz: float = Field(description="Events received a second, over the last 10 to 20 seconds.")
    last_event_ns: int | None = Field(description="The newest sample, ns since 1970.")
    dropped: int = Field(description="Events that were not archived, since the collector's start.")


class ListedPv(Pv):
    """A PV in a list."""

    live: PvLive | None = Field(
        default=None, description="How it is now; None where no collector has said so yet."
    )


class PvPage(Model):
    """One page of PVs."""

    pvs: list[ListedPv]
    total: int = Field(description="PVs that match the search, on all pages.")
    next_cursor: str | None = Field(default=None, description="Give it as `cursor` for the next page.")


class PvRow(NamedPv):
    """One PV in an import or export."""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="ignore"))
class AssignedPv:
    """A PV that a collector is to archive; paused ones are assigned so that the pause is recorded.

    It says what `NamedPv` says, but for the description, in a tenth of the memory: an engine holds 100,000.
    What a newer config-api says besides is passed over: a collector that is not updated yet must go on.
    """

    name: PvName
    state: PvState = PvState.ACTIVE
    mode: Mode = Mode.MONITOR
    period_s: PeriodS | None = None
    deadband: Deadband | None = None
    max_rate_hz: MaxRateHz | None = None
    controlling_pv: PvName | None = None
    use_adel: bool = False
    moving: bool = False
    """Another collector is taking it over; until it is gone from here both archive it, the same points."""
    retention: RetentionName = "standard"
