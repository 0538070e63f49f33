"""The newest row of each of very many PVs.

A condition of many names costs InfluxDB about 0.4 ms of CPU a name; one pass over the whole measurement,
grouped by PV, costs 0.04 ms a PV and shard (measured on influxd 1.6.7). So for many PVs everything is read
and what was not asked for is left out; and first from the last day, then the last fortnight, since a pass
without a lower bound visits every shard that there is.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any

from caflux_storage.influx.http import InfluxHttp, Params

MANY = 500
"""From so many PVs on, a pass over all of them may be cheaper."""
_ALL_PER_ASKED = 8
"""… if there are not more than so many in the archive for each that is asked for."""
_FEW = 100
DAY = 86_400_000_000_000
_BACK = (DAY, 14 * DAY, None)

Row = list[Any]


def worth_a_pass(asked: int, there_are: int) -> bool:
    """Tell whether a pass over all PVs costs less than asking for some by name."""
    return asked >= MANY and there_are <= asked * _ALL_PER_ASKED


async def newest(
    http: InfluxHttp, select: str, condition: str, params: Params, pvs: Collection[str], until: int
) -> dict[str, Row]:
    """Give the newest row with time <= `until` (ns) of each PV that has one; all but a few of them.

    Args:
        http: The InfluxDB.
        select: SELECT … FROM …
        condition: What else must hold, or nothing.
        params: What `condition` binds.
        pvs: Which PVs.
        until: ns since 1970.
    """
    wanted, found = set(pvs), dict[str, Row]()
    for back in _BACK:
        where = " AND ".join(
            [*([condition] if condition else []), "time <= $until", *(["time > $since"] if back else [])]
        )
        since = {"since": until - back} if back else {}
        query = f"{select} WHERE {where} GROUP BY pv ORDER BY time DESC LIMIT 1"
        async for pv, row in _rows(http, query, {**params, "until": until, **since}):
            if pv in wanted:
                wanted.discard(pv)
                found[pv] = row
        if len(wanted) <= _FEW:
            break
    return found


async def _rows(http: InfluxHttp, query: str, params: Params) -> AsyncIterator[tuple[str, Row]]:
    for series in await http.query(query, params):
        for row in series.rows:
            yield series.pv, row


async def events(
    http: InfluxHttp, select: str, condition: str, params: Params, start: int, stop: int
) -> list[tuple[str, Row]]:
    """Give the rows of a range of every PV, and of each PV and collector the last one before it.

    Grouping by PV takes three times as long as not to group, so it is done only where there is something to
    group: most kinds of events never happen.

    Args:
        http: The InfluxDB.
        select: SELECT … FROM …, of fields.
        condition: What else must hold, or nothing.
        params: What `condition` binds.
        start: ns since 1970.
        stop: ns since 1970.
    """
    where = f"{condition} AND " if condition else ""
    fields, _, measurement = select.partition(" FROM ")
    ungrouped = f"{fields},pv FROM {measurement} WHERE {where}"
    bound = {**params, "start": start, "stop": stop}
    found: list[tuple[str, Row]] = []
    if start < stop:
        inside = _rows(http, f"{ungrouped}time >= $start AND time < $stop", bound)
        found = [(row[-1], row[:-1]) async for _, row in inside]
    async for _ in _rows(http, f"{ungrouped}time < $start LIMIT 1", bound):
        last = f"{select} WHERE {where}time < $start GROUP BY pv, collector ORDER BY time DESC LIMIT 1"
        found += [one async for one in _rows(http, last, bound)]
    return found


def left(pvs: Sequence[str], found: Collection[str]) -> list[str]:
    """Give the PVs that `newest` has not found; where that are many, it has looked everywhere."""
    rest = [pv for pv in pvs if pv not in found]
    return rest if len(rest) <= _FEW else []
