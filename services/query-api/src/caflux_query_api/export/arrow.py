"""Arrow IPC streams and Parquet files."""

from typing import BinaryIO, cast

import pyarrow as pa
from pyarrow import parquet

from caflux_query_api.export.ending import Ending, State


class Stream:
    """An Arrow IPC stream; it has its end mark only where it is complete."""

    def __init__(self, sink: object, schema: pa.Schema) -> None:
        self._writer = pa.ipc.new_stream(sink, schema)

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        self._writer.write_batch(batch)

    def end(self, ending: Ending) -> None:
        """Write the end mark."""
        if ending.state is State.COMPLETE:
            self._writer.close()


class Parquet:
    """A Parquet file, a row group a batch; its metadata `caflux` say how it ended."""

    def __init__(self, sink: object, schema: pa.Schema) -> None:
        self._writer = parquet.ParquetWriter(cast("BinaryIO", sink), schema, compression="zstd")

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        self._writer.write_batch(batch)

    def end(self, ending: Ending) -> None:
        """Write the footer."""
        self._writer.add_key_value_metadata({"caflux": ending.sentence()})
        self._writer.close()
