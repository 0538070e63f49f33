"""The words of a mail."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from caflux_contracts.health import Incident, Severity
from caflux_supervisor.mail import compose, duration, subject

START = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)


def incident(component: str = "lab/engine", **changes: Any) -> Incident:
    record = Incident(
        id=1,
        component=component,
        kind="engine",
        severity=Severity.MAJOR,
        began_at=START,
        cause="the engine <hangs>",
        actions=["2026-01-01 03:00:30 UTC: asked the manager to restart the engine"],
    )
    return record.model_copy(update=changes)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_mail_says_what_since_when_what_was_tried_and_where_to_look() -> None:
    at = START + timedelta(minutes=3)
    message = compose([incident()], at, "caflux@lab", ["a@lab", "b@lab"], "https://caflux.lab/")

    assert message["Subject"] == "[CAFlux] lab/engine is down"
    assert message["To"] == "a@lab, b@lab"
    assert message["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert "lab/engine is down, for 3 min now" in text
        assert "2026-01-01 03:00:00 UTC" in text
        assert "asked the manager to restart the engine" in text
        assert "https://caflux.lab/health" in text
    assert "<hangs>" in body(message, "plain")
    assert "&lt;hangs&gt;" in body(message, "html")


def test_end_is_told_with_its_duration() -> None:
    ended = incident(ended_at=START + timedelta(hours=2, minutes=5))
    message = compose([ended], START + timedelta(hours=3), "caflux@lab", ["a@lab"], None)

    assert message["Subject"] == "[CAFlux] lab/engine is well again"
    assert "it was down for 2 h 5 min" in body(message, "plain")


def test_what_is_bad_comes_before_what_is_well_again() -> None:
    well = incident("query-api", ended_at=START)

    assert subject([well, incident()]) == "lab/engine is down"
    assert subject([incident(), incident("config-api"), well]) == "lab/engine, config-api are not well"
    assert subject([well, well]) == "query-api, query-api are well again"
    assert subject([incident(f"c{i}") for i in range(40)]) == "40 parts are not well"


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        (0, "0 s"),
        (42.4, "42 s"),
        (60, "1 min"),
        (200, "3 min 20 s"),
        (7_500, "2 h 5 min"),
        (273_600, "3 d 4 h"),
        (-5, "0 s"),
    ],
)
def test_durations_are_for_people(seconds: float, says: str) -> None:
    assert duration(timedelta(seconds=seconds)) == says
