"""From alarms to incidents: one incident for each group of rules, for as long as one of its alarms lasts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from caflux_contracts.alarms import AlarmRule
from caflux_contracts.health import Severity

from caflux_supervisor.alarms.evaluate import Evaluator
from caflux_supervisor.alarms.judge import NS, Level
from caflux_supervisor.alarms.words import headline, why
from caflux_supervisor.incidents import Incidents

KIND = "alarm"
_SEVERITY = {Level.MINOR: Severity.MINOR, Level.MAJOR: Severity.MAJOR}


def when(time: int) -> datetime:
    """Give a time of ns since 1970 as others have it."""
    return datetime.fromtimestamp(time / NS, UTC)


def component(rule: AlarmRule) -> str:
    """Name what is not well while the rule has alarms."""
    return f"alarm {rule.group or rule.name}"


@dataclass(frozen=True, slots=True)
class _Now:
    level: Level
    since: int
    cause: str
    pvs: frozenset[str]


class Groups:
    """Has the incidents follow the alarms."""

    def __init__(self, incidents: Incidents, evaluator: Evaluator) -> None:
        self._incidents = incidents
        self._evaluator = evaluator
        self._mentioned: dict[int, frozenset[str]] = {}

    def pvs(self, name: str) -> frozenset[str]:
        """Give the series that are in alarm in a group."""
        now = self._now(name)
        return now.pvs if now else frozenset()

    def follow(self, names: Iterable[str], at: int) -> None:
        """Open, change or close the incidents of these groups."""
        for name in names:
            self._follow(name, at)

    def end_others(self, at: int) -> None:
        """Close incidents of groups that are no more."""
        names = {component(rule) for rule in self._evaluator.rules.values()}
        for name, incident in self._incidents.open().items():
            if incident.kind == KIND and name not in names:
                self._incidents.act(incident.id, "its rule is gone", when(at))
                self._incidents.end(name, when(at))

    def _follow(self, name: str, at: int) -> None:
        now = self._now(name)
        incident = self._incidents.open().get(name)
        if now is None:
            if incident is not None:
                self._mentioned.pop(incident.id, None)
                self._incidents.end(name, when(at))
            return
        severity = _SEVERITY[now.level]
        if incident is None:
            incident = self._incidents.begin(name, KIND, severity, now.cause, when(now.since), pvs=now.pvs)
            self._mentioned[incident.id] = now.pvs
            return
        mentioned = self._mentioned.get(incident.id, now.pvs)
        worse = severity is Severity.MAJOR and incident.severity is Severity.MINOR
        self._incidents.update(
            incident.id,
            when(at),
            severity=severity if worse else None,
            cause=now.cause,
            pvs=now.pvs,
            # A PV that comes and goes within an incident is told once.
            news=worse or not now.pvs <= mentioned,
        )
        self._mentioned[incident.id] = mentioned | now.pvs

    def _now(self, name: str) -> _Now | None:
        found = [
            (rule, series, state)
            for rule in self._evaluator.rules.values()
            if component(rule) == name
            for series, state in self._evaluator.alarms(rule.name)
        ]
        if not found:
            return None
        found.sort(key=lambda item: (-item[2].level, item[2].since, item[1]))
        told = [
            (series, why(rule, state.level, state.seen, state.since)) for rule, series, state in found[:3]
        ]
        advice = _advice(rule for rule, _, _ in found)
        return _Now(
            level=found[0][2].level,
            since=min(state.since for _, _, state in found),
            cause=". ".join([headline(told, len(found)), *advice]),
            pvs=frozenset(series for _, series, _ in found),
        )


def _advice(rules: Iterable[AlarmRule]) -> Collection[str]:
    return list(dict.fromkeys(rule.description for rule in rules if rule.description))[:3]
