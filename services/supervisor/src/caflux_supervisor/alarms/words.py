"""What an alarm is, in a sentence that somebody understands at night. Pure."""

from collections.abc import Sequence

from caflux_contracts.alarms import AlarmRuleSettings, AtLeast, Holds, Limits, Rate, Silent, Stuck

from caflux_supervisor.alarms.judge import Level, Seen, Value, rate

_SEVERITIES = ("NO_ALARM", "MINOR", "MAJOR", "INVALID")
_LONGEST = 120


def shown(value: Value) -> str:
    """Give a value for people."""
    if value is None:
        return "unknown"
    return f"{value:.6g}" if isinstance(value, float) else value[:_LONGEST]


def seconds(count: float) -> str:
    """Give a time span as it was set: 90 s, 5 min, 2 h."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if count >= 2 * size and count % size == 0:
            return f"{count / size:g} {unit}"
    return f"{count:g} s"


def why(rule: AlarmRuleSettings, level: Level, seen: Seen, at: int) -> str:
    """Say why a series is at a level since `at` (ns); it begins with a verb."""
    if level is Level.OK:
        return f"is well again at {shown(seen.point.value)}" if seen.point else "is well again"
    condition = rule.condition
    value = seen.point.value if seen.point else None
    match condition:
        case Limits():
            return _beyond(condition, level, value)
        case AtLeast():
            severity = seen.point.severity if seen.point else 0
            return f"has the severity {_SEVERITIES[min(severity, 3)]} at {shown(value)}"
        case Silent():
            return f"has sent nothing for longer than {seconds(condition.longer_than_s)}"
        case Stuck():
            longer = seconds(condition.longer_than_s)
            return f"has been stuck at {shown(seen.reference)} for longer than {longer}"
        case Rate():
            found = rate(seen, at, condition.over_s)
            return f"changes by {found:.4g} a second, faster than {condition.per_s:g}; it is {shown(value)}"
        case Holds():
            return "holds"


def _beyond(limits: Limits, level: Level, value: Value) -> str:
    low, high = (
        (limits.low_major, limits.high_major)
        if level is Level.MAJOR
        else (limits.low_minor, limits.high_minor)
    )
    is_low = high is None or (low is not None and isinstance(value, float) and value - low < high - value)
    side, limit = ("below", low) if is_low else ("above", high)
    if limit is None:  # the rule was changed, and the delay has not passed
        return f"is {shown(value)}"
    return f"is {shown(value)}, {side} the {level.name} limit {limit:g}"


def headline(alarms: Sequence[tuple[str, str]], total: int) -> str:
    """Say what a group's alarms are: the first few (series and why), and how many more there are."""
    told = "; ".join(f"{series} {why_}" for series, why_ in alarms[:3])
    more = total - min(3, len(alarms))
    return f"{told}; and {more:,} more" if more else told
