"""The watch: look, decide, restart, remember, tell; again and again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import structlog
from caflux_contracts.collectors import Collector, ManagerReports
from caflux_contracts.health import HealthReport, Incident
from caflux_contracts.in_force import SettingsInForce
from caflux_service.problems import Conflict, NotFound, Unavailable
from caflux_service.trouble import Trouble
from prometheus_client import CollectorRegistry

from caflux_supervisor.checks import Checks, Seen, engine_name
from caflux_supervisor.collectors import Memory, watched
from caflux_supervisor.decide import Restart, Rules, restart
from caflux_supervisor.ended import ended
from caflux_supervisor.engine_settings import engine_settings
from caflux_supervisor.incidents import Incidents
from caflux_supervisor.looks import NO_COLLECTOR
from caflux_supervisor.mail.words import duration
from caflux_supervisor.metrics import Metrics
from caflux_supervisor.parts import Parts
from caflux_supervisor.restarts import NotRestarted, restart_engine
from caflux_supervisor.settings import SupervisorSettings

log = structlog.get_logger("caflux.supervisor")

Clock = Callable[[], datetime]

_NO_COLLECTOR = Seen("collectors", "engine", NO_COLLECTOR)
_ROUNDS_MISSED = 10
_LAST_S = 3.0
"""How long a stop waits for a manager that was asked for a restart."""


def utc_now() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


class Watch:
    """The loop, and what the API asks of it."""

    def __init__(
        self,
        settings: SupervisorSettings,
        client: httpx.AsyncClient,
        metrics: Metrics,
        clock: Clock = utc_now,
        rules: Rules | None = None,
    ) -> None:
        self._settings = settings
        self._client = client
        self._metrics = metrics
        self._clock = clock
        self._rules = rules or Rules(
            worse=timedelta(seconds=settings.check_worse_s), better=timedelta(seconds=settings.check_better_s)
        )
        self._checks = Checks(client, settings, clock)
        self._memory = Memory(settings.data / "collectors.json")
        self._collectors = self._memory.recall()
        self._incidents = Incidents(settings.data / "incidents.db")
        self._unwritten = Trouble(log, "what is known can't be written", "what is known is written again")
        self._parts = Parts(self._incidents, self._rules)
        self._last_round = clock()
        self._others: list[Callable[[], list[Seen]]] = []

    @property
    def incident_store(self) -> Incidents:
        """Where incidents are kept."""
        return self._incidents

    @property
    def metrics(self) -> Metrics:
        """What is counted."""
        return self._metrics

    def also_look(self, look: Callable[[], list[Seen]]) -> None:
        """Take in, each round, what `look` says of parts that say so themselves."""
        self._others.append(look)

    async def run(self) -> None:
        """Do a round every interval, until cancelled."""
        while True:
            try:
                await self._round()
                self._metrics.rounds.labels("done").inc()
            except Exception:
                # Who watches must outlive a fault of its own; /readyz fails if no round gets through.
                log.exception("a round of checks failed")
                self._metrics.rounds.labels("failed").inc()
            await asyncio.sleep(self._settings.check_interval_s)

    async def _round(self) -> None:
        seen = await self._look()
        at = self._clock()
        self._parts.keep_only(self._checks.names(seen), at)
        for each in sorted(seen, key=lambda each: len(each.look.blames)):  # causes before what they cause
            self._parts.take(each, at)
        for collector in self._collectors:
            await self._help(collector, at)
        self._last_round = at
        self._metrics.round_time.set(at.timestamp())
        self._metrics.show(self.report().components)
        self._write()

    def _write(self) -> None:
        """Keep what is known; a full disk is no reason to stop watching, and the next round tries again."""
        with self._unwritten.instead_of(OSError, folder=str(self._settings.data)):
            self._memory.remember(self._collectors)
            self._incidents.save()

    async def _look(self) -> list[Seen]:
        known = await self._checks.collectors()
        if known is not None:
            self._collectors = watched(known, self._clock())
        nobody = [_NO_COLLECTOR] if known == [] else []
        others = [seen for look in self._others for seen in look()]
        parts = self._parts
        looks = await self._checks.look(
            self._collectors, parts.engines, parts.away(), parts.doubtful, leases_known=known is not None
        )
        return [*looks, *nobody, *others]

    async def _help(self, collector: Collector, at: datetime) -> None:
        """Restart an engine that hangs, if its budget allows."""
        name = engine_name(collector.id)
        state = self._parts.state(name)
        record = self._incidents.open().get(name)
        if state is None or record is None:
            return
        earlier = [when for each in self._incidents.of(name) for when in each.restarts]
        verdict = restart(state, earlier, at, self._rules)
        if verdict is Restart.SPENT:
            self._give_up(name, at)
        elif verdict is Restart.YES:
            # Cancelled after the manager was asked, and before that is noted, it would not count.
            await ended(self._restart(collector, at, "asked the manager to restart the engine"), _LAST_S)

    def _give_up(self, name: str, at: datetime) -> None:
        record = self._incidents.open()[name]
        rules = self._rules
        self._incidents.act(
            record.id,
            f"not restarted again: {rules.restarts} restarts within {duration(rules.window)} did not help; "
            "look at the collector's log",
            at,
            news=True,
        )

    async def _restart(self, collector: Collector, at: datetime, action: str) -> None:
        name = engine_name(collector.id)
        outcome = "accepted"
        try:
            await restart_engine(self._client, collector, self._settings.service_token)
        except NotRestarted as error:
            outcome, action = "failed", f"could not restart the engine: {error}"
        log.warning("restart", collector=collector.id, outcome=outcome, action=action)
        self._metrics.restarts.labels(collector.id, outcome).inc()
        self._parts.restarted(name)
        self._incidents.act(self._incidents.open()[name].id, action, at, restart=outcome == "accepted")

    def take_reports(self, told: ManagerReports) -> None:
        """Take what a manager tells of its engine.

        Raises:
            NotFound: there is no such collector.
        """
        if told.collector not in {each.id for each in self._collectors}:
            raise NotFound(f"there is no collector {told.collector}")
        for report in told.reports:
            at = min(self._clock(), datetime.fromtimestamp(report.at, UTC))
            self._parts.reported(engine_name(told.collector), "engine", report.text, at)
        self._write()

    async def restart_by_hand(self, collector_id: str, who: str) -> None:
        """Restart a collector's engine because `who` wants it.

        Raises:
            NotFound: there is no such collector.
            Conflict: its manager was not reached or said no.
        """
        collector = self._collector(collector_id)
        try:
            await restart_engine(self._client, collector, self._settings.service_token)
        except NotRestarted as error:
            raise Conflict(f"the engine of {collector_id} was not restarted: {error}") from error
        log.warning("restart by hand", collector=collector_id, who=who)
        self._metrics.restarts.labels(collector_id, "by hand").inc()
        record = self._incidents.open().get(engine_name(collector_id))
        if record is not None:
            self._incidents.act(record.id, f"restarted by {who}", self._clock())

    async def engine_settings(self, collector_id: str) -> SettingsInForce:
        """Give the settings in force of a collector's engine.

        Raises:
            NotFound: there is no such collector.
            Unavailable: its engine does not tell.
        """
        collector = self._collector(collector_id)
        return await engine_settings(self._client, collector, self._settings.service_token)

    def _collector(self, collector_id: str) -> Collector:
        found = next((each for each in self._collectors if each.id == collector_id), None)
        if found is None:
            raise NotFound(f"there is no collector {collector_id}")
        return found

    def report(self) -> HealthReport:
        """Say how every part is."""
        return self._parts.report(self._last_round)

    def incidents(self, limit: int, before: int | None = None) -> list[Incident]:
        """List incidents, newest first; only those with an id below `before`."""
        return self._incidents.newest(limit, *([before] if before is not None else []))

    async def close(self) -> None:
        """Keep what is known."""
        self._write()
        self._incidents.close()

    def check_alive(self) -> None:
        """Raise `Unavailable` where the rounds have stopped."""
        age = self._clock() - self._last_round
        if age > timedelta(
            seconds=_ROUNDS_MISSED * (self._settings.check_interval_s + self._settings.check_timeout_s)
        ):
            raise Unavailable(f"the last round of checks was {age.total_seconds():.0f} s ago; see the log")


@asynccontextmanager
async def watching(settings: SupervisorSettings, registry: CollectorRegistry) -> AsyncIterator[Watch]:
    """Run the watch while the context lasts."""
    settings.data.mkdir(parents=True, exist_ok=True)
    # The parts are neighbours: a proxy that the environment names is for the world outside.
    async with httpx.AsyncClient(timeout=settings.check_timeout_s, trust_env=False) as client:
        watch = Watch(settings, client, Metrics(registry))
        task = asyncio.create_task(watch.run(), name="watch")
        try:
            yield watch
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await watch.close()
