"""What arrives, of few PVs or of very many.

Asked for one by one, a PV costs influxd 1.6.7 about 0.16 ms. One pass over all that is newer than some time,
not grouped, costs 0.01 ms for each PV that there is, and a row 0.5 µs. So where many are followed, those of
which only the newest is wanted are read in one pass, and what nobody asked for is left out.

A sample that lies in two retention classes, since its PV went from one to the other, comes twice, one after
the other, and is given once.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from caflux_storage.columns import samples_of
from caflux_storage.influx.http import InfluxHttp, Params
from caflux_storage.influx.policies import Policies
from caflux_storage.retention import RAW
from caflux_storage.samples import Samples
from caflux_storage.seam import TAIL, Event

_SELECT = "SELECT value,text,array,special,severity,status"
_SELECT_EVENTS = "SELECT kind,detail,count,collector"
_MANY = 100
"""From so many PVs on, a pass may be cheaper."""
_ALL_PER_ASKED = 12
"""… if there are not more than so many in the archive for each that is asked for."""
_NEWEST_NS = 3_000_000_000
"""A pass reaches back so far from the latest cursor; PVs with an earlier one are asked for one by one."""
_PASS_ROWS = 200_000
_GROUP = 50
"""PVs in one query."""
_COUNT_AGAIN = 200
"""Looks until the PVs are counted again: a pass over more than were thought only costs time."""

Rows = list[list[Any]]


class InfluxTail:
    """A `Tail` in InfluxDB."""

    def __init__(self, http: InfluxHttp, policies: Policies) -> None:
        self._http = http
        self._policies = policies
        self._there_are = 0
        self._looks = 0

    async def since(self, cursors: Mapping[str, int]) -> Mapping[str, Samples]:
        """Give what each PV got after its cursor."""
        newest = {}
        if await self._worth_a_pass(len(cursors)):
            begin = max(cursors.values()) - _NEWEST_NS
            newest = {pv: cursor for pv, cursor in cursors.items() if cursor >= begin}
            if len(newest) < _MANY:
                newest = {}
        found = await self._pass(newest) if newest else {}
        rest = {pv: cursor for pv, cursor in cursors.items() if pv not in newest}
        return found | await self._one_by_one(rest)

    async def happened(self, pvs: Sequence[str], after: int) -> list[Event]:
        """Give the events of PVs with time > `after`, by time."""
        if await self._worth_a_pass(len(pvs)):
            wanted = set(pvs)
            query = f"{_SELECT_EVENTS},pv FROM event WHERE time > $after"
            rows = [row for series in await self._http.query(query, {"after": after}) for row in series.rows]
            found = [(row[-1], row[:-1]) for row in rows if row[-1] in wanted]
        else:
            found = await self._events_one_by_one(pvs, after)
        events = [
            Event(pv, time, kind, detail or "", count or 0, collector or "")
            for pv, (time, kind, detail, count, collector) in found
            if kind is not None
        ]
        return sorted(events, key=lambda event: event.time)

    async def _worth_a_pass(self, asked: int) -> bool:
        if asked < _MANY:
            return False
        if self._looks % _COUNT_AGAIN == 0:
            answer = await self._http.query("SHOW TAG VALUES FROM sample WITH KEY = pv")
            self._there_are = sum(len(series.rows) for series in answer)
        self._looks += 1
        return self._there_are <= asked * _ALL_PER_ASKED

    async def _pass(self, cursors: Mapping[str, int]) -> dict[str, Samples]:
        """Give what is newer than each cursor; all of it that comes first in time, where it is too much."""
        query = (
            f"{_SELECT},pv FROM {await self._policies.sources(RAW)} WHERE time > $after LIMIT {_PASS_ROWS}"
        )
        body = await self._http.body(query, {"after": min(cursors.values())})
        return await asyncio.to_thread(self._by_pv, body, cursors)

    def _by_pv(self, body: bytes, cursors: Mapping[str, int]) -> dict[str, Samples]:
        found: dict[str, Rows] = {}
        for series in self._http.series(body):
            for row in series.rows:
                pv = row.pop()
                if row[0] > cursors.get(pv, row[0]):
                    rows = found.setdefault(pv, [])
                    if not rows or rows[-1][0] != row[0]:
                        rows.append(row)
        numbers = {pv: rows[:TAIL] for pv, rows in found.items() if not any(map(_is_other, rows))}
        others = {pv: samples_of(rows[:TAIL]) for pv, rows in found.items() if pv not in numbers}
        return others | _split(numbers)

    async def _one_by_one(self, cursors: Mapping[str, int]) -> dict[str, Samples]:
        """Ask with a statement a PV, many in one request."""
        found: dict[str, Samples] = {}
        pvs, source = list(cursors), await self._policies.sources(RAW)
        for at in range(0, len(pvs), _GROUP):
            group = pvs[at : at + _GROUP]
            query = ";".join(
                f"{_SELECT} FROM {source} WHERE pv = $p{k} AND time > $t{k} LIMIT {TAIL}"
                for k in range(len(group))
            )
            params = _named(group) | {f"t{k}": cursors[pv] for k, pv in enumerate(group)}
            for series in await self._http.query(query, params):
                pv, more = group[series.statement], samples_of(series.rows)
                found[pv] = Samples.concatenate([found[pv], more]) if pv in found else more
        return {pv: samples.distinct() for pv, samples in found.items()}

    async def _events_one_by_one(self, pvs: Sequence[str], after: int) -> list[tuple[str, list[Any]]]:
        found = []
        for at in range(0, len(pvs), _GROUP):
            group = pvs[at : at + _GROUP]
            query = ";".join(
                f"{_SELECT_EVENTS} FROM event WHERE pv = $p{k} AND time > $after" for k in range(len(group))
            )
            params: Params = _named(group) | {"after": after}
            for series in await self._http.query(query, params):
                found += [(group[series.statement], row) for row in series.rows]
        return found


def _is_other(row: list[Any]) -> bool:
    """Tell whether a row has a text or an array."""
    return row[2] is not None or row[3] is not None


def _split(rows: Mapping[str, Rows]) -> dict[str, Samples]:
    """Give each PV's samples, made together: most have few."""
    samples, found, begin = samples_of([row for some in rows.values() for row in some]), {}, 0
    for pv, some in rows.items():
        found[pv] = samples[begin : begin + len(some)]
        begin += len(some)
    return found


def _named(pvs: Sequence[str]) -> dict[str, str | int]:
    return {f"p{k}": pv for k, pv in enumerate(pvs)}
