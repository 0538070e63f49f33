"""The same done to many PVs at once, in one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from caflux_contracts.access import Principal
from caflux_contracts.batches import BatchAction, BatchResult
from caflux_contracts.pvs import PvRow, PvState
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.chunks import CHUNK, batched
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.pvs import repository
from caflux_config_api.pvs.changes import Changes
from caflux_config_api.pvs.service import taken_among
from caflux_config_api.revision import RevisionWatch, lock_revision

MOST_MISSING = 100
Found = dict[str, PvRow]


class Batches:
    """Does to many PVs what can be done to one.

    Args:
        database: where they are.
        watch: is told of changes.
        clock: of the audit.
    """

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock

    async def run(self, action: BatchAction, names: Sequence[str], by: Principal) -> BatchResult:
        """Do it to all of them, or, where one is out of reach, to none.

        Raises:
            Forbidden: not all are within the reach of who asks.
        """
        done: list[str] = []
        missing: list[str] = []
        wanted = sorted(set(names))
        async with self._database.writing() as session:
            await lock_revision(session)
            changes = Changes(session, by, self._clock())
            for chunk in batched(wanted, CHUNK):
                there = await _THERE[action](session, chunk)
                missing += [name for name in chunk if name not in there]
                done += await _do(action, changes, there)
        self._watch.announce()
        return BatchResult(
            done=done, unchanged=len(wanted) - len(done) - len(missing), missing=missing[:MOST_MISSING]
        )


async def _configured(session: AsyncSession, names: Sequence[str]) -> Found:
    rows = await repository.rows_by_name(session, names)
    return {name: PvRow.model_validate(row) for name, row in rows.items()}


async def _deleted(session: AsyncSession, names: Sequence[str]) -> Found:
    """Give those that can be restored: nothing else has their name now."""
    rows = await repository.deleted_rows(session, names)
    taken = await taken_among(session, list(rows))
    return {name: PvRow.model_validate(row) for name, row in rows.items() if name not in taken}


_THERE: Mapping[BatchAction, Callable[[AsyncSession, Sequence[str]], Awaitable[Found]]] = {
    BatchAction.PAUSE: _configured,
    BatchAction.RESUME: _configured,
    BatchAction.DELETE: _configured,
    BatchAction.RESTORE: _deleted,
}
_STATES = {BatchAction.PAUSE: PvState.PAUSED, BatchAction.RESUME: PvState.ACTIVE}


async def _do(action: BatchAction, changes: Changes, there: Found) -> list[str]:
    """Do it to some; give the names of those that it changed."""
    if action is BatchAction.DELETE:
        await changes.delete(list(there.values()))
        return list(there)
    if action is BatchAction.RESTORE:
        await changes.restore(list(there.values()))
        return list(there)
    state = _STATES[action]
    rows = [row for row in there.values() if row.state is not state]
    await changes.put([(row, row.model_copy(update={"state": state})) for row in rows])
    return [row.name for row in rows]
