"""A bounded memory of spans that were read lately: for who pans, and for who looks at what another looks at.

A sample never changes, so a span is as it was if the archive counts as many samples and alarms in it as are
remembered: a late write, a replayed spool, an import and a deletion all show, whoever did it. Counting is
asked of the archive each time; it costs a small part of reading. Only what is `CLOSED` ns old is remembered:
where now is, every look would find something new.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import numpy as np
from caflux_storage import CHUNK, Archive, Samples
from prometheus_client import CollectorRegistry, Counter, Gauge

CLOSED = 10_000_000_000
_ROW_BYTES = 18
_LEAST = 2_000
"""Samples; fewer are read as fast as they are counted."""
_PART = 4
"""A span may fill this part of the memory."""

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Span:
    """All samples of a PV with start <= time < stop (ns), all numbers."""

    pv: str
    start: int
    stop: int
    samples: Samples

    @property
    def key(self) -> Key:
        """What it is remembered by."""
        return self.pv, self.start, self.stop

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.samples) * _ROW_BYTES

    def between(self, start: int, stop: int) -> Samples:
        """Give the samples with start <= time < stop (ns)."""
        first, last = np.searchsorted(self.samples.time, [start, stop])
        return self.samples[first:last]


class SpanCache:
    """Reads as the archive does, and remembers.

    Attributes:
        size: Bytes that are remembered.
    """

    def __init__(
        self, archive: Archive, most_bytes: int, clock: Callable[[], int], registry: CollectorRegistry
    ) -> None:
        self._archive = archive
        self._most = most_bytes
        self._clock = clock
        self._spans: OrderedDict[Key, _Span] = OrderedDict()
        self._found = Counter("caflux_spans_found", "Reads that a remembered span served.", registry=registry)
        self._gone = Counter("caflux_spans_changed", "Spans forgotten as they changed.", registry=registry)
        self._bytes = Gauge("caflux_spans_bytes", "Bytes of remembered spans.", registry=registry)
        self.size = 0

    async def samples(self, pv: str, start: int, stop: int, first: int) -> AsyncIterator[Samples]:
        """Give the samples with start <= time < stop (ns) in chunks, as `Reader.samples` does."""
        parts: list[Samples] | None = []
        size = 0
        async for chunk in self._read(pv, start, stop, first):
            yield chunk
            size += len(chunk) * _ROW_BYTES
            if chunk.other is not None or size > self._most // _PART:
                parts = None
            if parts is not None:
                parts.append(chunk)
        stop = min(stop, self._clock() - CLOSED)
        if parts and start < stop and not self._has(pv, start, stop):
            found = _Span(pv, start, stop, Samples.concatenate(parts))
            self._remember(_Span(pv, start, stop, found.between(start, stop)))

    async def _read(self, pv: str, start: int, stop: int, first: int) -> AsyncIterator[Samples]:
        span = await self._best(pv, start, stop)
        if span is not None:
            begin, end = max(start, span.start), min(stop, span.stop)
            if start < begin:
                async for chunk in self._archive.samples(pv, start, begin, first):
                    yield chunk
            known = span.between(begin, end)
            for at in range(0, len(known), CHUNK):
                yield known[at : at + CHUNK]
            start = end
        if start < stop:
            async for chunk in self._archive.samples(pv, start, stop, first):
                yield chunk

    async def _best(self, pv: str, start: int, stop: int) -> _Span | None:
        """Give what is remembered most of the range, if the archive still has the same."""
        ours = [span for span in self._spans.values() if span.pv == pv]
        common = {span.start: len(span.between(start, stop)) for span in ours}
        span = max(ours, key=lambda one: common[one.start], default=None)
        if span is None or common[span.start] < _LEAST:
            return None
        begin, end = max(start, span.start), min(stop, span.stop)
        samples = span.between(begin, end)
        alarms = int(np.count_nonzero(samples.severity | samples.status))
        if await self._archive.counts(pv, begin, end) != (len(samples), alarms):
            self._gone.inc()
            self._forget(span)
            return None
        self._found.inc()
        self._spans.move_to_end(span.key)
        return span

    def _has(self, pv: str, start: int, stop: int) -> bool:
        ours = [span for span in self._spans.values() if span.pv == pv]
        return any(span.start <= start and stop <= span.stop for span in ours)

    def _remember(self, span: _Span) -> None:
        """Remember a span, in place of those that lie within it; what was used longest ago goes."""
        if len(span.samples) < _LEAST or span.size > self._most // _PART:
            return
        for other in [other for other in self._spans.values() if other.pv == span.pv]:
            if span.start <= other.start and other.stop <= span.stop:
                self._forget(other)
        self._spans[span.key] = span
        self.size += span.size
        while self.size > self._most:
            self._forget(next(iter(self._spans.values())))
        self._bytes.set(self.size)

    def _forget(self, span: _Span) -> None:
        if self._spans.pop(span.key, None) is not None:
            self.size -= span.size
            self._bytes.set(self.size)
