"""What mail remembers, also over a restart: of which incidents there is news, and who was told what."""

import os
from datetime import datetime
from pathlib import Path

import structlog
from caflux_contracts.health import Incident
from caflux_contracts.pvs import Model
from pydantic import Field, ValidationError

log = structlog.get_logger("caflux.supervisor")

MOST = 1_000
"""Most incidents that are remembered; the oldest that have ended go first."""


class Case(Model):
    """An incident as mail sees it.

    Attributes:
        news: The transition that was last worth a mail.
        news_at: When that was seen here.
        muted: It is under maintenance; of one that has ended: it was.
    """

    incident: Incident
    news: int
    news_at: datetime
    muted: bool = False


class Told(Model):
    """What a route was told of an incident: until which news, when, and by which mail at first."""

    news: int
    at: datetime
    message_id: str


class RouteMemory(Model):
    """A route: what it was told by incident, when mails were made for it lately, since when they are held."""

    told: dict[int, Told] = {}
    made: list[datetime] = []
    held_since: datetime | None = None


class Mark(Model):
    """A letter was written: what its route is told by it, until which news."""

    route: str
    news: dict[int, int]
    message_id: str
    at: datetime
    forgotten: int = 0


class Ledger(Model):
    """All of it; a change is a new one."""

    read: int | None = Field(default=None, description="The last transition that was taken in.")
    cases: dict[int, Case] = {}
    routes: dict[str, RouteMemory] = {}
    forgotten: int = Field(
        default=0, description="Incidents that nobody could be told of: there were too many."
    )

    def memory(self, route: str) -> RouteMemory:
        """Give what is remembered of a route."""
        return self.routes.get(route, RouteMemory())


def load(path: Path) -> Ledger:
    """Read the ledger; an empty one where there is none, or none that can be read."""
    try:
        return Ledger.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Ledger()
    except (OSError, ValidationError) as error:
        log.error("what has been mailed can't be read: it may come again", path=str(path), reason=str(error))  # noqa: TRY400 - it says all
        return Ledger()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old or the new one.

    Raises:
        OSError: the disk does not take it.
    """
    aside = path.with_suffix(".new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
