"""Reading the archive in InfluxDB.

The name of a PV is never part of a query's text: names are bound parameters ($p0, $p1, …).
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caflux_storage.bins import Bins
from caflux_storage.columns import samples_of
from caflux_storage.influx import many
from caflux_storage.influx.http import InfluxHttp, Params, Series
from caflux_storage.influx.policies import Policies, shard_of
from caflux_storage.influx.reading import read
from caflux_storage.influx.tail import InfluxTail
from caflux_storage.retention import RAW, Retention
from caflux_storage.rollups import FIELDS, HOUR, MARK_FIELDS, MARKS, Marks, fullest, marks_of, rollups_of
from caflux_storage.runs import Run
from caflux_storage.samples import Samples
from caflux_storage.seam import CHUNK, ArchiveRefused, ArchiveUnavailable, Event, Witness

_SELECT = "SELECT value,text,array,special,severity,status FROM"
_SELECT_ANY = "SELECT value,text,array,special FROM"
_SELECT_FIRST = "SELECT first(value) FROM"
_SELECT_COUNTS = "SELECT count(value),count(text),count(array),count(special),count(severity) FROM"
_SELECT_TOLD = "SELECT count(kind),sum(count) FROM event WHERE pv = $p0 AND time < $stop"
_SELECT_EVENTS = "SELECT kind,detail,count,collector FROM event"
_SELECT_RUNS = "SELECT until,collector FROM run WHERE time < $stop"
_SELECT_ROLLUPS = f"SELECT {','.join(FIELDS)} FROM"
_SELECT_MARKS = f"SELECT {','.join(MARK_FIELDS)} FROM {MARKS}"  # noqa: S608 - constants
_PING = "SELECT value FROM sample WHERE time = 0 LIMIT 1"
"""Fails where the database is missing; SHOW queries give nothing then."""
_ROWS = 20_000
"""Rows of rollups in one query."""
_FIRST = -(2**63) + 2
"""The earliest time that InfluxDB knows, ns; of an earlier one it takes none for later."""
_GROUP = 50
"""PVs in one query."""


class InfluxArchive:
    """An `Archive` in InfluxDB, read only."""

    def __init__(self, http: InfluxHttp) -> None:
        self._http = http
        self._policies = Policies(http)
        self._tail = InfluxTail(http, self._policies)

    async def samples(self, pv: str, start: int, stop: int, first: int = CHUNK) -> AsyncIterator[Samples]:
        """Give a range in chunks, each a query of its own; what is written meanwhile may be in it or not."""
        source = await self._policies.sources(RAW)
        async for chunk in read(self._http, source, pv, start, stop, first):
            yield chunk

    async def counts(self, pv: str, start: int, stop: int) -> tuple[int, int]:
        """Count samples and alarms."""
        found = await self._http.query(await self._counting(), {"p0": pv, "start": start, "stop": stop})
        return _counts(found)

    async def witness(self, pv: str, start: int, stop: int) -> Witness:
        """Count samples, alarms and events in one question."""
        query = f"{await self._counting()};{_SELECT_TOLD}"
        found = await self._http.query(query, {"p0": pv, "start": max(start, _FIRST), "stop": stop})
        told = [row for series in found if series.statement == 1 for row in series.rows]
        _, events, lost = told[0] if told else (0, 0, 0)
        return Witness(
            *_counts([series for series in found if series.statement == 0]), events or 0, lost or 0
        )

    async def _counting(self) -> str:
        source = await self._policies.sources(RAW)
        return f"{_SELECT_COUNTS} {source} WHERE pv = $p0 AND time >= $start AND time < $stop"

    async def last(self, pvs: Sequence[str], at: int) -> Mapping[str, Samples]:
        """Give each PV's last sample until `at`."""
        found: dict[str, Samples] = {}
        select = f"{_SELECT} {await self._policies.sources(RAW)}"
        if await self._are_most(pvs):
            rows = await many.newest(self._http, select, "", {}, pvs, at)
            found = await asyncio.to_thread(_samples_by_pv, rows)
            pvs = many.left(pvs, found)
        for where, params in _groups(pvs):
            query = f"{select} WHERE {where} AND time <= $at GROUP BY pv ORDER BY time DESC LIMIT 1"
            for series in await self._http.query(query, {**params, "at": at}):
                found[series.pv] = samples_of(series.rows)
        return found

    async def _are_most(self, pvs: Sequence[str]) -> bool:
        return len(pvs) >= many.MANY and many.worth_a_pass(len(pvs), len(await self.names()))

    async def since(self, cursors: Mapping[str, int]) -> Mapping[str, Samples]:
        """Give what each PV got after its cursor."""
        return await self._tail.since(cursors)

    async def happened(self, pvs: Sequence[str], after: int) -> list[Event]:
        """Give the events after a time."""
        return await self._tail.happened(pvs, after)

    async def sampled(
        self, pvs: Sequence[str], start: int, stop: int, width: int
    ) -> Mapping[str, NDArray[np.float64]]:
        """Give each PV's first number in every `width` ns that has one."""
        found: dict[str, list[float]] = {}
        wanted = set(pvs)
        select = f"{_SELECT_FIRST} {await self._policies.sources(RAW)}"
        for where, params in [("", {})] if await self._are_most(pvs) else _groups(pvs):
            which = f"{where} AND " if where else ""
            query = (
                f"{select} WHERE {which}time >= $start AND time < $stop "
                f"GROUP BY time({int(width)}ns, {int(start % width)}ns), pv fill(none)"
            )
            for series in await self._http.query(query, {**params, "start": start, "stop": stop}):
                if series.pv in wanted:
                    found.setdefault(series.pv, []).extend(row[1] for row in series.rows)
        return {pv: np.array(values) for pv, values in found.items()}

    async def events(
        self, pvs: Sequence[str], start: int, stop: int, kinds: Sequence[str] = (), limit: int = CHUNK
    ) -> list[Event]:
        """Give the events of a range, and before it each collector's last of a PV."""
        those, named = _any_of("kind", "k", kinds) if kinds else ("", {})
        if await self._are_most(pvs):
            rows = await many.events(self._http, _SELECT_EVENTS, those, named, start, stop)
            wanted = set(pvs)
            return _events([(pv, row) for pv, row in rows if pv in wanted])
        rows = []
        for where, params in _groups(pvs):
            query = _of_kinds(f"{where} AND {those}" if kinds else where, limit)
            for series in await self._http.query(query, {**params, **named, "start": start, "stop": stop}):
                rows += [(series.pv, row) for row in series.rows]
        return _events(rows)

    async def recorded(
        self, pvs: Sequence[str], start: int, stop: int, kinds: Sequence[Sequence[str]]
    ) -> tuple[Mapping[str, Samples], list[list[Event]]]:
        """Give each PV's last sample before a range, and the events of each group of kinds."""
        if await self._are_most(pvs):
            events = asyncio.gather(*(self.events(pvs, start, stop, some) for some in kinds))
            last, found_events = await asyncio.gather(self.last(pvs, start - 1), events)
            return last, found_events
        found: dict[str, Samples] = {}
        rows: list[list[tuple[str, many.Row]]] = [[] for _ in kinds]
        select = f"{_SELECT} {await self._policies.sources(RAW)}"
        for where, params in _groups(pvs):
            query, named = _recorded(select, where, kinds)
            for series in await self._http.query(query, {**params, **named, "start": start, "stop": stop}):
                if series.statement == 0:
                    found[series.pv] = samples_of(series.rows)
                else:
                    rows[(series.statement - 1) // 2] += [(series.pv, row) for row in series.rows]
        return found, [_events(some) for some in rows]

    async def runs(self, stop: int) -> list[Run]:
        """Give the runs that began before a time."""
        found = await self._http.query(_SELECT_RUNS, {"stop": stop})
        return [Run(collector, start, until) for series in found for start, until, collector in series.rows]

    async def rollups(self, pv: str, width: int, start: int, stop: int) -> AsyncIterator[Bins]:
        """Give the rows of a range in chunks, each a query of its own."""
        where = "WHERE pv = $p0 AND time >= $start AND time < $stop"
        query = f"{_SELECT_ROLLUPS} {await self._policies.sources(width)} {where} LIMIT {_ROWS}"
        while start < stop:
            found = await self._http.query(query, {"p0": pv, "start": start, "stop": stop})
            rows = [row for series in found for row in series.rows]
            if rows:
                yield await asyncio.to_thread(_rollups, width, rows)
            if len(rows) < _ROWS:
                return
            start = rows[-1][0] + 1

    async def marks(self, pvs: Sequence[str], start: int, stop: int) -> Mapping[str, Marks]:
        """Tell which rows may be trusted."""
        found: dict[str, list[list[Any]]] = {}
        for where, params in _groups(pvs):
            query = (
                f"{_SELECT_MARKS} WHERE {where} AND time = 0 GROUP BY pv;"
                f"{_SELECT_MARKS} WHERE {where} AND time >= $start AND time < $stop GROUP BY pv"
            )
            for series in await self._http.query(query, {**params, "start": max(start, 1), "stop": stop}):
                found.setdefault(series.pv, []).extend(series.rows)
        return {pv: marks_of(rows) for pv, rows in found.items()}

    async def retention(self) -> Mapping[str, Retention]:
        """Give the classes that have retention policies."""
        return await self._policies.retention()

    async def names(self) -> list[str]:
        """Give every PV, sorted."""
        answer = await self._http.query("SHOW TAG VALUES FROM sample, event WITH KEY = pv")
        if not answer:
            await self.ping()
        return sorted({row[1] for series in answer for row in series.rows})

    async def has(self, pv: str) -> bool:
        """Tell whether a PV was ever written."""
        answer = await self._http.query(
            f"SHOW SERIES FROM {await self._policies.sources(RAW)}, event WHERE pv = $p0 LIMIT 1", {"p0": pv}
        )
        if not answer:
            await self.ping()
        return any(series.rows for series in answer)

    async def has_before(self, time: int) -> bool:
        """Tell whether there is a sample before a time; the last day is looked at first, being one shard."""
        select = f"{_SELECT_ANY} {await self._policies.sources(RAW)}"
        for since in (time - many.DAY, None):
            where = "time < $time" if since is None else "time < $time AND time >= $since"
            params = {"time": time} if since is None else {"time": time, "since": since}
            if any(
                series.rows for series in await self._http.query(f"{select} WHERE {where} LIMIT 1", params)
            ):
                return True
        return False

    async def ping(self) -> None:
        """Ask whether the server and the database are there."""
        await self._http.query(_PING)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()


async def create_database(http: InfluxHttp) -> None:
    """Create the database; one that is there stays, also where the user may not create any.

    Raises:
        ArchiveUnavailable: there is none and it can't be created, with what to do.
    """
    database = http.address.database  # of letters, digits, _ . - only: Address checks that
    try:
        await http.query(
            f'CREATE DATABASE "{database}" WITH DURATION INF '
            f'SHARD DURATION {shard_of(None, RAW) // HOUR}h NAME "autogen"'
        )
    except (ArchiveRefused, ArchiveUnavailable):
        await http.query(_PING)


def _recorded(select: str, where: str, kinds: Sequence[Sequence[str]]) -> tuple[str, dict[str, str]]:
    """Give the statements of `recorded` for some PVs: the last sample, then two for each group of kinds."""
    statements = [f"{select} WHERE {where} AND time < $start GROUP BY pv ORDER BY time DESC LIMIT 1"]
    bound: dict[str, str] = {}
    for k, some in enumerate(kinds):
        those, named = _any_of("kind", f"k{k}_", some)
        statements.append(_of_kinds(f"{where} AND {those}", CHUNK))
        bound |= named
    return ";".join(statements), bound


def _of_kinds(where: str, limit: int) -> str:
    """Give two statements: each collector's last event of each PV before a range, and those in it."""
    select = f"{_SELECT_EVENTS} WHERE {where}"
    return (
        f"{select} AND time < $start GROUP BY pv, collector ORDER BY time DESC LIMIT 1;"
        f"{select} AND time >= $start AND time < $stop GROUP BY pv LIMIT {limit}"
    )


def _counts(found: Iterable[Series]) -> tuple[int, int]:
    """Give how many samples and alarms were counted, of whatever class."""
    rows = [[count or 0 for count in row[1:]] for series in found for row in series.rows]
    return sum(sum(row[:-1]) for row in rows), sum(row[-1] for row in rows)


def _events(rows: Iterable[tuple[str, many.Row]]) -> list[Event]:
    """Give events by time; a row without a kind is something else's."""
    found = [
        Event(pv, time, kind, detail or "", count or 0, collector or "")
        for pv, (time, kind, detail, count, collector) in rows
        if kind is not None
    ]
    return sorted(found, key=lambda event: event.time)


def _samples_by_pv(rows: Mapping[str, many.Row]) -> dict[str, Samples]:
    return {pv: samples_of([row]) for pv, row in rows.items()}


def _rollups(width: int, rows: Sequence[many.Row]) -> Bins:
    return fullest(rollups_of(width, rows))


def _groups(pvs: Sequence[str]) -> Iterator[tuple[str, Params]]:
    for at in range(0, len(pvs), _GROUP):
        yield _any_of("pv", "p", pvs[at : at + _GROUP])


def _any_of(column: str, prefix: str, values: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Give a condition, and the values of its bound parameters."""
    where = " OR ".join(f"{column} = ${prefix}{k}" for k in range(len(values)))
    return f"({where})", {f"{prefix}{k}": value for k, value in enumerate(values)}
