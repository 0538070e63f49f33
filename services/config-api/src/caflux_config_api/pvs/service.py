"""What can be done to the list of PVs."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from caflux_contracts.pvs import ImportResult, Pv, PvPage, PvRow, PvSettings, PvState
from caflux_service.problems import Conflict, Invalid, NotFound, describe
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.metadata.repository import metadata_of
from caflux_config_api.pvs import repository
from caflux_config_api.pvs.imports import names_in, plan
from caflux_config_api.pvs.search import fold, like_pattern, read_cursor, write_cursor
from caflux_config_api.revision import RevisionWatch, lock_revision, raise_revision
from caflux_config_api.tables import PvRecord
from caflux_config_api.virtual import repository as virtual


def to_pv(found: repository.Found) -> Pv:
    """Give a PV as it is told to clients."""
    record, metadata = found
    return Pv(
        name=record.name,
        state=PvState(record.state),
        mode=record.mode,
        period_s=record.period_s,
        deadband=record.deadband,
        max_rate_hz=record.max_rate_hz,
        controlling_pv=record.controlling_pv,
        use_adel=record.use_adel,
        description=record.description,
        created_at=record.created_at,
        changed_at=record.changed_at,
        revision=record.revision,
        metadata=None if metadata is None else metadata_of(record.name, metadata),
    )


class Pvs:
    """The list of PVs. Every change raises the revision and says who made it."""

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock

    async def page(self, search: str | None, state: PvState | None, cursor: str | None, limit: int) -> PvPage:
        """Give one page of the PVs that match."""
        pattern = like_pattern(search) if search else None
        after = read_cursor(cursor) if cursor else None
        async with self._database.reading() as session:
            total = await repository.count(session, pattern, state)
            found = await repository.page(session, pattern, state, after, limit + 1)
        pvs = [to_pv(row) for row in found[:limit]]
        return PvPage(
            pvs=pvs,
            total=total,
            next_cursor=write_cursor(pvs[-1].name) if len(found) > limit else None,
        )

    async def get(self, name: str) -> Pv:
        """Give one PV."""
        async with self._database.reading() as session:
            return to_pv(await _existing(session, name))

    async def put(self, name: str, settings: PvSettings, by: str) -> tuple[Pv, bool]:
        """Add or change a PV; give it, and whether it is new. Equal settings change nothing.

        Raises:
            Invalid: these are no settings of this PV.
            Conflict: a virtual PV has the name.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            found = await repository.by_name(session, name)
            if found is None and await virtual.names_among(session, [name]):
                raise Conflict(f"{name} is a virtual PV; delete that first, or give one of them another name")
            state = PvState.ACTIVE if found is None else PvState(found[0].state)
            row = _row(name, state, settings)
            if found is None or _row_of(found[0]) != row:
                await self._write(session, [row], by)
            pv = to_pv(await _existing(session, name))
        self._watch.announce()
        return pv, found is None

    async def set_state(self, name: str, state: PvState, by: str) -> Pv:
        """Pause or resume a PV."""
        async with self._database.writing() as session:
            await lock_revision(session)
            record, _ = await _existing(session, name)
            row = _row_of(record)
            if row.state is not state:
                await self._write(session, [row.model_copy(update={"state": state})], by)
            pv = to_pv(await _existing(session, name))
        self._watch.announce()
        return pv

    async def delete(self, name: str) -> None:
        """Delete a PV from the list; the archive keeps its data."""
        async with self._database.writing() as session:
            await raise_revision(session)
            await _existing(session, name)
            await repository.remove(session, name)
        self._watch.announce()

    async def import_rows(self, rows: Sequence[dict[str, Any]], by: str) -> ImportResult:
        """Add and change many PVs, all or none.

        Raises:
            Invalid: with what is wrong, row by row.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            existing = await repository.rows_by_name(session, names_in(rows))
            taken = await virtual.names_among(session, names_in(rows))
            what = await asyncio.to_thread(plan, rows, existing, taken)
            if what.errors:
                raise Invalid(what.summary, errors=[error.model_dump() for error in what.errors])
            await self._write(session, [*what.added, *what.changed], by)
        self._watch.announce()
        return ImportResult(added=len(what.added), changed=len(what.changed), unchanged=what.unchanged)

    async def export(self) -> AsyncIterator[PvRow]:
        """Give every PV, ordered by name, as they all were at one moment."""
        async with self._database.reading() as session:
            async for row in repository.all_rows(session):
                yield PvRow(**row)

    async def _write(self, session: AsyncSession, rows: Sequence[PvRow], by: str) -> None:
        if not rows:
            return
        revision = await raise_revision(session)
        values = await asyncio.to_thread(_values, rows)
        await repository.upsert(session, values, by, self._clock(), revision)
        session.expire_all()


async def _existing(session: AsyncSession, name: str) -> repository.Found:
    found = await repository.by_name(session, name)
    if found is None:
        raise NotFound(f"{name} is not configured; PUT adds it")
    return found


def _row(name: str, state: PvState, settings: PvSettings) -> PvRow:
    try:
        return PvRow(name=name, state=state, **settings.model_dump())
    except ValidationError as error:
        sentence, rows = describe([{**wrong, "loc": ("body", *wrong["loc"])} for wrong in error.errors()])
        raise Invalid(sentence, errors=rows) from error


def _row_of(record: PvRecord) -> PvRow:
    return PvRow(name=record.name, **{field: getattr(record, field) for field in repository.SETTINGS})


def _values(rows: Sequence[PvRow]) -> list[dict[str, Any]]:
    return [{**row.model_dump(mode="json"), "name_folded": fold(row.name)} for row in rows]
