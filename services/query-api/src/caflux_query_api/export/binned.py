"""Bins of PVs as Arrow record batches, a row a bin: from rollups where those may be trusted."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
from caflux_storage.bins import Bins
from caflux_storage.recording import Span
from caflux_storage.rollups import MINUTE, Marks
from caflux_storage.summary import NS

from caflux_query_api.beside import beside
from caflux_query_api.export.ending import Ending
from caflux_query_api.export.rows import TIME
from caflux_query_api.parts import Parts
from caflux_query_api.rolled import Grid, plan_of, read_rolled
from caflux_query_api.series import Evaluated

_AT_ONCE = 5_000
"""Bins that are made at once."""
_FLOATS = ("first", "last", "min", "max", "mean", "twmean", "std")
_SOURCES = pa.array(["raw", "sample_1m", "sample_1h"], pa.utf8())


def binned_schema() -> pa.Schema:
    """Give the columns: `time` is where a bin begins, `covered` in seconds, `source` what it is made of."""
    words = pa.dictionary(pa.int32(), pa.utf8())
    return pa.schema(
        [
            pa.field("pv", words),
            pa.field("time", TIME),
            *(pa.field(name, pa.float64()) for name in _FLOATS),
            pa.field("count", pa.int64()),
            pa.field("covered", pa.float64()),
            pa.field("severity", pa.uint8()),
            pa.field("source", words),
        ]
    )


@dataclass(frozen=True, slots=True)
class Binned:
    """PVs and computed series in bins of `period` ns, at multiples of it since 1970.

    Attributes:
        parts: Where they are.
        names: All series in their order.
        computed: Those of them that were computed.
        span: The range.
        period: ns.
    """

    parts: Parts
    names: Sequence[str]
    computed: Mapping[str, Evaluated]
    span: Span
    period: int

    async def rows(self, ending: Ending) -> AsyncIterator[pa.RecordBatch]:
        """Give the bins of series after series, those in which something is known.

        Raises:
            ArchiveError: it went away; `ending` knows how far the export came.
        """
        dictionary = pa.array(list(self.names), pa.utf8())
        for index, name in enumerate(self.names):
            ending.reached(index / len(self.names), name, self.span.start)
            for span in self._pieces():
                bins, source = await self._bins(name, span)
                yield _batch(dictionary, index, bins, source)
                part = (span.stop - self.span.start) / (self.span.stop - self.span.start)
                ending.reached((index + part) / len(self.names), name, span.stop)

    def _pieces(self) -> Iterator[Span]:
        """Divide the range where bins begin."""
        start, step = self.span.start, self.period * _AT_ONCE
        while start < self.span.stop:
            stop = min(start - start % self.period + step, self.span.stop)
            yield Span(start, stop)
            start = stop

    async def _bins(self, name: str, span: Span) -> tuple[Bins, str]:
        grid = Grid(span.start - span.start % self.period, self.period)
        if name in self.computed:
            return self.computed[name].bins(span, grid), "raw"
        [found] = await self.parts.turns.take([partial(self._recorded, name, span, grid)])
        return found

    async def _recorded(self, pv: str, span: Span, grid: Grid) -> tuple[Bins, str]:
        archive, rollups = self.parts.archive, self.period % MINUTE == 0
        async with beside(archive, [pv], span, self.parts.clock(), rollups=rollups) as known:
            plan = await plan_of(archive, pv, span, grid, (await known.marks).get(pv, Marks()))
            rolled = await read_rolled(archive, pv, await known.recording(pv), plan, lambda _: None)
        return rolled.bins, rolled.source


def _batch(dictionary: pa.Array, index: int, bins: Bins, source: str) -> pa.RecordBatch:
    n, of = len(bins), bins.of
    which = np.full(n, _SOURCES.index(source).as_py(), np.int32)
    columns = [
        pa.DictionaryArray.from_arrays(pa.array(np.full(n, index, np.int32)), dictionary),
        pa.array(bins.time, TIME),
        *(pa.array(getattr(of, name), from_pandas=True) for name in _FLOATS),
        pa.array(of.count),
        pa.array(of.covered / NS),
        pa.array(of.severity),
        pa.DictionaryArray.from_arrays(pa.array(which), _SOURCES),
    ]
    return pa.record_batch(columns, schema=binned_schema())
