"""The same done to many PVs at once, and the words by which they are chosen."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from caflux_contracts.names import PvName
from caflux_contracts.pvs import Model

MOST_NAMES = 100_000


class BatchAction(StrEnum):
    """What is done to every PV of a batch."""

    PAUSE = "pause"
    RESUME = "resume"
    DELETE = "delete"
    RESTORE = "restore"


class Batch(Model):
    """The PVs to which something is to be done."""

    names: Annotated[list[PvName], Field(min_length=1, max_length=MOST_NAMES)]


class BatchResult(Model):
    """What became of a batch: all of it is one change."""

    done: list[PvName] = Field(description="PVs to which it was done, by name.")
    unchanged: int = Field(description="PVs that were so already.")
    missing: list[PvName] = Field(description="There is none of this name to do it to; the first hundred.")


class LabelCount(Model):
    """A group, tag or owner, and how many PVs have it."""

    name: str
    pvs: int


class LabelList(Model):
    """All words by which PVs can be chosen, by name."""

    groups: list[LabelCount]
    tags: list[LabelCount]
    owners: list[LabelCount]
