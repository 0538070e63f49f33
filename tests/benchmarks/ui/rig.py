"""A real `caflux up` before a real IOC, and Chromium to look at it."""

import os
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import numpy as np
from caflux_storage.encode import encode_numbers, sample_prefix
from caflux_testing.archive import write
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.up import Up
from playwright.async_api import Browser, async_playwright

TRACES = 20
POINTS = 2_000
BEGIN = 1_790_000_000
"""From here on (s) each of the stored PVs has a sample a second, POINTS of them."""

_FIELDS = 'field(SCAN, ".1 second") field(CALC, "A+RNDM-0.5") field(EGU, "mA") field(PREC, "3")'
_RECORDS = "".join(
    f'record(calc, "$(P)L{k}") {{ {_FIELDS} field(INPA, "$(P)L{k}.VAL") }}\n' for k in range(TRACES)
)


@dataclass(frozen=True)
class Rig:
    """What runs during the measurements.

    Attributes:
        url: Where the dashboard is.
        live: PVs at 10 Hz.
        stored: PVs with POINTS samples each.
        since: When the first of `live` was archived at the latest, by the monotonic clock, s.
        password: Of the user admin.
    """

    url: str
    live: list[str]
    stored: list[str]
    since: float
    password: str

    def viewer(self, pvs: list[str], **more: str) -> str:
        """Give the address of a viewer of some PVs."""
        return f"{self.url}/viewer?{urlencode([*(('pv', pv) for pv in pvs), *more.items()])}"


@contextmanager
def rig(folder: Path) -> Iterator[Rig]:
    """Start IOC and CAFlux, have it archive the IOC's records, and store what is only looked at."""
    with running(SoftIoc(folder, _RECORDS)) as ioc:
        up = Up(folder, environment=ioc.environment)
        up.start()
        try:
            live = [f"{ioc.prefix}L{k}" for k in range(TRACES)]
            stored = [f"BENCH:S{k}" for k in range(TRACES)]
            configure(up.url, up.password, [{"name": name} for name in live])
            _store(up.archive_url, stored)
            up.wait_for(rf"{TRACES} of {TRACES} PVs are connected")
            yield Rig(up.url, live, stored, time.monotonic(), up.password)
        finally:
            up.stop()


def configure(dashboard: str, password: str, rows: list[dict[str, Any]]) -> None:
    """Put PVs into the list, each as its name and settings."""
    url = f"{dashboard}/api/config/v1"
    issued = httpx.post(f"{url}/tokens", auth=("admin", password), timeout=60).raise_for_status()
    headers = {"Authorization": f"Bearer {issued.json()['token']}"}
    httpx.post(f"{url}/pvs/import", json=rows, headers=headers, timeout=300).raise_for_status()


def _store(archive_url: str, pvs: list[str]) -> None:
    noise = np.random.default_rng(1)
    times = (BEGIN + np.arange(POINTS, dtype=np.int64)) * 10**9
    zeros = np.zeros(POINTS, np.int64)
    for pv in pvs:
        values = np.cumsum(noise.normal(size=POINTS))
        write(archive_url, encode_numbers([sample_prefix(pv)], zeros, times, values, zeros, zeros))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Give Chromium as it is installed, without a GPU."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program,
            args=["--disable-gpu", *as_root],
            ignore_default_args=["--hide-scrollbars"],
        )
        try:
            yield browser
        finally:
            await browser.close()


async def cpu_s(browser: Browser) -> float:
    """Give the CPU time that all processes of Chromium have taken together, s."""
    session = await browser.new_browser_cdp_session()
    info = await session.send("SystemInfo.getProcessInfo")
    await session.detach()
    return float(sum(process["cpuTime"] for process in info["processInfo"]))


def percentile(values: list[float], share: float) -> float:
    """Give the value below which a share of the values lies."""
    return round(sorted(values)[min(len(values) - 1, int(share * len(values)))], 2)


def iso(seconds: float) -> str:
    """Write a time as the address has it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
