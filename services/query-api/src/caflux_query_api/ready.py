"""A bounded memory of long series as JSON: who looks at what another looks at gets the bytes of before.

An answer is as it was if the archive counts as many samples, alarms and events as it was made from: a late
write, an import, a deletion or a gap that an event tells of only now all show, whoever did it. That is one
question to the archive, where making the answer anew takes several, and JSON of them. Only what is closed is
remembered (see `spans`, which serve who moves on), and what these counts tell all of.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from caflux_storage import Archive, Samples
from caflux_storage.recording import Recording, Span, may_have_expired
from caflux_storage.runs import Ends, ends_of
from caflux_storage.seam import Witness
from caflux_storage.together import EVER
from prometheus_client import CollectorRegistry, Counter

from caflux_query_api.answers import dump
from caflux_query_api.spans import CLOSED

_LEAST = 5_000
"""Rows; fewer are read as fast as they are counted."""
_PART = 4
"""One series may fill this part of the memory."""
_QUICK = 100
"""Rows; JSON of so few is made sooner than a thread is had."""

Document = dict[str, Any] | orjson.Fragment
Key = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A series, and what it was made from.

    Attributes:
        json: The series.
        rows: How many it has, not counting the one carried in.
        since: From when on its samples are counted, ns.
        witness: What was counted.
        ends: Which runs of collectors had ended; None: that does not matter.
    """

    json: bytes
    rows: int
    since: int
    witness: Witness
    ends: Ends | None


class ReadySeries:
    """Remembers series of recorded PVs: the expression of a virtual one may change under its name.

    Args:
        archive: Where they are from.
        most_bytes: To remember.
        registry: Of the metrics.

    Attributes:
        size: Bytes that are remembered.
    """

    def __init__(self, archive: Archive, most_bytes: int, registry: CollectorRegistry) -> None:
        self._archive = archive
        self._most = most_bytes
        self._known: OrderedDict[Key, _Ready] = OrderedDict()
        self._found = Counter("caflux_ready_found", "Series given as remembered.", registry=registry)
        self._gone = Counter("caflux_ready_changed", "Series forgotten as they changed.", registry=registry)
        self.size = 0

    def takes(self, span: Span, points: int, now: int) -> bool:
        """Tell whether raw series of a range may be remembered; `keep` needs their witnesses then."""
        return bool(self._most) and points >= _LEAST and span.stop <= now - CLOSED

    def knows(self, pv: str, span: Span, points: int) -> bool:
        """Tell whether a series of at most `points` rows is remembered, which may have changed since."""
        ready = self._known.get((pv, span))
        return ready is not None and ready.rows <= points

    async def find(self, pv: str, span: Span, now: int) -> orjson.Fragment | None:
        """Give a remembered series, if the archive still has what it was made from."""
        ready = self._known.get((pv, span))
        if ready is None or await may_have_expired(self._archive, span.start, now):
            return None
        witness, ends = await asyncio.gather(
            self._archive.witness(pv, ready.since, span.stop), self._ends(ready, span.stop)
        )
        if (witness, ends) != (ready.witness, ready.ends):
            self._gone.inc()
            self._forget((pv, span), ready)
            return None
        self._found.inc()
        if (pv, span) in self._known:
            self._known.move_to_end((pv, span))
        return orjson.Fragment(ready.json)

    async def keep(
        self, document: dict[str, Any], samples: Samples, recording: Recording, told: Witness
    ) -> Document:
        """Remember a raw series of a closed range of which nothing has expired; gives it ready for `dump`.

        Args:
            document: The series.
            samples: Its samples, begun by the one carried in.
            recording: What was known of the PV, read after
            told: was asked for: `Archive.witness` without any samples.
        """
        if len(samples) < _LEAST or not recording.steady:
            return document
        carried, span = recording.carried, recording.span
        json = await asyncio.to_thread(dump, document)
        alarms = int(np.count_nonzero(samples.severity | samples.status))
        ready = _Ready(
            json,
            len(samples) - (carried is not None),
            EVER if carried is None else int(carried.time[0]),
            told._replace(samples=len(samples), alarms=alarms),
            recording.ends,
        )
        self._remember((document["pv"], span), ready)
        return orjson.Fragment(json)

    async def _ends(self, ready: _Ready, stop: int) -> Ends | None:
        return None if ready.ends is None else ends_of(await self._archive.runs(stop))

    def _remember(self, key: Key, ready: _Ready) -> None:
        """Remember a series; what was used longest ago goes."""
        if len(ready.json) > self._most // _PART:
            return
        if key in self._known:
            self._forget(key, self._known[key])
        self._known[key] = ready
        self.size += len(ready.json)
        while self.size > self._most:
            oldest = next(iter(self._known))
            self._forget(oldest, self._known[oldest])

    def _forget(self, key: Key, ready: _Ready) -> None:
        if self._known.get(key) is ready:
            del self._known[key]
            self.size -= len(ready.json)


def is_quick(document: Document) -> bool:
    """Tell whether `dump` of a series takes no time to speak of."""
    return isinstance(document, orjson.Fragment) or len(document["time"]) < _QUICK
