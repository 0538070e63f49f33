"""Retention classes: for how long samples and rollups of PVs are kept."""

import re
from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from caflux_contracts.pvs import Model, RetentionName

STANDARD = "standard"
"""The class that keeps everything for ever; it is always there."""
HOUR_S = 3_600
SHORTEST_S, LONGEST_S = 24 * HOUR_S, 200 * 365 * 24 * HOUR_S
_UNITS_S = {"h": HOUR_S, "d": 24 * HOUR_S, "w": 7 * 24 * HOUR_S, "y": 365 * 24 * HOUR_S}
_DURATION = re.compile(r"([1-9][0-9]{0,6})([hdwy])")


def seconds_of(duration: str) -> int:
    """Give a duration like 36h, 30d, 8w or 2y (years of 365 days) in seconds.

    Raises:
        ValueError: it is none, or shorter than a day or longer than 200 years.
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(
            f"{duration!r} is no duration: give hours, days, weeks or years, as 36h, 30d, 8w, 2y"
        )
    seconds = int(match[1]) * _UNITS_S[match[2]]
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise ValueError(
            f"{duration} is not between a day and 200 years: an hour is rolled up when it is over, and what "
            "waited for the archive is to come in time"
        )
    return seconds


def _check(duration: str) -> str:
    seconds_of(duration)
    return duration


Duration = Annotated[str, AfterValidator(_check), Field(max_length=8, examples=["30d", "2y"])]


class KeptFor(Model):
    """For how long samples and rollups are kept; None: for ever."""

    raw: Duration | None = Field(default=None, description="Samples: 36h, 30d, 8w, 2y; null: for ever.")
    rollup_1m: Duration | None = Field(default=None, description="Rollups of a minute.")
    rollup_1h: Duration | None = Field(default=None, description="Rollups of an hour.")

    @model_validator(mode="after")
    def _coarse_outlives_fine(self) -> Self:
        ages = [LONGEST_S + 1 if age is None else seconds_of(age) for age in self.levels().values()]
        if ages != sorted(ages):
            raise ValueError(
                "rollups must be kept at least as long as what they are made from: raw, then rollup_1m, "
                "then rollup_1h"
            )
        return self

    def levels(self) -> dict[str, str | None]:
        """Give the duration of each level."""
        return {"raw": self.raw, "rollup_1m": self.rollup_1m, "rollup_1h": self.rollup_1h}


class RetentionSettings(KeptFor):
    """What a user decides about a retention class."""

    description: Annotated[str, Field(max_length=1_000)] = ""
    default: bool = Field(default=False, description="PVs that name no class are of this one.")


class AssignedRetention(KeptFor):
    """A retention class as collectors know it."""

    name: RetentionName


class RetentionClass(RetentionSettings):
    """A retention class."""

    name: RetentionName
    pvs: int = Field(description="Configured PVs that are of this class.")
    changed_at: datetime | None = Field(default=None, description="None of `standard`, which is built in.")
    changed_by: str = ""
    revision: int = Field(default=0, description="That last changed it; the ETag.")


class RetentionList(Model):
    """Every retention class, by name."""

    classes: list[RetentionClass]


class Loss(Model):
    """What a change of a class would delete for good."""

    level: str = Field(description="raw, rollup_1m or rollup_1h")
    before: datetime = Field(description="Everything of this level that is older.")


class RetentionChange(Model):
    """What a change of a class does, or would do."""

    retention: RetentionClass
    applied: bool = Field(description="False of a dry run.")
    losses: list[Loss] = Field(description="What is deleted; with none, the change deletes nothing.")
    pvs: int = Field(description="PVs of the class now: it is their data, and of PVs that were in it before.")
    names: list[str] = Field(description="The first hundred of these PVs.")
