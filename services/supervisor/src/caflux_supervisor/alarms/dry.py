"""What a rule would have done in the past hour, by what is archived."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import httpx
from caflux_contracts.alarms import AlarmRuleSettings, DryRun, TriedAlarm
from caflux_contracts.problem import Problem
from caflux_contracts.retrieval import DataAnswer, Raw
from caflux_service.problems import Unavailable
from caflux_service.reasons import reason
from pydantic import ValidationError

from caflux_supervisor.alarms.groups import when
from caflux_supervisor.alarms.judge import NS, Level, Point
from caflux_supervisor.alarms.machine import Change, sample, start, tick
from caflux_supervisor.alarms.stream import Series, points_of
from caflux_supervisor.alarms.words import why

HOUR = 3_600 * NS
_MOST_SERIES = 50
_MOST_SAMPLES = 500_000
_MOST_EACH = 100_000
_MOST_LISTED = 100
_PATIENCE_S = 60.0


@dataclass(slots=True)
class _Tried:
    alarms: list[TriedAlarm] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    samples: int = 0


async def try_rule(
    client: httpx.AsyncClient, query_url: str, rule: AlarmRuleSettings, series: Sequence[Series], now: int
) -> DryRun:
    """Run a rule over the hour before `now` (ns).

    Raises:
        Unavailable: query-api does not give the data.
    """
    tried = _Tried()
    if len(series) > _MOST_SERIES:
        tried.left_out.append(f"{len(series) - _MOST_SERIES:,} PVs: the first {_MOST_SERIES} are tried")
    for each in series[:_MOST_SERIES]:
        if tried.samples >= _MOST_SAMPLES:
            tried.left_out.append(f"{each.name}: {_MOST_SAMPLES:,} samples are tried at most")
            continue
        await _try_series(client, query_url, rule, each, now, tried)
    tried.alarms.sort(key=lambda alarm: (alarm.start, alarm.pv))
    return DryRun(
        start=when(now - HOUR),
        stop=when(now),
        watched=len(series),
        fired=len(tried.alarms),
        sentence=_sentence(tried.alarms, len(series), len(tried.left_out)),
        alarms=tried.alarms[:_MOST_LISTED],
        left_out=tried.left_out[:_MOST_LISTED],
    )


async def _try_series(
    client: httpx.AsyncClient,
    query_url: str,
    rule: AlarmRuleSettings,
    series: Series,
    now: int,
    tried: _Tried,
) -> None:
    found = await _data(client, query_url, series, now)
    if isinstance(found, str):
        tried.left_out.append(f"{series.name}: {found}")
        return
    points = await asyncio.to_thread(points_of, found)
    tried.samples += len(points)
    changes = await asyncio.to_thread(_played, rule, points, now)
    tried.alarms += _alarms(rule, series.name, changes)


async def _data(client: httpx.AsyncClient, query_url: str, series: Series, now: int) -> Raw | str:
    parameters: dict[str, str | int] = {
        "expr" if series.expression else "pv": series.name,
        "from": str(now - HOUR),
        "to": str(now),
        "points": _MOST_EACH,
    }
    try:
        answer = await client.get(f"{query_url.rstrip('/')}/v1/data", params=parameters, timeout=_PATIENCE_S)
        if answer.status_code in {404, 422}:
            return Problem.model_validate_json(answer.content).detail
        answer.raise_for_status()
        (one,) = (await asyncio.to_thread(DataAnswer.model_validate_json, answer.content)).series
    except httpx.HTTPStatusError as error:
        raise Unavailable(f"query-api answers {error.response.status_code} when asked for data") from error
    except httpx.HTTPError as error:
        raise Unavailable(f"query-api, which has the data, does not answer: {reason(error)}") from error
    except ValidationError as error:
        raise Unavailable("query-api's data are not of this version") from error
    return one if isinstance(one, Raw) else f"it has more than {_MOST_EACH:,} samples in the hour"


def _played(rule: AlarmRuleSettings, points: Sequence[Point], now: int) -> list[Change]:
    """Run the machine over samples, each as if it came at its own time."""
    begun = now - HOUR
    state, changes = start(begun), list[Change]()
    for point in points:
        heard = min(point.time, now)
        state, more = sample(rule, state, point, heard, unbroken=state.seen.point is not None)
        changes += more
    return changes + tick(rule, state, now)[1]


def _alarms(rule: AlarmRuleSettings, pv: str, changes: Sequence[Change]) -> list[TriedAlarm]:
    found: list[TriedAlarm] = []
    worst = Level.OK
    for change in changes:
        if change.before is Level.OK or change.level > worst:
            begun = when(change.at) if change.before is Level.OK else found.pop().start
            worst = change.level
            detail = f"{pv} {why(rule, change.level, change.seen, change.at)}"
            found.append(TriedAlarm(pv=pv, level=worst.told, start=begun, stop=None, detail=detail))
        elif change.level is Level.OK:
            found[-1] = found[-1].model_copy(update={"stop": when(change.at)})
    return found


def _sentence(alarms: Sequence[TriedAlarm], watched: int, left_out: int) -> str:
    if not watched:
        return "There is no PV that it would watch."
    times = {0: "not have fired", 1: "have fired once"}.get(len(alarms), f"have fired {len(alarms)} times")
    some = "; not all could be tried" if left_out else ""
    first = (
        "" if not alarms else ": " + "; ".join(f"{_clock(each.start)} {each.detail}" for each in alarms[:3])
    )
    more = "" if len(alarms) <= 3 else f"; and {len(alarms) - 3} more"
    return f"In the past hour it would {times}{first}{more}{some}."


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S} UTC"
