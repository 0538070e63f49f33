"""What is known of every part: its health, its last look, its incident."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import structlog
from caflux_contracts.engine import EngineStatus
from caflux_contracts.health import ComponentHealth, Health, HealthReport

from caflux_supervisor.checks import Seen
from caflux_supervisor.decide import Rules, State, begin, overall, settle
from caflux_supervisor.incidents import Incidents
from caflux_supervisor.incidents.develop import HEALTH, develop
from caflux_supervisor.looks import Look

log = structlog.get_logger("caflux.supervisor")

_ILL = frozenset({Health.DEGRADED, Health.DOWN})
KINDS = frozenset({"service", "engine", "manager", "lease", "pvs", "disk", "clock", "canary", "certificate"})
"""Of the incidents that checks open; others belong to whoever opened them."""


class Parts:
    """Takes looks in; gives health, and has the incidents follow it."""

    def __init__(self, incidents: Incidents, rules: Rules) -> None:
        self._incidents = incidents
        self._rules = rules
        self._states = {
            name: begin(record.began_at, HEALTH[record.severity], record.cause)
            for name, record in incidents.open().items()
            if record.kind in KINDS
        }
        self._seen: dict[str, Seen] = {}
        self._mended: dict[str, datetime] = {}
        self._engines: dict[str, EngineStatus] = {}

    @property
    def engines(self) -> Mapping[str, EngineStatus]:
        """Give the last status of every engine, by collector."""
        return self._engines

    def state(self, name: str) -> State | None:
        """Give what is held of a part."""
        return self._states.get(name)

    def take(self, seen: Seen, at: datetime) -> None:
        """Settle a part's health after a look, and its incident."""
        before = self._states.get(seen.name) or begin(at)
        state = settle(before, seen.look, at, self._rules.of(seen.kind))
        self._states[seen.name] = state
        self._seen[seen.name] = seen
        if seen.engine is not None:
            self._engines[seen.engine.collector] = seen.engine
        if before.health in _ILL and state.health is Health.OK:
            self._mended[seen.name] = at
        if state.health is not before.health:
            log.info("health changed", component=seen.name, health=state.health.value, detail=state.detail)
        if not self._has_another_cause(seen, state, at):
            develop(self._incidents, seen, state)

    def _has_another_cause(self, seen: Seen, state: State, at: datetime) -> bool:
        """Tell whether a trouble belongs to the incident of a part that it blames, and note it there."""
        incidents = self._incidents.open()
        if seen.name in incidents or state.health not in _ILL:
            return False
        cause = next((name for name in state.blames if self._is_or_was_ill(name, at)), None)
        if cause is None:
            return False
        if cause in incidents:
            self._incidents.note(incidents[cause].id, f"because of this, {seen.name} is not well", at)
        return True

    def _is_or_was_ill(self, name: str, at: datetime) -> bool:
        """Tell whether a part is not well, or was not a moment ago: others need their time to notice."""
        state = self._states.get(name)
        if state is None:
            return False
        if state.health in _ILL or state.doubt > 0:
            return True
        mended = self._mended.get(name)
        return mended is not None and at - mended < self._rules.aftermath

    def doubtful(self, name: str) -> bool:
        """Tell whether a part looks otherwise than it did, or was never seen."""
        state = self._states.get(name)
        return state is not None and (state.doubt != 0 or state.checked is None)

    def away(self) -> dict[str, int]:
        """Give how many PVs open incidents say are away, by collector."""
        found = self._incidents.open().values()
        return {each.component.removesuffix("/pvs"): each.pv_count for each in found if each.kind == "pvs"}

    def reported(self, name: str, kind: str, text: str, at: datetime) -> None:
        """Take in what somebody nearer saw of a part: it was not well, however it looks from here."""
        record = self._incidents.open().get(name)
        if record is not None:
            # What the engine printed follows the sentence where it fails again and again: that is news.
            self._incidents.act(record.id, text, at, news="\n" in text)
            return
        state = replace(begin(at, Health.DEGRADED, text), first=at)
        self._states[name] = state
        develop(self._incidents, Seen(name, kind, Look(state.health, text)), state)

    def keep_only(self, names: set[str], at: datetime) -> None:
        """Let go of parts that are not watched any more; an incident of theirs ends."""
        for name in set(self._states) - names:
            del self._states[name]
            self._seen.pop(name, None)
            self._mended.pop(name, None)
            self._engines.pop(name.removesuffix("/engine"), None)
            record = self._incidents.open().get(name)
            if record is not None:
                self._incidents.act(record.id, "it is not watched any more", at)
                self._incidents.end(name, at)

    def restarted(self, name: str) -> None:
        """Begin anew to count how long an engine has been stuck."""
        self._states[name] = replace(self._states[name], stuck_since=None)

    def report(self, at: datetime) -> HealthReport:
        """Say how every part was when last looked at, `at`."""
        components = [self._component(seen) for seen in self._seen.values()]
        return HealthReport(
            health=overall([component.health for component in components]),
            alarms=Counter(
                each.severity for each in self._incidents.open().values() if each.kind not in KINDS
            ),
            checked_at=at,
            components=components,
            engines=list(self._engines.values()),
        )

    def _component(self, seen: Seen) -> ComponentHealth:
        state = self._states[seen.name]
        return ComponentHealth(
            name=seen.name,
            kind=seen.kind,
            health=state.health,
            since=state.since,
            checked_at=state.checked,
            detail="" if state.health is Health.OK else state.detail,
            restarts=seen.restarts,
        )
