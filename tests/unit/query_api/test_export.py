"""Exports in every format, read back with the libraries that users read them with."""

import csv
import io
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import httpx
import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from caflux_query_api.app import create
from caflux_query_api.data import TooMuch
from caflux_query_api.export.formats import FORMATS
from caflux_query_api.export.workbook import MOST_ROWS, Workbook
from caflux_query_api.settings import QuerySettings
from caflux_storage import Event
from caflux_storage.encode import encode_array, encode_event, encode_text, sample_prefix
from caflux_testing.http_server import HttpServer
from caflux_testing.influxd import InfluxServer
from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async
from pyarrow import parquet
from scipy.io import loadmat

T0 = 1_790_000_000_000_000_001
S = 1_000_000_000
NAMES = ["SR:I", 'A "quoted", one/two']


async def filled(place: Place) -> None:
    """Write numbers, the special ones among them, of two PVs, and a text and a waveform of two others."""
    await place.write(
        numbers(NAMES[0], [T0 + k * S for k in range(4)], [1.5, math.nan, -math.inf, -0.25], 1, 3),
        numbers(NAMES[1], [T0 - S, T0 + S + 1], [7.0, 8.0]),
        encode_text(sample_prefix("TEXT"), T0, '=SUM(A1), "x"\nü', 0, 0),
        encode_array(sample_prefix("WAVE"), T0, np.array([1.0, math.nan, 3.0]), 2, 4),
    )


async def export(client: httpx.AsyncClient, pvs: list[str], **more: Any) -> bytes:
    """Give an export of four seconds from T0."""
    params = [("pv", pv) for pv in pvs] + list({"from": T0, "to": T0 + 4 * S, **more}.items())
    answer = await client.get("/v1/export", params=params)
    assert answer.status_code == 200, answer.text
    return answer.content


def left_in(folder: Path) -> list[Path]:
    """Give the files of exports in a folder."""
    return list(folder.glob("caflux-*"))


ALL = [*NAMES, "TEXT", "WAVE"]


async def test_csv(client: httpx.AsyncClient, place: Place) -> None:
    await filled(place)
    *table, end = (await export(client, ALL)).decode().removesuffix("\n").split("\n# ")
    assert end == "complete: 7 rows"
    rows = list(csv.DictReader(io.StringIO(table[0])))
    assert [row["pv"] for row in rows] == ["SR:I"] * 4 + [NAMES[1], "TEXT", "WAVE"]
    assert rows[0]["time"] == "2026-09-21 14:13:20.000000001Z"
    assert [row["value"] for row in rows] == ["1.5", "nan", "-inf", "-0.25", "8", "", ""]
    assert [row["severity"] for row in rows] == ["1"] * 4 + ["0", "0", "2"]
    assert rows[5]["text"] == '=SUM(A1), "x"\nü'
    assert json.loads(rows[6]["array"]) == [1.0, "nan", 3.0]


async def test_json(client: httpx.AsyncClient, place: Place) -> None:
    await filled(place)
    document = json.loads(await export(client, ALL, format="json"))
    assert document["complete"] is True
    assert document["rows_written"] == 7
    assert document["columns"] == ["pv", "time", "value", "text", "array", "severity", "status"]
    assert document["rows"][:2] == [
        ["SR:I", T0, 1.5, None, None, 1, 3],
        ["SR:I", T0 + S, "nan", None, None, 1, 3],
    ]
    assert document["rows"][-1] == ["WAVE", T0, None, None, [1.0, "nan", 3.0], 2, 4]


@pytest.mark.parametrize("name", ["arrow", "parquet"])
async def test_arrow_and_parquet(client: httpx.AsyncClient, place: Place, name: str) -> None:
    await filled(place)
    content = await export(client, ALL, format=name)
    if name == "arrow":
        table = pa.ipc.open_stream(content).read_all()
    else:
        table = parquet.read_table(io.BytesIO(content))
        assert parquet.ParquetFile(io.BytesIO(content)).metadata.metadata[b"caflux"] == b"complete: 7 rows"
    assert table.column("pv").to_pylist() == ["SR:I"] * 4 + [NAMES[1], "TEXT", "WAVE"]
    assert table.column("time").cast(pa.int64()).to_pylist()[:2] == [T0, T0 + S]
    np.testing.assert_equal(
        table.column("value").to_pylist(), [1.5, math.nan, -math.inf, -0.25, 8.0, None, None]
    )
    np.testing.assert_equal(table.column("array").to_pylist()[-1], [1.0, math.nan, 3.0])


async def test_hdf5(client: httpx.AsyncClient, place: Place) -> None:
    await filled(place)
    with h5py.File(io.BytesIO(await export(client, ALL, format="hdf5"))) as file:
        assert file.attrs["complete"]
        assert file.attrs["caflux"] == "complete: 7 rows"
        np.testing.assert_equal(file["SR:I/time"][:], [T0 + k * S for k in range(4)])
        np.testing.assert_equal(file["SR:I/value"][:], [1.5, math.nan, -math.inf, -0.25])
        np.testing.assert_equal(file['A "quoted", one%2Ftwo/value'][:], [8.0])
        assert file["TEXT/text"].asstr()[0] == '=SUM(A1), "x"\nü'
        np.testing.assert_equal(file["WAVE/array"][0], [1.0, math.nan, 3.0])
        assert "text" not in file["SR:I"]


async def test_matlab(client: httpx.AsyncClient, place: Place) -> None:
    await filled(place)
    found = loadmat(io.BytesIO(await export(client, ALL, format="mat")), simplify_cells=True)
    assert found["caflux"] == "complete: 7 rows"
    by_pv = {series["pv"]: series for series in found["series"]}
    assert list(by_pv) == ALL
    np.testing.assert_equal(by_pv["SR:I"]["time"], [T0 + k * S for k in range(4)])
    np.testing.assert_equal(by_pv["SR:I"]["value"], [1.5, math.nan, -math.inf, -0.25])


async def test_excel(client: httpx.AsyncClient, place: Place) -> None:
    await filled(place)
    book = openpyxl.load_workbook(io.BytesIO(await export(client, ALL, format="xlsx")))
    assert book.sheetnames == ["1 SR I", '2 A "quoted", one two', "3 TEXT", "4 WAVE", "caflux"]
    sheet = book["1 SR I"]
    assert sheet["A1"].value == "SR:I"
    assert [cell.value for cell in sheet[2]] == [
        "time", "time_ns", "value", "text", "array", "severity", "status"
    ]  # fmt: skip
    assert sheet["A3"].value.isoformat(timespec="seconds") == "2026-09-21T14:13:20"
    assert sheet["B3"].value == str(T0)
    assert [sheet.cell(row, 3).value for row in range(3, 7)] == [1.5, "nan", "-inf", -0.25]
    text = book["3 TEXT"]["D3"]
    assert (text.data_type, text.value) == ("s", '=SUM(A1), "x"\nü')
    assert book["caflux"]["A1"].value == "complete: 7 rows"


async def test_aligned_holds_each_pv_until_its_next_sample_or_gap(
    client: httpx.AsyncClient, place: Place
) -> None:
    await filled(place)
    gone = T0 + 2 * S
    events = [Event("SR:I", T0 - S, "connected"), Event("SR:I", gone, "disconnected", "no beacon")]
    await place.write(*map(encode_event, events))
    content = await export(client, [*NAMES, "TEXT"], format="json", layout="aligned", severity="true")
    document = json.loads(content)
    assert document["columns"] == [
        "time", "SR:I", "SR:I severity", NAMES[1], f"{NAMES[1]} severity", "TEXT", "TEXT severity"
    ]  # fmt: skip
    text = '=SUM(A1), "x"\nü'
    assert document["rows"] == [
        [T0, 1.5, 1, 7.0, 0, text, 0],
        [T0 + S, "nan", 1, 7.0, 0, text, 0],
        [T0 + S + 1, "nan", 1, 8.0, 0, text, 0],
        [T0 + 2 * S, "-inf", 1, 8.0, 0, text, 0],
        [T0 + 3 * S, -0.25, 1, 8.0, 0, text, 0],
    ]


async def test_aligned_on_a_period(client: httpx.AsyncClient, place: Place) -> None:
    times = [T0 + S // 2, T0 + 2 * S]
    gone = T0 + S
    await place.write(
        numbers("A", times, [1.0, 2.0]),
        encode_event(Event("A", T0, "connected")),
        encode_event(Event("A", gone, "disconnected")),
    )
    document = json.loads(await export(client, ["A"], format="json", layout="aligned", period="500ms"))
    assert document["rows"] == [
        [T0 + k * S // 2, value] for k, value in enumerate([None, 1.0, None, None, 2.0, None, None, None])
    ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("layout", ["rows", "aligned"])
async def test_nothing_is_a_file_too(client: httpx.AsyncClient, place: Place, name: str, layout: str) -> None:
    await place.write(numbers("A", [T0 + 5 * S], [1.0]))
    assert await export(client, ["A"], format=name, layout=layout)


async def test_many_chunks_align_as_one(client: httpx.AsyncClient, place: Place) -> None:
    """250,000 samples of one PV are three chunks; another has two samples among them."""
    n = 250_000
    times = (T0 + np.arange(n) * 1_000_000).tolist()
    await place.write(numbers("FAST", times, list(map(float, range(n)))))
    await place.write(numbers("SLOW", [times[99_999], times[150_000] + 1], [1.0, 2.0]))
    span = {"from": T0, "to": times[-1] + 1}
    content = await export(client, ["FAST", "SLOW"], format="arrow", layout="aligned", **span)
    table = pa.ipc.open_stream(content).read_all()
    assert table.num_rows == n + 1
    slow = np.array(table.column("SLOW").to_pylist(), np.float64)
    expected = np.full(n + 1, np.nan)
    expected[99_999:], expected[150_001:] = 1.0, 2.0
    np.testing.assert_equal(slow, expected)
    fast = np.insert(np.arange(n, dtype=float), 150_001, 150_000.0)
    np.testing.assert_equal(table.column("FAST").to_numpy(), fast)


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"format": "exe"}, 422, "csv, json, arrow, parquet, hdf5, mat, xlsx"),
        ({"period": "1s"}, 422, "layout=aligned"),
        ({"layout": "aligned", "period": "soon"}, 422, "100ms"),
        ({"pv": "NONE"}, 404, "NONE"),
        ({"id": "../../etc"}, 422, "id"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx.AsyncClient, place: Place, more: dict[str, str], status: int, said: str
) -> None:
    await filled(place)
    answer = await client.get("/v1/export", params={"pv": "SR:I", **more})
    assert answer.status_code == status
    assert said in answer.text


async def test_how_far_it_is_can_be_asked(client: httpx.AsyncClient, place: Place) -> None:
    await filled(place)
    assert (await client.get("/v1/exports/my-export-1")).status_code == 404
    await export(client, NAMES, id="my-export-1")
    state = (await client.get("/v1/exports/my-export-1")).json()
    assert state == {"state": "complete", "rows": 5, "progress": 1.0, "reason": ""}


def test_a_workbook_takes_only_what_a_sheet_holds(tmp_path: Path) -> None:
    rows = pa.record_batch({"time": pa.array(np.arange(MOST_ROWS + 1))})
    writer = Workbook(tmp_path / "much.xlsx", rows.schema)
    with pytest.raises(TooMuch, match="format=parquet"):
        writer.write(rows)
    writer.abort()


async def test_too_much_is_refused_and_leaves_no_file(
    client: httpx.AsyncClient, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    await place.write(numbers("A", [T0], [1.0]))
    query = f"pv=A&from={T0}&to={T0 + 100 * S}&format=mat&layout=aligned&period=9us"
    answer = await client.get(f"/v1/export?{query}&id=too-much")
    assert answer.status_code == 422
    assert "format=hdf5" in answer.text
    assert left_in(tmp_path) == []
    assert (await client.get("/v1/exports/too-much")).json()["state"] == "truncated"


async def much(place: Place) -> None:
    """Write 400,000 samples, four chunks: more than lies in buffers on the way."""
    n = 400_000
    await place.write(numbers("A", (T0 + np.arange(n) * 1_000).tolist(), [1.0] * n))


MUCH: dict[str, str | int] = {"pv": "A", "from": T0, "to": T0 + S, "id": "much-of-it"}


async def until_it_breaks(client: httpx.AsyncClient, then: Callable[[], None]) -> bytes:
    """Give what is received of an export that is never complete; `then` is called at its beginning."""
    received = b""
    try:
        async with client.stream("GET", "/v1/export", params=MUCH) as answer:
            async for piece in answer.aiter_raw():
                if not received:
                    then()
                received += piece
    except httpx.RemoteProtocolError:
        return received
    raise AssertionError("the answer came to its proper end")


async def test_an_archive_that_goes_away_ends_the_file_and_says_so(
    own_influxd: InfluxServer,
) -> None:
    place = await Place.prepared(own_influxd.new_database())
    await much(place)
    with HttpServer(create(QuerySettings(archive_url=place.url))) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
            received = await until_it_breaks(client, then=own_influxd.stop)
            state = (await client.get("/v1/exports/much-of-it")).json()
    assert b"\n# truncated: " in received
    assert "InfluxDB at" in state["reason"]  # it can't be reached, or says that it is shutting down
    assert state["state"] == "truncated"
    rows = received.count(b"\nA,") + received.count(b'\n"A",')
    assert rows == state["rows"] < 400_000
    await place.close()


async def test_a_client_that_goes_away_ends_the_export_and_its_reading(
    served: httpx.AsyncClient, place: Place
) -> None:
    """More than lies in buffers on the way: when it has ended, nothing more of it is read."""
    await much(place)
    async with served.stream("GET", "/v1/export", params=MUCH) as answer:
        await anext(answer.aiter_raw())

    async def ended() -> bool:
        found = (await served.get("/v1/exports/much-of-it")).json()
        return bool(found["state"] == "truncated" and found["reason"] == "the client went away")

    await until_async(ended, what="the export to end")
    assert (await served.get("/v1/exports/much-of-it")).json()["rows"] < 400_000


async def test_expressions_and_conditions_are_exported(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("A", [T0, T0 + 2 * S], [1.0, 5.0]), numbers("B", [T0 - S, T0 + S], [10.0, 20.0])
    )
    query: dict[str, Any] = {"from": T0, "to": T0 + 4 * S, "format": "json", "expr": '"A" + "B"'}
    rows = (await client.get("/v1/export", params={**query, "pv": "A"})).json()["rows"]
    assert [row[:3] for row in rows] == [
        ["A", T0, 1.0],
        ["A", T0 + 2 * S, 5.0],
        ['"A" + "B"', T0, 11.0],
        ['"A" + "B"', T0 + S, 21.0],
        ['"A" + "B"', T0 + 2 * S, 25.0],
    ]
    aligned = (await client.get("/v1/export", params={**query, "pv": "A", "layout": "aligned"})).json()
    assert aligned["columns"] == ["time", "A", '"A" + "B"']
    assert aligned["rows"] == [[T0, 1.0, 11.0], [T0 + S, 1.0, 21.0], [T0 + 2 * S, 5.0, 25.0]]
    filtered = (await client.get("/v1/export", params={**query, "where": '"A" > 2'})).json()
    assert [row[1:3] for row in filtered["rows"]] == [[T0 + 2 * S, 25.0]]
    only = {**query, "pv": "A", "where": '"A" > 2'}
    aligned = (await client.get("/v1/export", params={**only, "layout": "aligned"})).json()
    assert aligned["rows"] == [[T0 + 2 * S, 5.0, 25.0]]
    bins = (await client.get("/v1/export", params={**only, "layout": "binned", "period": "1h"})).json()
    at = [bins["columns"].index(name) for name in ("pv", "min", "max", "covered")]
    assert [[row[k] for k in at] for row in bins["rows"]] == [
        ["A", 5.0, 5.0, 2.0],
        ['"A" + "B"', 25.0, 25.0, 2.0],
    ]
    wrong = await client.get("/v1/export", params={**query, "where": '"A" >'})
    assert wrong.status_code == 422
