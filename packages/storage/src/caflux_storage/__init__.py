"""The archive: schema, encoding, and its InfluxDB and SQLite adapters."""

from caflux_storage.factory import open_archive, open_keeper, open_writer, prepare
from caflux_storage.samples import Samples
from caflux_storage.seam import (
    CHUNK,
    TAIL,
    Archive,
    ArchiveError,
    ArchiveRefused,
    ArchiveUnavailable,
    Event,
    Keeper,
    PartialWrite,
    PointsExpired,
    Writer,
)

__all__ = [
    "CHUNK",
    "TAIL",
    "Archive",
    "ArchiveError",
    "ArchiveRefused",
    "ArchiveUnavailable",
    "Event",
    "Keeper",
    "PartialWrite",
    "PointsExpired",
    "Samples",
    "Writer",
    "open_archive",
    "open_keeper",
    "open_writer",
    "prepare",
]
