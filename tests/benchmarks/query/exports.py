"""Exports of very many samples: samples per second, and the most memory that query-api took."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

import httpx
import numpy as np
from caflux_storage import ArchiveUnavailable, Writer, open_writer
from caflux_storage.encode import encode_numbers, sample_prefix
from cases import Result
from rig import DAY, FAST, NS, START, Rig, query_api, until_in_files

_PVS = 10
_EACH = 10_000_000
_BATCH = 50_000
_WRITERS = 3
_PAUSE_S = 1.0
_TRIES = 60
_PERIOD = NS // 10
_FORMATS = ("parquet", "csv")


def day(rig: Rig, repeat: int) -> Result:
    """Export a day of a PV at 10 Hz and of 20 at 1 Hz, a row a sample."""
    del repeat
    return _exported(rig, [FAST, *rig.slow], DAY)


def hundred_million(rig: Rig, repeat: int) -> Result:
    """Export 10 PVs of 10 million samples each."""
    del repeat
    pvs = [f"BENCH:LONG{k}" for k in range(_PVS)]
    began = time.monotonic()
    asyncio.run(_fill(f"{rig.influx}/{rig.database}", pvs))
    written = round(_PVS * _EACH / (time.monotonic() - began))
    until_in_files(rig.folder, 1_800)
    return {"written_per_s": written, **_exported(rig, pvs, _EACH * _PERIOD)}


def _exported(rig: Rig, pvs: Sequence[str], length: int) -> Result:
    """Export in each format, from a query-api of its own."""
    found: Result = {"pvs": len(pvs)}
    for form in _FORMATS:
        with query_api(rig.folder, f"{rig.influx}/{rig.database}", "0") as (base, pid):
            before = _memory_mb(pid)
            seconds, size, rows = _export(base, pvs, length, form)
            found["samples"] = rows
            found[f"{form}_per_s"] = round(rows / seconds)
            found[f"{form}_bytes"] = size
            found[f"{form}_memory_mb"] = _memory_mb(pid)
            found["idle_memory_mb"] = before
    return found


def _export(base: str, pvs: Sequence[str], length: int, form: str) -> tuple[float, int, int]:
    """Give how long it took (s), bytes, and rows; what comes is thrown away."""
    query = [("pv", pv) for pv in pvs] + [("from", str(START)), ("to", str(START + length))]
    query += [("format", form), ("id", f"bench-{form}")]
    size, began = 0, time.monotonic()
    with httpx.stream("GET", f"{base}/v1/export?{urlencode(query)}", timeout=600) as answer:
        answer.raise_for_status()
        for piece in answer.iter_raw():
            size += len(piece)
    seconds = time.monotonic() - began
    state = httpx.get(f"{base}/v1/exports/bench-{form}", timeout=60).json()
    if state["state"] != "complete":
        raise SystemExit(f"the export is {state['state']}: {state['reason']}")
    return seconds, size, state["rows"]


def _memory_mb(pid: int) -> float:
    """Give the most resident memory that a process has ever had."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(kilobytes) * 1_024 / 1e6, 1)


async def _fill(url: str, pvs: Sequence[str]) -> None:
    writer = open_writer(url)
    work = [(pv, begin) for pv in pvs for begin in range(0, _EACH, _BATCH)]
    left = iter(work)
    try:
        await asyncio.gather(*(_write(writer, left) for _ in range(_WRITERS)))
    finally:
        await writer.close()


async def _write(writer: Writer, left: Iterator[tuple[str, int]]) -> None:
    """Write what is left, as long as there is something; several do that at once."""
    for pv, begin in left:
        lines = await asyncio.to_thread(_lines, pv, begin)
        for _ in range(_TRIES):
            try:
                await writer.write(lines)
                break
            except ArchiveUnavailable:  # influxd is busy with its disk
                await asyncio.sleep(_PAUSE_S)
        else:
            raise SystemExit(f"influxd takes no samples, {_TRIES} times")


def _lines(pv: str, begin: int) -> bytes:
    """Encode noise as of an instrument: four digits after the point."""
    which = np.arange(begin, begin + _BATCH, dtype=np.int64)
    value = np.round(np.random.default_rng(begin).normal(size=_BATCH), 4)
    zeros = np.zeros(_BATCH, np.int64)
    return encode_numbers([sample_prefix(pv)], zeros, START + which * _PERIOD, value, zeros, zeros)
