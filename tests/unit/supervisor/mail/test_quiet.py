"""Quiet hours by the clocks of a place."""

from datetime import datetime

import pytest
from caflux_contracts.mail import MailRoute
from caflux_supervisor.mail.quiet import is_quiet
from pydantic import ValidationError

NIGHT = {"start": "22:00", "stop": "06:00"}


def route(zone: str = "Europe/Berlin", **quiet: object) -> MailRoute:
    settings = {"name": "r", "to": ["a@lab"], "time_zone": zone, "quiet": {**NIGHT, **quiet}}
    return MailRoute.model_validate(settings)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-01-15T20:59:00+00:00", False),
        ("2026-01-15T21:00:00+00:00", True),
        ("2026-01-16T04:59:59+00:00", True),
        ("2026-01-16T05:00:00+00:00", False),
        ("2026-07-15T20:00:00+00:00", True),  # summer time
        ("2026-07-16T04:00:00+00:00", False),
        ("2026-10-25T04:59:00+00:00", True),  # the night in which clocks go back
        ("2026-10-25T05:00:00+00:00", False),
    ],
)
def test_hours_are_those_of_the_zone_over_midnight(at: str, quiet: bool) -> None:
    assert is_quiet(route(), datetime.fromisoformat(at)) is quiet


def test_a_day_is_that_on_which_they_begin() -> None:
    weekend = route("UTC", days=["sat"])
    assert not is_quiet(weekend, datetime.fromisoformat("2026-01-17T05:00:00+00:00"))  # Saturday
    assert is_quiet(weekend, datetime.fromisoformat("2026-01-17T23:00:00+00:00"))
    assert is_quiet(weekend, datetime.fromisoformat("2026-01-18T05:00:00+00:00"))
    assert not is_quiet(weekend, datetime.fromisoformat("2026-01-18T23:00:00+00:00"))


def test_within_a_day_and_none_at_all() -> None:
    lunch = route("UTC", start="12:00", stop="13:00")
    assert is_quiet(lunch, datetime.fromisoformat("2026-01-17T12:30:00+00:00"))
    assert not is_quiet(lunch, datetime.fromisoformat("2026-01-17T13:00:00+00:00"))
    always_loud = MailRoute(name="r", to=["a@lab"])
    assert not is_quiet(always_loud, datetime.fromisoformat("2026-01-17T12:30:00+00:00"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus"},
        {"to": []},
        {"to": ["nobody"]},
        {"to": ["a@lab\r\nBcc: x@y"]},
        {"to": ["a b@lab"]},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MailRoute.model_validate({"name": "r", "to": ["a@lab"], **wrong})
