"""What of an IOC's counters is in InfluxDB."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from caflux_testing.influxd import InfluxServer

AT_ONCE = 10
"""PVs in one request: an hour of many PVs is too large for one query."""
PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class Counted:
    """Samples in the archive, and events that are missing: holes in the values of a counter."""

    pvs: int
    samples: int
    missing: int


def count(influx: InfluxServer, database: str, names: Sequence[str]) -> Counted:
    """Count the samples of the counters named; each value of a counter has to be there once."""
    pvs = samples = missing = 0
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        answer: Any = influx.query("; ".join(map(_statement, part)), database, PATIENCE_S)
        rows = [series["values"][0] for result in answer["results"] for series in result.get("series", ())]
        for _, distinct, number, first, final in rows:
            pvs += 1
            samples += number
            missing += round(final - first) + 1 - distinct
    return Counted(pvs, samples, missing)


def per_pv(influx: InfluxServer, database: str, field: str) -> tuple[int, int]:
    """Give the fewest and the most samples of a field (`text`, `array`) that a PV has."""
    answer: Any = influx.query(f'SELECT count("{field}") FROM "sample" GROUP BY "pv"', database)
    counts = [series["values"][0][1] for series in answer["results"][0].get("series", ())]
    return min(counts), max(counts)


def told(influx: InfluxServer, database: str, kind: str) -> int:
    """Count the PVs that have an event of a kind."""
    query = f'SELECT last("detail") FROM "event" WHERE "kind" = \'{kind}\' GROUP BY "pv"'
    answer: Any = influx.query(query, database, PATIENCE_S)
    return len(answer["results"][0].get("series", ()))


def has_sample(influx: InfluxServer, database: str, name: str) -> bool:
    """Tell whether a PV has a number in the archive."""
    answer: Any = influx.query(f'SELECT "value" FROM "sample" WHERE "pv" = \'{name}\' LIMIT 1', database)
    return bool(answer["results"][0].get("series"))


def _statement(name: str) -> str:
    columns = 'count(distinct("value")), count("value"), min("value"), max("value")'
    return f'SELECT {columns} FROM "sample" WHERE "pv" = \'{name}\''
