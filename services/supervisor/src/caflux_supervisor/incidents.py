"""Incidents, kept across restarts in a file of JSON lines that an operator can read, too."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import structlog
from caflux_contracts.health import Health, Incident
from caflux_contracts.pvs import Model
from pydantic import ValidationError

from caflux_supervisor.decide import State
from caflux_supervisor.looks import RANK

log = structlog.get_logger("caflux.supervisor")

_KEPT = 1_000
_ACTIONS = 50


class Record(Model):
    """An incident and who knows of it. A change is a new record with the same number."""

    number: int
    component: str
    kind: str
    health: Health
    began_at: datetime
    ended_at: datetime | None = None
    cause: str
    actions: list[str] = []
    restarts: list[datetime] = []
    news: int = 1
    """How often something happened that is worth a mail: it began, got worse, ended."""
    told: int = 0
    """How much of the news has been mailed."""

    def incident(self) -> Incident:
        """Give it as the API shows it."""
        return Incident(
            component=self.component,
            health=self.health,
            began_at=self.began_at,
            ended_at=self.ended_at,
            cause=self.cause,
            actions=self.actions,
            mailed=self.told > 0,
        )


class Incidents:
    """The last thousand incidents. Changes are held in memory until `save` could write them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._records = {record.number: record for record in _read(path)}
        self._unsaved: list[Record] = []
        self._compact()

    def _compact(self) -> None:
        """Write each incident once, the oldest beyond a thousand no more."""
        self._records = dict(sorted(self._records.items())[-_KEPT:])
        aside = self._path.with_suffix(".new")
        aside.write_text("".join(_line(record) for record in self._records.values()), encoding="utf-8")
        aside.replace(self._path)

    def put(self, record: Record) -> None:
        """Add or replace an incident."""
        self._records[record.number] = record
        self._unsaved.append(record)

    def save(self) -> None:
        """Write what has changed.

        Raises:
            OSError: the disk does not take it; the next call tries again.
        """
        if not self._unsaved:
            return
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(_line(record) for record in self._unsaved)
            file.flush()
            os.fsync(file.fileno())
        self._unsaved.clear()

    def open(self) -> dict[str, Record]:
        """Give the incidents that last, by component."""
        return {record.component: record for record in self._records.values() if record.ended_at is None}

    def untold(self) -> list[Record]:
        """Give the incidents with news that nobody has been mailed."""
        return [record for record in self._records.values() if record.told < record.news]

    def mark_told(self, news: Iterable[Record]) -> None:
        """Note that these were mailed, as they were then; what has happened since is news still."""
        for mailed in news:
            self.put(self._records[mailed.number].model_copy(update={"told": mailed.news}))

    def of(self, component: str) -> list[Record]:
        """Give the incidents of one component, oldest first."""
        return [record for record in self._records.values() if record.component == component]

    def newest(self, limit: int) -> list[Record]:
        """Give the last `limit`, newest first."""
        return sorted(self._records.values(), key=lambda record: -record.number)[:limit]

    def next_number(self) -> int:
        """Give a number that none has."""
        return max(self._records, default=0) + 1


def _line(record: Record) -> str:
    return record.model_dump_json() + "\n"


def _read(path: Path) -> Iterable[Record]:
    """Read records; a line that was cut short by a crash costs that line."""
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            yield Record.model_validate_json(line)
        except ValidationError:
            log.warning("a line of the incidents can't be read", path=str(path), line=number)


def develop(record: Record | None, number: int, component: str, kind: str, state: State) -> Record | None:
    """Say what a part's state makes of its open incident (None: it has none); None where nothing changes.

    An incident keeps the worst of its health. Getting better without being well is no news.
    """
    if state.health is Health.UNKNOWN:
        return None
    if state.health is Health.OK:
        if record is None:
            return None
        return record.model_copy(update={"ended_at": state.since, "news": record.news + 1})
    if record is None:
        return Record(
            number=number,
            component=component,
            kind=kind,
            health=state.health,
            began_at=state.since,
            cause=state.detail,
        )
    if RANK[state.health] <= RANK[record.health]:
        return None
    return record.model_copy(update={"health": state.health, "cause": state.detail, "news": record.news + 1})


def add_action(record: Record, action: str, at: datetime, *, news: bool = False) -> Record:
    """Note what was done about an incident; said twice in a row it is noted once."""
    if record.actions and record.actions[-1].endswith(action):
        return record
    line = f"{at:%Y-%m-%d %H:%M:%S} UTC: {action}"
    return record.model_copy(
        update={"actions": [*record.actions[-_ACTIONS:], line], "news": record.news + news}
    )
