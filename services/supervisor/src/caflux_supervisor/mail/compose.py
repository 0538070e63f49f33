"""A letter as a mail: text, HTML, plots, and headers that let follow-ups thread. Pure."""

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from html import escape

from caflux_supervisor.mail.plan import Item, Letter
from caflux_supervisor.mail.words import headline, notes, rows, subject

_MOST_REFERENCES = 20
_GOOD, _BAD = "#2b8a3e", "#c92a2a"
_CELL = "padding:2px 12px 2px 0;vertical-align:top"


def compose(
    letter: Letter, at: datetime, sender: str, link: str | None, plots: Mapping[int, bytes] | None = None
) -> EmailMessage:
    """Write a mail.

    Args:
        letter: To whom, and what.
        at: The time.
        sender: Address it is from.
        link: Base URL of the dashboard.
        plots: PNG by incident.
    """
    plots = plots or {}
    message = empty(sender, letter.route.to, subject(letter.items), at)
    if earlier := list(dict.fromkeys(item.first for item in letter.items if item.first)):
        message["In-Reply-To"] = earlier[-1]
        message["References"] = " ".join(earlier[-_MOST_REFERENCES:])
    message.set_content(_text(letter, at, link))
    ids = {incident: make_msgid(domain="caflux") for incident in plots}
    message.add_alternative(_html(letter, at, link, ids), subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]  # multipart/alternative has two parts
    for incident, plot in plots.items():
        assert isinstance(html, EmailMessage)
        html.add_related(plot, "image", "png", cid=ids[incident], disposition="inline")
    return message


def empty(sender: str, recipients: list[str], subject_: str, at: datetime) -> EmailMessage:
    """Give a mail with its headers. No text makes a header of its own: line ends become spaces."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(f"[CAFlux] {subject_}".split())
    message["From"] = sender
    message["To"] = ", ".join(recipients)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or "localhost")
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in return
    message["X-Auto-Response-Suppress"] = "All"
    return message


def _text(letter: Letter, at: datetime, link: str | None) -> str:
    parts = [_text_of(item, letter, at, link) for item in letter.items]
    parts += notes(letter, at)
    if link:
        parts.append(f"Health page: {link.rstrip('/')}/health")
    return "\n\n".join(parts) + "\n"


def _text_of(item: Item, letter: Letter, at: datetime, link: str | None) -> str:
    lines = [f"{' '.join(headline(item, at).split())}."]
    lines += [f"  {name + ':':<9}{' '.join(value.split())}" for name, value in rows(item, letter, link)]
    return "\n".join(lines)


def _html(letter: Letter, at: datetime, link: str | None, plots: Mapping[int, str]) -> str:
    tables = "".join(_html_of(item, letter, at, link, plots) for item in letter.items)
    ends = "".join(f"<p>{escape(note)}</p>" for note in notes(letter, at))
    if link:
        href = escape(f"{link.rstrip('/')}/health")
        ends += f'<p><a href="{href}">Health page</a></p>'
    return (
        '<!doctype html><html><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;font-size:14px">{tables}{ends}</body></html>'
    )


def _html_of(item: Item, letter: Letter, at: datetime, link: str | None, plots: Mapping[int, str]) -> str:
    incident = item.case.incident
    colour = _GOOD if incident.ended_at else _BAD
    title = f'<h3 style="color:{colour};margin:16px 0 4px">{escape(headline(item, at))}</h3>'
    cells = "".join(
        f'<tr><td style="{_CELL};color:#666">{escape(name)}</td>'
        f'<td style="{_CELL}">{_linked(value)}</td></tr>'
        for name, value in rows(item, letter, link)
    )
    cid = plots.get(incident.id)
    plot = f'<p><img src="cid:{cid[1:-1]}" alt="The last hour" width="600"></p>' if cid else ""
    return f'{title}<table style="border-collapse:collapse">{cells}</table>{plot}'


def _linked(value: str) -> str:
    text = escape(value)
    return f'<a href="{text}">{text}</a>' if value.startswith(("http://", "https://")) else text
