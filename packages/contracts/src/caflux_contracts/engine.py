"""What an engine says of itself at /status."""

from typing import Literal

from pydantic import Field

from caflux_contracts.pvs import Model


class Counts(Model):
    """Events by what became of them. received = archived + pending + the sum of dropped."""

    received: int = 0
    archived: int = 0
    pending: int = Field(default=0, description="In the ring, in a batch, or in the spool.")
    spooled: int = Field(default=0, description="Of the pending ones, those on disk.")
    held: int = Field(
        default=0,
        description="Of the pending ones, those that scan mode, a maximum rate or a suspension holds back.",
    )
    dropped: dict[str, int] = Field(default={}, description="By cause.")


class ThreadStatus(Model):
    """One work thread."""

    name: str
    alive: bool
    pvs: int
    connected: int
    counts: Counts
    queue_bytes: int = Field(description="Encoded batches that wait for the archive.")
    spool_bytes: int = Field(default=0, description="On disk, waiting for the archive.")
    spool_age_s: float | None = Field(
        default=None, description="Seconds for which something of it has been on disk; None: nothing is."
    )
    ring_fill: float = Field(default=0, description="Used part of the ring, 0 to 1; at 1 events are dropped.")
    in_flight: int = Field(default=0, description="Writes to the archive that are under way.")
    beat_age_s: float = Field(description="Seconds since it last finished a flush.")
    write_age_s: float | None = Field(description="Seconds since the archive last took a batch.")
    error: str | None = Field(default=None, description="Why the last write failed, if it did.")


class EngineStatus(Model):
    """The engine's whole state, without its PVs one by one."""

    collector: str
    version: str
    pid: int
    started_ns: int
    now_ns: int
    revision: int | None = Field(description="Of the PV list; None before the first.")
    config_source: Literal["none", "disk", "config-api"]
    config_error: str | None = None
    callback: Literal["compiled", "python"]
    pvs: int
    connected: int
    suspended: int = Field(default=0, description="PVs that the ones that control them suspend.")
    refused: dict[str, str] = Field(
        default={}, description="PVs that can't be archived, the first hundred of them, and why."
    )
    disconnects: int = Field(default=0, description="Connections that were lost since the start.")
    rate_hz: float = Field(description="Events received a second, over the last seconds.")
    cpu_s: float
    rss_bytes: int
    counts: Counts
    threads: list[ThreadStatus]
    disk_free_bytes: int | None = Field(default=None, description="Of the disk with the rings and the spool.")
    disk_bytes: int | None = Field(default=None, description="Size of that disk.")
    threads_replaced: int = Field(default=0, description="Work threads that died or stalled since the start.")
    thread_replaced_ns: int = Field(default=0, description="When the last of them was replaced.")
    thread_error: str | None = Field(default=None, description="Why the last of them was replaced.")


class AwayHost(Model):
    """PVs of one host that are not connected."""

    host: str = Field(description="As it was when they were connected last; empty: they never were.")
    away: int = Field(description="How many of its PVs are not connected.")
    connected: int = Field(description="How many of its PVs are.")
    pvs: list[str] = Field(description="Names of those that are not, the first thousand.")


class AwayPvs(Model):
    """The PVs of an engine that are not connected, by host, most first."""

    now_ns: int
    hosts: list[AwayHost]


class PvTable(Model):
    """State of the PVs of an engine, as columns of equal length. received = archived + pending + dropped.

    Samples that an earlier engine left in its spool count as received when they come out of this one's.
    """

    now_ns: int
    archive: str = Field(default="", description="Where samples go: influxdb or sqlite.")
    name: list[str]
    connected: list[bool]
    reason: list[str] = Field(description="Why nothing of it can be archived now; empty where it can.")
    disconnects: list[int] = Field(description="Connections that it lost since the engine asked for it.")
    lost_hour: list[int] = Field(default=[], description="Those of the last hour.")
    lost_day: list[int] = Field(default=[], description="Those of the last 24 hours.")
    since_ns: list[int] = Field(
        default=[], description="When it was asked for, connected or disconnected, whichever was last."
    )
    also_served_by: list[str] = Field(
        description="A second IOC of the same name, not archived; mostly empty."
    )
    received: list[int]
    archived: list[int]
    pending: list[int] = Field(description="In the ring, held back, in a batch, or in the spool.")
    spooled: list[int] = Field(description="Of the pending ones, those on disk.")
    held: list[int] = Field(description="Of the pending ones, those held back.")
    dropped: dict[str, list[int]] = Field(description="By cause; a cause that never happened is not there.")
    rate_hz: list[float] = Field(description="Events received a second, over the last 10 to 20 seconds.")
    last_event_ns: list[int] = Field(description="0 before the first event.")
