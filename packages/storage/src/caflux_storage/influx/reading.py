"""One PV's samples of a range, out of InfluxDB.

Numbers are asked for by themselves, and what is rare (texts, waveforms, NaN, alarms) in a second statement of
the same request: rows of nothing but a time and a number are the shortest, and are decoded as they stand. The
second statement runs after the first, so it knows of the alarm of every number that the first has seen.

Few are asked for in two halves side by side: influxd reads each on a core of its own. Where there may be
more, how dense the samples are is known after the first stretch. While numbers are dense and nothing else is
there, the stretches that follow are asked for side by side, each for about CHUNK samples.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from caflux_storage.columns import samples_of
from caflux_storage.influx.http import InfluxHttp
from caflux_storage.influx.rows import Numbers, alarms_at, numbers_at
from caflux_storage.samples import Samples
from caflux_storage.seam import CHUNK, CHUNK_BYTES

_NUMBERS = "SELECT value FROM"
_OTHERS = "SELECT text,array,special,severity,status FROM"
_PROBE = 10_000
"""Most numbers in the first stretch, where it is to tell how dense they are."""
_FEW = 50_000
"""So many are asked for at once, in `_PARTS` stretches, without knowing how dense they are."""
_PARTS = 2
_FIRST, _GROWTH = 200, 50
"""Other rows in the first stretch, and how many times more in the next: only then their size is known."""
_BESIDE = 3
"""Stretches that are read at the same time."""
_AHEAD = 8
"""Stretches planned from one density."""
_NUMBER = ["time", "value"]
_SMALL = 4_096
"""Bytes that are unpacked sooner than a thread is had."""
_FILL = 0.9
"""How full a planned stretch is to become."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """All samples with start <= time < reached (ns).

    Attributes:
        samples: Those.
        reached: The end that was asked for, or less where there was too much.
        dense: Whether it ended since it was full of numbers.
        others: How many rows of the others the next stretch may ask for.
    """

    samples: Samples
    reached: int
    dense: bool
    others: int


async def read(
    http: InfluxHttp, source: str, pv: str, start: int, stop: int, first: int
) -> AsyncIterator[Samples]:
    """Give the samples with start <= time < stop (ns), in chunks; what is written meanwhile may be there."""
    numbers, parts = (_PROBE, 1) if first > _FEW else (max(1, first), _PARTS if first > _PROBE else 1)
    others, plan = _FIRST, _Plan(_cut(start, stop, parts), 0)
    while start < stop:
        async for found in _side_by_side(http, source, pv, plan, numbers, others):
            if len(found.samples):
                yield found.samples
            length, start = found.reached - start, found.reached
        as_planned = found.dense or 0 < plan.least <= len(found.samples)
        others, numbers = found.others, CHUNK
        if as_planned and found.samples.other is None:
            plan = _ahead(start, stop, len(found.samples) / length)
        else:
            plan = _Plan([(start, stop)], 0)


class _Plan(NamedTuple):
    """Stretches (ns) to read side by side, as long as each has `least` samples."""

    stretches: list[tuple[int, int]]
    least: int


def _ahead(start: int, stop: int, density: float) -> _Plan:
    """Plan the next stretches, of so many samples a ns; where they reach the end, as wide as one another."""
    width = max(1, int(CHUNK / density * _FILL))
    count = -(-(stop - start) // width)
    if count > _AHEAD:
        stop, count = start + _AHEAD * width, _AHEAD
    count = max(count, _PARTS)
    return _Plan(_cut(start, stop, count), int(density * (stop - start) / count / 4))


def _cut(start: int, stop: int, parts: int) -> list[tuple[int, int]]:
    ends = [start + (stop - start) * k // parts for k in range(parts + 1)]
    return [(begin, end) for begin, end in pairwise(ends) if begin < end]


async def _side_by_side(
    http: InfluxHttp, source: str, pv: str, plan: _Plan, numbers: int, others: int
) -> AsyncIterator[_Stretch]:
    """Give stretches, one after the other, until one has more or less than was planned."""
    spans, tasks = plan.stretches, list[asyncio.Task[_Stretch]]()
    try:
        for k, (_, end) in enumerate(spans):
            for begin, until in spans[len(tasks) : k + _BESIDE]:
                tasks.append(asyncio.create_task(_stretch(http, source, pv, begin, until, numbers, others)))
            found = await tasks[k]
            yield found
            if found.reached < end or len(found.samples) < plan.least:
                return
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _stretch(
    http: InfluxHttp, source: str, pv: str, start: int, stop: int, numbers: int, others: int
) -> _Stretch:
    where = f"{source} WHERE pv = $pv AND time >= $start AND time < $stop"
    params: dict[str, str | int] = {"pv": pv, "start": start, "stop": stop}
    body = await http.body(f"{_NUMBERS} {where} LIMIT {numbers};{_OTHERS} {where} LIMIT {others}", params)
    found, end = numbers_at(body) or (None, 0)
    if found is None:
        found = await asyncio.to_thread(_unpacked_numbers, http, body)
    rare, size = await _rare(http, body[end:]), len(body) - end
    dense = len(found[0]) == numbers
    reached = int(found[0][-1]) + 1 if dense else stop
    found = _distinct(found)
    while len(rare.samples) == others:
        last = int(rare.samples.time[-1]) + 1
        others = max(1, min(others * _GROWTH, others * CHUNK_BYTES // size, CHUNK))
        if rare.alone.any() or last >= reached:
            dense = dense and last >= reached
            reached = min(reached, last)
            break
        # Alarms, as many as there are numbers, and as short.
        body = await http.body(
            f"{_OTHERS} {where} LIMIT {others}", {**params, "start": last, "stop": reached}
        )
        more, size = await _rare(http, body), len(body)
        rare, others = rare.joined(more), others + len(rare.samples)
    return _Stretch(_merged(found, rare, reached), reached, dense, min(others, CHUNK))


@dataclass(frozen=True, slots=True)
class _Rare:
    """What is not a number alone; `alone`: which of it is a sample of its own and no number's alarm."""

    samples: Samples
    alone: NDArray[np.bool_]

    def joined(self, more: "_Rare") -> "_Rare":
        """Give these and those that follow."""
        alone = np.concatenate([self.alone, more.alone])
        return _Rare(Samples.concatenate([self.samples, more.samples]), alone)


async def _rare(http: InfluxHttp, body: bytes) -> _Rare:
    alarms = alarms_at(body, 0)
    if alarms is None and len(body) < _SMALL:
        return _unpacked_rare(http, body)
    if alarms is None:
        return await asyncio.to_thread(_unpacked_rare, http, body)
    time, severity, status = alarms
    return _Rare(Samples(time, np.full(len(time), np.nan), severity, status), np.zeros(len(time), np.bool_))


def _distinct(numbers: Numbers) -> Numbers:
    """Give each time once: a sample may lie in two retention policies, as its PV's class was changed."""
    time, value = numbers
    again = time[1:] == time[:-1]
    if not again.any():
        return numbers
    once = np.append(True, ~again)
    return time[once], value[once]


def _unpacked_numbers(http: InfluxHttp, body: bytes) -> Numbers:
    rows = [row for series in http.series(body) if series.columns == _NUMBER for row in series.rows]
    time, value = zip(*rows, strict=True) if rows else ((), ())
    return np.array(time, np.int64), np.array(value, np.float64)


def _unpacked_rare(http: InfluxHttp, body: bytes) -> _Rare:
    rows = [row for series in http.series(body) if series.columns != _NUMBER for row in series.rows]
    alone = np.array([any(field is not None for field in row[1:4]) for row in rows], np.bool_)
    return _Rare(samples_of([(row[0], None, *row[1:]) for row in rows]), alone)


def _merged(numbers: Numbers, rare: _Rare, stop: int) -> Samples:
    """Give the samples before `stop` (ns); a point with a text or an array is that, not its number."""
    end = np.searchsorted(numbers[0], stop)
    time, value = numbers[0][:end], numbers[1][:end]
    few = rare.samples.time < stop
    others, own = rare.samples[few], rare.samples[few & rare.alone]
    other = None
    if len(own):
        times = np.union1d(time, own.time)
        values = np.full(len(times), np.nan)
        at = np.searchsorted(times, own.time)
        values[at] = own.value
        values[np.searchsorted(times, time)] = value
        if own.other is not None:
            other = np.full(len(times), None, object)
            other[at] = own.other
            values[at[[item is not None for item in own.other]]] = np.nan
        time, value = times, values
    severity, status = np.zeros(len(time), np.uint8), np.zeros(len(time), np.uint8)
    at = np.searchsorted(time, others.time)
    there = at < len(time)
    there[there] = time[at[there]] == others.time[there]
    severity[at[there]], status[at[there]] = others.severity[there], others.status[there]
    return Samples(time, value, severity, status, other)
