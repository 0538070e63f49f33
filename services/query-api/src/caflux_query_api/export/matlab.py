"""MATLAB files (version 5, by SciPy), which are made in memory and so are bounded."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from scipy.io import savemat

from caflux_query_api.data import TooMuch
from caflux_query_api.export.ending import Ending
from caflux_query_api.export.hdf5 import cells

MOST_CELLS = 20_000_000


class Matlab:
    """One file.

    It holds `series`, a struct array with the fields pv, time, value, text, array, severity, status; or on a
    common time base `time`, `names` and a cell array `columns`. Times are int64 nanoseconds since 1970, in
    MATLAB `datetime(t,'ConvertFrom','epochtime','TicksPerSecond',1e9,'TimeZone','UTC')`.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path = path
        self._schema = schema
        self._batches: list[pa.RecordBatch] = []
        self._cells = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows.

        Raises:
            TooMuch: more than MOST_CELLS.
        """
        self._cells += batch.num_rows * batch.num_columns
        if self._cells > MOST_CELLS:
            raise TooMuch(
                f"a MATLAB file is made in memory and has at most {MOST_CELLS:,} numbers; ask for a shorter "
                "range, or for format=hdf5, which MATLAB reads with h5read"
            )
        self._batches.append(batch)

    def end(self, ending: Ending) -> None:
        """Write the file."""
        table = pa.Table.from_batches(self._batches, self._schema)
        content = _by_pv(table) if table.schema.names[0] == "pv" else _aligned(table)
        savemat(self._path, {"caflux": ending.sentence(), **content}, do_compression=True)

    def abort(self) -> None:
        """Forget what it holds."""
        self._batches.clear()


def _by_pv(table: pa.Table) -> dict[str, Any]:
    found = [(batch.column(0)[0].as_py(), batch) for batch in table.to_batches() if batch.num_rows]
    series = []
    for pv in dict.fromkeys(name for name, _ in found):
        of_pv = pa.Table.from_batches([batch for name, batch in found if name == pv], table.schema)
        columns = of_pv.schema.names[1:]
        series.append({"pv": pv, **{name: _column(of_pv.column(name)) for name in columns}})
    return {"series": np.array(series, object)}


def _aligned(table: pa.Table) -> dict[str, Any]:
    names = table.schema.names[1:]
    columns = np.empty(len(names), object)
    for k, name in enumerate(names):
        columns[k] = _column(table.column(name))
    return {"time": _column(table.column("time")), "names": np.array(names, object), "columns": columns}


def _column(column: pa.ChunkedArray) -> "np.ndarray":
    if column.type in (pa.utf8(), pa.list_(pa.float64())) and column.null_count == len(column):
        return np.empty((0, 1))
    return cells(column.combine_chunks()).reshape(-1, 1)
