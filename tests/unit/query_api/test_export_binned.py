"""Exports of bins: those of the samples, from rollups where there are some."""

import json
from typing import Any

import httpx
import numpy as np
import pyarrow as pa
import pytest
from caflux_query_api.export.formats import FORMATS
from caflux_query_api.rolled import Grid, binner_of
from caflux_storage.bins import Bins
from caflux_storage.recording import Span, recordings
from caflux_testing.place import Place
from caflux_testing.rolled import END, HOURS, T0, S, Signal, roll_up

HOUR = 3_600 * S
COLUMNS = ("first", "last", "min", "max", "mean", "twmean", "std")
SIGNAL = Signal(5, 5_000, [], [(30_000, 500)], 0, HOURS, [])


async def exported(client: httpx.AsyncClient, period: str, start: int, stop: int, **more: Any) -> pa.Table:
    params = {"format": "arrow", "layout": "binned", "period": period, "from": start, "to": stop, **more}
    answer = await client.get("/v1/export", params=params)
    assert answer.status_code == 200, answer.text
    return pa.ipc.open_stream(answer.content).read_all()


async def plainly(place: Place, pv: str, span: Span, period: int) -> Bins:
    recording = (await recordings(place.archive, [pv], span, END))[pv]
    binner = binner_of(recording, Grid(span.start - span.start % period, period))
    async for chunk in place.archive.samples(pv, span.start, span.stop):
        binner.add(chunk)
    return binner.finish(END)


def check(found: pa.Table, wanted: Bins) -> None:
    assert found.column("time").cast(pa.int64()).to_pylist() == wanted.time.tolist()
    assert found.column("count").to_pylist() == wanted.of.count.tolist()
    assert found.column("severity").to_pylist() == wanted.of.severity.tolist()
    np.testing.assert_allclose(found.column("covered").to_numpy(), wanted.of.covered / S)
    for name in COLUMNS:
        column = np.array(found.column(name).to_pylist(), np.float64)
        np.testing.assert_allclose(column, getattr(wanted.of, name), 1e-9, 1e-6, err_msg=name)


async def test_bins_are_made_of_rollups_and_say_so(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(SIGNAL.lines("A"))
    await roll_up(place, "A", SIGNAL)
    span = Span(T0 + 90 * S, END - 90 * S)

    hours = await exported(client, "2h", span.start, span.stop, pv="A")
    minutes = await exported(client, "7m", span.start, span.stop, pv="A")

    check(hours, await plainly(place, "A", span, 2 * HOUR))
    check(minutes, await plainly(place, "A", span, 420 * S))
    assert set(hours.column("source").to_pylist()) == {"sample_1h"}
    assert set(minutes.column("source").to_pylist()) == {"sample_1m"}
    assert set(hours.column("pv").to_pylist()) == {"A"}


async def test_many_bins_are_made_piece_by_piece(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(SIGNAL.lines("A"))
    span = Span(T0 + 7, T0 + 4 * HOUR)

    found = await exported(client, "1s", span.start, span.stop, pv="A")

    check(found, await plainly(place, "A", span, S))
    assert len(found) > 10_000
    assert set(found.column("source").to_pylist()) == {"raw"}


async def test_expressions_are_binned(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(SIGNAL.lines("A"))
    span = Span(T0 + 7, T0 + 3 * HOUR)

    found = await exported(client, "1s", span.start, span.stop, expr='"A" * 1')

    wanted = await plainly(place, "A", span, S)
    assert found.column("count").to_pylist() == wanted.of.count.tolist()
    np.testing.assert_allclose(np.array(found.column("twmean").to_pylist(), float), wanted.of.twmean)


@pytest.mark.parametrize("name", FORMATS)
async def test_formats_that_are_tables_take_bins(client: httpx.AsyncClient, place: Place, name: str) -> None:
    await place.write(SIGNAL.lines("A"))
    params: dict[str, Any] = {"pv": "A", "from": T0, "to": END, "layout": "binned", "period": "1h"}

    answer = await client.get("/v1/export", params={**params, "format": name})

    if name in ("hdf5", "mat", "xlsx"):
        assert answer.status_code == 422
        assert "parquet" in answer.json()["detail"]
        return
    assert answer.status_code == 200
    if name == "json":
        rows = json.loads(answer.content)["rows"]
        assert len(rows) == HOURS
        assert rows[0][:2] == ["A", T0]


@pytest.mark.parametrize(
    ("more", "said"),
    [({}, "needs a period"), ({"period": "1h", "severity": "true"}, "severity")],
)
async def test_bins_need_a_width(
    client: httpx.AsyncClient, place: Place, more: dict[str, str], said: str
) -> None:
    await place.write(SIGNAL.lines("A"))

    answer = await client.get("/v1/export", params={"pv": "A", "layout": "binned", **more})

    assert answer.status_code == 422
    assert said in answer.text
