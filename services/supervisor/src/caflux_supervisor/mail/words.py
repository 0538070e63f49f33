"""The words of a mail: what, since when, what was tried, what to look at. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import quote
from zoneinfo import ZoneInfo

from caflux_contracts.health import Incident, Severity

from caflux_supervisor.mail.plan import Item, Letter, Why

_WORDS = {Severity.MINOR: "degraded", Severity.MAJOR: "down"}
_ALARM_WORDS = {Severity.MINOR: "in MINOR alarm", Severity.MAJOR: "in MAJOR alarm"}
_MOST_PVS = 10
_DRAWN = 4
_LONGEST_SUBJECT = 150


def word(incident: Incident) -> str:
    """Say how bad it is, or was."""
    return (_ALARM_WORDS if incident.kind == "alarm" else _WORDS)[incident.severity]


def subject(items: Sequence[Item]) -> str:
    """Say the most important in a line."""
    bad = [item for item in items if item.case.incident.ended_at is None]
    text = _subject([item.case.incident for item in bad or items], ended=not bad)
    if bad and all(item.why is Why.REMINDER for item in bad):
        text = f"Still: {text}"
    elif any(item.why is Why.ESCALATED for item in bad):
        text = f"Nobody has answered: {text}"
    return text if len(text) <= _LONGEST_SUBJECT else text[: _LONGEST_SUBJECT - 1] + "…"


def _subject(incidents: Sequence[Incident], *, ended: bool) -> str:
    if len(incidents) == 1:
        (incident,) = incidents
        return f"{incident.component} is {'well again' if ended else word(incident)}"
    names = [incident.component for incident in incidents]
    told = ", ".join(names) if len(names) <= 3 else f"{len(names)} parts"
    return f"{told} are {'well again' if ended else 'not well'}"


def duration(span: timedelta) -> str:
    """Give a time span for people: 42 s, 3 min 20 s, 2 h 5 min, 3 d 4 h."""
    seconds = max(0, round(span.total_seconds()))
    units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
    for (size, unit), (smaller, smaller_unit) in pairwise(units):
        if seconds >= size:
            rest = seconds % size // smaller
            return f"{seconds // size} {unit}" + (f" {rest} {smaller_unit}" if rest else "")
    return f"{seconds} s"


def clock(at: datetime, zone: str) -> str:
    """Give a time on the clocks of a time zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S %Z}"


def headline(item: Item, at: datetime) -> str:
    """Say how it is, and for how long it is or was not well."""
    incident = item.case.incident
    if incident.ended_at is not None:
        lasted = duration(incident.ended_at - incident.began_at)
        return f"{incident.component} is well again; it was {word(incident)} for {lasted}"
    return f"{incident.component} is {word(incident)}, for {duration(at - incident.began_at)} now"


def rows(item: Item, letter: Letter, link: str | None) -> list[tuple[str, str]]:
    """Give what there is to say of an incident, each under a name."""
    incident, zone = item.case.incident, letter.route.time_zone
    found = [("Since", clock(incident.began_at, zone))]
    if incident.ended_at is not None:
        found.append(("Until", clock(incident.ended_at, zone)))
    found.append(("What", incident.cause))
    if item.why is Why.ESCALATED:
        found.append(("Why you", f"nobody has acknowledged it for {letter.route.after_min:g} min"))
    if incident.pv_count:
        found.append(("PVs", _pvs(incident)))
    found += [("Tried", action) for action in incident.actions[-10:]]
    if link and incident.ended_at is None:
        found.append(("Look at", look_at(incident, link)))
    return found


def _pvs(incident: Incident) -> str:
    told = ", ".join(incident.pvs[:_MOST_PVS])
    more = incident.pv_count - min(_MOST_PVS, len(incident.pvs))
    return f"{told} and {more:,} more" if more > 0 else told


def drawn(incident: Incident) -> list[str]:
    """Give the PVs that are worth a plot."""
    return [pv for pv in incident.pvs if '"' not in pv][:_DRAWN]


def look_at(incident: Incident, link: str) -> str:
    """Give the page that helps most."""
    pvs = drawn(incident)
    if incident.kind == "alarm" and pvs:
        return f"{link.rstrip('/')}/viewer?from=now-1h" + "".join(f"&pv={quote(pv, safe=':')}" for pv in pvs)
    return f"{link.rstrip('/')}/health"


def notes(letter: Letter, at: datetime) -> list[str]:
    """Say what else there is to know about the mail itself."""
    found = []
    if letter.held_since is not None:
        held = duration(at - letter.held_since)
        found.append(f"Mails to you were held back for {held}: there were as many as may be sent in an hour.")
    if letter.forgotten:
        found.append(f"{letter.forgotten:,} more incidents are not told: they were too many to remember.")
    open_ = [item for item in letter.items if item.case.incident.ended_at is None]
    if open_ and letter.route.remind_min is not None:
        found.append("Acknowledge it on the health page, and there are no more reminders.")
    return found
