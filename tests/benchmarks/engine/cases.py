"""The measurements. Each starts its own servers and gives one JSON-able object."""

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from archived import count, has_sample, per_pv, told
from caflux_testing.wait import until
from counters import CountingIoc
from rig import Rig, rig, wait_seconds
from usage import MACHINE_IDLE, Usage

Result = dict[str, Any]
LOOK_S = 0.01
"""Between two looks for new samples: latencies are that exact."""
_HERE = Path(__file__).parent


def cost(before: dict[str, Usage], after: dict[str, Usage], seconds: float, events: int) -> Result:
    """Say what each process took: CPU time by event, cores, memory (MB); and what the machine had left."""
    cpu = {name: after[name].cpu_s - before[name].cpu_s for name in before}
    idle = cpu.pop(MACHINE_IDLE)
    return {
        "us_per_event": round(1e6 * cpu["engine"] / max(events, 1), 3),
        "us_per_event_of": {name: round(1e6 * used / max(events, 1), 3) for name, used in cpu.items()},
        "cores": {name: round(used / seconds, 3) for name, used in cpu.items()},
        "idle_cores": round(idle / seconds, 3),
        "rss_mb": {name: round(used.rss_bytes / 1e6) for name, used in after.items() if name in cpu},
    }


def _hold(it: Rig, seconds: float, during: Callable[[], None] | None = None) -> Result:
    """Let it run and compare: what the IOC counted, what the engine received, what the archive has."""
    events = it.received()
    before, began = it.usages(), time.monotonic()
    if during:
        during()
    wait_seconds(seconds - (time.monotonic() - began))
    after, took = it.usages(), time.monotonic() - began
    events = it.received() - events
    settled = it.settle()
    found = count(it.influx, it.database, it.ioc.counters)
    by_ioc = sum(it.ioc.replaced(it.ioc.counters).values())
    return {
        "seconds": round(took, 1),
        "events_per_s": round(events / took),
        **cost(before, after, took, events),
        "engine": settled,
        "archive": {"pvs": found.pvs, "samples": found.samples, "missing": found.missing},
        "disk_mb": it.disk_mb(),
        "replaced_by_ioc": by_ioc,
        "lost": found.missing - by_ioc,
    }


def steady(folder: Path, pvs: int, rate_hz: float, seconds: float) -> Result:
    """Collect `pvs` counters at `rate_hz`."""
    ioc = CountingIoc(folder, pvs, rate_hz)
    with rig(folder, ioc) as it:
        it.stack.archive_pvs(ioc.counters)
        it.stack.wait_connected(pvs, 120)
        wait_seconds(3)
        return {"pvs": pvs, "rate_hz": rate_hz, **_hold(it, seconds)}


def plain(folder: Path, pvs: int, rate_hz: float, seconds: float) -> Result:
    """Collect the same through `epics.PV` and aioinflux."""
    ioc = CountingIoc(folder, pvs, rate_hz)
    with rig(folder, ioc) as it:
        port, database = it.influx.url.rpartition(":")[2], it.database
        environment = {**ioc.environment, "PATH": "/usr/bin:/bin", "HOME": "/tmp"}
        command = [sys.executable, str(_HERE / "plain.py"), port, database, str(seconds)]
        done = subprocess.run(
            command,
            env=environment,
            input="\n".join(ioc.counters),
            capture_output=True,
            text=True,
            check=True,
        )
        return {"pvs": pvs, "rate_hz": rate_hz, **json.loads(done.stdout.splitlines()[-1])}


def changing(folder: Path, pvs: int, moved: int, seconds: float) -> Result:
    """Collect `pvs` counters at 10 Hz while others are added, paused, resumed and removed all the time."""
    ioc = CountingIoc(folder, pvs + moved, 10.0)
    kept, others = ioc.counters[:pvs], ioc.counters[pvs:]
    with rig(folder, ioc) as it:
        it.stack.archive_pvs(kept)
        it.stack.wait_connected(pvs, 120)
        wait_seconds(3)
        stop = threading.Event()
        rounds = 0

        def churn() -> None:
            nonlocal rounds
            with it.stack.api() as api:
                while not stop.is_set():
                    it.stack.archive_pvs(others)
                    for state in ("paused", "active", "paused"):
                        rows = [{"name": name, "state": state} for name in others]
                        api.post("/v1/pvs/import", json=rows).raise_for_status()
                    for name in others[:100]:
                        api.delete(f"/v1/pvs/{name}").raise_for_status()
                    rounds += 1

        thread = threading.Thread(target=churn)
        thread.start()
        try:
            wait_seconds(seconds)
        finally:
            stop.set()
            thread.join()
        settled = it.settle()
        missing, by_ioc = count(it.influx, it.database, kept).missing, sum(ioc.replaced(kept).values())
        return {
            "pvs": pvs,
            "moved": moved,
            "rounds": rounds,
            "engine": settled,
            "missing": missing,
            "replaced_by_ioc": by_ioc,
            "lost": missing - by_ioc,
        }


def many(folder: Path, pvs: int) -> Result:
    """Connect and archive `pvs` PVs at 0.1 Hz, from the engine's start until each has a sample; and stop."""
    ioc = CountingIoc(folder, pvs, 0.1)
    with rig(folder, ioc) as it:
        it.stack.archive_pvs(ioc.counters)
        it.stack.wait_connected(pvs, 300)
        it.stack.manager.stop()
        began = time.monotonic()
        it.stack.manager.start()

        def status() -> dict[str, Any]:
            return it.stack.engine_status()

        down = (httpx.HTTPError,)
        until(lambda: status()["connected"] == pvs, 300, "all to connect", ignoring=down)
        connected_s = time.monotonic() - began
        until(lambda: status()["counts"]["archived"] >= pvs, 300, "all to be archived", ignoring=down)
        archived_s = time.monotonic() - began
        rss = it.usages()["engine"].rss_bytes
        began = time.monotonic()
        it.stack.manager.stop()
        stopped_s = time.monotonic() - began
        return {
            "pvs": pvs,
            "connected_s": round(connected_s, 1),
            "archived_s": round(archived_s, 1),
            "rss_mb": {"engine": round(rss / 1e6)},
            "stopped_s": round(stopped_s, 1),
            "stopped_events": told(it.influx, it.database, "stopped"),
        }


def put(folder: Path, times: int) -> Result:
    """Add PVs one by one while 10,000 events/s are collected: from PUT to the first sample in InfluxDB."""
    ioc = CountingIoc(folder, 1_000 + times, 10.0)
    kept, others = ioc.counters[:1_000], ioc.counters[1_000:]
    with rig(folder, ioc) as it, it.stack.api() as api:
        it.stack.archive_pvs(kept)
        it.stack.wait_connected(1_000, 60)
        took = []
        for name in others:
            began = time.monotonic()
            api.put(f"/v1/pvs/{name}", json={}).raise_for_status()
            until(partial(has_sample, it.influx, it.database, name), 60, f"a sample of {name}")
            took.append(round(time.monotonic() - began, 3))
        return {"seconds_of_each": took, "median_s": statistics.median(took), "most_s": max(took)}


def blocks(folder: Path, seconds: float) -> Result:
    """Collect 100 waveforms of 10,000 doubles and 1,000 strings at 1 Hz."""
    ioc = CountingIoc(folder, 1, 10.0, waveforms=100, strings=1_000)
    with rig(folder, ioc) as it:
        it.stack.archive_pvs([*ioc.counters, *ioc.waveforms, *ioc.strings])
        it.stack.wait_connected(1_101, 60)
        wait_seconds(2)
        held = _hold(it, seconds)
        return {
            "waveforms": 100,
            "length": 10_000,
            "strings": 1_000,
            "samples_of_each_waveform": per_pv(it.influx, it.database, "array"),
            "samples_of_each_string": per_pv(it.influx, it.database, "text"),
            **held,
        }


def latency(folder: Path, seconds: float) -> Result:
    """At 10,000 events/s, from the IOC's timestamp to the point being readable: p50 and p99 in ms.

    One PV's newest sample is asked for all the time; each new one is as old as its time tells.
    """
    ioc = CountingIoc(folder, 1_000, 10.0)
    with rig(folder, ioc) as it:
        it.stack.archive_pvs(ioc.counters)
        it.stack.wait_connected(1_000, 60)
        wait_seconds(3)
        watched, ages, newest = ioc.counters[500], list[float](), 0
        end = time.monotonic() + seconds
        query = f'SELECT "value" FROM "sample" WHERE "pv" = \'{watched}\' AND time > now() - 5s'
        question = {"q": query, "db": it.database, "epoch": "ns"}
        with httpx.Client(base_url=it.influx.url, params=question) as client:
            while time.monotonic() < end:
                answer = client.get("/query").raise_for_status().json()
                rows = answer["results"][0].get("series", [{"values": []}])[0]["values"]
                now = time.time_ns()
                fresh = [when for when, _ in rows if when > newest]
                if newest:
                    ages += [(now - when) / 1e6 for when in fresh]
                newest = max([newest, *fresh])
                time.sleep(LOOK_S)
        ages.sort()
        return {
            "events_per_s": 10_000,
            "samples": len(ages),
            "p50_ms": round(ages[len(ages) // 2]),
            "p99_ms": round(ages[int(0.99 * len(ages))]),
        }
