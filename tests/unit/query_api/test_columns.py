"""Long columns that are remembered as JSON: the same bytes as without, whatever was written meanwhile."""

import httpx
import numpy as np
import orjson
from caflux_query_api.answers import dump, raw_document
from caflux_query_api.columns import Columns, is_quick
from caflux_storage import Samples
from caflux_storage.recording import Span
from caflux_testing.place import Place, numbers

S = 1_000_000_000
T0 = 1_790_000_000 * S
N = 3_000
SPAN = Span(T0, T0 + N * S)


def samples(n: int = N, alarm: int = 0) -> Samples:
    severity = np.zeros(n, np.uint8)
    severity[-1] = alarm
    return Samples(T0 + np.arange(n) * S, np.arange(n) / 7, severity, severity)


async def test_an_answer_again_is_the_same_until_something_comes_late(
    client: httpx.AsyncClient, place: Place
) -> None:
    await place.write(numbers("A", [T0 - S], [0.5]), numbers("A", samples().time.tolist(), [0.0] * N))
    params: dict[str, str | int] = {"pv": "A", "from": T0, "to": SPAN.stop, "points": 2 * N}

    first = (await client.get("/v1/data", params=params)).content
    again = (await client.get("/v1/data", params=params)).content
    await place.write(numbers("A", [T0 - S // 2], [0.7]))
    carried = (await client.get("/v1/data", params=params)).json()["series"][0]
    await place.write(numbers("A", [T0 + 5], [9.5]))
    late = (await client.get("/v1/data", params=params)).json()["series"][0]
    await place.write(numbers("A", [T0 + 5], [9.5], 2, 4))
    alarmed = (await client.get("/v1/data", params=params)).json()["series"][0]

    assert again == first
    assert carried["value"][:2] == [0.7, 0.0]
    assert (late["value"][:3], late["severity"][2]) == ([0.7, 0.0, 9.5], 0)
    assert alarmed["severity"][2] == 2
    assert len(alarmed["time"]) == N + 2


async def test_what_is_remembered_is_given_and_is_what_would_be_made() -> None:
    columns, document = Columns(10_000_000), raw_document("A", samples())

    once = await columns.ready(document, SPAN)
    (remembered,) = columns._known.values()
    remembered["status"] = b"[7]"
    again = await columns.ready(document, SPAN)

    assert dump(once) == dump(document)
    assert orjson.loads(dump(again)) == orjson.loads(dump(document)) | {"status": [7]}
    assert is_quick(again)
    assert not is_quick(document)
    other = await columns.ready(raw_document("A", samples(alarm=1)), SPAN)
    assert orjson.loads(dump(other))["severity"][-1] == 1


async def test_what_is_short_or_binned_stays_as_it_is() -> None:
    columns = Columns(10_000_000)
    for document in (raw_document("A", samples(100)), {"kind": "binned", "time": np.arange(N)}):
        assert await columns.ready(document, SPAN) is document
    assert await Columns(0).ready(raw_document("A", samples()), SPAN)
    assert columns.size == 0


async def test_what_is_remembered_is_bounded_and_the_oldest_goes() -> None:
    one = sum(
        len(dump(raw_document("A", samples())[name])) for name in ("time", "value", "severity", "status")
    )
    columns = Columns(4 * one)
    for pv in "ABCDE":
        await columns.ready(raw_document(pv, samples()), SPAN)
    assert columns.size == 4 * one
    assert [key[0] for key in columns._known] == ["B", "C", "D", "E"]
