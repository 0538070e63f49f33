"""Incidents as they begin, change and end, each time with a transition that mail and the stream read.

What happens is in memory at once and on disk with the next `save`: a full disk keeps nobody from being told.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog
from caflux_contracts.health import (
    Incident,
    IncidentClosed,
    IncidentOpened,
    IncidentTransition,
    IncidentUpdated,
    Severity,
)

from caflux_supervisor.incidents.database import Database

log = structlog.get_logger("caflux.supervisor")

PVS = 100
"""Most names of PVs that an incident lists."""
_ACTIONS = 50
_UNSAVED = 10_000
_RECENT = 1_000
_EVER = 2**62

T = TypeVar("T")


class Incidents:
    """All incidents. Each component has one open incident at most.

    Args:
        path: The SQLite file; its folder exists.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._database.set_aside_if_broken()
        self._open: dict[str, Incident] = {}
        self._recent: deque[IncidentTransition] = deque(maxlen=_RECENT)
        self._unsaved: deque[IncidentTransition] = deque(maxlen=_UNSAVED)
        self._readers: dict[str, int] = {}
        self._readers_saved: dict[str, int] = {}
        self._last_incident = self._last_transition = 0
        self._changed = asyncio.Event()
        try:
            self._load()
        except sqlite3.Error as error:
            log.error("earlier incidents can't be read", path=str(path), reason=str(error))  # noqa: TRY400 - says it all

    def _load(self) -> None:
        self._open = {incident.component: incident for incident in self._database.open()}
        self._last_incident, self._last_transition = self._database.last_ids()
        self._readers = self._database.readers()
        self._readers_saved = dict(self._readers)
        self._recent.extend(self._database.after(self._last_transition - _RECENT, _RECENT))

    # ---- what happens ----

    def begin(
        self,
        component: str,
        kind: str,
        severity: Severity,
        cause: str,
        at: datetime,
        *,
        pvs: Collection[str] = (),
        pv_count: int | None = None,
    ) -> Incident:
        """Open an incident; the component has none open.

        Args:
            component: What is not well.
            kind: What sort of thing that is.
            severity: How bad it is.
            cause: What is wrong and what to do, in a sentence.
            at: Since when.
            pvs: Those that it affects.
            pv_count: How many these are; None: as many as are named.
        """
        assert component not in self._open
        self._last_incident += 1
        incident = Incident(
            id=self._last_incident,
            component=component,
            kind=kind,
            severity=severity,
            began_at=at,
            cause=cause,
            pvs=sorted(pvs)[:PVS],
            pv_count=len(pvs) if pv_count is None else pv_count,
        )
        self._open[component] = incident
        self._emit(IncidentOpened(id=self._next(), at=at, incident=incident))
        return incident

    def update(
        self,
        id_: int,
        at: datetime,
        *,
        severity: Severity | None = None,
        cause: str | None = None,
        pvs: Collection[str] | None = None,
        pv_count: int | None = None,
        news: bool = False,
    ) -> Incident | None:
        """Change an incident where that makes a difference; None: there is no such one any more."""
        changes: dict[str, object] = {}
        if severity is not None:
            changes["severity"] = severity
        if cause is not None:
            changes["cause"] = cause
        if pvs is not None:
            changes |= {"pvs": sorted(pvs)[:PVS], "pv_count": len(pvs) if pv_count is None else pv_count}
        return self._change(id_, at, changes, news=news)

    def act(
        self, id_: int, action: str, at: datetime, *, news: bool = False, restart: bool = False
    ) -> Incident | None:
        """Note what was done about an incident; what is no restart and said twice in a row is noted once."""
        incident = self.get(id_)
        if incident is None or (not restart and incident.actions and incident.actions[-1].endswith(action)):
            return incident
        line = f"{at:%Y-%m-%d %H:%M:%S} UTC: {action}"
        changes: dict[str, object] = {"actions": [*incident.actions[-_ACTIONS:], line]}
        if restart:
            changes["restarts"] = [*incident.restarts[-_ACTIONS:], at]
        return self._change(id_, at, changes, news=news)

    def note(self, id_: int, what: str, at: datetime) -> None:
        """Note what somebody should know about an incident, once, however often it is said."""
        incident = self.get(id_)
        if incident is not None and not any(action.endswith(what) for action in incident.actions):
            self.act(id_, what, at)

    def mark_mailed(self, id_: int, at: datetime) -> None:
        """Note that somebody was told of an incident."""
        self._change(id_, at, {"mailed": True}, news=False)

    def end(self, component: str, at: datetime) -> Incident | None:
        """Close the incident of a component; None: it has none."""
        incident = self._open.pop(component, None)
        if incident is None:
            return None
        ended = incident.model_copy(update={"ended_at": max(at, incident.began_at)})
        self._emit(IncidentClosed(id=self._next(), at=at, incident=ended))
        return ended

    def _change(self, id_: int, at: datetime, changes: dict[str, object], *, news: bool) -> Incident | None:
        incident = self.get(id_)
        if incident is None:
            return None
        changed = incident.model_copy(update=changes)
        if changed == incident:
            return incident
        if incident.ended_at is None:
            self._open[incident.component] = changed
        self._emit(IncidentUpdated(id=self._next(), at=at, incident=changed, news=news))
        return changed

    def _next(self) -> int:
        return self._last_transition + 1

    def _emit(self, transition: IncidentTransition) -> None:
        self._last_transition = transition.id
        self._recent.append(transition)
        self._unsaved.append(transition)
        self._changed.set()
        self._changed = asyncio.Event()

    # ---- what is known ----

    def open(self) -> dict[str, Incident]:
        """Give the incidents that last, by component."""
        return dict(self._open)

    def get(self, id_: int) -> Incident | None:
        """Give an incident as it is now."""
        known = {incident.id: incident for incident in self._open.values()} | self._in_memory()
        return known.get(id_) or next(iter(self._stored(lambda: self._database.get(id_))), None)

    def newest(self, limit: int, before: int = _EVER) -> list[Incident]:
        """Give the last `limit` with an id below `before`, newest first."""
        stored = {each.id: each for each in self._stored(lambda: self._database.newest(limit, before))}
        found = stored | {id_: incident for id_, incident in self._in_memory().items() if id_ < before}
        return [found[id_] for id_ in sorted(found, reverse=True)[:limit]]

    def of(self, component: str) -> list[Incident]:
        """Give the last hundred of one component, newest first."""
        found = {each.id: each for each in self._stored(lambda: self._database.of(component, 100))}
        found |= {id_: each for id_, each in self._in_memory().items() if each.component == component}
        return [found[id_] for id_ in sorted(found, reverse=True)]

    def _in_memory(self) -> dict[int, Incident]:
        return {each.incident.id: each.incident for each in self._unsaved}

    def _stored(self, read: Callable[[], list[T]]) -> list[T]:
        try:
            return read()
        except sqlite3.Error as error:
            log.error("earlier incidents can't be read", reason=str(error))  # noqa: TRY400 - says it all
            return []

    # ---- what readers are told ----

    @property
    def last(self) -> int:
        """The id of the last transition; 0 where there was none."""
        return self._last_transition

    def after(self, id_: int, limit: int = _RECENT) -> list[IncidentTransition]:
        """Give the first `limit` transitions after one, in order; those that are too old are left out."""
        if self._recent and id_ + 1 < self._recent[0].id:
            stored = self._stored(lambda: self._database.after(id_, limit))
            if stored:
                return stored
        return [each for each in self._recent if each.id > id_][:limit]

    async def wait(self, id_: int) -> None:
        """Wait until there is a transition after this one."""
        while self._last_transition <= id_:
            await self._changed.wait()

    def read_until(self, reader: str) -> int:
        """Give the last transition that a reader has dealt with, also before a restart; 0: none."""
        return self._readers.get(reader, 0)

    def set_read(self, reader: str, id_: int) -> None:
        """Note that a reader has dealt with all transitions until this one."""
        self._readers[reader] = id_

    # ---- the disk ----

    def save(self) -> None:
        """Write what has changed.

        Raises:
            OSError: the disk does not take it; the next call tries again.
        """
        if not self._unsaved and self._readers == self._readers_saved:
            return
        try:
            self._database.write(list(self._unsaved), list(self._readers.items()))
        except sqlite3.Error as error:
            self._database.close()
            raise OSError(str(error)) from error
        self._unsaved.clear()
        self._readers_saved = dict(self._readers)

    def close(self) -> None:
        """Let the file go."""
        self._database.close()
