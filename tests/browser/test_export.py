"""Files that the viewer exports hold what the archive holds, in each format, and say where they do not."""

import csv
import io
import json
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import h5py
import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from caflux_storage import Event
from caflux_storage.encode import encode_event, encode_numbers, encode_text, sample_prefix
from caflux_testing.accessible import violations
from caflux_testing.archive import write
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.faults import At, Cut
from caflux_testing.up import Up
from playwright.async_api import Page, expect
from pyarrow import parquet
from scipy.io import loadmat

BEGIN = datetime(2026, 7, 1, tzinfo=UTC)
STOP = BEGIN + timedelta(minutes=5)
T0, S = int(BEGIN.timestamp()) * 10**9, 10**9
RISING, NUMBER, TEXT = (f"TEST:EXP:{name}" for name in ("RISING", "NUMBER", "TEXT"))
N = 300
TIMES = [T0 + S + 1, T0 + 2 * S + 123_456_789, T0 + 3 * S + 999_999_999, T0 + 9 * S + 7]
VALUES, SEVERITIES = [0.1, math.nan, 2.5e-300, -7.0], [0, 3, 2, 0]
TEXTS = ['=1+1, "x"\nü', "-Closed"]

Row = tuple[int, float | None, str | None, int | None]
"""Time in ns, the number, the text, and the number's severity; None: not known."""
ROWS: list[Row] = [
    (T0, None, TEXTS[0], None),
    *((time, value, TEXTS[0], of) for time, value, of in zip(TIMES, VALUES, SEVERITIES, strict=True)),
    (T0 + 5 * S, None, TEXTS[1], None),
]
"""Side by side: before its first sample, and from 4 s on, when its IOC went away, the number is not known."""
ROWS.sort(key=lambda row: row[0])
ROWS[-1] = (*ROWS[-1][:2], TEXTS[1], ROWS[-1][3])


@pytest.fixture(scope="session")
def recorded(up: Up) -> list[str]:
    """Have PVs that are archived, but not configured."""
    second, zeros = np.arange(N, dtype=np.int64), np.zeros(N, np.int64)
    severity = np.array(SEVERITIES)
    write(
        up.archive_url,
        encode_numbers([sample_prefix(RISING)], zeros, T0 + second * S, second.astype(float), zeros, zeros)
        + encode_numbers(
            [sample_prefix(NUMBER)], zeros[:4], np.array(TIMES), np.array(VALUES), severity, severity
        )
        + encode_text(sample_prefix(TEXT), T0, TEXTS[0], 0, 0)
        + encode_text(sample_prefix(TEXT), T0 + 5 * S, TEXTS[1], 0, 0)
        + encode_event(Event(NUMBER, T0, "connected"))
        + encode_event(Event(NUMBER, T0 + 4 * S, "disconnected"))
        + encode_event(Event(NUMBER, T0 + 9 * S, "connected")),
    )
    return [RISING, NUMBER, TEXT]


@pytest.fixture
def ours(recorded: list[str], tolerated: list[str]) -> list[str]:
    """Let config-api not know these PVs."""
    tolerated.append("404 (Not Found)")
    return recorded


def address(*pvs: str, **more: str) -> str:
    span = {"from": BEGIN.isoformat(), "to": STOP.isoformat(), "tab": "export"}
    return "/viewer?" + urlencode([*(("pv", pv) for pv in pvs), *(span | more).items()], quote_via=quote)


async def saved(page: Page, button: str = "Export") -> tuple[str, Path]:
    """Press a button that saves a file; give the name that it got, and where it is."""
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name=button, exact=True).click()
    download = await downloading.value
    return download.suggested_filename, await download.path()


def number(item: Any) -> float | None:
    return None if item in (None, "") else float(item)


def whole(item: Any) -> int | None:
    return None if item in (None, "") else int(item)


def of_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines, [end] = csv.reader(file)
    assert end == f"# complete: {len(ROWS)} rows"
    assert header == ["time", NUMBER, f"{NUMBER} severity", TEXT, f"{TEXT} severity"]
    return [
        (int(np.datetime64(time.rstrip("Z"), "ns").astype(np.int64)), number(value), text, whole(severity))
        for time, value, severity, text, _ in lines
    ]


def of_json(path: Path) -> list[Row]:
    found = json.loads(path.read_bytes())
    assert (found["complete"], found["rows_written"]) == (True, len(ROWS))
    return [(time, number(value), text, severity) for time, value, severity, text, _ in found["rows"]]


def of_table(table: pa.Table) -> list[Row]:
    time, *columns = table.columns
    return list(
        zip(time.cast(pa.int64()).to_pylist(), *(columns[k].to_pylist() for k in (0, 2, 1)), strict=True)
    )


def of_arrow(path: Path) -> list[Row]:
    with pa.OSFile(str(path)) as file:
        return of_table(pa.ipc.open_stream(file).read_all())


def of_hdf5(path: Path) -> list[Row]:
    with h5py.File(path) as file:
        assert file.attrs["complete"]
        columns = [file["time"][:], file[NUMBER][:], file[TEXT].asstr()[:], file[f"{NUMBER} severity"][:]]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def of_matlab(path: Path) -> list[Row]:
    found = loadmat(path, simplify_cells=True)
    assert found["caflux"] == f"complete: {len(ROWS)} rows"
    by_name = dict(zip(found["names"], found["columns"], strict=True))
    columns = [found["time"], by_name[NUMBER], by_name[TEXT], by_name[f"{NUMBER} severity"]]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def of_excel(path: Path) -> list[Row]:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet, end = book.worksheets
    assert end["A1"].value == f"complete: {len(ROWS)} rows"
    lines = list(sheet.iter_rows(min_row=3))
    # A text that begins as a formula does is a text to Excel, too.
    assert {line[4].data_type for line in lines} == {"s"}
    return [
        (int(line[1].value), number(line[2].value), line[4].value, whole(line[3].value)) for line in lines
    ]


FORMATS: dict[str, tuple[str, Callable[[Path], list[Row]]]] = {
    "CSV": (".csv", of_csv),
    "JSON": (".json", of_json),
    "Parquet": (".parquet", lambda path: of_table(parquet.read_table(path))),
    "Arrow": (".arrows", of_arrow),
    "HDF5": (".h5", of_hdf5),
    "MATLAB": (".mat", of_matlab),
    "Excel": (".xlsx", of_excel),
}
NO_NULLS = ("HDF5", "MATLAB")
"""They write numbers that are not known as NaN, and the severity of these as 255."""


@pytest.mark.usefixtures("ours")
@pytest.mark.timeout(300)
async def test_every_format_holds_what_the_archive_holds(page: Page) -> None:
    await page.goto(address(NUMBER, TEXT))
    await page.get_by_text("A column a trace", exact=True).click()
    await page.get_by_role("checkbox", name="Severities, too").check()
    choice = page.get_by_role("combobox", name="Format")
    await choice.click()
    assert await page.get_by_role("option").all_inner_texts() == list(FORMATS)
    await page.keyboard.press("Escape")
    for name, (ending, read) in FORMATS.items():
        await choice.click()
        await page.get_by_role("option", name=name, exact=True).click()
        file, path = await saved(page)
        assert file.endswith(ending)
        await expect(page.get_by_test_id("outcome")).to_contain_text(f"Complete: {file}, {len(ROWS)} rows")
        wanted: list[Row] = ROWS
        if name in NO_NULLS:
            wanted = [
                (t, math.nan if v is None else v, text, 255 if of is None else of) for t, v, text, of in ROWS
            ]
        np.testing.assert_equal(read(path), wanted, err_msg=name)


@pytest.mark.usefixtures("ours")
@pytest.mark.timeout(300)
async def test_only_what_was_archived_while_something_held_is_exported(
    page: Page, tolerated: list[str]
) -> None:
    tolerated.append("422 (Unprocessable")
    await page.goto(address(RISING))
    await page.get_by_role("checkbox", name="Only while something holds").check()
    editor = page.get_by_role("textbox", name="Condition")
    await editor.click()
    await page.keyboard.insert_text(f'"{RISING}" & 1')
    await expect(page.get_by_role("status").filter(has_text="Column")).to_contain_text("write and")
    await expect(page.locator(".cm-lintRange-error")).to_have_text("&")
    export = page.get_by_role("button", name="Export", exact=True)
    await expect(export).to_be_disabled()

    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.insert_text(f'"{RISING}" >= 200 or "{RISING}" == 7')
    await expect(page.get_by_role("status").filter(has_text="It holds now.")).to_be_visible()
    least = page.get_by_role("textbox", name="For at least")
    await least.fill("soon")
    await expect(export).to_be_disabled()
    await least.fill("10s")
    await expect(export).to_be_enabled()
    assert await violations(page, context="[role=tabpanel]") == []
    for again in (False, True):
        if again:  # the address has it all
            await page.reload()
            await expect(editor).to_have_text(f'"{RISING}" >= 200 or "{RISING}" == 7')
        name, path = await saved(page)
        assert name.endswith("-where.csv")
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines, _end = csv.reader(file)
        value = header.index("value")
        assert [float(line[value]) for line in lines if line[value]] == [*range(200, N)]
        query = parse_qs(urlsplit(page.url).query)
        assert query["where_min"] == ["10s"]
    await page.get_by_role("checkbox", name="Only while something holds").uncheck()
    _, path = await saved(page)
    assert path.read_text().endswith(f"# complete: {N} rows\n")


@pytest.mark.usefixtures("ours")
@pytest.mark.timeout(300)
async def test_a_file_that_is_cut_while_it_comes_is_told_and_marked(
    page: Page, up: Up, tolerated: list[str]
) -> None:
    tolerated.append("net::ERR_")
    cut = Cut(At.IN_RESPONSE)
    with FaultProxy(up.url) as proxy:
        proxy.meet(cut, times=1, path="/api/query/v1/export?")
        await page.goto(proxy.url + address(RISING))
        await page.get_by_role("button", name="Export", exact=True).click()
        told = re.compile(r"^TEST_EXP_RISING-\S+\.csv is not complete, and was not saved: .*broke off")
        await expect(page.get_by_test_id("outcome")).to_contain_text(told)
        assert proxy.met(cut) == 1
        name, path = await saved(page, "Save what came")
        assert name.startswith("incomplete-TEST_EXP_RISING-")
        part = path.read_text()
        name, path = await saved(page, "Try again")
        assert name.startswith("TEST_EXP_RISING-")
        all_of_it = path.read_text()
        assert all_of_it.endswith(f"# complete: {N} rows\n")
        assert all_of_it.startswith(part)
        assert "# complete" not in part
        await expect(page.get_by_test_id("outcome")).to_contain_text("Complete: ")
