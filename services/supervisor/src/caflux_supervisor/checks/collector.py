"""A collector: its manager, its engine, and what the engine tells of its PVs and its disk."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from caflux_contracts.collectors import Collector
from caflux_contracts.engine import AwayPvs, EngineStatus
from pydantic import BaseModel, TypeAdapter, ValidationError

from caflux_supervisor.checks.asker import Answer, Asker
from caflux_supervisor.checks.seen import Seen, engine_name, manager_name
from caflux_supervisor.disks import at_disk
from caflux_supervisor.looks import UNSEEN, Look, at_engine, at_lease, at_manager, at_silent_engine
from caflux_supervisor.pvs import Connections, Trouble, likely_cause
from caflux_supervisor.settings import SupervisorSettings

_OBJECT = TypeAdapter(dict[str, object])
M = TypeVar("M", bound=BaseModel)


class Collectors:
    """Looks at collectors; remembers of each how many of its PVs are usually away."""

    def __init__(self, asker: Asker, settings: SupervisorSettings) -> None:
        self._asker = asker
        self._settings = settings
        self._connections: dict[str, Connections] = {}

    async def look(
        self,
        collectors: Sequence[Collector],
        before: Mapping[str, EngineStatus],
        away: Mapping[str, int],
        *,
        leases_known: bool,
    ) -> list[Seen]:
        """Look at all of them at once.

        Args:
            collectors: Which there are.
            before: What each engine said the last time, by collector.
            away: PVs that open incidents say are away, by collector.
            leases_known: config-api has just said how the leases are.
        """
        self._connections = {
            each.id: self._connections.get(each.id)
            or Connections(self._settings.together, away.get(each.id, 0))
            for each in collectors
        }
        found = await asyncio.gather(*(self._look(each, before.get(each.id)) for each in collectors))
        leases = [
            Seen(f"{each.id}/lease", "lease", _at_lease(each) if leases_known else UNSEEN)
            for each in collectors
        ]
        return [seen for parts in found for seen in parts] + leases

    async def _look(self, collector: Collector, before: EngineStatus | None) -> list[Seen]:
        base, asked = collector.engine_url.rstrip("/"), self._asker.now_s()
        manager_answer, engine_answer = await asyncio.gather(
            self._manager(collector), self._asker.get(f"{base}/status")
        )
        manager = _object(manager_answer)
        restarts = manager.get("restarts") if manager else None
        look, engine = _engine(engine_answer, manager, before)
        if engine is None and (manager is None or manager.get("state") == "starting"):
            # A manager that was gone and is back starts its engine.
            look = replace(look, blames=(manager_name(collector.id),))
        if engine is not None:
            self._asker.note(f"collector {collector.id}", engine.now_ns / 1e9, asked)
        seen = [
            Seen(
                engine_name(collector.id),
                "engine",
                look,
                engine,
                restarts if isinstance(restarts, int) else 0,
            ),
            self._disk(collector.id, engine),
            await self._pvs(collector.id, base, engine),
        ]
        if collector.manager_url is not None:
            seen.insert(
                0, Seen(manager_name(collector.id), "manager", at_manager(manager, manager_answer.detail))
            )
        return seen

    async def _manager(self, collector: Collector) -> Answer:
        if collector.manager_url is None:
            return Answer(None, b"", "it has no address")
        return await self._asker.get(f"{collector.manager_url.rstrip('/')}/status")

    def _disk(self, collector: str, engine: EngineStatus | None) -> Seen:
        look = UNSEEN
        if engine is not None and engine.disk_bytes and engine.disk_free_bytes is not None:
            least = self._settings.disk_free_percent
            look = at_disk(engine.disk_free_bytes, engine.disk_bytes, least, "the spool fills it next")
        return Seen(f"{collector}/disk", "disk", look)

    async def _pvs(self, collector: str, base: str, engine: EngineStatus | None) -> Seen:
        name = f"{collector}/pvs"
        connections = self._connections[collector]
        trouble = Trouble(UNSEEN) if engine is None else connections.trouble(engine)
        if not trouble.away:
            return Seen(name, "pvs", trouble.look)
        answer = await self._asker.get(f"{base}/status/away")
        told = _read(AwayPvs, answer)
        if told is None:
            return Seen(name, "pvs", trouble.look, pv_count=trouble.away)
        cause, pvs = likely_cause(told.hosts)
        detail = f"{trouble.look.detail}: {cause}" if cause else trouble.look.detail
        return Seen(name, "pvs", Look(trouble.look.health, detail), pvs=tuple(pvs), pv_count=trouble.away)


def _at_lease(collector: Collector) -> Look:
    blames = (manager_name(collector.id), engine_name(collector.id), "config-api")
    return replace(at_lease(collector.alive, collector.seen_at), blames=blames)


def _engine(
    answer: Answer, manager: Mapping[str, object] | None, before: EngineStatus | None
) -> tuple[Look, EngineStatus | None]:
    if answer.status != 200:
        return at_silent_engine(answer.detail, manager), None
    engine = _read(EngineStatus, answer)
    if engine is None:
        return at_silent_engine("its status is not of this version", None), None
    return at_engine(engine, before), engine


def _read(model: type[M], answer: Answer) -> M | None:
    try:
        return model.model_validate_json(answer.content) if answer.status == 200 else None
    except ValidationError:
        return None


def _object(answer: Answer) -> dict[str, object] | None:
    try:
        return _OBJECT.validate_json(answer.content) if answer.status == 200 else None
    except ValidationError:
        return None
