"""Alarm rules on PVs: what is watched for, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from caflux_contracts.expressions import parse
from caflux_contracts.names import PvName
from caflux_contracts.pvs import Model


class AlarmLevel(StrEnum):
    """How bad it is."""

    OK = "ok"
    MINOR = "minor"
    MAJOR = "major"


RaisedLevel = Annotated[
    Literal[AlarmLevel.MINOR, AlarmLevel.MAJOR], Field(description="How bad it is when it is so.")
]
LongS = Annotated[float, Field(gt=0, le=30 * 86_400, description="Seconds.")]
DelayS = Annotated[float, Field(ge=0, le=86_400)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Limits(Model):
    """The value is beyond a limit; the limits themselves are well."""

    kind: Literal["limits"] = "limits"
    low_major: Number | None = None
    low_minor: Number | None = None
    high_minor: Number | None = None
    high_major: Number | None = None
    hysteresis: Annotated[
        float,
        Field(ge=0, allow_inf_nan=False, description="By how much it must come back to be well, in EGU."),
    ] = 0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        given = [
            limit
            for limit in (self.low_major, self.low_minor, self.high_minor, self.high_major)
            if limit is not None
        ]
        if not given:
            raise ValueError("give at least one of low_major, low_minor, high_minor and high_major")
        if given != sorted(given):
            raise ValueError("limits must be in order: low_major, low_minor, high_minor, high_major")
        lows = [limit for limit in (self.low_major, self.low_minor) if limit is not None]
        highs = [limit for limit in (self.high_minor, self.high_major) if limit is not None]
        if lows and highs and 2 * self.hysteresis >= min(highs) - max(lows):
            raise ValueError("hysteresis leaves no value between the limits that would be well again")
        return self


class AtLeast(Model):
    """The PV's own alarm severity is at least this; MINOR is minor, MAJOR and INVALID are major."""

    kind: Literal["severity"] = "severity"
    at_least: Literal["minor", "major", "invalid"] = "minor"


class Silent(Model):
    """No sample has come for too long."""

    kind: Literal["silent"] = "silent"
    longer_than_s: LongS
    level: RaisedLevel = AlarmLevel.MAJOR


class Stuck(Model):
    """The value has been the same for too long, whether samples come or not."""

    kind: Literal["stuck"] = "stuck"
    longer_than_s: LongS
    within: Annotated[
        float, Field(ge=0, allow_inf_nan=False, description="A smaller change counts as none, in EGU.")
    ] = 0
    level: RaisedLevel = AlarmLevel.MAJOR


class Rate(Model):
    """The value changes too fast, up or down."""

    kind: Literal["rate"] = "rate"
    per_s: Annotated[float, Field(gt=0, allow_inf_nan=False, description="EGU per second.")]
    over_s: Annotated[float, Field(gt=0, le=3_600, description="Measured over so many seconds.")] = 10
    level: RaisedLevel = AlarmLevel.MAJOR


class Holds(Model):
    """The rule's expression holds: it is known, and not 0."""

    kind: Literal["expression"] = "expression"
    level: RaisedLevel = AlarmLevel.MAJOR


Condition = Annotated[Limits | AtLeast | Silent | Stuck | Rate | Holds, Field(discriminator="kind")]


def _readable(text: str) -> str:
    parse(text)
    return text


class AlarmRuleSettings(Model):
    """What a user decides about a rule: either of `pvs` and `expression` says what it watches."""

    description: Annotated[
        str, Field(max_length=2_000, description="What to look at and do; it is in the mail.")
    ] = ""
    enabled: bool = True
    pvs: Annotated[
        list[PvName], Field(max_length=100, description="Names of PVs, or globs with * and ? of them.")
    ] = []
    expression: Annotated[
        Annotated[str, AfterValidator(_readable)] | None,
        Field(max_length=4_000, description="Arithmetic over PVs that is watched instead."),
    ] = None
    condition: Condition
    on_delay_s: DelayS = Field(default=0, description="So long it must be so, unbroken, to be an alarm.")
    off_delay_s: DelayS = Field(default=0, description="So long it must be well, unbroken, to end one.")
    group: Annotated[
        str, Field(max_length=64, description="Rules of one group make one incident; empty: the rule's own.")
    ] = ""

    @model_validator(mode="after")
    def _watches_one_thing(self) -> Self:
        if bool(self.pvs) == bool(self.expression):
            raise ValueError("give either pvs or expression: what the rule watches")
        if isinstance(self.condition, Holds) and not self.expression:
            raise ValueError("the condition `expression` needs the expression that is to hold")
        return self


RuleName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9]([A-Za-z0-9 ._:+-]*[A-Za-z0-9])?$",
        description="Letters, digits, spaces and . _ : + - within.",
    ),
]


class AlarmRule(AlarmRuleSettings):
    """A rule."""

    name: RuleName
    changed_at: datetime
    changed_by: str


class Comment(Model):
    """What somebody says with an acknowledgement."""

    comment: Annotated[str, Field(max_length=1_000)] = ""


class Acknowledgement(Model):
    """Somebody has seen it and takes care."""

    by: str
    at: datetime
    comment: str = ""


class Alarm(Model):
    """A PV, or an expression, that a rule finds not well."""

    pv: str
    level: AlarmLevel
    since: datetime
    value: Any = Field(description="The newest; a text, a number or null.")
    detail: str = Field(description="Why, in a sentence.")


class AlarmRuleState(Model):
    """A rule, and how it is now."""

    rule: AlarmRule
    level: AlarmLevel = Field(description="The worst of its alarms.")
    since: datetime | None = Field(description="Of the first alarm that lasts.")
    watched: int = Field(description="PVs or expressions that it watches now.")
    unmatched: list[str] = Field(description="Of `pvs`, what there is no PV for.")
    alarmed: int
    alarms: list[Alarm] = Field(description="At most 100, the worst and newest first.")
    evaluated: bool = Field(description="Whether its live stream runs: else it stands still.")
    maintenance: bool = Field(description="All of its alarms are under maintenance: nobody is mailed.")
    incident: int | None = Field(default=None, description="That its alarms are part of.")
    acknowledged: Acknowledgement | None = None


class AlarmChange(Model):
    """A line of the history: an alarm came, changed or went, or somebody did something."""

    at: datetime
    rule: str
    pv: str
    level: AlarmLevel
    before: AlarmLevel
    detail: str


class TriedAlarm(Model):
    """An alarm as it would have been."""

    pv: str
    level: AlarmLevel = Field(description="Its worst.")
    start: datetime
    stop: datetime | None = Field(description="None: it still lasts.")
    detail: str


class DryRun(Model):
    """What a rule would have done in the past hour."""

    start: datetime
    stop: datetime
    watched: int
    fired: int
    sentence: str = Field(description="The same in words.")
    alarms: list[TriedAlarm] = Field(description="At most 100, the first first.")
    left_out: list[str] = Field(description="What could not be tried, and why.")


class MaintenanceSettings(Model):
    """A time in which alarms of some PVs are expected: they are recorded, and nobody is mailed."""

    pvs: Annotated[list[PvName], Field(min_length=1, max_length=100, description="Names or globs.")]
    start: datetime | None = Field(default=None, description="None: now.")
    stop: datetime
    reason: Annotated[str, Field(max_length=500)] = ""


class Maintenance(Model):
    """Such a time, as it is kept."""

    id: int
    pvs: list[str]
    start: datetime
    stop: datetime
    reason: str
    by: str
