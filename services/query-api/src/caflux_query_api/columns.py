"""A bounded memory of long columns as JSON: who looks at what another looks at gets the bytes of before.

Making JSON of an hour at 10 Hz takes as long as all else that query-api does for it. What is remembered is
told by PV, range, number of rows and alarms, and the first and last time: a sample never changes, so where
these are the same, all of it is (see `spans`). They are those of what was read, or counted, for this answer.
"""

import asyncio
from collections import OrderedDict
from typing import Any

import numpy as np
import orjson
from caflux_storage.recording import Span

from caflux_query_api.answers import dump

_COLUMNS = ("time", "value", "severity", "status")
_LEAST = 2_000
"""Rows; of fewer JSON is made as fast as it is found."""
_QUICK = 100
"""Rows; JSON of so few is made sooner than a thread is had."""
_PART = 4
"""One series may fill this part of the memory."""

Key = tuple[str, int, int, int, int, int, int]


class Columns:
    """Makes raw documents ready for `dump`.

    Args:
        most_bytes: to remember.

    Attributes:
        size: Bytes that are remembered.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._known: OrderedDict[Key, dict[str, bytes]] = OrderedDict()
        self.size = 0

    async def ready(self, document: dict[str, Any], span: Span) -> dict[str, Any]:
        """Give a series of a range with its long columns as JSON; another one, or a short one, as it is."""
        if document["kind"] != "raw" or len(document["time"]) < _LEAST or not self._most:
            return document
        key = _key(document, span)
        found = self._known.get(key)
        if found is None:
            found = await asyncio.to_thread(_encoded, document)
            self._remember(key, found)
        else:
            self._known.move_to_end(key)
        return document | {name: orjson.Fragment(column) for name, column in found.items()}

    def _remember(self, key: Key, columns: dict[str, bytes]) -> None:
        """Remember columns; what was used longest ago goes."""
        size = _size(columns)
        if key in self._known or size > self._most // _PART:
            return
        self._known[key] = columns
        self.size += size
        while self.size > self._most:
            self.size -= _size(self._known.popitem(last=False)[1])


def is_quick(document: dict[str, Any]) -> bool:
    """Tell whether `dump` of a series takes no time to speak of."""
    time = document["time"]
    return isinstance(time, orjson.Fragment) or len(time) < _QUICK


def _key(document: dict[str, Any], span: Span) -> Key:
    time, alarms = document["time"], np.count_nonzero(document["severity"] | document["status"])
    return document["pv"], span.start, span.stop, len(time), int(alarms), int(time[0]), int(time[-1])


def _encoded(document: dict[str, Any]) -> dict[str, bytes]:
    return {name: dump(document[name]) for name in _COLUMNS}


def _size(columns: dict[str, bytes]) -> int:
    return sum(map(len, columns.values()))
