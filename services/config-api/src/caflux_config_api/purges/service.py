"""What can be done to purges: data of PVs deleted for good, which is not what deleting a PV does."""

import asyncio
from collections.abc import Sequence

import httpx
from caflux_contracts.access import Principal
from caflux_contracts.collectors import Collector
from caflux_contracts.names import MAX_NAME_LENGTH, field_of
from caflux_contracts.purges import (
    Holding,
    Holdings,
    Purge,
    PurgeAt,
    PurgePage,
    PurgeReport,
    PurgeState,
    PurgeWish,
)
from caflux_contracts.pvs import PvState
from caflux_service.problems import BadRequest, Conflict, Invalid, NotFound
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.aliases import repository as aliases
from caflux_config_api.audit import repository as audit
from caflux_config_api.clock import Clock
from caflux_config_api.collectors.service import Collectors
from caflux_config_api.cursors import read_cursor, write_cursor
from caflux_config_api.database import Database
from caflux_config_api.purges import repository
from caflux_config_api.purges.states import limit_of, ns_of, state_of, time_of, waits_for
from caflux_config_api.pvs import repository as pvs
from caflux_config_api.revision import RevisionWatch, lock_revision, raise_revision
from caflux_config_api.tables import PurgeRecord, PurgeReportRecord, PvRecord
from caflux_config_api.virtual import repository as virtual

PATIENCE_S = 20.0
_NONE_TELLS = "what there is can't be told: no collector answers"


class Purges:
    """Orders to delete data. Each raises the revision, so that collectors hear of it at once.

    Args:
        database: where they are.
        watch: is told of changes.
        clock: when they are asked for.
        collectors: who carries them out.
        http: asks those what the archive has.
    """

    def __init__(
        self,
        database: Database,
        watch: RevisionWatch,
        clock: Clock,
        collectors: Collectors,
        http: httpx.AsyncClient,
    ) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock
        self._collectors = collectors
        self._http = http

    async def preview(self, name: str, wish: PurgeWish, by: Principal) -> Purge:
        """Give what an order would be, with what there is to be deleted.

        Raises as `ask` does, but that it need not be confirmed.
        """
        now = self._clock()
        async with self._database.reading() as session:
            names, archived = await _whose(session, name)
        before = limit_of(name, wish.until, now, archived=archived)
        holdings = await self._holdings(names, ns_of(before))
        return Purge(
            id=None,
            pv=name,
            names=names,
            before=before,
            reason=wish.reason,
            asked_at=now,
            asked_by=by.name,
            state=PurgeState.ASKED,
            detail=_NONE_TELLS if holdings is None else "",
            holdings=holdings,
        )

    async def ask(self, name: str, wish: PurgeWish, by: Principal, *, confirm: bool) -> Purge:
        """Order that data of a PV be deleted.

        Raises:
            NotFound: it is another name of a PV.
            Invalid: the PV has no data of its own, or the time is none that can be.
            Conflict: it is being archived, or the order is not confirmed.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            names, archived = await _whose(session, name)
            now = self._clock()
            before = limit_of(name, wish.until, now, archived=archived)
            if not confirm:
                raise Conflict(
                    f"this deletes for good what the archive has of {', '.join(names)} from before "
                    f"{before:%Y-%m-%d %H:%M} UTC; ask with dry_run=true for how much that is, and with "
                    "confirm=true to have it done"
                )
            await raise_revision(session)
            record = await repository.add(
                session,
                pv=name,
                names=names,
                before_ns=ns_of(before),
                reason=wish.reason,
                asked_at=now,
                asked_by=by.name,
            )
            after = {"before": before.isoformat(), "reason": wish.reason, "names": names}
            entry = audit.Entry("pv", name, "purge asked", after=after)
            await audit.record(session, [entry], by, now)
            number = record.id
        self._watch.announce()
        return await self.get(number)

    async def get(self, number: int) -> Purge:
        """Give an order.

        Raises:
            NotFound: there is none with this number.
        """
        async with self._database.reading() as session:
            record = await _existing(session, number)
            reports = await repository.reports_of(session, [number])
        return _told(record, reports, await self._collectors.every())

    async def page(self, pv: str | None, cursor: str | None, limit: int) -> PurgePage:
        """Give one page of the orders, the newest first.

        Raises:
            BadRequest: the cursor is not one that a page gave.
        """
        before = None if cursor is None else _number(cursor)
        async with self._database.reading() as session:
            found = await repository.page(session, pv, before, limit + 1)
            reports = await repository.reports_of(session, [record.id for record in found])
        collectors = await self._collectors.every()
        purges = [_told(record, reports, collectors) for record in found[:limit]]
        return PurgePage(
            purges=purges, next_cursor=write_cursor(purges[-1].id) if len(found) > limit else None
        )

    async def withdraw(self, number: int, by: Principal) -> Purge:
        """Take an order back; what is deleted already stays so.

        Raises:
            NotFound: there is none with this number.
        """
        async with self._database.writing() as session:
            await lock_revision(session)
            record = await _existing(session, number)
            if record.withdrawn_at is None:
                await raise_revision(session)
                now = self._clock()
                record.withdrawn_at = now
                entry = audit.Entry("pv", record.pv, "purge withdrawn", before={"purge": number})
                await audit.record(session, [entry], by, now)
        self._watch.announce()
        return await self.get(number)

    async def report(self, collector: str, number: int, report: PurgeReport) -> None:
        """Note how far a collector is with an order.

        Raises:
            NotFound: there is no such order, or no such collector.
        """
        if collector not in {one.id for one in await self._collectors.every()}:
            raise NotFound(f"there is no collector {collector}; it registers with PUT first")
        async with self._database.writing() as session:
            await _existing(session, number)
            await repository.note(session, number, collector, report, self._clock())

    async def _holdings(self, names: Sequence[str], before_ns: int) -> list[Holding] | None:
        """Ask the collectors that are alive, one after the other, what there is; None: none tells."""
        for collector in await self._collectors.every():
            if collector.alive and (found := await self._ask(collector, names, before_ns)) is not None:
                return found
        return None

    async def _ask(self, collector: Collector, names: Sequence[str], before_ns: int) -> list[Holding] | None:
        url = f"{collector.engine_url.rstrip('/')}/status/holdings"
        try:
            async with asyncio.timeout(PATIENCE_S):
                answer = await self._http.get(url, params={"pv": list(names), "before": before_ns})
                answer.raise_for_status()
                return Holdings.model_validate_json(answer.content).holdings
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, ValidationError):
            return None  # maybe another one does


async def _whose(session: AsyncSession, name: str) -> tuple[list[str], bool]:
    """Give the names under which a PV's data are, and whether more are coming."""
    if await virtual.names_among(session, [name]):
        raise Invalid(f"{name} is a virtual PV: it is computed from others and has no data of its own")
    alias = await aliases.by_name(session, name)
    if alias is not None:
        raise NotFound(f"{name} is another name of {alias[1]}; do it to that")
    record = await _record(session, name)
    names = [name, *await _others(session, name, record)]
    if record is None:
        return names, await _is_beside(session, name)
    own = await pvs.by_names(session, [field_of(name, field) for field in record.fields])
    fields = [field for field in record.fields if field_of(name, field) not in own]
    beside = [field_of(one, field) for one in names for field in fields]
    whole = [*names, *(one for one in beside if len(one) <= MAX_NAME_LENGTH)]
    return list(dict.fromkeys(whole)), _is_archived(record)


async def _record(session: AsyncSession, name: str) -> PvRecord | None:
    """Give a PV that is there, or can be restored."""
    found = await pvs.by_name(session, name)
    return found[0] if found else await pvs.deleted(session, name)


async def _others(session: AsyncSession, name: str, record: PvRecord | None) -> list[str]:
    """Give the other names of a PV; those of a field follow from the ones that its record has."""
    if record is not None and (found := await aliases.of_pvs(session, [record.id])):
        return found[record.id]
    of, dot, field = name.partition(".")
    its = await _record(session, of) if dot else None
    others = [] if its is None else (await aliases.of_pvs(session, [its.id])).get(its.id, [])
    return [f"{one}.{field}" for one in others]


async def _is_beside(session: AsyncSession, name: str) -> bool:
    """Tell whether a name is that of a field that is archived beside a PV."""
    of, dot, field = name.partition(".")
    found = await pvs.by_name(session, of) if dot else None
    return found is not None and field in found[0].fields and _is_archived(found[0])


def _is_archived(record: PvRecord) -> bool:
    return record.deleted_at is None and record.state == PvState.ACTIVE


async def _existing(session: AsyncSession, number: int) -> PurgeRecord:
    record = await repository.by_id(session, number)
    if record is None:
        raise NotFound(f"there is no purge {number}; GET /v1/purges lists them")
    return record


def _told(
    record: PurgeRecord, reports: Sequence[PurgeReportRecord], collectors: Sequence[Collector]
) -> Purge:
    mine = {
        one.collector: PurgeAt(
            collector=one.collector, state=one.state, detail=one.detail, deleted=one.deleted, at=one.at
        )
        for one in reports
        if one.purge_id == record.id
    }
    alive = [one.id for one in collectors if one.alive]
    state, detail = state_of(mine, alive, withdrawn=record.withdrawn_at is not None)
    there = [one.id for one in collectors if one.registered_at <= record.asked_at]
    deleted: dict[str, Holding] = {}
    for holding in [holding for report in mine.values() for holding in report.deleted]:
        deleted.setdefault(holding.name, holding)
    return Purge(
        id=record.id,
        pv=record.pv,
        names=record.names,
        before=time_of(record.before_ns),
        reason=record.reason,
        asked_at=record.asked_at,
        asked_by=record.asked_by,
        state=state,
        detail=detail,
        collectors=list(mine.values()),
        waits_for=[] if state is PurgeState.WITHDRAWN else waits_for(mine, there),
        holdings=list(deleted.values()) if mine else None,
    )


def _number(cursor: str) -> int:
    match read_cursor(cursor):
        case int(number) if 0 < number < 2**63:
            return number
        case _:
            raise BadRequest("the cursor is not one that a page of purges gave; start again without it")
