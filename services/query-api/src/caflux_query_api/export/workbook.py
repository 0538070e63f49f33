"""Excel workbooks: a sheet a PV, or one sheet on a common time base."""

import math
import re
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from caflux_query_api.data import TooMuch
from caflux_query_api.export.ending import Ending

MOST_ROWS = 1_000_000
"""Of a workbook; a sheet has 1,048,576."""
_TITLE = re.compile(r"[\[\]:*?/\\]")
_NS_A_DAY = 86_400_000_000_000
_EPOCH_DAYS = 25_569
"""1970-01-01 as Excel counts days."""
_CELL_CHARACTERS = 32_767


class Workbook:
    """One file. `time` is a date of Excel, in UTC; `time_ns` is exact."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path = path
        self._schema = schema
        self._book = openpyxl.Workbook(write_only=True)
        self._sheets: dict[str, Any] = {}
        self._rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows.

        Raises:
            TooMuch: more than MOST_ROWS.
        """
        self._rows += batch.num_rows
        if self._rows > MOST_ROWS:
            raise TooMuch(
                f"a workbook takes at most {MOST_ROWS:,} rows; ask for a shorter range, or for format=csv or "
                "format=parquet"
            )
        if not batch.num_rows:
            return
        by_pv = batch.schema.names[0] == "pv"
        name = batch.column(0)[0].as_py() if by_pv else "data"
        if by_pv:
            batch = batch.select(batch.schema.names[1:])
        sheet = self._sheet(name, batch.schema.names)
        for row in zip(*[_cells(column) for column in batch.columns], strict=True):
            time, *values = row
            sheet.append([self._date(sheet, time), str(time), *(_cell(sheet, value) for value in values)])

    def end(self, ending: Ending) -> None:
        """Add a sheet that says how it ended, and write the file."""
        last = self._book.create_sheet("caflux")
        last.append([ending.sentence()])
        self._book.save(self._path)
        self._book.close()

    def abort(self) -> None:
        """Write the file all the same: only then openpyxl removes its own, one a sheet."""
        self.end(Ending())

    def _sheet(self, name: str, columns: list[str]) -> Any:
        if name not in self._sheets:
            title = f"{len(self._sheets) + 1} {_TITLE.sub(' ', name)}"[:31].strip()
            sheet = self._book.create_sheet(title)
            sheet.append([_cell(sheet, name)])
            sheet.append([_cell(sheet, column) for column in ("time", "time_ns", *columns[1:])])
            self._sheets[name] = sheet
        return self._sheets[name]

    @staticmethod
    def _date(sheet: Any, time: int) -> Any:
        cell = WriteOnlyCell(sheet, time / _NS_A_DAY + _EPOCH_DAYS)
        cell.number_format = "yyyy-mm-dd hh:mm:ss.000"
        return cell


def _cells(column: pa.Array) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        return list(column.cast(pa.int64()).to_pylist())
    return list(column.to_pylist())


def _cell(sheet: Any, value: Any) -> Any:
    """Give a cell; a text is never a formula."""
    if isinstance(value, list) or (isinstance(value, float) and not math.isfinite(value)):
        value = str(value)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_CELL_CHARACTERS])
    cell.data_type = "s"
    return cell
