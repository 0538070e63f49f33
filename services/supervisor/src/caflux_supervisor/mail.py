"""The words of a mail: one for everything that changed. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape
from itertools import pairwise

from caflux_contracts.health import Incident, Severity

_WORDS = {Severity.MINOR: "degraded", Severity.MAJOR: "down"}


def compose(
    records: Sequence[Incident], at: datetime, sender: str, recipients: Sequence[str], link: str | None
) -> EmailMessage:
    """Write the mail about incidents that began, got worse or ended; at least one."""
    message = EmailMessage()
    message["Subject"] = f"[CAFlux] {subject(records)}"
    message["From"] = sender
    message["To"] = ", ".join(recipients)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or "localhost")
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in return
    message.set_content("\n\n".join([*(_text(record, at) for record in records), *_footer(link)]) + "\n")
    message.add_alternative(_html(records, at, link), subtype="html")
    return message


def subject(records: Sequence[Incident]) -> str:
    """Say the most important in a line."""
    bad = [record for record in records if record.ended_at is None]
    if not bad:
        return _names(records) + (" is well again" if len(records) == 1 else " are well again")
    if len(bad) == 1:
        return f"{bad[0].component} is {_WORDS[bad[0].severity]}"
    return f"{_names(bad)} are not well"


def _names(records: Sequence[Incident]) -> str:
    names = [record.component for record in records]
    return ", ".join(names) if len(names) <= 3 else f"{len(names)} parts"


def duration(span: timedelta) -> str:
    """Give a time span for people: 42 s, 3 min 20 s, 2 h 5 min, 3 d 4 h."""
    seconds = max(0, round(span.total_seconds()))
    units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
    for (size, unit), (smaller, smaller_unit) in pairwise(units):
        if seconds >= size:
            rest = seconds % size // smaller
            return f"{seconds // size} {unit}" + (f" {rest} {smaller_unit}" if rest else "")
    return f"{seconds} s"


def headline(record: Incident, at: datetime) -> str:
    """Say how the part is, and for how long it was not well."""
    if record.ended_at is not None:
        lasted = duration(record.ended_at - record.began_at)
        return f"{record.component} is well again; it was {_WORDS[record.severity]} for {lasted}"
    return f"{record.component} is {_WORDS[record.severity]}, for {duration(at - record.began_at)} now"


def _text(record: Incident, at: datetime) -> str:
    return "\n".join(
        [
            f"{headline(record, at)}.",
            f"  Since:  {_time(record.began_at)}",
            *([f"  Until:  {_time(record.ended_at)}"] if record.ended_at else []),
            f"  What:   {record.cause}",
            *(f"  Tried:  {action}" for action in record.actions),
        ]
    )


def _footer(link: str | None) -> list[str]:
    return [f"Health page: {link.rstrip('/')}/health"] if link else []


def _html(records: Sequence[Incident], at: datetime, link: str | None) -> str:
    rows = "".join(_html_rows(record, at) for record in records)
    href = f"{link.rstrip('/')}/health" if link else None
    footer = f'<p><a href="{escape(href)}">Health page</a></p>' if href else ""
    return f"<!doctype html><html><body><table cellpadding='4'>{rows}</table>{footer}</body></html>"


def _html_rows(record: Incident, at: datetime) -> str:
    colour = "#2b8a3e" if record.ended_at else "#c92a2a"
    pairs = [
        ("Since", _time(record.began_at)),
        *([("Until", _time(record.ended_at))] if record.ended_at else []),
        ("What", record.cause),
        *(("Tried", action) for action in record.actions),
    ]
    title = (
        f"<tr><th colspan='2' align='left' style='color:{colour}'>{escape(headline(record, at))}</th></tr>"
    )
    return title + "".join(
        f"<tr><td valign='top'>{name}</td><td>{escape(value)}</td></tr>" for name, value in pairs
    )


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
