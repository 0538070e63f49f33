"""What an IOC posted during a drill, beside what is archived of it, one by one."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import numpy as np
from numpy.typing import NDArray

from caflux_testing.numbered_compare import archived, differences, missing
from caflux_testing.numbered_ioc import Numbered, NumberedIoc
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.replaced import replaced
from caflux_testing.wait import until

_BEHIND_NS = 200_000_000
Gaps = list[tuple[int, int | None, str]]
"""Of a PV: beginning and end, ns since 1970, and the cause."""


@dataclass(frozen=True, slots=True)
class Recording:
    """An IOC, the archive that its PVs are in, and where query-api answers, before /v1."""

    ioc: NumberedIoc
    archive_url: str
    query_url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in an IOC's life.

    Attributes:
        next: The number that each PV posts next.
        by_ioc: How many events the IOC itself has let go, by PV, of the subscriptions of then.
    """

    next: NDArray[np.int64]
    by_ioc: Mapping[str, int]


def mark(ioc: NumberedIoc) -> Mark:
    """Note where an IOC is now."""
    return Mark(ioc.posted_numbers(), replaced(ioc, ioc.names))


def right_the_clock(ioc: NumberedIoc) -> None:
    """Have timestamps be the time again: they fall behind where the machine was too busy to post in time."""
    newest = max(int(each.time[-1]) for each in ioc.posted().values())
    if (behind := time.time_ns() - newest) > _BEHIND_NS:
        ioc.jump(behind)


@dataclass(frozen=True, slots=True)
class Losses:
    """What is missing of a drill.

    Attributes:
        count: Events that were posted and are not archived.
        unexplained: What is wrong about them, in a sentence each.
        gaps: Causes of the gaps that are told, with how often.
    """

    count: int
    unexplained: list[str]
    gaps: Mapping[str, int]


def losses(recording: Recording, begin: Mark, end: Mark, *, may_lose: bool) -> Losses:
    """Compare what was posted between two marks with what is archived by now.

    Args:
        recording: What is compared.
        begin: From when.
        end: Until when.
        may_lose: Events may be missing where the archive says so: a run of missing ones is explained where
            there is a gap between the last sample before it and the first one after it. Else none may, but
            those that the IOC itself let go.
    """
    ioc, names = recording.ioc, recording.ioc.names
    posted = _between(ioc.posted(), begin.next, end.next)
    found = {
        name: _since(each, posted[name]) for name, each in archived(recording.archive_url, names).items()
    }
    gaps = _gaps(recording, min(int(each.time[0]) for each in posted.values()))
    lost = {name: missing(posted[name], found[name]) for name in names}
    said = differences(posted, found, {name: len(away) for name, away in lost.items()})
    for name in names:
        if may_lose:
            said += _unexplained(name, lost[name], posted[name], found[name], gaps[name])
            continue
        by_ioc = replaced(ioc, [name]).get(name, 0) - begin.by_ioc.get(name, 0) if len(lost[name]) else 0
        if len(lost[name]) > by_ioc:
            said.append(f"{name}: {lost[name][:10].tolist()} … are missing, of which the IOC let {by_ioc} go")
        said += [f"{name}: a gap is told: {gap}" for gap in gaps[name]]
    causes = Counter(cause for of_pv in gaps.values() for _, _, cause in of_pv)
    return Losses(sum(map(len, lost.values())), said, causes)


def wait_archived(recording: Recording, begin: Mark, loses: str = "", timeout: float = 180.0) -> Losses:
    """Wait until what an IOC has posted by now is archived, but for what may be lost.

    Args:
        recording: What is compared.
        begin: From when.
        loses: Why events are lost, as gaps tell; empty: none are.
        timeout: In seconds.
    """
    end = mark(recording.ioc)

    def found() -> Losses:
        return losses(recording, begin, end, may_lose=bool(loses))

    def explained() -> Losses | None:
        return None if (lost := found()).unexplained else lost

    lost = until(explained, timeout, "every post to be archived", seen=lambda: found().unexplained[:10])
    assert lost is not None
    assert not loses or loses in lost.gaps, f"no gap of cause {loses}: {lost.gaps}"
    return lost


def _between(
    posted: Mapping[str, Numbered], first: NDArray[np.int64], end: NDArray[np.int64]
) -> dict[str, Numbered]:
    chosen = {}
    for (name, each), low, high in zip(posted.items(), first, end, strict=True):
        these = (each.number >= low) & (each.number < high)
        chosen[name] = Numbered(each.number[these], each.time[these])
    return chosen


def _since(found: Numbered, posted: Numbered) -> Numbered:
    these = (found.number >= posted.number[0]) & (found.number <= posted.number[-1])
    return Numbered(found.number[these], found.time[these])


def _unexplained(
    name: str, away: NDArray[np.int64], posted: Numbered, found: Numbered, gaps: Gaps
) -> list[str]:
    """Say which runs of missing numbers lie in no gap that is told."""
    runs = np.split(away, np.flatnonzero(np.diff(away) != 1) + 1) if len(away) else []
    said = []
    for run in runs:
        before, after = found.time[found.number < run[0]], found.time[found.number > run[-1]]
        start = int(before[-1]) if len(before) else int(posted.time[0])
        stop = int(after[0]) if len(after) else int(posted.time[-1])
        if not any(begin <= stop and (end is None or end >= start) for begin, end, _ in gaps):
            said.append(f"{name}: {run[0]} to {run[-1]} are missing, from {start} to {stop}; told: {gaps}")
    return said


def _gaps(recording: Recording, since: int) -> dict[str, Gaps]:
    """Ask query-api for the gaps of every PV."""
    question: dict[str, int | str | list[str]] = {
        "pv": recording.ioc.names,
        "from": since,
        "to": "now",
        "points": 10,
    }
    answer = httpx.get(f"{recording.query_url}/v1/data", params=question, timeout=30, verify=PLAIN_HTTP)
    series = answer.raise_for_status().json()["series"]
    return {
        each["pv"]: [(gap["start"], gap["stop"], gap["cause"]) for gap in each["gaps"]] for each in series
    }
