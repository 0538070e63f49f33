"""The machine at a time: what each of many PVs held."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from caflux_storage import Samples
from caflux_storage.holding import Unknowns
from caflux_storage.purges import PURGED
from caflux_storage.recording import Recording, Span, recordings_at

from caflux_query_api.answers import plain
from caflux_query_api.arithmetic.signals import samples_of
from caflux_query_api.asked import read_pv
from caflux_query_api.computed import Computer
from caflux_query_api.parts import Parts

Moment = dict[str, Any]
"""A `contracts.retrieval.Moment`."""


async def moments(parts: Parts, pvs: Sequence[str], at: int) -> dict[str, Moment]:
    """Give what each PV held at a time (ns), virtual ones too.

    Raises:
        TooMuch: computing the virtual PVs takes too much.
    """
    recorded = [pv for pv in pvs if pv not in parts.virtual.expressions]
    known = await recordings_at(parts.archive, recorded, at, parts.clock())
    found = await asyncio.to_thread(_all, known, at)
    for pv in pvs:
        if pv not in found:
            found[pv] = await _computed(parts, pv, at)
    return {pv: found[pv] for pv in pvs}


def _all(known: Mapping[str, Recording], at: int) -> dict[str, Moment]:
    return {pv: _recorded(pv, recording, at) for pv, recording in known.items()}


def _recorded(pv: str, recording: Recording, at: int) -> Moment:
    if recording.carried is None:
        purged = next((gap for gap in recording.gaps if gap.cause == PURGED), None)
        if purged is not None:
            return _moment(pv, None, at, cause=PURGED, detail=purged.detail)
        return _moment(pv, None, at, cause="no-data")
    lost = False
    if recording.unknown:
        now = np.array([at], np.int64)
        lost = bool(Unknowns(recording.unknown).at(now, recording.carried.time)[0])
    if not lost:
        return _moment(pv, recording.carried, at)
    gap = next(gap for gap in reversed(recording.gaps) if gap.lost)
    return _moment(pv, recording.carried, at, cause=gap.cause, detail=gap.detail)


async def _computed(parts: Parts, pv: str, at: int) -> Moment:
    expression = read_pv(parts, pv, compute=True)
    assert expression is not None
    computed = await Computer(parts, Span(at, at + 1)).compute(expression)
    rows = samples_of(computed.signal, at + 1, at + 2)
    if not len(rows):
        return _moment(pv, None, at, cause="no-data")
    unknown = math.isnan(float(rows.value[0]))
    gap = next((gap for gap in reversed(computed.gaps) if gap.lost), None)
    cause = "" if not unknown else "not-a-number" if gap is None else gap.cause
    return _moment(pv, rows, at, cause=cause, detail=gap.detail if unknown and gap else "")


def _moment(pv: str, sample: Samples | None, at: int, cause: str = "", detail: str = "") -> Moment:
    """Give one row; `sample` has one, too."""
    if sample is None:
        nothing: Moment = {"time": None, "age": None, "value": None, "severity": 3, "status": 17}
        return {"pv": pv, **nothing, "special": None, "known": False, "cause": cause, "detail": detail}
    time, number = int(sample.time[0]), float(sample.value[0])
    other = None if sample.other is None else sample.other[0]
    special = None
    if other is None and not math.isfinite(number):
        special = "nan" if math.isnan(number) else "inf" if number > 0 else "-inf"
    return {
        "pv": pv,
        "time": time,
        "age": at - time,
        "value": number if other is None else plain(other),
        "special": special,
        "severity": int(sample.severity[0]),
        "status": int(sample.status[0]),
        "known": not cause,
        "cause": cause,
        "detail": detail,
    }
