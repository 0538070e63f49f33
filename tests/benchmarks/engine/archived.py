"""What of an IOC's counters is in InfluxDB."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from caflux_testing.influxd import InfluxServer


@dataclass(frozen=True, slots=True)
class Counted:
    """Samples in the archive, and events that are missing: holes in the values of a counter."""

    pvs: int
    samples: int
    missing: int
    last: dict[str, float]


def count(influx: InfluxServer, database: str, names: Collection[str] | None = None) -> Counted:
    """Count the samples of every counter, or of those named; each value of a counter has to be there once."""
    columns = 'count(distinct("value")), count("value"), min("value"), max("value")'
    answer: Any = influx.query(f'SELECT {columns} FROM "sample" GROUP BY "pv"', database)
    pvs = samples = missing = 0
    last = {}
    for series in answer["results"][0].get("series", ()):
        if names is not None and series["tags"]["pv"] not in names:
            continue
        _, distinct, number, first, final = series["values"][0]
        pvs += 1
        samples += number
        missing += round(final - first) + 1 - distinct
        last[series["tags"]["pv"]] = final
    return Counted(pvs, samples, missing, last)
