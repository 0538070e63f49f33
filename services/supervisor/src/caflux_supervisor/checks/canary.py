"""Whether an event really travels: received by an engine, it must come out of query-api within seconds.

The PV is the one that the settings name, or else one that the engine says is lively: no IOC is needed for it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from caflux_contracts.collectors import Collector
from caflux_contracts.engine import PvTable
from caflux_contracts.health import Health
from caflux_contracts.retrieval import DataAnswer
from pydantic import ValidationError

from caflux_supervisor.checks.asker import Asker
from caflux_supervisor.checks.seen import Seen, engine_name
from caflux_supervisor.looks import WELL, Look
from caflux_supervisor.settings import SupervisorSettings

_CHOOSE_S = 300.0
"""A list of all PVs may be long, so one is not chosen more often."""
_LIVELY_HZ, _TOO_LIVELY_HZ = 0.1, 50.0


@dataclass(slots=True)
class _Bird:
    """What is under way of one collector; times in s since 1970."""

    pv: str = ""
    event_ns: int = 0
    sent_s: float = 0.0
    chosen_s: float = float("-inf")
    look: Look = WELL


@dataclass(slots=True)
class Canary:
    """Follows one event of each collector at a time."""

    asker: Asker
    settings: SupervisorSettings
    _birds: dict[str, _Bird] = field(default_factory=dict)

    async def look(self, collector: Collector) -> Seen:
        """See whether the event of the last look has come out, and pick the next."""
        bird = self._birds.setdefault(collector.id, _Bird())
        if bird.event_ns:
            bird.look = await self._arrived(collector.id, bird)
        if not bird.event_ns:
            await self._send(collector, bird)
        return Seen(f"{collector.id}/canary", "canary", bird.look)

    async def _arrived(self, collector: str, bird: _Bird) -> Look:
        query = f"{self.settings.query_url.rstrip('/')}/v1/data"
        answer = await self.asker.get(
            query,
            headers=self.settings.own_headers(),
            params={"pv": bird.pv, "from": bird.event_ns, "to": bird.event_ns + 1},
        )
        if answer.status == 200 and _holds(answer.content, bird.event_ns):
            bird.event_ns = 0
            return WELL
        age = self.asker.now_s() - bird.sent_s
        if age < self.settings.canary_s:
            return bird.look
        # Another one is followed from now on: that this one was lost is no reason to wait for it for ever.
        bird.event_ns = 0
        return Look(
            Health.DOWN,
            f"an event of {bird.pv} that the engine received {age:.0f} s ago has not come out of query-api: "
            "what is archived can't be read, or nothing is",
            blames=("influxdb", "query-api", "config-api", engine_name(collector)),
        )

    async def _send(self, collector: Collector, bird: _Bird) -> None:
        base, now = collector.engine_url.rstrip("/"), self.asker.now_s()
        if not bird.pv:
            await self._choose(base, bird, now)
        if not bird.pv:
            return
        table = await self._table(base, {"pv": bird.pv})
        newest = table.last_event_ns[0] if table is not None and table.name else 0
        quiet_s = now - newest / 1e9
        if newest and quiet_s < self.settings.canary_s:
            bird.event_ns, bird.sent_s = newest, now
        elif self.settings.canary_pv is None:
            bird.pv = ""  # it is not lively any more
        elif newest or table is not None:
            bird.look = Look(
                Health.DEGRADED,
                f"{bird.pv}, by which is seen that events travel (CAFLUX_CANARY_PV), "
                + (f"has not changed for {quiet_s:.0f} s" if newest else "is not archived"),
                blames=(engine_name(collector.id), f"{collector.id}/pvs"),
            )

    async def _choose(self, base: str, bird: _Bird, now: float) -> None:
        bird.pv = self.settings.canary_pv or ""
        if bird.pv or now - bird.chosen_s < _CHOOSE_S:
            return
        table = await self._table(base, {"since": int((now - self.settings.canary_s) * 1e9)})
        bird.pv = liveliest(table) if table is not None else ""
        if bird.pv:
            bird.chosen_s = now

    async def _table(self, base: str, params: Mapping[str, str | int]) -> PvTable | None:
        answer = await self.asker.get(f"{base}/status/pvs", params=params)
        try:
            return PvTable.model_validate_json(answer.content) if answer.status == 200 else None
        except ValidationError:
            return None


def liveliest(table: PvTable) -> str:
    """Give the PV whose rate is nearest to 1 Hz, of those that are archived as they come; or nothing."""
    dropped = [sum(counts) for counts in zip(*table.dropped.values(), strict=True)] or [0] * len(table.name)
    lively = [
        (abs(math.log(rate)), name)
        for name, rate, archived, lost, held in zip(
            table.name, table.rate_hz, table.archived, dropped, table.held, strict=True
        )
        if _LIVELY_HZ <= rate <= _TOO_LIVELY_HZ and archived and not lost and not held
    ]
    return min(lively, default=(0.0, ""))[1]


def _holds(content: bytes, time_ns: int) -> bool:
    try:
        answer = DataAnswer.model_validate_json(content)
    except ValidationError:
        return False
    return any(series.kind == "raw" and time_ns in series.time for series in answer.series)
