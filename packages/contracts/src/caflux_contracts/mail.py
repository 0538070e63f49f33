"""Whom mail goes to, and when."""

import re
from datetime import datetime, time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from caflux_contracts.health import Severity
from caflux_contracts.pvs import Model

_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\\x00-\x20\x7f]+@[^\s@<>\"(),;:\\\x00-\x20\x7f]+")


def _check_address(text: str) -> str:
    if _ADDRESS.fullmatch(text) is None:
        raise ValueError("an address is like operator@example.org, without a name around it")
    return text


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}; one is like Europe/Berlin, or UTC") from error
    return name


Address = Annotated[str, Field(max_length=254), AfterValidator(_check_address)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class QuietHours(Model):
    """Hours, in the route's time zone, in which mail waits for the end of them."""

    start: time = Field(description="Like 22:00; where it is later than `stop`, they last over midnight.")
    stop: time
    days: list[Weekday] = Field(default=[], description="On which they begin; empty: every day.")
    unless: Severity | None = Field(
        default=Severity.MAJOR,
        description="Incidents at least as bad are mailed all the same; null: none is.",
    )


class MailRoute(Model):
    """Who is told of what."""

    name: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]*$")]
    to: Annotated[list[Address], Field(min_length=1, max_length=50)]
    severity: Severity = Field(default=Severity.MINOR, description="Incidents at least as bad.")
    components: list[Annotated[str, Field(min_length=1, max_length=255)]] = Field(
        default=["*"],
        max_length=100,
        description="Globs of what is not well: `alarm *` are the rules on PVs, `*/engine` the engines.",
    )
    after_min: Annotated[float, Field(ge=0, le=10_080)] = Field(
        default=0, description="Only incidents that nobody has acknowledged for so many minutes: escalation."
    )
    remind_min: Annotated[float, Field(ge=1, le=10_080)] | None = Field(
        default=None, description="Minutes between reminders, until it is acknowledged; null: none."
    )
    quiet: QuietHours | None = None
    time_zone: Annotated[str, Field(max_length=64), AfterValidator(_check_zone)] = Field(
        default="UTC", description="Of the quiet hours, and of the times in the mails."
    )


class MailRoutes(Model):
    """All routes. Without any of its own, an installation has one to CAFLUX_MAIL_TO, of everything."""

    routes: Annotated[list[MailRoute], Field(max_length=50)]
    group_s: Annotated[float, Field(ge=0, le=600)] = Field(
        default=10,
        description="News waits until so long no more came, thrice that at most: one mail for all.",
    )
    most_per_hour: Annotated[int, Field(ge=1, le=1_000)] = Field(
        default=20, description="Of each route; what is more waits, and the next mail tells of it."
    )

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [route.name for route in self.routes]
        if len(names) != len(set(names)):
            raise ValueError("two routes have one name")
        return self


class MailTestRequest(Model):
    """Where a test mail is to go."""

    to: Annotated[list[Address], Field(max_length=10)] = Field(
        default=[], description="Empty: to everybody of the routes."
    )


class MailTestAnswer(Model):
    """What became of a test mail."""

    accepted: bool = Field(description="The mail server took it for at least one recipient.")
    said: str = Field(description="What the mail server said, or why it could not be asked.")
    refused: dict[str, str] = Field(description="Recipients that it refused, and what it said.")


class MailStatus(Model):
    """How mail is doing."""

    configured: bool = Field(description="Whether there is a mail server, CAFLUX_SMTP_HOST.")
    queued: int = Field(description="Mails that wait for the mail server.")
    sent_at: datetime | None
    error: str | None = Field(description="Why the last mail could not be sent; null: it was.")
    next_try_at: datetime | None
