"""An influxd with a day of data in its files, and query-api before it, as processes of their own."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
from caflux_storage import Archive, open_archive, open_writer, prepare
from caflux_storage.encode import encode_event, encode_numbers, sample_prefix
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span
from caflux_storage.rollups import HOUR, encode_since
from caflux_storage.seam import Event, Writer
from caflux_testing.influxd import InfluxServer
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process
from caflux_testing.wait import until

NS = 1_000_000_000
DAY = 86_400 * NS
START = 1_790_000_000 * NS
FAST = "BENCH:FAST"
_BATCH = 50_000
_SOON_IN_FILES = """\
  cache-snapshot-write-cold-duration = "1s"
  compact-full-write-cold-duration = "5s"
"""


@dataclass(frozen=True)
class Rig:
    """Everything that runs during the measurements.

    Attributes:
        influx: Base URL of influxd.
        database: Its database.
        query: Base URL of query-api.
        cold: Base URL of one that remembers nothing.
        slow: PVs at 1 Hz; `FAST` is one at 10 Hz; each has a day from START on.
        folder: Where everything has its files.
    """

    influx: str
    database: str
    query: str
    cold: str
    slow: list[str]
    folder: Path


@contextmanager
def rig(folder: Path) -> Iterator[Rig]:
    """Start influxd, fill it, wait until everything is in its files, and start query-api."""
    influx = InfluxServer.own(folder)
    config = folder / "influxdb.conf"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[data]\n", f"[data]\n{_SOON_IN_FILES}"))
    influx.start()
    try:
        url = influx.new_database()
        slow = [f"BENCH:SLOW{k}" for k in range(20)]
        asyncio.run(_fill(url, slow))
        until_in_files(folder)
        with query_api(folder, url, "64") as (query, _), query_api(folder, url, "0") as (cold, _):
            yield Rig(influx.url, url.rpartition("/")[2], query, cold, slow, folder)
    finally:
        influx.stop()


@contextmanager
def query_api(folder: Path, url: str, cache_mb: str) -> Iterator[tuple[str, int]]:
    """Run a query-api before an archive; gives its base URL and process id."""
    port = str(free_port())
    settings = {"ARCHIVE_URL": url, "PORT": port, "HOST": LOOPBACK, "CACHE_MB": cache_mb}
    environment = {**os.environ, **{f"CAFLUX_{name}": value for name, value in settings.items()}}
    process = Process([sys.executable, "-m", "caflux_query_api"], folder / f"{port}.log", environment)
    process.start()
    base = f"http://{LOOPBACK}:{port}"
    try:
        process.wait_ready(lambda: httpx.get(f"{base}/readyz", timeout=2).is_success)
        yield base, process.pid
    finally:
        process.stop()


def until_in_files(folder: Path, timeout_s: float = 300) -> None:
    """Wait until influxd has written everything to its files."""
    until(lambda: not _wal_bytes(folder), timeout_s, "influxd to write its cache to files")


def _wal_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in (folder / "wal").rglob("*.wal"))


async def _fill(url: str, slow: list[str]) -> None:
    await prepare(url)
    writer, archive = open_writer(url), open_archive(url)
    try:
        await _write(writer, FAST, NS // 10)
        for pv in slow:
            await _write(writer, pv, NS)
        for pv in (FAST, *slow):
            await _roll_up(archive, writer, pv)
    finally:
        await writer.close()
        await archive.close()


async def _roll_up(archive: Archive, writer: Writer, pv: str) -> None:
    """Write the rollups of a PV's day."""
    hours = Span(START - START % HOUR, START - START % HOUR + DAY)
    async for made in rebuilt(archive, [pv], hours, hours.stop):
        await writer.write(b"".join(made.lines.values()))
    await writer.write(encode_since(sample_prefix(pv), hours.start))


async def _write(writer: Writer, pv: str, period: int) -> None:
    """Write a day of noise."""
    noise = np.random.default_rng(len(pv))
    await writer.write(encode_event(Event(pv, START - 5 * NS, "connected")))
    times = np.arange(START - period, START + DAY, period)
    for begin in range(0, len(times), _BATCH):
        time = times[begin : begin + _BATCH]
        zeros = np.zeros(len(time), np.int64)
        lines = encode_numbers([sample_prefix(pv)], zeros, time, noise.normal(size=len(time)), zeros, zeros)
        await writer.write(lines)
