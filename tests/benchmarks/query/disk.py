"""Bytes on disk per sample, of four kinds of signal, in InfluxDB and in SQLite."""

import asyncio
from pathlib import Path

import httpx
import numpy as np
from caflux_storage import open_writer, prepare
from caflux_storage.encode import encode_numbers, sample_prefix
from caflux_testing.wait import until
from cases import Result
from numpy.typing import NDArray
from rig import NS, START, Rig, until_in_files

_SAMPLES = 864_000
_BATCH = 50_000
_JITTER_NS = 20_000
Signal = NDArray[np.float64]


def signals(rig: Rig, repeat: int) -> Result:
    """Write a day at 10 Hz of each, with times that jitter as those of an IOC do, and look at the files."""
    del repeat
    found: Result = {"samples": _SAMPLES}
    for kind, value in _kinds().items():
        database = f"bytes_{kind}"
        asyncio.run(_fill(f"{rig.influx}/{database}", value))
        found[f"influxd_{kind}"] = _per_sample(_compacted(rig, database))
        file = rig.folder / f"{kind}.db"
        asyncio.run(_fill(f"sqlite:///{file}", value))
        found[f"sqlite_{kind}"] = _per_sample(sum(f.stat().st_size for f in rig.folder.glob(f"{kind}.db*")))
    return found


def _kinds() -> dict[str, Signal]:
    k, random = np.arange(_SAMPLES), np.random.default_rng(1)
    drift = 20 + 2 * np.sin(2 * np.pi * k / _SAMPLES)
    return {
        "constant": np.full(_SAMPLES, 1.25),
        "drift": np.round(drift, 3),  # a temperature, of an instrument that sends three digits
        "noise": random.normal(size=_SAMPLES),  # every bit of a double
        "counter": k.astype(np.float64),
    }


async def _fill(url: str, value: Signal) -> None:
    await prepare(url)
    writer, jitter = open_writer(url), np.random.default_rng(2)
    time = START + np.arange(_SAMPLES) * (NS // 10) + jitter.integers(0, _JITTER_NS, _SAMPLES)
    try:
        for begin in range(0, _SAMPLES, _BATCH):
            part = slice(begin, begin + _BATCH)
            zeros = np.zeros(len(time[part]), np.int64)
            await writer.write(
                encode_numbers([sample_prefix("BENCH:BYTES")], zeros, time[part], value[part], zeros, zeros)
            )
    finally:
        await writer.close()


def _compacted(rig: Rig, database: str) -> int:
    """Give the bytes of a database once each of its shards is one file."""
    until_in_files(rig.folder)
    data = rig.folder / "data" / database

    def shards() -> list[Path]:
        return [file.parent for file in data.rglob("*.tsm*")]

    until(lambda: len(set(shards())) == len(shards()), 300, f"{database} to be compacted")
    size = sum(file.stat().st_size for file in data.rglob("*.tsm"))
    httpx.post(f"{rig.influx}/query", params={"q": f'DROP DATABASE "{database}"'}, timeout=60)
    return size


def _per_sample(size: int) -> float:
    return round(size / _SAMPLES, 2)
