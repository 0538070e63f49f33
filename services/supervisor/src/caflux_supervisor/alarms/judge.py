"""Whether a value is well, by one condition. Pure: times are given, in ns since 1970."""

import math
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import assert_never

from caflux_contracts.alarms import AlarmLevel, AtLeast, Condition, Holds, Limits, Rate, Silent, Stuck

NS = 1_000_000_000
_SLOTS = 64
"""Into so many parts the time is divided over which a rate is measured; of each the last sample is kept."""

Value = float | str | None
"""What a sample holds: a number (which may be NaN), a text (also of a waveform), or nothing known."""


class Level(IntEnum):
    """How bad it is; ordered."""

    OK = 0
    MINOR = 1
    MAJOR = 2

    @property
    def told(self) -> AlarmLevel:
        """Give it as the API has it."""
        return AlarmLevel(self.name.lower())


@dataclass(frozen=True, slots=True)
class Point:
    """A sample: its time (ns), value, and EPICS severity (0 to 3)."""

    time: int
    value: Value
    severity: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What a condition holds of a series.

    Attributes:
        began: Since when it has been watched.
        heard: When the newest sample came, or `began`.
        point: That sample.
        changed: Since when the value has been the same, or `began`.
        reference: That value.
        track: Times and numbers of the last samples, as far as a rate looks back and one before.
    """

    began: int
    heard: int
    point: Point | None = None
    changed: int = 0
    reference: Value = None
    track: tuple[tuple[int, float], ...] = ()


def begin(at: int) -> Seen:
    """Begin to watch a series."""
    return Seen(began=at, heard=at, changed=at)


def take(condition: Condition, seen: Seen, point: Point, heard: int) -> Seen:
    """Take a sample that came at `heard`, which is no earlier than the one before came."""
    new = replace(seen, heard=heard, point=point)
    if isinstance(condition, Stuck):
        # What was there when watching began has been so since its own time.
        since = heard if seen.point is not None else min(heard, point.time)
        if seen.point is None or _differs(seen.reference, point.value, condition.within):
            return replace(new, changed=since, reference=point.value)
    number = _number(point.value)
    if isinstance(condition, Rate) and number is not None and math.isfinite(number):
        return replace(new, track=_tracked(seen.track, heard, number, int(condition.over_s * NS)))
    return new


def _differs(reference: Value, value: Value, within: float) -> bool:
    before, now = _number(reference), _number(value)
    if before is not None and now is not None:
        return abs(now - before) > within
    return reference != value and not (_is_nan(reference) and _is_nan(value))


def _is_nan(value: Value) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _number(value: Value) -> float | None:
    if isinstance(value, str) or value is None or math.isnan(value):
        return None
    return value


def _tracked(
    track: tuple[tuple[int, float], ...], at: int, number: float, over: int
) -> tuple[tuple[int, float], ...]:
    """Add a sample; keep one of each slot, and the last that lies before all that is looked back at."""
    slot = max(1, over // _SLOTS)
    if len(track) > 1 and at // slot == track[-1][0] // slot:
        track = track[:-1]
    first = max((k for k, (time, _) in enumerate(track) if time <= at - over), default=0)
    return (*track[first:], (at, number))


def rate(seen: Seen, now: int, over_s: float) -> float:
    """Give by how much it changed over the last `over_s`, per second; of what is not known nothing."""
    if not seen.track:
        return 0.0
    earliest = now - int(over_s * NS)
    held = seen.track[0][1]
    for time, number in seen.track:
        if time > earliest:
            break
        held = number
    return (seen.track[-1][1] - held) / over_s


def judge(condition: Condition, seen: Seen, current: Level, now: int) -> Level:
    """Say how bad it is now; `current` is what it was just before: hysteresis, and what is unknown."""
    match condition:
        case Limits():
            return _beyond(condition, seen, current)
        case AtLeast():
            return _severity(condition, seen)
        case Silent():
            return _raised(condition.level, is_so=now >= seen.heard + int(condition.longer_than_s * NS))
        case Stuck():
            stuck = seen.point is not None and now >= seen.changed + int(condition.longer_than_s * NS)
            return _raised(condition.level, is_so=stuck)
        case Rate():
            return _raised(condition.level, is_so=abs(rate(seen, now, condition.over_s)) > condition.per_s)
        case Holds():
            number = _number(seen.point.value) if seen.point else None
            return current if number is None else _raised(condition.level, is_so=number != 0)
        case _:
            assert_never(condition)


def _raised(level: AlarmLevel, *, is_so: bool) -> Level:
    return Level[level.name] if is_so else Level.OK


def _severity(condition: AtLeast, seen: Seen) -> Level:
    severity = seen.point.severity if seen.point else 0
    if severity < {"minor": 1, "major": 2, "invalid": 3}[condition.at_least]:
        return Level.OK
    return Level.MINOR if severity == 1 else Level.MAJOR


def _beyond(limits: Limits, seen: Seen, current: Level) -> Level:
    number = _number(seen.point.value) if seen.point else None
    if number is None:
        return current
    entered = _level(limits, number, 0)
    held = _level(limits, number, limits.hysteresis)
    return max(entered, min(current, held))


def _level(limits: Limits, number: float, nearer: float) -> Level:
    """Give the level with the limits moved nearer to what is well."""
    for level, low, high in (
        (Level.MAJOR, limits.low_major, limits.high_major),
        (Level.MINOR, limits.low_minor, limits.high_minor),
    ):
        if _outside(number, low, high, nearer):
            return level
    return Level.OK


def _outside(number: float, low: float | None, high: float | None, nearer: float) -> bool:
    if nearer == 0:
        return (low is not None and number < low) or (high is not None and number > high)
    # Well again only once it is as far inside as the hysteresis.
    return (low is not None and number < low + nearer) or (high is not None and number > high - nearer)


def next_change(condition: Condition, seen: Seen, now: int) -> int | None:
    """Give when, after `now`, the condition may come to another result by itself, or None: it won't."""
    match condition:
        case Silent():
            dues = [seen.heard + int(condition.longer_than_s * NS)]
        case Stuck():
            dues = [seen.changed + int(condition.longer_than_s * NS)]
        case Rate():
            dues = [time + int(condition.over_s * NS) for time, _ in seen.track]
        case _:
            dues = []
    return next((due for due in dues if due > now), None)
