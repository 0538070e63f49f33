"""Why a PV is not archived, or not wholly."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from caflux_contracts.names import PvName
from caflux_contracts.pvs import Model


class Cause(StrEnum):
    """What keeps samples of a PV from the archive."""

    PAUSED = "paused"
    NO_COLLECTOR = "no_collector"
    COLLECTOR_DOWN = "collector_down"
    COLLECTOR_BEHIND = "collector_behind"
    REFUSED = "refused"
    NOT_FOUND = "not_found"
    DISCONNECTED = "disconnected"
    NO_ACCESS = "no_access"
    SUSPENDED = "suspended"
    ARCHIVE_AWAY = "archive_away"
    TWO_IOCS = "two_iocs"
    BAD_CLOCK = "bad_clock"
    LOST = "lost"
    LEFT_OUT = "left_out"
    QUIET = "quiet"


class Finding(Model):
    """One thing that was found."""

    cause: Cause
    blocks: bool = Field(description="Whether nothing is archived because of it.")
    sentence: str = Field(description="What it is.")
    advice: str = Field(description="What to do about it; empty where there is nothing to do.")
    since: datetime | None = Field(default=None, description="Since when, where that is known.")
    collector: str | None = Field(default=None, description="Whose finding it is, where several have the PV.")


class Diagnosis(Model):
    """Why a PV is not archived: what matters most comes first."""

    pv: PvName
    archived: bool = Field(description="Whether it is archived now, as far as anybody knows.")
    sentence: str = Field(description="All in one sentence.")
    findings: list[Finding]


class PvDetail(Model):
    """What an engine knows of one PV."""

    name: PvName
    known: bool = Field(description="Whether it is on the engine's list.")
    refused: str = Field(default="", description="Why Channel Access does not take it.")
    connected: bool = False
    ever_connected: bool = Field(default=False, description="Since the engine has asked for it.")
    readable: bool = True
    since_ns: int = Field(default=0, description="When it was asked for, or last connected or disconnected.")
    disconnects: int = 0
    host: str = Field(default="", description="The IOC that serves it, or served it last.")
    also_served_by: str = ""
    suspended_by: str = Field(default="", description="The PV that is zero and so suspends it.")
    clock_wrong: bool = False
    received: int = 0
    archived: int = 0
    dropped: dict[str, int] = {}
    last_event_ns: int = 0


class EngineDetails(Model):
    """What an engine knows of some PVs, and of itself."""

    revision: int | None
    now_ns: int
    archive_error: str | None = Field(description="Why the archive takes nothing; None where it does.")
    searched: str = Field(description="Where Channel Access looks for PVs.")
    pvs: list[PvDetail]
