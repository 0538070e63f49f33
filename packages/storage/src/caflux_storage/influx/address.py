"""Where an InfluxDB is, and what its answers mean."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from caflux_storage.seam import (
    ArchiveError,
    ArchiveRefused,
    ArchiveUnavailable,
    PartialWrite,
    PointsExpired,
)

DEFAULT_DATABASE = "caflux"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_HELP = "give http(s)://host:8086/database"
_DROPPED = re.compile(r"dropped=(\d+)\s*$")
_EXPIRED = "partial write: points beyond retention policy"
_UNPARSED = "unable to parse '"
_DIGITS = 9
_LATER = ("limit exceeded", "timeout", "query engine shutdown")
"""What a server says of a statement that it may well serve later."""


@dataclass(frozen=True, slots=True)
class Address:
    """An InfluxDB and one of its databases; printing it shows no secret."""

    scheme: str
    host: str
    port: int
    database: str

    @classmethod
    def parse(cls, url: str) -> "Address":
        """Read `http(s)://host[:port][/database]`.

        Raises:
            ValueError: what is wrong with it; the message repeats no password.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise ValueError(f"{url!r} is no URL ({error}); {_HELP}") from None
        if parts.username or parts.password:
            raise ValueError(
                "the archive's URL holds a user or password; give them as CAFLUX_ARCHIVE_USER and "
                "CAFLUX_ARCHIVE_PASSWORD (or …_FILE), since URLs are logged"
            )
        database = parts.path.strip("/") or DEFAULT_DATABASE
        if not parts.hostname or parts.query or parts.fragment or not _NAME.fullmatch(database):
            raise ValueError(f"{url!r} names no InfluxDB and database; {_HELP}")
        return cls(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 8086), database)

    @property
    def base(self) -> str:
        """The server's URL, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.base}/{self.database}"


def authorization(user: str | None, password: str | None) -> dict[str, str]:
    """Give the header that says who asks, or none."""
    if not user:
        return {}
    pair = base64.b64encode(f"{user}:{password or ''}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def error_of(address: Address, status: int, message: str, retry_after_s: float | None = None) -> ArchiveError:
    """Give the seam's error for what InfluxDB answered.

    Args:
        address: Which InfluxDB.
        status: HTTP status; 200 where a statement failed.
        message: Its `error`.
        retry_after_s: When it wants to be asked again, if it said.
    """
    said = f"InfluxDB at {address} answered {status}: {message[:500] or 'nothing more'}"
    if status == 400 and message.startswith(_EXPIRED):
        return PointsExpired(said, _dropped(message))
    if status == 400 and message.startswith("partial write"):
        return PartialWrite(said, _dropped(message))
    if message.startswith("database not found") or status == 404:
        return ArchiveUnavailable(f"{said}; the collector creates the database when it starts")
    if message.startswith("retention policy not found"):
        return ArchiveUnavailable(f"{said}; a collector makes it once it has the PV list")
    if status in (401, 403):
        return ArchiveUnavailable(f"{said}; check CAFLUX_ARCHIVE_USER and CAFLUX_ARCHIVE_PASSWORD")
    if status in (408, 429) or status >= 500 or any(word in message for word in _LATER):
        return ArchiveUnavailable(said, retry_after_s)
    return ArchiveRefused(said, message.count(_UNPARSED))


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Give how many seconds an answer's `Retry-After` asks to wait, or None where it has none that counts.

    A date is taken against the answer's own: the clocks may differ.
    """
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:_DIGITS])
    try:
        until, now = parsedate_to_datetime(asked), parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):  # no dates, or one with a time zone and one without
        return None


def _dropped(message: str) -> int:
    """Count the points of a partial write that are lost: influxd says dropped=0 of lines it can't parse."""
    match = _DROPPED.search(message)
    return max(1, int(match[1]) if match else 0, message.count(_UNPARSED))
