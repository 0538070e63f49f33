"""A letter as a mail: text, HTML, plots, and headers that let follow-ups thread. Pure."""

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from html import escape

from caflux_contracts.health import Severity

from caflux_supervisor.mail.plan import Item, Letter
from caflux_supervisor.mail.words import headline, notes, rows, subject

_MOST_REFERENCES = 20
_GOOD, _DOUBTFUL, _BAD = "#2b8a3e", "#e67700", "#c92a2a"
_PAGE = "margin:0;padding:16px;background:#ffffff;color:#1c252e;font:14px/1.45 system-ui,sans-serif"
_CARD = "margin:0 0 16px;padding:12px 16px;background:#f4f6f8;border-radius:6px"
_CELL, _DIM, _LINK = "padding:2px 12px 2px 0;vertical-align:top", "color:#5b6875", "#0b789d"
_PLOT = "display:block;max-width:100%;height:auto;margin-top:8px;border-radius:4px"
# Programs that know no dark letters, or leave styles out, show the light one, whose every colour is given.
_DARK = (
    "@media (prefers-color-scheme:dark){.page{background:#12181e!important;color:#e3e9ef!important}"
    ".card{background:#1c252e!important}.dim{color:#93a1af!important}a{color:#6cb7d0!important}}"
)


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
    cards = "".join(_html_of(item, letter, at, link, plots) for item in letter.items)
    ends = "".join(
        f'<p class="dim" style="{_DIM};margin:8px 0">{escape(note)}</p>' for note in notes(letter, at)
    )
    if link:
        page = f"{link.rstrip('/')}/health"
        ends += f"<p>{_linked(page, 'Health page')}</p>"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><meta name="color-scheme" content="light dark"><style>{_DARK}</style>'
        f'</head><body class="page" style="{_PAGE}"><div style="max-width:640px">{cards}{ends}</div>'
        "</body></html>"
    )


def _html_of(item: Item, letter: Letter, at: datetime, link: str | None, plots: Mapping[int, str]) -> str:
    incident = item.case.incident
    colour = _GOOD if incident.ended_at else _BAD if incident.severity is Severity.MAJOR else _DOUBTFUL
    cells = "".join(
        f'<tr><td class="dim" style="{_CELL};{_DIM};white-space:nowrap">{escape(name)}</td>'
        f'<td style="{_CELL};overflow-wrap:anywhere;word-break:break-word">{_linked(value)}</td></tr>'
        for name, value in rows(item, letter, link)
    )
    cid = plots.get(incident.id)
    image = f'<img src="cid:{cid[1:-1]}" alt="The last hour" width="600" style="{_PLOT}">' if cid else ""
    return (
        f'<div class="card" style="{_CARD};border-left:4px solid {colour}">'
        f'<h3 style="margin:0 0 8px;font-size:16px">{escape(headline(item, at))}</h3>'
        f'<table role="presentation" style="border-collapse:collapse">{cells}</table>{image}</div>'
    )


def _linked(value: str, text: str = "") -> str:
    """Give a text, which is a link where it is an address; that of the viewer is long, and is not shown."""
    if not value.startswith(("http://", "https://")):
        return escape(value)
    shown = text or ("the viewer" if "/viewer?" in value else value)
    return f'<a href="{escape(value)}" style="color:{_LINK}">{escape(shown)}</a>'
