"""Orders to delete data of a PV from the archive, and what collectors report of them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field

from caflux_contracts.names import PvName
from caflux_contracts.pvs import Model


class PurgeState(StrEnum):
    """How far an order is."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class PurgeWish(Model):
    """Which data of a PV are to be deleted, and why."""

    until: AwareDatetime | None = Field(
        default=None,
        description="Only what is older: a full hour that is over. Null: all there is, of a PV that is not "
        "archived now.",
    )
    reason: Annotated[str, Field(max_length=500)] = Field(
        default="", description="Told with the gap that is left, and in the audit."
    )


class Holding(Model):
    """What the archive has of one name."""

    name: PvName
    first_ns: int | None = Field(description="Its first sample, ns since 1970; null: samples there are none.")
    last_ns: int | None = Field(description="Its last sample before the limit.")
    samples: int | None = Field(description="How many; null: too many to be counted at once.")
    estimated: bool = Field(default=False, description="Summed up from rollups, which may lack some.")


class Holdings(Model):
    """What the archive has of some names; those of which it has nothing are left out."""

    holdings: list[Holding]


class PurgeOrder(Model):
    """An order as collectors are told: delete what these names have with time < `before_ns`."""

    model_config = ConfigDict(extra="ignore")

    id: int
    names: list[PvName]
    before_ns: int
    by: str
    reason: str = ""


class PurgeReport(Model):
    """What one collector says of an order."""

    state: PurgeState
    detail: str = Field(default="", max_length=1_000, description="What it waits for, or why it failed.")
    deleted: list[Holding] = Field(default=[], max_length=1_000, description="What there was, by name.")


class PurgeAt(PurgeReport):
    """What a collector said of an order, and when."""

    collector: str
    at: datetime


class Purge(Model):
    """An order, or with a dry run what it would be."""

    id: int | None = Field(description="Null of a dry run.")
    pv: PvName
    names: list[PvName] = Field(
        description="Whose data are deleted: the PV, its other names, and the fields archived beside it."
    )
    before: datetime = Field(description="What is older is deleted.")
    reason: str
    asked_at: datetime
    asked_by: str
    state: PurgeState
    detail: str = Field(description="What is waited for, or why it failed and when it is tried again.")
    collectors: list[PurgeAt] = Field(default=[], description="What each collector said last.")
    waits_for: list[str] = Field(
        default=[],
        description="Collectors that have not carried it out. What one of them may have in its spool from "
        "before is purged when it comes back.",
    )
    holdings: list[Holding] | None = Field(
        default=None,
        description="What is, or was, there to be deleted. Null: not known; `detail` of a dry run says why.",
    )


class PurgePage(Model):
    """One page of orders, the newest first."""

    purges: list[Purge]
    next_cursor: str | None = Field(default=None, description="Give it as `cursor` for the next page.")
