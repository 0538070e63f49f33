"""HDF5 files.

One row a sample: a group a PV (its name; `/` in it is written %2F) with `time`, `value`, `severity`, `status`
of equal length, and `text` and `array` where it has such. On a common time base: a data set a column in the
root. Times are int64 nanoseconds since 1970 (UTC); the root's attributes `caflux` and `complete` say how the
export ended.
"""

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pyarrow as pa

from caflux_query_api.export.ending import Ending, State
from caflux_query_api.export.rows import ARRAY

_CHUNK = (16_384,)
UNKNOWN_SEVERITY = 255
"""Stands where nobody knows a severity: 0 would say that all was well."""
_KINDS: dict[Any, tuple[Any, Any]] = {
    pa.utf8(): (h5py.string_dtype(), ""),
    ARRAY: (h5py.vlen_dtype(np.float64), np.empty(0)),
}


class Hdf5:
    """One file."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        del schema
        self._file = h5py.File(path, "w")

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        if batch.schema.names[0] != "pv":
            _append(self._file, batch)
        elif batch.num_rows:
            name = batch.column(0)[0].as_py().replace("/", "%2F")
            _append(self._file.require_group(name), batch.select(batch.schema.names[1:]))

    def end(self, ending: Ending) -> None:
        """Say how it ended, and close."""
        self._file.attrs["caflux"] = ending.sentence()
        self._file.attrs["complete"] = ending.state is State.COMPLETE
        self._file.close()

    def abort(self) -> None:
        """Close the file."""
        self._file.close()


def _append(group: h5py.Group, batch: pa.RecordBatch) -> None:
    before = int(group.attrs.get("rows", 0))
    after = before + batch.num_rows
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        key = name.replace("/", "%2F")
        optional = name in ("text", "array") and column.null_count == len(column)
        if key not in group and optional:
            continue
        dataset = group[key] if key in group else _dataset(group, key, column.type)
        dataset.resize((after,))
        if column.type == ARRAY:  # h5py takes a slice of arrays for one array of more dimensions
            for k, item in enumerate(column):
                dataset[before + k] = np.array(item.as_py() or [], np.float64)
        else:
            dataset[before:after] = cells(column)
    group.attrs["rows"] = after


def _dataset(group: h5py.Group, key: str, of: pa.DataType) -> h5py.Dataset:
    if of in _KINDS:
        return group.create_dataset(key, (0,), _KINDS[of][0], maxshape=(None,), chunks=_CHUNK)
    dtype = np.int64 if pa.types.is_timestamp(of) else of.to_pandas_dtype()
    made = group.create_dataset(
        key,
        (0,),
        dtype,
        maxshape=(None,),
        chunks=_CHUNK,
        compression="gzip",
        compression_opts=1,
        shuffle=True,
    )
    if pa.types.is_timestamp(of):
        made.attrs["units"] = "ns since 1970-01-01 UTC"
    return made


def cells(column: pa.Array) -> "np.ndarray":
    """Give a column as NumPy has it: unknown numbers are NaN, severities 255, texts and waveforms empty."""
    if pa.types.is_timestamp(column.type):
        return np.asarray(column.cast(pa.int64()))
    if column.type in _KINDS:
        empty = _KINDS[column.type][1]
        found = np.empty(len(column), object)
        for k, item in enumerate(column.to_pylist()):
            found[k] = empty if item is None else np.array(item) if column.type == ARRAY else item
        return found
    if column.type == pa.float64():
        return np.asarray(column.to_numpy(zero_copy_only=False), np.float64)
    return np.asarray(column.fill_null(UNKNOWN_SEVERITY if column.type == pa.uint8() else 0))
