"""A letter as a mail."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from caflux_contracts.health import Incident, Severity
from caflux_contracts.mail import MailRoute
from caflux_supervisor.mail.compose import compose
from caflux_supervisor.mail.ledger import Case
from caflux_supervisor.mail.plan import Item, Letter, Why
from caflux_supervisor.mail.plot import Line, draw, marks
from caflux_supervisor.mail.words import duration, subject
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)
NS = 1_000_000_000


def item(component: str = "lab/engine", why: Why = Why.NEW, first: str | None = None, **changes: Any) -> Item:
    incident = Incident(
        id=changes.pop("id", 1),
        component=component,
        kind=changes.pop("kind", "engine"),
        severity=Severity.MAJOR,
        began_at=START,
        cause="the engine <hangs>",
        actions=["2026-01-01 03:00:30 UTC: asked the manager to restart the engine"],
    )
    case = Case(incident=incident.model_copy(update=changes), news=1, news_at=START)
    return Item(case, why, first)


def letter(*items: Item, **more: Any) -> Letter:
    route = MailRoute.model_validate({"name": "r", "to": ["a@lab", "b@lab"], **more.pop("route", {})})
    return Letter(route, items, **more)


def mail(wanted: Letter, **more: Any) -> EmailMessage:
    """Give a mail as it arrives."""
    at = START + timedelta(minutes=3)
    sent = compose(wanted, at, "CAFlux <caflux@lab>", "https://caflux.lab/", **more)
    return message_from_bytes(sent.as_bytes(), policy=policy.default)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_mail_says_what_since_when_what_was_tried_and_where_to_look() -> None:
    message = mail(letter(item()))

    assert message["Subject"] == "[CAFlux] lab/engine is down"
    assert message["To"] == "a@lab, b@lab"
    assert message["From"] == "CAFlux <caflux@lab>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@lab>")
    assert message["Date"].datetime == START + timedelta(minutes=3)
    assert message["References"] is None
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert "lab/engine is down, for 3 min now" in text
        assert "2026-01-01 03:00:00 UTC" in text
        assert "asked the manager to restart the engine" in text
        assert "https://caflux.lab/health" in text
    assert "<hangs>" in body(message, "plain")
    assert "&lt;hangs&gt;" in body(message, "html")


def test_end_is_told_with_its_duration_in_the_thread_of_its_beginning() -> None:
    ended = item(why=Why.ENDED, first="<1@lab>", ended_at=START + timedelta(hours=2, minutes=5))
    message = mail(letter(ended, route={"time_zone": "Europe/Berlin"}))

    assert message["Subject"] == "[CAFlux] lab/engine is well again"
    assert message["References"] == message["In-Reply-To"] == "<1@lab>"
    text = body(message, "plain")
    assert "it was down for 2 h 5 min" in text
    assert "2026-01-01 04:00:00 CET" in text


def test_an_alarm_shows_its_pvs_and_where_to_look() -> None:
    pvs = [f"VAC:{k}" for k in range(30)]
    message = mail(letter(item("alarm vacuum", kind="alarm", pvs=pvs, pv_count=3_000)), plots={1: b"\x89PNG"})

    assert message["Subject"] == "[CAFlux] alarm vacuum is in MAJOR alarm"
    text = body(message, "plain")
    assert "VAC:0, VAC:1" in text
    assert "and 2,990 more" in text
    assert "https://caflux.lab/viewer?from=now-1h&pv=VAC:0&pv=VAC:1&pv=VAC:2&pv=VAC:3" in text.split()
    html = body(message, "html")
    assert ">the viewer</a>" in html, "its address is long: the text has it"
    (image,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert f"cid:{image['Content-ID'][1:-1]}" in html


def test_no_text_makes_a_header_of_its_own() -> None:
    evil = "x\r\nBcc: spy@evil\r\n\r\nHello"
    message = mail(letter(item(evil, cause=evil, pvs=[evil], pv_count=1, kind="alarm")))

    assert message["Bcc"] is None
    assert "spy@evil" in message["Subject"]
    assert "\nBcc" not in body(message, "plain")


def test_what_is_bad_comes_before_what_is_well_again() -> None:
    well = item("query-api", ended_at=START)

    assert subject([well, item()]) == "lab/engine is down"
    assert subject([item(), item("config-api"), well]) == "lab/engine, config-api are not well"
    assert subject([well, well]) == "query-api, query-api are well again"
    assert subject([item(f"c{i}") for i in range(40)]) == "40 parts are not well"
    assert subject([item(why=Why.REMINDER)]) == "Still: lab/engine is down"
    assert subject([item(why=Why.ESCALATED)]) == "Nobody has answered: lab/engine is down"


def test_what_was_held_back_is_told() -> None:
    held = letter(
        item(why=Why.ESCALATED), route={"after_min": 15, "remind_min": 5}, held_since=START, forgotten=7
    )
    text = body(mail(held), "plain")
    assert "held back for 3 min" in text
    assert "7 more incidents are not told" in text
    assert "nobody has acknowledged it for 15 min" in text
    assert "Acknowledge it on the health page" in text


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


def test_a_plot_is_a_small_png_also_of_odd_data() -> None:
    hour = 3_600 * NS
    lines = [
        Line("A", [(-NS, 1.0), (hour // 2, 5.0), (hour + NS, 2.0)]),
        Line("B", [(0, float(5))]),
        Line("EMPTY", []),
    ]
    png = draw(lines, 0, hour, "Europe/Berlin")
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert len(png) < 30_000
    assert draw([Line("EMPTY", [])], 0, hour, "UTC") is None


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=3))
def test_marks_are_few_and_have_all_values_between_them(values: list[float]) -> None:
    low, high = min(values), max(values)
    found = marks(low, high)
    assert 2 <= len(found) <= 6
    assert found == sorted(set(found))
    slack = 1e-9 * max(abs(low), abs(high))
    assert found[0] <= low + slack
    assert found[-1] >= high - slack


def test_marks_are_round() -> None:
    assert [f"{mark:g}" for mark in marks(1.3e-8, 5.4e-7)] == ["0", "2e-07", "4e-07", "6e-07"]
    assert marks(248.0, 251.0) == [248, 249, 250, 251]
    assert marks(7.0, 7.0) == [6, 8]
