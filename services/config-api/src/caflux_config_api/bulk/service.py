"""Import and export of many PVs."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from caflux_contracts.access import Principal
from caflux_contracts.imports import ImportMode, ImportProgress, ImportResult, Outcome, RowError
from caflux_contracts.pvs import PvRow
from caflux_service.problems import ApiError, Invalid, Unavailable
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.bulk.judge import Judge, Judged, names_in
from caflux_config_api.chunks import batched
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.policies.service import defaults
from caflux_config_api.pvs import repository
from caflux_config_api.pvs.changes import Changes
from caflux_config_api.pvs.service import taken_among
from caflux_config_api.retention import repository as retention
from caflux_config_api.revision import RevisionWatch, lock_revision

CHUNK = 1_000
MOST_ERRORS = 100
MOST_ROWS = 1_000
Read = Callable[[BinaryIO], Generator[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Wish:
    """How an import is to be done.

    Attributes:
        mode: what is done with PVs that are there, or not named.
        dry_run: nothing is done, only told.
        row_by_row: rows that are wrong don't keep the others from being done.
    """

    mode: ImportMode = ImportMode.UPSERT
    dry_run: bool = False
    row_by_row: bool = False


@dataclass(slots=True)
class Tally:
    """What became of the rows so far; it gives an `ImportResult`."""

    wish: Wish
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    errors: list[RowError] = field(default_factory=list)
    rows: list[Judged] = field(default_factory=list)

    def add(self, judged: list[Judged]) -> None:
        """Count rows."""
        for one in judged:
            self.counts[one.outcome] += 1
            if one.outcome is Outcome.REFUSED and len(self.errors) < MOST_ERRORS:
                self.errors.append(RowError(row=one.number or 0, name=one.name, detail=one.detail))
            if one.outcome is not Outcome.UNCHANGED and len(self.rows) < MOST_ROWS:
                self.rows.append(one)

    def result(self) -> ImportResult:
        """Give what the import did."""
        counts = {outcome.value: number for outcome, number in self.counts.items()}
        told = self.wish.dry_run or self.wish.row_by_row
        rows = [one.told() for one in self.rows] if told else []
        return ImportResult(dry_run=self.wish.dry_run, **counts, errors=self.errors, rows=rows)

    def check(self) -> None:
        """Find nothing wrong.

        Raises:
            Invalid: with what is wrong, row by row.
        """
        wrong = self.counts[Outcome.REFUSED]
        if not wrong:
            return
        first = self.errors[0]
        more = f", and {wrong - 1} more" if wrong > 1 else ""
        said = f"nothing was imported: row {first.row} ({first.name}): {first.detail}{more}"
        raise Invalid(said, errors=[error.model_dump() for error in self.errors])


class Upload:
    """A body, on disk while it is read.

    Attributes:
        file: it, at its begin.
        size: bytes.
    """

    def __init__(self, file: BinaryIO, size: int, read: Read) -> None:
        self.file = file
        self.size = size
        self._rows = read(file)

    async def rows(self) -> AsyncIterator[list[dict[str, Any]]]:
        """Give its rows, some at a time."""
        while chunk := await asyncio.to_thread(lambda: list(islice(self._rows, CHUNK))):
            yield chunk

    def close(self) -> None:
        """Read no more of it."""
        with suppress(ValueError):  # a thread still reads, of a request that was cancelled
            self._rows.close()

    def progress(self, rows: int) -> ImportProgress:
        """Tell how far it is."""
        at = self.size if self.file.closed else self.file.tell()
        return ImportProgress(rows=rows, bytes=min(at, self.size), of_bytes=self.size)


@asynccontextmanager
async def upload(body: AsyncIterator[bytes], read: Read) -> AsyncIterator[Upload]:
    """Take a body onto the disk, whatever its length.

    Raises:
        Unavailable: there is no room.
    """
    with tempfile.TemporaryFile() as file:
        try:
            async for piece in body:
                await asyncio.to_thread(file.write, piece)
            size = file.tell()
            file.seek(0)
        except OSError as error:
            raise Unavailable(f"no room for what is to be imported: {error.strerror}") from error
        taken = Upload(file, size, read)
        try:
            yield taken
        finally:
            taken.close()


class Bulk:
    """Imports and exports lists of PVs."""

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock

    async def run(
        self, upload: Upload, wish: Wish, by: Principal, tally: Tally
    ) -> AsyncIterator[list[Judged]]:
        """Do what the rows say; give what became of them, some at a time. At the end `tally` has it all.

        All of it is one transaction, unless asked for row by row: then a thousand rows are one.

        Raises:
            BadRequest: it can't be read; row by row, what came before has been done.
            Invalid: rows are wrong, and so nothing was done.
        """
        async with self._database.reading() as session:
            classes = {record.name for record in await retention.every(session) if not record.deleted}
        # All at once or nothing is refused as a whole, by the audit; else what is in reach is done.
        judge = Judge(wish.mode, classes, by.reach if wish.row_by_row or wish.dry_run else None)
        try:
            if wish.row_by_row and not wish.dry_run:
                async for judged in self._row_by_row(upload, wish, by, judge):
                    tally.add(judged)
                    yield judged
            else:
                async for judged in self._at_once(upload, wish, by, judge, tally):
                    yield judged
        except ApiError as error:
            done = sum(tally.counts.values())
            if wish.row_by_row and not wish.dry_run and done:
                error.detail += f"; the {done} rows before it are done"
            raise
        except (SQLAlchemyError, OSError) as error:
            done = sum(tally.counts.values())
            if not (wish.row_by_row and done) or wish.dry_run:
                raise
            raise Unavailable(
                f"the configuration's database went away; the {done} rows before it are done, the next "
                f"{CHUNK:,} maybe. Import it again when it is back: what is done stays as it is"
            ) from error
        finally:
            self._watch.announce()

    async def _at_once(
        self, upload: Upload, wish: Wish, by: Principal, judge: Judge, tally: Tally
    ) -> AsyncIterator[list[Judged]]:
        async with self._session(wish) as session:
            changes = Changes(session, by, self._clock())
            if not wish.dry_run:
                await lock_revision(session)
            async for chunk in upload.rows():
                judged = await self._judge(session, judge, chunk)
                tally.add(judged)
                if not (wish.dry_run or tally.errors):
                    await _write(changes, judged)
                yield judged
            if wish.mode is ImportMode.REPLACE:
                async for judged in _unnamed(session, judge):
                    tally.add(judged)
                    if not (wish.dry_run or tally.errors):
                        await changes.delete([one.before for one in judged if one.before])
                    yield judged
            if not (wish.dry_run or wish.row_by_row):
                tally.check()

    async def _row_by_row(
        self, upload: Upload, wish: Wish, by: Principal, judge: Judge
    ) -> AsyncIterator[list[Judged]]:
        async for chunk in upload.rows():
            async with self._database.writing() as session:
                await lock_revision(session)
                judged = await self._judge(session, judge, chunk)
                await _write(Changes(session, by, self._clock()), judged)
            yield judged
        if wish.mode is ImportMode.REPLACE:
            async with self._database.writing() as session:
                await lock_revision(session)
                changes = Changes(session, by, self._clock())
                gone = [judged async for judged in _unnamed(session, judge)]
                for judged in gone:
                    await changes.delete([one.before for one in judged if one.before])
            for judged in gone:
                yield judged

    def _session(self, wish: Wish) -> AbstractAsyncContextManager[AsyncSession]:
        return self._database.reading() if wish.dry_run else self._database.writing()

    async def _judge(self, session: AsyncSession, judge: Judge, chunk: list[dict[str, Any]]) -> list[Judged]:
        names = names_in(chunk)
        existing = await repository.rows_by_name(session, names)
        taken = await taken_among(session, names)
        policies = await defaults(session, [name for name in names if name not in existing])
        return await asyncio.to_thread(judge.judge, chunk, existing, taken, policies)

    async def export(self, names: Sequence[str] | None = None) -> AsyncIterator[PvRow]:
        """Give every PV, or those of `names`, ordered by name, as they all were at one moment."""
        async with self._database.reading() as session:
            if names is None:
                async for row in repository.all_rows(session):
                    yield PvRow(**row)
            for chunk in batched(names or (), CHUNK):
                rows = await repository.rows_by_name(session, chunk)
                for name in chunk:
                    if name in rows:  # else it was deleted since the names were found
                        yield PvRow(**rows[name])


async def _write(changes: Changes, judged: list[Judged]) -> None:
    done = {Outcome.ADDED, Outcome.CHANGED}
    await changes.put([(one.before, one.after) for one in judged if one.outcome in done and one.after])


async def _unnamed(session: AsyncSession, judge: Judge) -> AsyncIterator[list[Judged]]:
    """Give the PVs that the import did not name."""
    names = await repository.all_names(session)
    gone = iter([name for name in names if name not in judge.seen])
    while chunk := list(islice(gone, CHUNK)):
        rows = await repository.rows_by_name(session, chunk)
        deleted = (Judged(None, name, Outcome.DELETED, PvRow.model_validate(rows[name])) for name in rows)
        yield [judge.within_reach(one) for one in deleted]
