"""Which PVs of an index a list shows, and in which order: pure."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from caflux_contracts.pvs import PvState
from caflux_service.problems import BadRequest, Invalid
from numpy.typing import NDArray

from caflux_config_api.listing.index import Index, Rows
from caflux_config_api.listing.live import LiveColumns
from caflux_config_api.pvs.search import fold

Connection = Literal["connected", "disconnected", "unknown"]
Mask = NDArray[np.bool_]
_CONNECTED = {"connected": 1, "disconnected": 0, "unknown": -1}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which PVs are asked for; what is None asks for nothing.

    Attributes:
        search: part of a name, or a whole one with `*` and `?`; case doesn't matter.
        regex: an RE2 expression that is found in the name.
        state: active or paused.
        group: that they belong to.
        tag: that they have.
        owner: whose they are.
        connection: as their collector says.
        sort: by what; with `-` before it the greatest first.
    """

    search: str | None = None
    regex: str | None = None
    state: PvState | None = None
    group: str | None = None
    tag: str | None = None
    owner: str | None = None
    connection: Connection | None = None
    sort: str = "name"

    @property
    def everything(self) -> bool:
        """Whether it is all of them that are asked for."""
        return self == Wanted(sort=self.sort)


def matching(index: Index, live: LiveColumns, wanted: Wanted) -> Rows:
    """Give the rows that match, in order of name.

    Raises:
        Invalid: the regular expression is none, or too large.
    """
    mask = np.ones(len(index.names), np.bool_)
    if wanted.search:
        mask &= _found(index.folded, fold(wanted.search))
    if wanted.regex:
        mask &= _of_regex(index.exact, wanted.regex)
    if wanted.state is not None:
        mask &= index.paused == (wanted.state is PvState.PAUSED)
    for word, rows in ((wanted.group, index.groups), (wanted.tag, index.tags), (wanted.owner, index.owners)):
        if word is not None:
            mask &= _mask(len(mask), rows.get(word))
    if wanted.connection is not None:
        mask &= live.connected == _CONNECTED[wanted.connection]
    return np.flatnonzero(mask)


def _mask(size: int, rows: Rows | None) -> Mask:
    mask = np.zeros(size, np.bool_)
    if rows is not None:
        mask[rows] = True
    return mask


def _found(folded: Any, search: str) -> Mask:
    if not any(sign in search for sign in "*?"):
        return _numpy(pc.match_substring(folded, search))
    parts = {"*": ".*", "?": "."}
    pattern = "".join(parts.get(char) or re.escape(char) for char in re.sub(r"\*+", "*", search))
    return _numpy(pc.match_substring_regex(folded, f"(?s)^{pattern}$"))


def _of_regex(names: Any, regex: str) -> Mask:
    # RE2 takes time in proportion to the text, whatever the expression, and refuses one that grows too large.
    try:
        return _numpy(pc.match_substring_regex(names, regex))
    except pa.ArrowInvalid as error:
        said = str(error).removeprefix("Invalid regular expression: ")
        raise Invalid(f"regex: {said}; it is RE2's syntax (no look-around, no back-references)") from error


def _numpy(column: Any) -> Mask:
    mask: Mask = column.to_numpy(zero_copy_only=False)
    return mask


def in_order(index: Index, live: LiveColumns, rows: Rows, sort: str) -> tuple[Rows, NDArray[Any] | None]:
    """Give rows in another order than that of names, and what they are sorted by; None: their names."""
    by, down = sort.removeprefix("-"), sort.startswith("-")
    columns: dict[str, NDArray[Any]] = {
        "state": index.paused,
        "changed": index.changed,
        "connection": live.connected,
        "rate": live.rate_hz,
        "last_event": live.last_event_ns,
        "dropped": live.dropped,
    }
    if by == "name":
        return (rows[::-1] if down else rows), None
    key = columns[by][rows].astype(np.float64)
    key = -key if down else key
    order = np.argsort(key, kind="stable")
    return rows[order], key[order]


def begin_after(index: Index, ordered: Rows, keys: NDArray[Any] | None, place: Any, sort: str) -> int:
    """Give where in `ordered` the page begins that follows a place.

    Args:
        index: the PVs.
        ordered: rows, as `in_order` gives them, with their keys.
        keys: of the rows.
        place: what the cursor says: the last PV's name, and its key.
        sort: as it was asked for; a cursor of another order is of no use.

    Raises:
        BadRequest: the cursor is not one that such a page gave.
    """
    match place:
        case [str(by), str(name), float(key)] if by == sort:
            pass
        case _:
            raise BadRequest("the cursor is not one that such a page gave; start again without it")
    row = bisect_left(index.names, name)
    if keys is None and sort.startswith("-"):
        return int(np.searchsorted(-ordered, -row, "right"))
    if row == len(index.names) or index.names[row] != name:
        row -= 1  # it is gone: the page begins after the PV before it
    if keys is None:
        return int(np.searchsorted(ordered, row, "right"))
    first, last = np.searchsorted(keys, key, "left"), np.searchsorted(keys, key, "right")
    return int(first + np.searchsorted(ordered[first:last], row, "right"))
