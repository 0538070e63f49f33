"""Mails that wait for the mail server, each in a file: nothing leaves before the server has taken it."""

import base64
from datetime import datetime
from pathlib import Path

import structlog
from caflux_contracts.pvs import Model
from pydantic import ValidationError

from caflux_supervisor.mail.ledger import Mark, write_whole

log = structlog.get_logger("caflux.supervisor")

MOST = 200
"""Mails that wait at most: more than there are routes, each of which has one."""
_ASIDE = 50


class Queued(Model):
    """A mail in the queue.

    Attributes:
        sender: Of the envelope.
        recipients: Those that have not been served yet.
        content: Base64 of what goes over the wire.
    """

    mark: Mark
    sender: str
    recipients: list[str]
    subject: str
    content: str
    queued_at: datetime

    @property
    def raw(self) -> bytes:
        """Give what goes over the wire."""
        return base64.b64decode(self.content)


class Outbox:
    """The queue, oldest first; mails that were refused for good are kept aside to be looked at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._aside = folder / "refused"
        self._queue: dict[Path, Queued] = {}
        for path in sorted(folder.glob("*.json")):
            self._read(path)
        self._last = max((int(path.stem) for path in self._queue), default=0)

    def _read(self, path: Path) -> None:
        try:
            self._queue[path] = Queued.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            log.error("a mail in the queue can't be read and is set aside", path=str(path), reason=str(error))  # noqa: TRY400 - it says all
            path.replace(path.with_suffix(".broken"))

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def full(self) -> bool:
        """Whether no more may wait."""
        return len(self._queue) >= MOST

    def marks(self) -> list[Mark]:
        """Give what the mails in the queue tell."""
        return [queued.mark for queued in self._queue.values()]

    def routes(self) -> set[str]:
        """Give the routes that have a mail in the queue."""
        return {queued.mark.route for queued in self._queue.values()}

    def put(self, queued: Queued) -> None:
        """Add a mail.

        Raises:
            OSError: the disk does not take it.
        """
        path = self._folder / f"{self._last + 1:08d}.json"
        write_whole(path, queued.model_dump_json().encode())
        self._last += 1
        self._queue[path] = queued

    def all(self) -> list[tuple[Path, Queued]]:
        """Give all mails, oldest first."""
        return sorted(self._queue.items())

    def sent(self, path: Path) -> None:
        """Take out a mail that is in the server's hands."""
        del self._queue[path]
        path.unlink(missing_ok=True)

    def left(self, path: Path, recipients: list[str]) -> None:
        """Keep a mail for the recipients that it could not be sent to yet.

        Raises:
            OSError: the disk does not take it; then the others may get it twice after a restart.
        """
        self._queue[path] = self._queue[path].model_copy(update={"recipients": recipients})
        write_whole(path, self._queue[path].model_dump_json().encode())

    def refused(self, path: Path) -> None:
        """Set a mail aside that the server will never take."""
        del self._queue[path]
        self._aside.mkdir(exist_ok=True)
        path.replace(self._aside / path.name)
        for old in sorted(self._aside.glob("*.json"))[:-_ASIDE]:
            old.unlink()
