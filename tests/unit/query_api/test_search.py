"""Names are found as one types them."""

from typing import Any

import httpx
import pytest
from caflux_contracts.catalogue import CatalogueEntry, SearchAnswer
from caflux_query_api.search import Index, glob
from caflux_testing.place import Place, numbers

T0 = 1_790_000_000_000_000_001
INDEX = Index(
    ["SR:C01:BPM1:X", "SR:C01:BPM1:Y", "SR:C02:BPM1:X", "LT:BPM1:X", "BPM", "SR:I", "a+b", "Öl:T"],
    [
        CatalogueEntry("SR:I", "Stored beam current", "mA", "double"),
        CatalogueEntry("SR:MODE", "Mode of the machine", "", "enum"),
    ],
)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("bpm", ["BPM", "LT:BPM1:X", "SR:C01:BPM1:X", "SR:C01:BPM1:Y", "SR:C02:BPM1:X"]),
        ("c01 x", ["SR:C01:BPM1:X"]),
        ("sr:*:x", ["SR:C01:BPM1:X", "SR:C02:BPM1:X"]),
        ("SR:C0?:BPM1:Y", ["SR:C01:BPM1:Y"]),
        ("beam current", ["SR:I"]),
        ("machine", ["SR:MODE"]),
        ("ÖL", ["Öl:T"]),
        ("a+b", ["a+b"]),
        ("*+*", ["a+b"]),
        ("[*", []),
    ],
)
def test_words_and_globs(typed: str, names: list[str]) -> None:
    found = INDEX.search(typed, 20)

    assert (found.names, found.total, found.fuzzy) == (names, len(names), False)


def test_what_is_typed_nearly_right_finds_what_is_similar() -> None:
    found = INDEX.search("sr:c02:pbm1:x", 3)

    assert (found.names[0], found.fuzzy) == ("SR:C02:BPM1:X", True)
    assert INDEX.search("qqqqqqq", 3).names == []


def test_nothing_typed_gives_the_first_names() -> None:
    assert INDEX.search(" ", 2).names == sorted(["BPM", "LT:BPM1:X"])
    assert INDEX.search("", 2).total == len(INDEX)


def test_of_very_many_those_that_begin_so_come_first() -> None:
    index = Index([f"A:X{k:04}" for k in range(2_500)] + ["X:LAST", "XX"], [])

    found = index.search("x", 4)

    assert (found.names, found.total) == (["X:LAST", "XX", "A:X0000", "A:X0001"], 2_502)


def test_globs_never_take_long() -> None:
    name, hostile = "a" * 255, "*a" * 100 + "b"

    assert glob([name] * 100, hostile) == []
    assert glob([name], "*a" * 100) == [name]
    assert glob(["abab", "ab", "b"], "*ab") == ["abab", "ab"]
    assert glob(["abcabd"], "a*c?b*") == ["abcabd"]


async def search(client: httpx.AsyncClient, **params: Any) -> SearchAnswer:
    answer = await client.get("/v1/search", params=params)
    assert answer.status_code == 200, answer.text
    return SearchAnswer.model_validate_json(answer.content)


async def test_the_archive_is_searched_with_the_times_of_its_data(
    client: httpx.AsyncClient, place: Place
) -> None:
    await place.write(numbers("SR:A", [T0, T0 + 7], [1.0, 2.0]), numbers("SR:B", [T0], [1.0]))

    found = await search(client, q="sr", times=True)
    bare = await search(client, q="b")

    assert [(pv.name, pv.archived, pv.first, pv.last) for pv in found.pvs] == [
        ("SR:A", True, T0, T0 + 7),
        ("SR:B", True, T0, T0),
    ]
    assert [(pv.name, pv.first) for pv in bare.pvs] == [("SR:B", None)]


async def test_bad_searches_are_refused(client: httpx.AsyncClient) -> None:
    bad: list[dict[str, Any]] = [{}, {"q": "x" * 256}, {"q": "x", "limit": 0}, {"q": "x", "limit": 1_001}]
    for params in bad:
        assert (await client.get("/v1/search", params=params)).status_code == 422
