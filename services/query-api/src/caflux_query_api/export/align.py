"""Several PVs on a common time base, as Arrow record batches: a column a PV, with the value that it held."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from caflux_storage import Samples
from caflux_storage.holding import Unknowns
from caflux_storage.recording import Recording, Span
from numpy.typing import NDArray

from caflux_query_api.export.ending import Ending
from caflux_query_api.export.rows import ARRAY, TIME, plain

_CELLS = 1_000_000
"""About how many cells a batch has."""
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Column:
    """One PV: what was read of it and not yet written.

    Attributes:
        unknown: When nobody knows what it holds.
        held: The last sample before `waiting`, if any.
        waiting: Samples not yet written.
        more: Where the following ones come from; None at the end.
        type: Of its column: what its first sample is. Samples of another kind are null.
    """

    unknown: Unknowns
    held: Samples
    waiting: Samples
    more: AsyncGenerator[Samples, None] | None
    type: pa.DataType = field(default_factory=pa.float64)

    async def fill(self) -> None:
        """Have samples waiting, unless there are no more."""
        while self.more is not None and not len(self.waiting):
            found = await anext(self.more, None)
            if found is None:
                self.more = None
            else:
                self.waiting = found

    def decide(self) -> None:
        """Set the type by the first sample."""
        first = Samples.concatenate([self.held, self.waiting[:1]])
        if len(first) and first.other is not None and first.other[0] is not None:
            self.type = pa.utf8() if isinstance(first.other[0], str) else ARRAY

    def at(self, grid: Ints) -> tuple[pa.Array, pa.Array]:
        """Give what it held at times, and the severity; null where that is not known."""
        known = Samples.concatenate([self.held, self.waiting])
        where = np.searchsorted(known.time, grid, side="right") - 1
        if not len(known):
            return pa.nulls(len(grid), self.type), pa.nulls(len(grid), pa.uint8())
        taken = known[np.maximum(where, 0)]
        # A sample is known at its own time, even where it lies in a gap: IOCs have clocks of their own.
        unknown = (where < 0) | ((grid != taken.time) & self.unknown.at(grid, taken.time))
        return self._values(taken, unknown), pa.array(taken.severity, mask=unknown)

    def _values(self, taken: Samples, unknown: NDArray[np.bool_]) -> pa.Array:
        if self.type == pa.float64():
            if taken.other is not None:
                unknown = unknown | np.array([item is not None for item in taken.other], bool)
            return pa.array(taken.value, mask=unknown, from_pandas=False)
        others = [None] * len(taken) if taken.other is None else taken.other
        known = [None if skip else item for item, skip in zip(others, unknown, strict=True)]
        if self.type == pa.utf8():
            return pa.array([item if isinstance(item, str) else None for item in known], self.type)
        return pa.array([plain(item) if isinstance(item, np.ndarray) else None for item in known], self.type)

    def drop(self, before: int) -> None:
        """Forget samples before a time (ns), but the last of them."""
        count = int(np.searchsorted(self.waiting.time, before))
        if count:
            self.held, self.waiting = self.waiting[count - 1 : count], self.waiting[count:]


@dataclass(slots=True)
class Aligner:
    """The PVs of an export side by side.

    Attributes:
        columns: By PV.
        span: The range.
        period: ns between rows; None: a row wherever any of the PVs has a sample.
        severity: Whether each PV has a second column with the severity of its value.
    """

    columns: Mapping[str, Column]
    span: Span
    period: int | None
    severity: bool

    @classmethod
    async def begin(
        cls,
        series: Mapping[str, AsyncGenerator[Samples, None]],
        recordings: Mapping[str, Recording],
        span: Span,
        period: int | None,
        *,
        severity: bool,
    ) -> "Aligner":
        """Read the first samples of each series."""
        columns = {
            name: Column(
                Unknowns(recordings[name].unknown),
                recordings[name].carried or Samples.empty(),
                Samples.empty(),
                chunks,
            )
            for name, chunks in series.items()
        }
        for column in columns.values():
            await column.fill()
            column.decide()
        return cls(columns, span, period, severity)

    def schema(self) -> pa.Schema:
        """Give the columns: the time, and of each PV its value and, where asked for, severity."""
        fields = [pa.field("time", TIME)]
        for pv, column in self.columns.items():
            fields.append(pa.field(pv, column.type))
            if self.severity:
                fields.append(pa.field(f"{pv} severity", pa.uint8()))
        return pa.schema(fields)

    async def rows(self, ending: Ending) -> AsyncIterator[pa.RecordBatch]:
        """Give the rows in the order of time.

        Raises:
            ArchiveError: it went away; `ending` knows how far the export came.
        """
        async with AsyncExitStack() as reading:
            for column in self.columns.values():
                if column.more is not None:
                    await reading.enter_async_context(aclosing(column.more))
            async for batch in self._rows(ending):
                yield batch

    async def _rows(self, ending: Ending) -> AsyncIterator[pa.RecordBatch]:
        position, schema = self.span.start, self.schema()
        most = max(1, _CELLS // len(schema))
        while position < self.span.stop:
            for column in self.columns.values():
                await column.fill()
            until = self._known_until()
            grid = self._grid(position, until)[:most]
            if len(grid) == most:
                until = int(grid[-1]) + 1
            if len(grid):
                yield await asyncio.to_thread(self._batch, grid, schema)
            for column in self.columns.values():
                column.drop(until)
            position = until
            part = (position - self.span.start) / (self.span.stop - self.span.start)
            ending.reached(part, "", position)

    def _known_until(self) -> int:
        """Give the time (ns) before which nothing more will come."""
        ends = [int(c.waiting.time[-1]) + 1 for c in self.columns.values() if c.more and len(c.waiting)]
        return min([*ends, self.span.stop])

    def _grid(self, start: int, stop: int) -> Ints:
        """Give times of rows in a range, at least the first ones."""
        if self.period is not None:
            first = start + (self.span.start - start) % self.period
            last = min(stop, first + self.period * _CELLS)
            ticks: Ints = np.arange(first, last, self.period, dtype=np.int64)
            return ticks
        times = [column.waiting.time for column in self.columns.values()]
        parts = [time[: np.searchsorted(time, stop)] for time in times]
        merged: Ints = np.unique(np.concatenate(parts))
        return merged

    def _batch(self, grid: Ints, schema: pa.Schema) -> pa.RecordBatch:
        cells = [pa.array(grid, TIME)]
        for column in self.columns.values():
            values, severity = column.at(grid)
            cells += [values, severity] if self.severity else [values]
        return pa.record_batch(cells, schema=schema)
