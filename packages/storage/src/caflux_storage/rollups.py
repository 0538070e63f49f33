"""Rollups: what a PV did in each minute and each hour, stored beside its samples.

A row is a bin (`bins`) that holds a sample; what is held through bins without one follows from the row
before. A field that can be told from the others is left out: first, last, min and max where they equal the
mean, std where it is 0, integral where it is mean times covered, covered where it is the whole width. A row
that is written anew has every field, since a point keeps the fields that a later write leaves out.

Beside them stands, in the measurement `rollup`, what rows may be trusted. At time 0 of a PV: `since`, from
when on (ns) there are rows wherever there are samples. At the begin of an hour: `made`, when (ns) something
happened that makes the rows of this hour doubtful, and `cleared`, of which `made` they were built anew from
the samples.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caflux_storage.bins import Bins
from caflux_storage.columns import SPECIAL
from caflux_storage.summary import NS, Floats, Summaries

MINUTE = 60 * NS
HOUR = 60 * MINUTE
MEASUREMENTS = {MINUTE: "sample_1m", HOUR: "sample_1h"}
WIDTHS = {name: width for width, name in MEASUREMENTS.items()}
MARKS = "rollup"
FIELDS = (
    *("count", "odd", "mean", "min", "max", "first", "last", "std", "integral", "covered"),
    *("severity", "last_severity", "first_special", "last_special"),
)
INTEGERS = frozenset({"count", "odd", "covered", "severity", "last_severity"})
TEXTS = frozenset({"first_special", "last_special"})
MARK_FIELDS = ("since", "made", "cleared")

_LARGEST = np.finfo(np.float64).max
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Marks:
    """What rows of a PV may be trusted.

    Attributes:
        since: from here on (ns) there are rows wherever there are samples; None: nowhere.
        doubtful: hours (their begins, ns) whose rows are not to be trusted, with when that was noted (ns).
    """

    since: int | None = None
    doubtful: Mapping[int, int] = field(default_factory=dict)


def encode_rollups(
    prefixes: Sequence[str], pv: NDArray[np.integer], bins: Bins, *, whole: bool = False
) -> bytes:
    """Encode n rows of minutes or hours as line protocol.

    Args:
        prefixes: `sample_prefix` of every PV.
        pv: index into `prefixes`, [n].
        bins: n bins; each holds a sample, else it is encoded as a row that counts for nothing.
        whole: write every field, as one must over a row that may be there already.
    """
    fields = _texts(bins, whole=whole)
    head = MEASUREMENTS[bins.width]
    lines = [
        f"{head}{prefixes[i].removeprefix('sample')}{text} {time}"
        for i, text, time in zip(pv.tolist(), fields, bins.time.tolist(), strict=True)
    ]
    lines.append("")
    return "\n".join(lines).encode()


def encode_doubt(prefix: str, hour: int, made: int) -> bytes:
    """Encode that rows of an hour (its begin, ns) are doubtful since `made` (ns)."""
    return f"{MARKS}{prefix.removeprefix('sample')}made={made}i {hour}\n".encode()


def encode_cleared(prefix: str, hour: int, made: int) -> bytes:
    """Encode that the rows of an hour are right again as far as the doubt of `made` (ns) goes."""
    return f"{MARKS}{prefix.removeprefix('sample')}cleared={made}i {hour}\n".encode()


def encode_since(prefix: str, since: int) -> bytes:
    """Encode from when on (ns) a PV has rows."""
    return f"{MARKS}{prefix.removeprefix('sample')}since={since}i 0\n".encode()


def rollups_of(width: int, rows: Sequence[Row]) -> Bins:
    """Give rows of (time, *FIELDS), None where absent, as bins."""
    if not rows:
        return Bins(width, np.empty(0, np.int64), Summaries.empty(0))
    time, *columns = zip(*rows, strict=True)
    given = dict(zip(FIELDS, columns, strict=True))
    count, odd = _integers(given["count"]), _integers(given["odd"])
    covered = _integers(given["covered"], width)
    mean = np.where(count > odd, np.array(given["mean"], np.float64), np.nan)
    low, high, first, last = (_floats(given[name], mean) for name in ("min", "max", "first", "last"))
    _put_special(first, given["first_special"])
    _put_special(last, given["last_special"])
    std = _floats(given["std"], np.zeros(len(mean)))
    seconds = covered / NS
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        integral = np.array(given["integral"], np.float64)
        twmean = np.where(covered > 0, np.where(np.isnan(integral), mean, integral / seconds), np.nan)
        squares = std**2 * (count - odd)
    for column in (low, high):
        column[count == odd] = np.nan
    severity, last_severity = (
        _integers(given[name]).astype(np.uint8) for name in ("severity", "last_severity")
    )
    of = Summaries(
        count, count - odd, first, last, low, high, mean, squares, covered, twmean, severity, last_severity
    )
    some = np.flatnonzero(count > 0)
    return Bins(width, np.array(time, np.int64)[some], of[some])


def fullest(bins: Bins) -> Bins:
    """Give of rows of the same time, which there may be where a PV changed its class, the fullest."""
    again = bins.time[1:] == bins.time[:-1]
    if not again.any():
        return bins
    order = np.lexsort([bins.of.count, bins.time])
    kept = order[np.append(bins.time[order][1:] != bins.time[order][:-1], True)]
    return Bins(bins.width, bins.time[kept], bins.of[kept])


def marks_of(rows: Sequence[Row]) -> Marks:
    """Give rows of (time, *MARK_FIELDS) of one PV as what they mean."""
    since = next((row[1] for row in rows if row[0] == 0 and row[1] is not None), None)
    doubtful = {
        time: made
        for time, _, made, cleared in rows
        if made is not None and (cleared is None or cleared < made)
    }
    return Marks(since, doubtful)


def _integers(column: Sequence[int | None], default: int = 0) -> NDArray[np.int64]:
    return np.array([default if item is None else item for item in column], np.int64)


def _floats(column: Sequence[float | None], default: Floats) -> Floats:
    found = np.array(column, np.float64)
    return np.where(np.isnan(found), default, found)


def _put_special(values: Floats, column: Sequence[str | None]) -> None:
    for k, word in enumerate(column):
        if word:
            values[k] = SPECIAL.get(word, np.nan)


def _texts(bins: Bins, *, whole: bool) -> list[str]:
    """Give each row's fields."""
    of, n = bins.of, len(bins)
    odd = of.count - of.numbers
    with np.errstate(over="ignore", invalid="ignore"):
        usual = of.mean * (of.covered / NS)
        integral = np.where(of.twmean == of.mean, usual, of.integral)
    floats = {
        "mean": (of.mean, of.numbers > 0),
        "min": (of.min, of.min != of.mean),
        "max": (of.max, of.max != of.mean),
        "first": (of.first, of.first != of.mean),
        "last": (of.last, of.last != of.mean),
        "std": (_bounded(of.std), of.squares > 0),
        "integral": (_bounded(integral), (integral != usual) & (of.covered > 0)),
    }
    integers = {
        "odd": (odd, odd > 0),
        "covered": (of.covered, of.covered != bins.width),
        "severity": (of.severity, of.severity > 0),
        "last_severity": (of.last_severity, of.last_severity > 0),
    }
    parts = [[f"count={count}i" for count in of.count.tolist()]]
    parts += [
        _float_texts(name, of_, np.isfinite(of_) & (whole | where)) for name, (of_, where) in floats.items()
    ]
    parts += [_integer_texts(name, of_, whole | where) for name, (of_, where) in integers.items()]
    sampled = of.count > 0
    parts += [
        _special_texts(f"{name}_special", values, sampled & ~np.isfinite(values), whole=whole)
        for name, values in (("first", of.first), ("last", of.last))
    ]
    return ["".join(row) for row in zip(*(part for part in parts if part), strict=True)] if n else []


def _bounded(values: Floats) -> Floats:
    return np.clip(values, -_LARGEST, _LARGEST)


def _float_texts(name: str, values: Floats, where: NDArray[np.bool_]) -> list[str]:
    if not where.any():
        return []
    rows = zip(values.tolist(), where.tolist(), strict=True)
    return [f",{name}={value!r}" if written else "" for value, written in rows]


def _integer_texts(name: str, values: NDArray[np.integer], where: NDArray[np.bool_]) -> list[str]:
    if not where.any():
        return []
    rows = zip(values.tolist(), where.tolist(), strict=True)
    return [f",{name}={value}i" if written else "" for value, written in rows]


def _special_texts(name: str, values: Floats, where: NDArray[np.bool_], *, whole: bool) -> list[str]:
    if not whole and not where.any():
        return []
    rows = zip(values.tolist(), where.tolist(), strict=True)
    return [f',{name}="{value if written else ""}"' if written or whole else "" for value, written in rows]
