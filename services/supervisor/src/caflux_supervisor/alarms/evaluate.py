"""All rules over all series: samples and time go in, what happened comes out. No clock, no I/O."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from caflux_contracts.alarms import AlarmRule, AlarmRuleSettings

from caflux_supervisor.alarms.judge import NS, Level
from caflux_supervisor.alarms.machine import Change, State, anew, sample, start, tick
from caflux_supervisor.alarms.store import Key
from caflux_supervisor.alarms.stream import News

_LATE_S = 60
"""A sample whose own time is that long ago came from an IOC whose clock is wrong: then it came now."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A rule's alarm of a series changed."""

    rule: AlarmRule
    series: str
    change: Change


class Evaluator:
    """Holds the state of each rule and series that is watched: at first, of those before a restart."""

    def __init__(self, rules: Mapping[str, AlarmRule], states: Mapping[Key, State]) -> None:
        self.rules = dict(rules)
        self.states = {key: state for key, state in states.items() if key[0] in self.rules}
        self._rules_of: dict[str, set[str]] = {}
        self._watched: dict[str, set[str]] = {}
        for rule, series in self.states:
            self._watched.setdefault(rule, set()).add(series)
            self._rules_of.setdefault(series, set()).add(rule)

    def series_of(self, rule: str) -> set[str]:
        """Give what a rule watches."""
        return self._watched.get(rule, set())

    def watch(self, rule: str, series: Iterable[str], now: int) -> set[Key]:
        """Have a rule watch these and no others; give the keys that are gone."""
        wanted = set(series)
        for name in self.series_of(rule) - wanted:
            self._rules_of[name].discard(rule)
        for name in wanted - self.series_of(rule):
            self._rules_of.setdefault(name, set()).add(rule)
            self.states.setdefault((rule, name), start(now))
        self._watched[rule] = wanted
        gone = {key for key in self.states if key[0] == rule and key[1] not in wanted}
        for key in gone:
            del self.states[key]
        return gone

    def put(self, rule: AlarmRule, now: int) -> list[Happened]:
        """Add or change a rule; where it asks for the same kind of thing, what is held is judged anew."""
        before = self.rules.get(rule.name)
        self.rules[rule.name] = rule
        happened = []
        for key in [key for key in self.states if key[0] == rule.name]:
            if before is None or before.condition.kind != rule.condition.kind:
                del self.states[key]
                if key[1] in self.series_of(rule.name):
                    self.states[key] = start(now)
                continue
            self.states[key], changes = anew(rule, self.states[key], now)
            happened += [Happened(rule, key[1], change) for change in changes]
        return happened

    def remove(self, rule: str) -> None:
        """Forget a rule."""
        self.watch(rule, (), 0)
        self.rules.pop(rule, None)
        self._watched.pop(rule, None)

    def take(self, news: News, now: int) -> list[Happened]:
        """Take samples of a series."""
        happened: list[Happened] = []
        for name in sorted(self._rules_of.get(news.series, ())):
            rule, key = self.rules[name], (name, news.series)
            self.states[key], changes = take(rule, self.states[key], news, now)
            happened += [Happened(rule, news.series, change) for change in changes]
        return happened

    def tick(self, now: int, runs: Callable[[str], bool]) -> list[Happened]:
        """Let time pass for the series of streams that run; for the others it stands still."""
        happened: list[Happened] = []
        for series, rules in self._rules_of.items():
            if not rules or not runs(series):
                continue
            for name in sorted(rules):
                rule, key = self.rules[name], (name, series)
                self.states[key], changes = tick(rule, self.states[key], now)
                happened += [Happened(rule, series, change) for change in changes]
        return happened

    def alarms(self, rule: str) -> list[tuple[str, State]]:
        """Give a rule's alarms, the worst and newest first."""
        found = [
            (series, state)
            for series in self.series_of(rule)
            if (state := self.states[rule, series]).level is not Level.OK
        ]
        return sorted(found, key=lambda item: (-item[1].level, -item[1].since, item[0]))


def take(rule: AlarmRuleSettings, state: State, news: News, now: int) -> tuple[State, list[Change]]:
    """Take samples of the rule's series into its state."""
    changes: list[Change] = []
    unbroken = news.unbroken
    for point in news.points:
        held = state.seen.point
        if not unbroken and held is not None and held.time == point.time:
            unbroken = True  # the one that is known already: nothing was missed
            continue
        late = news.backfill or now - point.time < _LATE_S * NS
        heard = min(point.time, now) if late else now
        state, more = sample(rule, state, point, heard, unbroken=unbroken)
        changes += more
        unbroken = True
    return state, changes
