"""Samples as Arrow record batches, one row a sample."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing

import numpy as np
import pyarrow as pa
from caflux_storage import Samples
from caflux_storage.recording import Span

from caflux_query_api.export.ending import Ending

TIME = pa.timestamp("ns", "UTC")
ARRAY = pa.list_(pa.float64())


def rows_schema() -> pa.Schema:
    """Give the columns: `value` is null where the sample is a text or a waveform."""
    return pa.schema(
        {
            "pv": pa.dictionary(pa.int32(), pa.utf8()),
            "time": TIME,
            "value": pa.float64(),
            "text": pa.utf8(),
            "array": ARRAY,
            "severity": pa.uint8(),
            "status": pa.uint8(),
        }
    )


async def rows(
    series: Mapping[str, AsyncGenerator[Samples, None]], span: Span, ending: Ending
) -> AsyncIterator[pa.RecordBatch]:
    """Give the samples of series after series, each in the order of time.

    Raises:
        ArchiveError: it went away; `ending` knows how far the export came.
    """
    dictionary = pa.array(list(series), pa.utf8())
    for index, (name, chunks) in enumerate(series.items()):
        ending.reached(index / len(series), name, span.start)
        async with aclosing(chunks):
            async for samples in chunks:
                yield _batch(dictionary, index, samples)
                last = int(samples.time[-1])
                part = (last - span.start) / (span.stop - span.start)
                ending.reached((index + part) / len(series), name, last + 1)


def _batch(dictionary: pa.Array, index: int, samples: Samples) -> pa.RecordBatch:
    n = len(samples)
    text, array = others(samples)
    names = pa.DictionaryArray.from_arrays(pa.array(np.full(n, index, np.int32)), dictionary)
    columns = [
        names,
        pa.array(samples.time, TIME),
        pa.array(samples.value, mask=mask_of(samples), from_pandas=False),
        text,
        array,
        pa.array(samples.severity),
        pa.array(samples.status),
    ]
    return pa.record_batch(columns, schema=rows_schema())


def mask_of(samples: Samples) -> "np.ndarray | None":
    """Give where a sample is no number, bool[n]; None where all are."""
    if samples.other is None:
        return None
    return np.array([item is not None for item in samples.other], bool)


def others(samples: Samples) -> tuple[pa.Array, pa.Array]:
    """Give texts and waveforms of samples, null where one is something else."""
    n = len(samples)
    if samples.other is None:
        return pa.nulls(n, pa.utf8()), pa.nulls(n, ARRAY)
    text = [item if isinstance(item, str) else None for item in samples.other]
    array = [plain(item) if isinstance(item, np.ndarray) else None for item in samples.other]
    return pa.array(text, pa.utf8()), pa.array(array, ARRAY)


def plain(item: "np.ndarray") -> "np.ndarray":
    """Give a waveform's elements as doubles; what is no number in it is NaN."""
    return item.astype(np.float64) if item.dtype.kind in "biuf" else np.full(len(item), np.nan)
