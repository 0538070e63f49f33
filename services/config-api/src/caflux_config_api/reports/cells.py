"""What stands in the columns of a report, row by row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from caflux_contracts.pvs import PvState
from caflux_contracts.reports import ReportInfo
from caflux_service.problems import Invalid

from caflux_config_api.listing.index import Entry, Rows
from caflux_config_api.listing.live import told
from caflux_config_api.reports.kinds import Facts, Floats

Cell = Callable[[int], Any]
_CONNECTED = {1: True, 0: False, -1: None}


def cells(facts: Facts, columns: Sequence[str]) -> dict[str, Cell]:
    """Give what tells the value of each column in a row of the index; None: not known."""
    return {column: _MAKERS[column](facts) for column in columns}


def in_order(facts: Facts, rows: Rows, info: ReportInfo, sort: str) -> tuple[Rows, Floats]:
    """Give rows in the order of a column, and the places of its values; what is not known comes last.

    Raises:
        Invalid: the report has no such column.
    """
    by, down = sort.removeprefix("-"), sort.startswith("-")
    if by not in info.columns:
        raise Invalid(f"the report {info.kind} is sorted by one of {', '.join(info.columns)}, not {by}")
    cell, rows = _MAKERS[by](facts), np.sort(rows)
    values = [_comparable(cell(row)) for row in rows.tolist()]
    known = sorted({value for value in values if value is not None}, reverse=down)
    place = {value: float(k) for k, value in enumerate(known)} | {None: float(len(known))}
    keys = np.fromiter((place[value] for value in values), np.float64, len(values))
    order = np.argsort(keys, kind="stable")
    return rows[order], keys[order]


def _comparable(value: Any) -> Any:
    return (sum(value.values()) or None) if isinstance(value, dict) else value


def totals(facts: Facts, columns: Sequence[str], rows: Rows) -> dict[str, float]:
    """Give the sums of those columns that have one, over some rows."""
    found = {name: float(of(facts)[rows].sum()) for name, of in _SUMS.items() if name in columns}
    if "causes" in columns:
        causes = {cause for heard in facts.live.heard for cause in heard.table.dropped}
        for cause in sorted(causes):
            count = told(facts.live, lambda table: table.dropped.get(cause, []))  # noqa: B023
            found[cause] = float(count[rows].sum())
    return found


def texts(of: Mapping[str, Cell], rows: Sequence[int]) -> Iterator[list[str]]:
    """Give rows as texts, with times as ISO 8601 in UTC."""
    for row in rows:
        yield [_text(column, cell(row)) for column, cell in of.items()]


def _text(column: str, value: Any) -> str:
    if value is None:
        return ""
    if column.endswith("_ns"):
        time = datetime.fromtimestamp(value // 10**9, UTC)
        return f"{time:%Y-%m-%dT%H:%M:%S}.{value % 10**9:09}Z"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return " ".join(f"{key}={count}" for key, count in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _entry(of: Callable[[Entry], Any]) -> Callable[[Facts], Cell]:
    def make(facts: Facts) -> Cell:
        names, entries = facts.index.names, facts.index.entries
        return lambda row: of(entries[names[row]])

    return make


def _number(of: Callable[[Facts], Floats], digits: int) -> Callable[[Facts], Cell]:
    """Give numbers that are told by a collector."""

    def make(facts: Facts) -> Cell:
        column, whose = of(facts), facts.live.whose

        def cell(row: int) -> float | None:
            return round(float(column[row]), digits) if whose[row] >= 0 else None

        return cell

    return make


def _whole(of: Callable[[Facts], Any]) -> Callable[[Facts], Cell]:
    """Give whole numbers that are told by a collector; 0 is not known."""

    def make(facts: Facts) -> Cell:
        column = of(facts)
        return lambda row: int(column[row]) or None

    return make


def _collector(facts: Facts) -> Cell:
    live = facts.live
    return lambda row: live.heard[live.whose[row]].collector if live.whose[row] >= 0 else None


def _reason(facts: Facts) -> Cell:
    live = facts.live
    return lambda row: (
        live.heard[live.whose[row]].table.reason[live.row[row]] or None if live.whose[row] >= 0 else None
    )


def _causes(facts: Facts) -> Cell:
    live = facts.live

    def cell(row: int) -> dict[str, int] | None:
        if live.whose[row] < 0:
            return None
        dropped, at = live.heard[live.whose[row]].table.dropped, live.row[row]
        return {cause: count[at] for cause, count in sorted(dropped.items()) if count[at]}

    return cell


def _name(facts: Facts) -> Cell:
    return facts.index.names.__getitem__


def _connected(facts: Facts) -> Cell:
    connected = facts.live.connected
    return lambda row: _CONNECTED[int(connected[row])]


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _since(facts: Facts) -> Floats:
    return told(facts.live, lambda table: table.since_ns)


_SUMS: dict[str, Callable[[Facts], Floats]] = {
    "rate_hz": lambda facts: facts.live.rate_hz,
    "lost": Facts.lost,
    "bytes_per_day": Facts.day_bytes,
    "dropped": Facts.dropped,
}
_MAKERS: dict[str, Callable[[Facts], Cell]] = {
    "name": _name,
    "state": _entry(lambda entry: PvState.PAUSED if entry.paused else PvState.ACTIVE),
    "owner": _entry(lambda entry: entry.owner or None),
    "collector": _collector,
    "connected": _connected,
    "reason": _reason,
    "since_ns": _whole(_since),
    "last_event_ns": _whole(lambda facts: facts.live.last_event_ns),
    "lost": _whole(Facts.lost),
    "rate_hz": _number(lambda facts: facts.live.rate_hz, 3),
    "bytes_per_sample": _number(Facts.sample_bytes, 1),
    "bytes_per_day": _number(Facts.day_bytes, 0),
    "dropped": _whole(Facts.dropped),
    "causes": _causes,
    "created_at": _entry(lambda entry: _time(entry.created)),
    "created_by": _entry(lambda entry: entry.created_by),
    "changed_at": _entry(lambda entry: _time(entry.changed)),
    "changed_by": _entry(lambda entry: entry.changed_by),
}
