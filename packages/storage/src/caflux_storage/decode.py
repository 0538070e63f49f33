"""Line protocol back into rows: a strict reader of exactly what `encode` writes.

It serves the SQLite adapter, and whoever replays or converts what was spooled.
"""

import math
import re
from dataclasses import dataclass, field

from caflux_storage import rollups
from caflux_storage.columns import decode_array
from caflux_storage.runs import Run
from caflux_storage.seam import Event

SampleRow = tuple[
    str, int, float | None, str | None, str | None, str | None, int | None, int | None
]  # pv, time, value, text, array, special, severity, status


RollupRow = tuple[str, str, int, dict[str, float | int | str]]  # measurement, pv, time, fields


def _tag_of(name: bytes, key: bytes = b"pv") -> bytes:
    return key + rb"=(?P<" + name + rb">(?:[^\\,= \n]|\\[,= ]|\\(?![,= ]))++)"


def _string_of(name: bytes) -> bytes:
    return rb'"(?P<' + name + rb'>(?:[^"\\]++|\\["\\])*+)"'


_NUMBER = rb"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?"
_SAMPLE = (
    rb"sample," + _tag_of(b"pv") + rb" (?:value=(?P<value>" + _NUMBER + rb")|text=" + _string_of(b"text")
    + rb'|array="(?P<array>[^"\\\n]*+)"|special="(?P<special>nan|inf|-inf)")'
    + rb"(?:,severity=(?P<severity>[0-9]{1,3})i,status=(?P<status>[0-9]{1,3})i)?"
)  # fmt: skip
_EVENT = (
    rb"event,(?:" + _tag_of(b"collector", b"collector") + rb",)?" + _tag_of(b"event_pv")
    + rb" kind=" + _string_of(b"kind") + rb",detail=" + _string_of(b"detail")
    + rb",count=(?P<count>-?[0-9]{1,19})i"
)  # fmt: skip
_FIELD = rb"[a-z_]{1,20}=(?:" + _NUMBER + rb'i?|"[a-z-]{0,4}")'
_ROLLUP = (
    rb"(?P<table>sample_1m|sample_1h|rollup)," + _tag_of(b"rollup_pv")
    + rb" (?P<fields>" + _FIELD + rb"(?:," + _FIELD + rb")*+)"
)  # fmt: skip
_RUN = rb"run," + _tag_of(b"runs", b"collector") + rb" until=(?P<until>-?[0-9]{1,19})i"
_LINE = re.compile(
    rb"(?:"
    + _SAMPLE
    + rb"|"
    + _EVENT
    + rb"|"
    + _ROLLUP
    + rb"|"
    + _RUN
    + rb") (?P<time>-?[0-9]{1,19})(?:\n|\Z)"
)
_ESCAPED_TAG = re.compile(rb"\\([,= ])")
_ESCAPED_TEXT = re.compile(rb'\\(["\\])')
_LAST_TIME = 2**63 - 2  # what InfluxDB's int64 nanoseconds leave for points
_PREVIEW = 120


@dataclass(slots=True)
class Decoded:
    """What a batch holds: samples, events, rollups and marks, runs; and why the first bad line is none."""

    samples: list[SampleRow] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    rollups: list[RollupRow] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    bad: int = 0
    first_bad: str = ""


def decode(lines: bytes) -> Decoded:
    """Read a batch; lines that are not of the schema are counted, the rest is given."""
    found = Decoded()
    position, end = 0, len(lines)
    match_at = _LINE.match
    while position < end:
        match = match_at(lines, position)
        if match is None:
            stop = lines.find(b"\n", position)
            stop = end if stop < 0 else stop
            if stop > position:
                _note_bad(found, lines[position:stop], "it is not of the archive's schema")
            position = stop + 1
            continue
        position = match.end()
        try:
            _take(found, match)
        except ValueError as error:
            _note_bad(found, match[0], str(error))
    return found


def _note_bad(found: Decoded, line: bytes, why: str) -> None:
    found.bad += 1
    found.first_bad = found.first_bad or f"{why}: {line[:_PREVIEW].decode(errors='replace')!r}"


def _take(found: Decoded, match: re.Match[bytes]) -> None:
    pv, value, text, array, special, severity, status = match.groups()[:7]
    collector, event_pv, kind, detail, count = match.groups()[7:12]
    table, rollup_pv, fields, runs, until, time_ = match.groups()[12:]
    time = int(time_)
    if not -_LAST_TIME <= time <= _LAST_TIME:
        raise ValueError("its time is outside of what the archive holds")
    if event_pv is not None:
        whose = "" if collector is None else _tag(collector)
        found.events.append(Event(_tag(event_pv), time, _text(kind), _text(detail), int(count), whose))
        return
    if runs is not None:
        found.runs.append(Run(_tag(runs), time, int(until)))
        return
    if rollup_pv is not None:
        found.rollups.append((table.decode(), _tag(rollup_pv), time, _fields(table.decode(), fields)))
        return
    number: float | None = None
    if value is not None:
        number = float(value)
        if not math.isfinite(number):
            raise ValueError("its value is too large for a float")
    array_text: str | None = None
    if array is not None:
        array_text = array.decode("ascii", "replace")
        decode_array(array_text)
    found.samples.append(
        (
            _tag(pv),
            time,
            number,
            None if text is None else _text(text),
            array_text,
            None if special is None else special.decode(),
            None if severity is None else _byte(severity),
            None if status is None else _byte(status),
        )
    )


def _fields(table: str, text: bytes) -> dict[str, float | int | str]:
    known = rollups.MARK_FIELDS if table == rollups.MARKS else rollups.FIELDS
    found: dict[str, float | int | str] = {}
    for pair in text.decode().split(","):
        name, _, value = pair.partition("=")
        if name not in known:
            raise ValueError(f"{table} has no field {name}")
        found[name] = _value(name, value)
    return found


def _value(name: str, text: str) -> float | int | str:
    if name in rollups.TEXTS:
        return text[1:-1]
    if name in rollups.INTEGERS or name in rollups.MARK_FIELDS:
        return int(text.removesuffix("i"))
    return float(text)


def _byte(digits: bytes) -> int:
    number = int(digits)
    if number > 255:
        raise ValueError("its severity or status is not one of EPICS")
    return number


def _tag(escaped: bytes) -> str:
    return (_ESCAPED_TAG.sub(rb"\1", escaped) if b"\\" in escaped else escaped).decode()


def _text(escaped: bytes) -> str:
    return (_ESCAPED_TEXT.sub(rb"\1", escaped) if b"\\" in escaped else escaped).decode()
