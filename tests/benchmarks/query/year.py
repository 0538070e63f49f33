"""A year of a PV at 10 Hz, drawn into 2,000 bins: rollups of all of it, samples of the last two weeks."""

import asyncio

import numpy as np
from caflux_storage import Writer, open_writer
from caflux_storage.bins import Bins
from caflux_storage.encode import encode_event, encode_numbers, sample_prefix
from caflux_storage.rollups import FIELDS, HOUR, MINUTE, encode_rollups, encode_since
from caflux_storage.seam import Event
from caflux_storage.summary import Summaries
from cases import Result, compared, data, select, timed
from rig import DAY, NS, START, Rig

PV = "BENCH:YEAR"
_PREFIX = sample_prefix(PV)
_BATCH = 50_000
_LAST = START - START % HOUR
_FIRST = _LAST - 365 * DAY
_STOP = _LAST + 90 * NS
_PERIOD = NS // 10


def bins(rig: Rig, repeat: int) -> Result:
    """Read the year; influxd's own time is for all fields of its hours."""
    asyncio.run(_fill(f"{rig.influx}/{rig.database}"))
    fields = ",".join(FIELDS)
    own = select(rig, f"SELECT {fields} FROM sample_1h WHERE pv = '{PV}'")
    ours = [timed(data(rig.query, [PV], _FIRST + k, _STOP, 2_000, "json")) for k in range(repeat)]
    return {"points": 2_000, **compared(ours, [timed(own) for _ in range(repeat)])}


async def _fill(url: str) -> None:
    writer, noise = open_writer(url), np.random.default_rng(1)
    try:
        await writer.write(encode_event(Event(PV, _FIRST, "connected")))
        for width in (HOUR, MINUTE):
            await _write_rows(writer, width, noise)
        times = np.arange(_LAST - 14 * DAY, _STOP, _PERIOD)
        for begin in range(0, len(times), _BATCH):
            time = times[begin : begin + _BATCH]
            zeros = np.zeros(len(time), np.int64)
            await writer.write(
                encode_numbers([_PREFIX], zeros, time, noise.normal(size=len(time)), zeros, zeros)
            )
        await writer.write(encode_since(_PREFIX, _FIRST))
    finally:
        await writer.close()


async def _write_rows(writer: Writer, width: int, noise: np.random.Generator) -> None:
    """Write rows of a drifting signal for the whole year."""
    time = np.arange(_FIRST, _LAST, width)
    n = len(time)
    rows = Summaries.empty(n)
    rows.count[:] = rows.numbers[:] = width // _PERIOD
    rows.covered[:] = width
    rows.mean[:] = np.cumsum(noise.normal(size=n))
    for column in (rows.twmean, rows.first, rows.last):
        column[:] = rows.mean + noise.normal(size=n)
    rows.min[:], rows.max[:] = rows.mean - 4, rows.mean + 4
    rows.squares[:] = rows.count * noise.random(n)
    for begin in range(0, n, _BATCH):
        part = slice(begin, begin + _BATCH)
        some = Bins(width, time[part], rows[part])
        await writer.write(encode_rollups([_PREFIX], np.zeros(len(some), np.int64), some))
