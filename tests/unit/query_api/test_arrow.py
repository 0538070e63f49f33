"""Ranges as Arrow IPC."""

import json
import math
from typing import Any

import httpx
import numpy as np
import pyarrow as pa
import pytest
from caflux_storage.encode import encode_array, encode_text, sample_prefix
from caflux_testing.place import Place, numbers

T0 = 1_790_000_000_000_000_001


def streams(body: bytes) -> list[tuple[dict[str, Any], pa.Table]]:
    """Give what the metadata say of each series, and its columns."""
    found, source = [], pa.BufferReader(body)
    while source.tell() < len(body):
        table = pa.ipc.open_stream(source).read_all()
        found.append((json.loads(table.schema.metadata[b"caflux"]), table))
    return found


@pytest.mark.parametrize("by_header", [True, False])
async def test_arrow_has_the_same_as_json(client: httpx.AsyncClient, place: Place, by_header: bool) -> None:
    prefix = sample_prefix("C")
    wave = np.array([1.0, math.nan])
    await place.write(
        numbers("A", [T0, T0 + 1], [1.5, math.inf], 2, 4),
        numbers("B", [T0 + k for k in range(20)], [float(k) for k in range(20)]),
        numbers("C", [T0], [0.5]),
        encode_text(prefix, T0 + 1, "on", 0, 0),
        encode_array(prefix, T0 + 2, wave, 0, 0),
        encode_array(prefix, T0 + 3, np.array([b"X"], "S40"), 0, 0),
    )
    params: dict[str, Any] = {"pv": list("ABC"), "from": T0, "to": T0 + 20, "points": 10}
    json_series = (await client.get("/v1/data", params=params)).json()["series"]
    accept = {"Accept": "application/vnd.apache.arrow.stream"} if by_header else {}
    asked = params if by_header else params | {"format": "arrow"}

    answer = await client.get("/v1/data", params=asked, headers=accept)

    assert answer.headers["content-type"] == "application/vnd.apache.arrow.stream"
    (about, raw), (binned_about, binned), (_, mixed) = streams(answer.content)
    assert about == {k: v for k, v in json_series[0].items() if k in about}
    assert (about["pv"], about["kind"], binned_about["kind"]) == ("A", "raw", "binned")
    assert raw["time"].cast(pa.int64()).to_pylist() == [T0, T0 + 1]
    assert raw["value"].to_pylist() == [1.5, math.inf]
    assert (raw["severity"].to_pylist(), raw["status"].to_pylist()) == ([2, 2], [4, 4])
    for name in ("first", "last", "min", "max", "mean", "twmean", "std", "count", "covered", "severity"):
        assert binned[name].to_pylist() == json_series[1][name], name
    assert mixed["value"].to_pylist() == [0.5, None, None, None]
    assert mixed["text"].to_pylist() == [None, "on", None, None]
    assert mixed["array"].to_pylist()[2] == pytest.approx([1.0, math.nan], nan_ok=True)
    assert mixed["strings"].to_pylist()[3] == ["X"]
