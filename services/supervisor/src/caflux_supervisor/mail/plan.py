"""Who is to be told of what now. Pure: the ledger, the routes and the time in, letters out."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from caflux_contracts.health import Incident, IncidentTransition, IncidentUpdated, Severity
from caflux_contracts.mail import MailRoute, MailRoutes

from caflux_supervisor.alarms.globs import matching
from caflux_supervisor.mail.ledger import MOST, Case, Ledger, Mark, RouteMemory, Told
from caflux_supervisor.mail.quiet import is_quiet

_HOUR = timedelta(hours=1)
_RANK = {Severity.MINOR: 0, Severity.MAJOR: 1}
_GROUPS = 3


class Why(Enum):
    """Why a route is told of an incident."""

    NEW = "new"
    CHANGED = "changed"
    ENDED = "ended"
    REMINDER = "reminder"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Item:
    """An incident in a letter; `first` is the id of the mail that first told this route of it."""

    case: Case
    why: Why
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be written.

    Attributes:
        route: To whom.
        items: What it tells.
        held_since: Since when news had to wait, because as many mails as may be were sent in an hour.
        forgotten: Incidents that nobody was told of, because there were too many.
    """

    route: MailRoute
    items: tuple[Item, ...]
    held_since: datetime | None = None
    forgotten: int = 0


def take_in(
    ledger: Ledger,
    transitions: Sequence[IncidentTransition],
    at: datetime,
    mailed: Callable[[Incident], bool],
) -> Ledger:
    """Note what has happened; `mailed` says which incidents may be mailed now."""
    if not transitions:
        return ledger
    cases = dict(ledger.cases)
    for each in transitions:
        incident, before = each.incident, cases.get(each.incident.id)
        news = not isinstance(each, IncidentUpdated) or each.news
        if before is None and not news:
            continue
        case = before or Case(incident=incident, news=each.id, news_at=at)
        change: dict[str, object] = {"incident": incident, "muted": not mailed(incident)}
        if news:
            change |= {"news": each.id, "news_at": at}
        cases[incident.id] = case.model_copy(update=change)
    return _bounded(ledger.model_copy(update={"read": transitions[-1].id, "cases": cases}))


def _bounded(ledger: Ledger) -> Ledger:
    extra = len(ledger.cases) - MOST
    if extra <= 0:
        return ledger
    oldest = sorted(
        ledger.cases.values(), key=lambda case: (case.incident.ended_at is None, case.incident.id)
    )
    cases = {case.incident.id: case for case in oldest[extra:]}
    return ledger.model_copy(update={"cases": cases, "forgotten": ledger.forgotten + extra})


def mute(ledger: Ledger, mailed: Callable[[Incident], bool]) -> Ledger:
    """Look anew at which incidents that last may be mailed: maintenance begins and ends by itself."""
    cases = {
        id_: case.model_copy(update={"muted": not mailed(case.incident)})
        if case.incident.ended_at is None
        else case
        for id_, case in ledger.cases.items()
    }
    return ledger if cases == ledger.cases else ledger.model_copy(update={"cases": cases})


def plan(
    ledger: Ledger, routes: MailRoutes, at: datetime, acknowledged: Collection[int], waiting: Collection[str]
) -> list[Letter]:
    """Say which letters are to be written.

    Args:
        ledger: What there is to tell, and what was told.
        routes: To whom.
        at: The time.
        acknowledged: Incidents that somebody takes care of.
        waiting: Routes with a letter that was not sent yet: their news joins the next one.
    """
    letters = []
    for route in routes.routes:
        if route.name in waiting:
            continue
        items = _items(ledger, route, at, acknowledged)
        memory = ledger.memory(route.name)
        if items and _settled(items, at, routes.group_s) and _room(memory, at) < routes.most_per_hour:
            letters.append(Letter(route, items, memory.held_since, ledger.forgotten))
    return letters


def hold(ledger: Ledger, routes: MailRoutes, at: datetime, acknowledged: Collection[int]) -> Ledger:
    """Note which routes have news that waits because of the bound per hour."""
    memories = dict(ledger.routes)
    for route in routes.routes:
        memory = ledger.memory(route.name)
        if memory.held_since is not None or _room(memory, at) < routes.most_per_hour:
            continue
        if _items(ledger, route, at, acknowledged):
            memories[route.name] = memory.model_copy(update={"held_since": at})
    return ledger if memories == ledger.routes else ledger.model_copy(update={"routes": memories})


def _room(memory: RouteMemory, at: datetime) -> int:
    return sum(at - made < _HOUR for made in memory.made)


def _settled(items: Sequence[Item], at: datetime, group_s: float) -> bool:
    """Say whether no more is likely to come: a dead switch is not noticed everywhere at once."""
    first, last = min(item.case.news_at for item in items), max(item.case.news_at for item in items)
    group = timedelta(seconds=group_s)
    return at - last >= group or at - first >= _GROUPS * group


def _items(ledger: Ledger, route: MailRoute, at: datetime, acknowledged: Collection[int]) -> tuple[Item, ...]:
    told = ledger.memory(route.name).told
    quiet = is_quiet(route, at)
    found = []
    for id_, case in ledger.cases.items():
        before = told.get(id_)
        if not concerns(route, case.incident) or not _now(route, case, before, quiet=quiet):
            continue
        why = _why(case, before, route, at, acknowledged=id_ in acknowledged)
        if why is not None:
            found.append(Item(case, why, before.message_id if before else None))
    return tuple(sorted(found, key=_order))


def _order(item: Item) -> tuple[bool, int, int]:
    incident = item.case.incident
    return incident.ended_at is not None, -_RANK[incident.severity], incident.id


def concerns(route: MailRoute, incident: Incident) -> bool:
    """Say whether a route is for an incident, whenever it may be told of it."""
    if _RANK[incident.severity] < _RANK[route.severity]:
        return False
    return any(matching([incident.component], pattern) for pattern in route.components)


def _now(route: MailRoute, case: Case, told: Told | None, *, quiet: bool) -> bool:
    """Say whether maintenance and quiet hours let a route be told of an incident now.

    Who was told that something is not well is told when it is well again.
    """
    ended = case.incident.ended_at is not None
    if case.muted and not (ended and told):
        return False
    unless = route.quiet.unless if route.quiet else None
    breaks = unless is not None and _RANK[case.incident.severity] >= _RANK[unless]
    return not quiet or (breaks and (not ended or told is not None))


def _why(case: Case, told: Told | None, route: MailRoute, at: datetime, *, acknowledged: bool) -> Why | None:
    """Say why a route is to be told of an incident now, or None: it is not."""
    ended = case.incident.ended_at is not None
    if told is None:
        return _first(case.incident, route, at, acknowledged=acknowledged)
    if case.news > told.news:
        return Why.ENDED if ended else Why.CHANGED
    if ended or acknowledged or route.remind_min is None:
        return None
    return Why.REMINDER if at - told.at >= timedelta(minutes=route.remind_min) else None


def _first(incident: Incident, route: MailRoute, at: datetime, *, acknowledged: bool) -> Why | None:
    if acknowledged:
        return None
    if route.after_min == 0:
        return Why.NEW if incident.ended_at is None else Why.ENDED
    late = at - incident.began_at >= timedelta(minutes=route.after_min)
    return Why.ESCALATED if late and incident.ended_at is None else None


def written(ledger: Ledger, mark: Mark) -> Ledger:
    """Note that a letter was written; to note it twice makes no difference."""
    memory = ledger.memory(mark.route)
    told = dict(memory.told)
    for id_, news in mark.news.items():
        before = told.get(id_)
        if before is None:
            told[id_] = Told(news=news, at=mark.at, message_id=mark.message_id)
        else:
            told[id_] = before.model_copy(
                update={"news": max(news, before.news), "at": max(mark.at, before.at)}
            )
    made = sorted({*(each for each in memory.made if mark.at - each < _HOUR), mark.at})
    changed = memory.model_copy(update={"told": told, "made": made, "held_since": None})
    fresh = mark.at not in memory.made
    return ledger.model_copy(
        update={
            "routes": {**ledger.routes, mark.route: changed},
            "forgotten": max(0, ledger.forgotten - mark.forgotten) if fresh else ledger.forgotten,
        }
    )


def tidied(ledger: Ledger, routes: MailRoutes, acknowledged: Collection[int]) -> Ledger:
    """Forget incidents that have ended and that nobody will be told of any more, and routes that are gone."""
    names = {route.name for route in routes.routes}
    cases = {
        id_: case
        for id_, case in ledger.cases.items()
        if case.incident.ended_at is None or _to_tell(ledger, case, routes.routes, acknowledged)
    }
    memories = {
        name: memory.model_copy(update={"told": {id_: it for id_, it in memory.told.items() if id_ in cases}})
        for name, memory in ledger.routes.items()
        if name in names
    }
    if len(cases) == len(ledger.cases) and memories == ledger.routes:
        return ledger
    return ledger.model_copy(update={"cases": cases, "routes": memories})


def _to_tell(ledger: Ledger, case: Case, routes: Iterable[MailRoute], acknowledged: Collection[int]) -> bool:
    """Say whether some route is still to be told of an incident that has ended."""
    id_ = case.incident.id
    for route in routes:
        told = ledger.memory(route.name).told.get(id_)
        if told is not None and told.news < case.news:
            return True
        if (
            told is None
            and concerns(route, case.incident)
            and route.after_min == 0
            and id_ not in acknowledged
        ):
            return True
    return False
