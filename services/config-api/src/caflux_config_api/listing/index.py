"""What a list of PVs is searched in: columns in memory, kept from one revision to the next.

The database answers neither regular expressions nor the state that collectors tell, and two databases answer
what they do answer in two ways. So the columns are searched here, and only the page's own PVs are read there.
"""

import asyncio
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import in_chunks
from caflux_config_api.pvs.search import fold
from caflux_config_api.revision import current_revision
from caflux_config_api.tables import PvRecord

Rows = NDArray[np.intp]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    *("name", "state", "groups", "tags", "owner"),
    *("created_at", "created_by", "changed_at", "changed_by", "deleted_at"),
)


class Entry(NamedTuple):
    """What a list searches of a PV."""

    paused: bool
    groups: tuple[str, ...]
    tags: tuple[str, ...]
    owner: str
    changed: float
    changed_by: str
    created: float
    created_by: str


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """n PVs in order of name, at one revision.

    Attributes:
        revision: of the configuration.
        entries: by name.
        names: the names, [n].
        exact: the same, as a column to search in.
        folded: the same without upper and lower case.
        paused: bool[n].
        changed: float64[n], s since 1970.
        created: float64[n], s since 1970.
        groups: rows by group.
        tags: rows by tag.
        owners: rows by owner.
    """

    revision: int = -1
    entries: Mapping[str, Entry] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    exact: Any = None
    folded: Any = None
    paused: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    changed: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    created: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    groups: Mapping[str, Rows] = field(default_factory=dict)
    tags: Mapping[str, Rows] = field(default_factory=dict)
    owners: Mapping[str, Rows] = field(default_factory=dict)


class IndexCache:
    """Keeps the latest index, and brings it up to date with little reading."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._latest = Index()

    async def at(self, session: AsyncSession) -> Index:
        """Give the index at the revision that `session` sees, or a later one."""
        async with self._lock:
            revision = await current_revision(session)
            if revision != self._latest.revision:
                entries = await self._read(session, revision)
                self._latest = await asyncio.to_thread(_index, self._latest, revision, entries)
            return self._latest

    async def _read(self, session: AsyncSession, revision: int) -> Mapping[str, Entry]:
        if revision > self._latest.revision:
            entries = dict(self._latest.entries)
            await _take(session, entries, self._latest.revision)
            there = select(func.count()).select_from(PvRecord).where(PvRecord.deleted_at.is_(None))
            if len(entries) == (await session.execute(there)).scalar_one():
                return entries
        # PVs have another name, or this is an older state of the database.
        entries = {}
        await _take(session, entries, since=-1)
        return entries


async def _take(session: AsyncSession, entries: dict[str, Entry], since: int) -> None:
    columns = [getattr(PvRecord, column) for column in _COLUMNS]
    async for chunk in in_chunks(session, select(*columns).where(PvRecord.revision > since)):
        for row in chunk:
            if row["deleted_at"] is None:
                entries[row["name"]] = Entry(
                    row["state"] == "paused",
                    row["groups"],
                    row["tags"],
                    row["owner"],
                    (row["changed_at"] - _EPOCH).total_seconds(),
                    sys.intern(row["changed_by"]),
                    (row["created_at"] - _EPOCH).total_seconds(),
                    sys.intern(row["created_by"]),
                )
            else:
                entries.pop(row["name"], None)


def _index(before: Index, revision: int, entries: Mapping[str, Entry]) -> Index:
    same = entries.keys() == before.entries.keys()
    names = before.names if same else sorted(entries)
    ordered = [entries[name] for name in names]
    return Index(
        revision,
        entries,
        names,
        before.exact if same and before.exact is not None else pa.array(names, pa.string()),
        before.folded if same and before.folded is not None else pa.array(map(fold, names), pa.string()),
        np.fromiter((entry.paused for entry in ordered), np.bool_, len(ordered)),
        np.fromiter((entry.changed for entry in ordered), np.float64, len(ordered)),
        np.fromiter((entry.created for entry in ordered), np.float64, len(ordered)),
        _rows(entry.groups for entry in ordered),
        _rows(entry.tags for entry in ordered),
        _rows((entry.owner,) if entry.owner else () for entry in ordered),
    )


def _rows(words: Iterable[Iterable[str]]) -> dict[str, Rows]:
    found: dict[str, list[int]] = {}
    for row, its_words in enumerate(words):
        for word in its_words:
            found.setdefault(word, []).append(row)
    return {word: np.array(rows, np.intp) for word, rows in found.items()}
