"""A page of PVs: found in memory, read in the database, and what collectors say of them beside it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from caflux_contracts.batches import LabelCount, LabelList
from caflux_contracts.pvs import ListedPv, PvLive, PvPage

from caflux_config_api.aliases import repository as aliases
from caflux_config_api.cursors import read_cursor, write_cursor
from caflux_config_api.database import Database
from caflux_config_api.listing.filters import Wanted, begin_after, in_order, matching
from caflux_config_api.listing.index import Index, IndexCache, Rows
from caflux_config_api.listing.live import Heard, Live, LiveColumns, columns_of
from caflux_config_api.pvs import repository
from caflux_config_api.pvs.records import to_pv


@dataclass(frozen=True, slots=True)
class Seen:
    """The PVs, what collectors said of them, and how long ago (s) each that is alive said so; None: never."""

    index: Index
    live: LiveColumns
    ages_s: Mapping[str, float | None]


class Listing:
    """The list of PVs.

    Args:
        database: where they are.
        live: what collectors say of them.
        clock: of the event loop, s.
    """

    def __init__(self, database: Database, live: Live, clock: Callable[[], float]) -> None:
        self._database = database
        self._live = live
        self._clock = clock
        self._index = IndexCache()
        self._columns: tuple[Index, Mapping[str, Heard], LiveColumns] | None = None

    async def names(self, wanted: Wanted) -> list[str]:
        """Give the names of all PVs that match, in order of name.

        Raises:
            Invalid: the regular expression is none.
        """
        async with self._database.reading() as session:
            index = await self._index.at(session)
            live = await self._live_of(index)
        rows = await asyncio.to_thread(matching, index, live, wanted)
        return [index.names[row] for row in rows.tolist()]

    async def seen(self, patience_s: float) -> Seen:
        """Give all PVs with what is known of them now.

        Collectors that were not heard yet have `patience_s` to answer.
        """
        heard = await self._live.awaited(patience_s)
        async with self._database.reading() as session:
            index = await self._index.at(session)
            live = await self._live_of(index)
        now = self._clock()
        ages = {
            name: None if one is None else round(max(0.0, now - one.at_s), 1) for name, one in heard.items()
        }
        return Seen(index, live, ages)

    async def labels(self) -> LabelList:
        """Give every group, tag and owner, by name, with how many PVs have it."""
        async with self._database.reading() as session:
            index = await self._index.at(session)
        return LabelList(
            groups=_counted(index.groups), tags=_counted(index.tags), owners=_counted(index.owners)
        )

    async def page(self, wanted: Wanted, cursor: str | None, limit: int, offset: int = 0) -> PvPage:
        """Give one page of the PVs that match, behind a cursor's place or `offset` PVs.

        Raises:
            BadRequest: the cursor is none of such a page.
            Invalid: the regular expression is none.
        """
        place = None if cursor is None else read_cursor(cursor)
        async with self._database.reading() as session:
            index = await self._index.at(session)
            live = await self._live_of(index)
            rows = await asyncio.to_thread(matching, index, live, wanted)
            ordered, keys = in_order(index, live, rows, wanted.sort)
            begin = offset if cursor is None else begin_after(index, ordered, keys, place, wanted.sort)
            shown = ordered[begin : begin + limit].tolist()
            found = await repository.by_names(session, [index.names[row] for row in shown])
            names = await aliases.of_pvs(session, [record.id for record, _ in found.values()])
        pvs = []
        for row in shown:
            one = found.get(index.names[row])
            if one is not None:  # else it was deleted while this page was made
                pv = to_pv(one, names.get(one[0].id, ()))
                pvs.append(ListedPv(**dict(pv), live=self._live_pv(live, row)))
        more = begin + limit < len(ordered)
        last = (
            None
            if not more
            else [
                wanted.sort,
                index.names[shown[-1]],
                0.0 if keys is None else float(keys[begin + limit - 1]),
            ]
        )
        return PvPage(pvs=pvs, total=len(rows), next_cursor=None if last is None else write_cursor(last))

    async def _live_of(self, index: Index) -> LiveColumns:
        heard = self._live.latest()
        known = self._columns
        if known is None or known[0] is not index or known[1] != heard:
            taken = dict(heard)
            columns = await asyncio.to_thread(columns_of, index.names, list(taken.values()))
            self._columns = known = (index, taken, columns)
        return known[2]

    def _live_pv(self, live: LiveColumns, row: int) -> PvLive | None:
        whose = int(live.whose[row])
        if whose < 0:
            return None
        heard, at = live.heard[whose], int(live.row[row])
        last = int(live.last_event_ns[row])
        return PvLive(
            collector=heard.collector,
            age_s=max(0.0, round(self._clock() - heard.at_s, 1)),
            connected=bool(live.connected[row]),
            reason=heard.table.reason[at],
            rate_hz=float(live.rate_hz[row]),
            last_event_ns=last or None,
            dropped=int(live.dropped[row]),
        )


def _counted(rows: Mapping[str, Rows]) -> list[LabelCount]:
    return [LabelCount(name=name, pvs=len(of_it)) for name, of_it in sorted(rows.items())]
