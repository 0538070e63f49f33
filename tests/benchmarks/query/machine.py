"""Measurements over the whole machine: 10,000 PVs at a time, expressions, and a search in 100,000 names."""

import asyncio
import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import numpy as np
from caflux_contracts.catalogue import CatalogueEntry
from caflux_query_api.search import Index
from caflux_storage import open_writer
from caflux_storage.encode import encode_event, encode_numbers, sample_prefix
from caflux_storage.seam import Event
from rig import DAY, NS, START, Rig

Result = dict[str, Any]
_PVS = 10_000
_SAMPLES = 20
_BATCH = 2_000


def moments(rig: Rig, repeat: int) -> Result:
    """Ask what 10,000 PVs held, of which each has a sample somewhere in the last day."""
    names = [f"MACHINE:{k:05}" for k in range(_PVS)]
    asyncio.run(_fill(rig, names))
    body = {"pvs": names}
    answers: list[bytes] = []

    def ask() -> None:
        answer = httpx.post(f"{rig.query}/v1/at", params={"time": START + DAY}, json=body, timeout=60)
        answer.raise_for_status()
        answers.append(answer.content)

    times = [_timed(ask) for _ in range(repeat)]
    known = sum(one["known"] for one in json.loads(answers[-1])["pvs"])
    return {"pvs": _PVS, "known": known, "bytes": len(answers[-1]), **_spread(times)}


def expression(rig: Rig, repeat: int) -> Result:
    """Compute the difference of two PVs at 1 Hz over a day, into 1,500 bins."""
    times = []
    for k in range(repeat):
        params: dict[str, str | int] = {"from": START + k, "to": START + DAY, "points": 1_500}
        params["expr"] = f'"{rig.slow[0]}" - "{rig.slow[1]}"'
        times.append(_timed(partial(httpx.get, f"{rig.query}/v1/data", params=params, timeout=60)))
    return {"samples": 2 * 86_400, **_spread(times)}


def search(_: Rig, repeat: int) -> Result:
    """Search 100,000 names with descriptions, in this process; ms of CPU."""
    names = [f"SR:C{k % 40:02}:BPM{k // 40:04}:X" for k in range(100_000)]
    entries = [CatalogueEntry(name, "Horizontal beam position", "um", "double") for name in names]
    index = Index(names, entries)
    typed = {
        "substring": "bpm0077",
        "words": "c01 bpm 77",
        "description": "beam position",
        "glob": "sr:c0?:bpm*77:x",
        "fuzzy": "sr:c01:pbm0077:x",
    }
    return {
        kind: _spread([_timed(partial(index.search, words, 20), time.process_time) for _ in range(repeat)])
        for kind, words in typed.items()
    }


async def _fill(rig: Rig, names: list[str]) -> None:
    """Write a few samples a PV over the day, and that each was connected."""
    writer = open_writer(f"{rig.influx}/{rig.database}")
    prefixes = [sample_prefix(name) for name in names]
    try:
        for begin in range(0, len(names), _BATCH):
            which = np.arange(begin, begin + _BATCH, dtype=np.int64)
            pv = np.repeat(which, _SAMPLES)
            times = START + pv * NS + np.tile(np.arange(_SAMPLES) * (DAY // _SAMPLES // 2), _BATCH)
            zeros = np.zeros(len(pv), np.int64)
            await writer.write(encode_numbers(prefixes, pv, times, pv.astype(float), zeros, zeros))
            connected = [encode_event(Event(names[k], START - NS, "connected")) for k in which]
            await writer.write(b"".join(connected))
    finally:
        await writer.close()


def _timed(call: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    begin = clock()
    call()
    return (clock() - begin) * 1_000


def _spread(times: list[float]) -> Result:
    return {
        "ms": round(statistics.median(times), 1),
        "best_ms": round(min(times), 1),
        "worst_ms": round(max(times), 1),
    }
