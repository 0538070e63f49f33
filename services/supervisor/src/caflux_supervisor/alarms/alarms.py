"""Alarm rules as they run: streams in, incidents and history out; and what the API asks of them."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime

import httpx
import structlog
from caflux_contracts.alarms import (
    Acknowledgement,
    Alarm,
    AlarmChange,
    AlarmRule,
    AlarmRuleSettings,
    AlarmRuleState,
    DryRun,
    Maintenance,
    MaintenanceSettings,
)
from caflux_contracts.health import Health, Incident
from caflux_service.problems import Conflict, Invalid, NotFound, Unavailable

from caflux_supervisor.acknowledgements import Acknowledgements
from caflux_supervisor.alarms.dry import try_rule
from caflux_supervisor.alarms.evaluate import Evaluator, Happened
from caflux_supervisor.alarms.groups import KIND, Groups, component, when
from caflux_supervisor.alarms.judge import Level
from caflux_supervisor.alarms.machine import State
from caflux_supervisor.alarms.maintenance import covered
from caflux_supervisor.alarms.store import Key, Store
from caflux_supervisor.alarms.stream import News, Series
from caflux_supervisor.alarms.streams import Streams
from caflux_supervisor.alarms.targets import Names, NotKnown, Targets, targets
from caflux_supervisor.alarms.words import why
from caflux_supervisor.incidents import Incidents
from caflux_supervisor.looks import WELL, Look
from caflux_supervisor.settings import SupervisorSettings

log = structlog.get_logger("caflux.supervisor")

_MOST_RULES = 500
_MOST_WINDOWS = 200
_MOST_LISTED = 100
_TICK_S = 1.0
_EXPAND_ROUNDS = 6
"""Rounds of checks between two looks at which PVs there are."""
_SAVE_TICKS = 60


class Alarms:
    """The rules. `run` evaluates them; the other methods are for the API."""

    def __init__(
        self,
        settings: SupervisorSettings,
        client: httpx.AsyncClient,
        incidents: Incidents,
        store: Store,
        acknowledgements: Acknowledgements,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._client = client
        self._incidents = incidents
        self._store = store
        self._acknowledgements = acknowledgements
        self._clock = clock
        self._evaluator = Evaluator(store.rules(), store.states())
        self._groups = Groups(incidents, self._evaluator)
        self._names = Names(client, settings.config_url)
        self._streams = Streams(client, settings.query_url, self._take)
        self._targets = self._as_before()
        self._unknown: str | None = None
        self._left_out = 0
        self._dirty: set[str] = {component(rule) for rule in self._evaluator.rules.values()}
        self._unsaved: list[AlarmChange] = []
        self._gone: set[Key] = set()
        self._expand = asyncio.Event()
        self._expand.set()

    # ---- how they run ----

    async def run(self) -> None:
        """Evaluate until cancelled."""
        self._follow()
        try:
            await asyncio.gather(self._expand_always(), self._tick_always())
        finally:
            await self._streams.close()
            self._save(states=True)
            self._store.close()

    def _as_before(self) -> dict[str, Targets]:
        """Give what the rules watched before a restart: it holds until config-api says what there is now."""
        return {
            name: Targets(
                tuple(Series(each, rule.expression is not None) for each in self._evaluator.series_of(name))
            )
            for name, rule in self._evaluator.rules.items()
        }

    async def _tick_always(self) -> None:
        ticks = 0
        while True:
            ticks += 1
            try:
                self._tick(save_states=ticks % _SAVE_TICKS == 0)
            except Exception:
                # One rule's fault must not end the watch of all others; the look at the rules says so.
                log.exception("alarm rules could not be evaluated")
            await asyncio.sleep(min(_TICK_S, self._settings.check_interval_s))

    def _tick(self, *, save_states: bool) -> None:
        now = self._now()
        self._note(self._evaluator.tick(now, lambda series: self._streams.broken(series) is None))
        dirty, self._dirty = self._dirty, set()
        self._groups.follow(sorted(dirty), now)
        self._groups.end_others(now)
        self._acknowledgements.follow()
        self._save(states=save_states or bool(dirty))

    async def _expand_always(self) -> None:
        while True:
            self._expand.clear()
            await self._expand_all()
            try:
                async with asyncio.timeout(_EXPAND_ROUNDS * self._settings.check_interval_s):
                    await self._expand.wait()
            except TimeoutError:
                continue

    async def _expand_all(self) -> None:
        """Find out which PVs the rules mean now; what can't be found out stays as it was."""
        try:
            names = await self._names.get()
        except NotKnown as error:
            self._unknown = str(error)
            return
        self._unknown = None
        self._targets = {
            name: targets(rule, names) if rule.enabled else Targets()
            for name, rule in self._evaluator.rules.items()
        }
        self._follow()

    def _follow(self) -> None:
        now = self._now()
        wanted: dict[Series, None] = {}
        self._left_out = 0
        for name in self._evaluator.rules:
            targets = self._targets.get(name)
            if targets is None:
                continue
            series = [
                each
                for each in targets.series
                if each in wanted or len(wanted) < self._settings.alarm_max_pvs
            ]
            wanted.update(dict.fromkeys(series))
            self._left_out += len(targets.series) - len(series)
            gone = self._evaluator.watch(name, (each.name for each in series), now)
            if gone:
                self._gone |= gone
                self._dirty.add(component(self._evaluator.rules[name]))
        self._streams.follow(wanted)

    def _take(self, news: News) -> None:
        self._note(self._evaluator.take(news, self._now()))

    def _note(self, happened: Iterable[Happened]) -> None:
        for each in happened:
            change = each.change
            detail = why(each.rule, change.level, change.seen, change.at)
            self._dirty.add(component(each.rule))
            self._unsaved.append(
                AlarmChange(
                    at=when(change.at),
                    rule=each.rule.name,
                    pv=each.series,
                    level=change.level.told,
                    before=change.before.told,
                    detail=f"{each.series} {detail}",
                )
            )

    def _save(self, *, states: bool) -> None:
        """Keep what happened; a full disk ends no alarm, and the next time tries again."""
        try:
            if self._unsaved:
                self._store.add_history(self._unsaved)
                self._unsaved.clear()
            if states or self._gone:
                self._store.put_states(self._evaluator.states, self._gone - self._evaluator.states.keys())
                self._gone.clear()
        except sqlite3.Error as error:
            log.error("what alarm rules found can't be written", reason=str(error))  # noqa: TRY400 - it says all

    def _now(self) -> int:
        return int(self._clock().timestamp() * 1e6) * 1_000

    # ---- how it is ----

    def look(self) -> Look | None:
        """Say whether the rules are evaluated; None: there is none."""
        if not any(rule.enabled for rule in self._evaluator.rules.values()):
            return None
        if self._unknown is not None and not any(each.series for each in self._targets.values()):
            return Look(Health.DOWN, f"alarm rules stand still: {self._unknown}")
        broken = self._streams.all_broken()
        if broken:
            count = sum(series for _, series in broken)
            return Look(
                Health.DOWN, f"alarm rules on {count:,} PVs or expressions stand still: {broken[0][0]}"
            )
        if self._left_out:
            return Look(
                Health.DEGRADED,
                f"alarm rules watch {self._settings.alarm_max_pvs:,} PVs, {self._left_out:,} more are not "
                "watched: narrow their globs, or raise CAFLUX_ALARM_MAX_PVS",
            )
        return WELL

    @property
    def acknowledgements(self) -> Acknowledgements:
        """Who takes care of which incident."""
        return self._acknowledgements

    def mailed(self, incident: Incident) -> bool:
        """Say whether an incident may be mailed: not while all that is in alarm is under maintenance."""
        if incident.kind != KIND:
            return True
        pvs = self._groups.pvs(incident.component) or frozenset(incident.pvs)
        return not covered(self.maintenance(), pvs, self._clock())

    def rules(self) -> list[AlarmRuleState]:
        """List all rules by name, and how they are."""
        return [self._state(self._evaluator.rules[name]) for name in sorted(self._evaluator.rules)]

    def rule(self, name: str) -> AlarmRuleState:
        """Give one.

        Raises:
            NotFound: there is no such rule.
        """
        return self._state(self._known(name))

    def _known(self, name: str) -> AlarmRule:
        rule = self._evaluator.rules.get(name)
        if rule is None:
            raise NotFound(f"there is no alarm rule {name}")
        return rule

    def _state(self, rule: AlarmRule) -> AlarmRuleState:
        alarms = self._evaluator.alarms(rule.name)
        series = self._evaluator.series_of(rule.name)
        incident = self._incidents.open().get(component(rule))
        acknowledged = self._acknowledgements.of(incident.id) if incident and alarms else None
        pvs = {name for name, _ in alarms}
        return AlarmRuleState(
            rule=rule,
            level=alarms[0][1].level.told if alarms else Level.OK.told,
            since=when(min(state.since for _, state in alarms)) if alarms else None,
            watched=len(series),
            unmatched=list(self._targets.get(rule.name, Targets()).unmatched),
            alarmed=len(alarms),
            alarms=[_alarm(rule, name, state) for name, state in alarms[:_MOST_LISTED]],
            evaluated=rule.enabled and all(self._streams.broken(name) is None for name in series),
            maintenance=covered(self.maintenance(), pvs, self._clock()),
            incident=incident.id if incident and alarms else None,
            acknowledged=acknowledged,
        )

    def history(self, rule: str | None, limit: int) -> list[AlarmChange]:
        """Give what happened, newest first."""
        self._save(states=False)
        return self._store.history(rule, limit)

    # ---- what is asked for ----

    async def check(self, wanted: AlarmRuleSettings) -> DryRun:
        """Say what a rule would have done in the past hour.

        Raises:
            Unavailable: the PVs or their data can't be had now.
        """
        try:
            series = targets(wanted, await self._names.get()).series
        except NotKnown as error:
            raise Unavailable(str(error)) from error
        return await try_rule(self._client, self._settings.query_url, wanted, series, self._now())

    def put(self, name: str, wanted: AlarmRuleSettings, who: str) -> AlarmRuleState:
        """Add or change a rule.

        Raises:
            Conflict: there are as many as there may be.
            Unavailable: the disk does not take it.
        """
        before = self._evaluator.rules.get(name)
        if before is None and len(self._evaluator.rules) >= _MOST_RULES:
            raise Conflict(f"there are {_MOST_RULES} alarm rules already; let one of them watch more PVs")
        rule = AlarmRule(**wanted.model_dump(), name=name, changed_at=self._clock(), changed_by=who)
        try:
            self._store.put_rule(rule)
        except sqlite3.Error as error:
            raise Unavailable(f"the rule can't be kept: {error}") from error
        self._note(self._evaluator.put(rule, self._now()))
        self._dirty |= {component(rule)} | ({component(before)} if before else set())
        self._expand.set()
        log.info("alarm rule set", rule=name, who=who)
        return self._state(rule)

    def delete(self, name: str, who: str) -> None:
        """Remove a rule; what it did stays in the history.

        Raises:
            NotFound: there is no such rule.
            Unavailable: the disk does not take it.
        """
        rule = self._known(name)
        try:
            self._store.delete_rule(name)
        except sqlite3.Error as error:
            raise Unavailable(f"the rule can't be removed: {error}") from error
        self._evaluator.remove(name)
        self._targets.pop(name, None)
        self._dirty.add(component(rule))
        self._expand.set()
        log.info("alarm rule removed", rule=name, who=who)

    def maintenance(self) -> list[Maintenance]:
        """Give the maintenance that is or will be."""
        return self._store.maintenance(self._clock())

    def begin_maintenance(self, wanted: MaintenanceSettings, who: str) -> Maintenance:
        """Keep a time of maintenance.

        Raises:
            Invalid: it ends before it begins, or now.
            Conflict: there are as many as there may be.
        """
        now = self._clock()
        start = wanted.start or now
        if wanted.stop <= max(start, now):
            raise Invalid("stop: maintenance must end after it begins, and in the future")
        if len(self.maintenance()) >= _MOST_WINDOWS:
            raise Conflict(f"there are {_MOST_WINDOWS} times of maintenance already; end some")
        kept = Maintenance(id=0, pvs=wanted.pvs, start=start, stop=wanted.stop, reason=wanted.reason, by=who)
        return self._store.add_maintenance(kept)

    def end_maintenance(self, id_: int, who: str) -> None:
        """End a time of maintenance now.

        Raises:
            NotFound: there is none of that id that has not ended.
        """
        if not self._store.end_maintenance(id_, self._clock()):
            raise NotFound(f"there is no maintenance {id_} that has not ended")
        log.info("maintenance ended", id=id_, who=who)

    def acknowledge(self, incident: int, who: str, comment: str) -> Acknowledgement:
        """Acknowledge an incident; see `Acknowledgements.acknowledge`."""
        return self._acknowledgements.acknowledge(incident, who, comment, self._clock())


def _alarm(rule: AlarmRule, series: str, state: State) -> Alarm:
    point = state.seen.point
    value = point.value if point else None
    return Alarm(
        pv=series,
        level=state.level.told,
        since=when(state.since),
        value=value,
        detail=why(rule, state.level, state.seen, state.since),
    )
