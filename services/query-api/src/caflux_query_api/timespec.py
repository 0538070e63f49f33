"""Times as users write them, as int nanoseconds since 1970 (UTC).

| written | means |
|---|---|
| `now`, `now-1h30m`, `now+5m` | relative to the clock; units w d h m s ms us µs ns |
| `2026-03-01T12:00:00.123456789Z`, `…+02:00`, `2026-03-01 12:00`, `2026-03-01` | ISO 8601, else UTC |
| `1772366400123456789` | nanoseconds since 1970 |

A `+` that a URL turned into a space is understood.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from caflux_storage.recording import Span

FIRST = 0
LAST = 2**63 - 1_000_000_000
"""The range of the archive: 1970 to 2262, in ns."""

_UNITS = {
    "w": 604_800_000_000_000,
    "d": 86_400_000_000_000,
    "h": 3_600_000_000_000,
    "m": 60_000_000_000,
    "s": 1_000_000_000,
    "ms": 1_000_000,
    "us": 1_000,
    "µs": 1_000,
    "ns": 1,
}
_STEP = r"(\d{1,19}(?:\.\d{1,9})?)(ms|us|µs|ns|[wdhms])"
_RELATIVE = re.compile(rf"now(?:\s*(?P<sign>[+\- ])\s*(?P<steps>(?:{_STEP})+))?", re.ASCII)
_ONE_STEP = re.compile(_STEP, re.ASCII)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r"\s?(?:[Zz]|(?P<sign>[+\- ])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)?)?",
    re.ASCII,
)
_INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)
_SECONDS_UNTIL = 10**15
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HELP = "give ISO 8601 (2026-03-01T12:00:00.5Z), now, now-1h30m, or an integer of nanoseconds since 1970"


def parse_span(start: str, stop: str, now: int) -> Span:
    """Read both ends of a range.

    Raises:
        ValueError: what is wrong with which end, in a sentence.
    """
    span = Span(_end("from", start, now), _end("to", stop, now))
    if span.start >= span.stop:
        raise ValueError(f"the range ends before it begins: from={start} is not before to={stop}")
    return span


def _end(name: str, text: str, now: int) -> int:
    try:
        return parse_time(text, now)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def parse_time(text: str, now: int) -> int:
    """Read one time.

    Args:
        text: See the module.
        now: The clock, ns since 1970.

    Raises:
        ValueError: what is wrong with it, in a sentence.
    """
    text = text.strip()
    if len(text) > 100:
        raise ValueError(f"a time has at most 100 characters; {_HELP}")
    if match := _RELATIVE.fullmatch(text):
        time = now + _offset(match)
    elif match := _ISO.fullmatch(text):
        time = _iso(text, match)
    elif _INTEGER.fullmatch(text):
        time = _integer(text)
    else:
        raise ValueError(f"{text!r} is no time; {_HELP}")
    if not FIRST <= time <= LAST:
        raise ValueError(f"{text!r} is outside of the archive's range, 1970 to 2262")
    return time


def parse_duration(text: str) -> int:
    """Read a length of time, as 1s, 1h30m or 100ms; give ns.

    Raises:
        ValueError: what is wrong with it, in a sentence.
    """
    text = text.strip()
    length = _sum(text) if len(text) <= 100 and re.fullmatch(rf"(?:{_STEP})+", text, re.ASCII) else 0
    if not 0 < length <= LAST:
        raise ValueError(f"{text!r} is no length of time; give for example 100ms, 1s or 1h30m")
    return length


def _offset(match: re.Match[str]) -> int:
    if match["steps"] is None:
        return 0
    length = _sum(match["steps"])
    return -length if match["sign"] == "-" else length


def _sum(steps: str) -> int:
    return sum(int(Decimal(n) * _UNITS[unit]) for n, unit in _ONE_STEP.findall(steps))


def _iso(text: str, match: re.Match[str]) -> int:
    year, month, day, hour, minute, second, fraction = match.groups()[:7]
    try:
        zone = _zone(match)
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone
        )
        since = moment - _EPOCH
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no time of the calendar: {error}") from error
    nanoseconds = int((fraction or "").ljust(9, "0"))
    return (since.days * 86_400 + since.seconds) * 1_000_000_000 + nanoseconds


def _zone(match: re.Match[str]) -> timezone:
    if match["sign"] is None:
        return UTC
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    if minutes > 59:
        raise ValueError("a zone has at most 59 minutes")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if match["sign"] == "-" else offset)


def _integer(text: str) -> int:
    time = int(text)
    if 0 < time < _SECONDS_UNTIL:
        raise ValueError(
            f"{text} ns after 1970 is its first fortnight; integers are nanoseconds since 1970, this looks "
            "like seconds or milliseconds"
        )
    return time
