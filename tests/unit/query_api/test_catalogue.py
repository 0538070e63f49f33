import httpx
from caflux_contracts.retrieval import EventsAnswer
from caflux_query_api.routes.catalogue import matching
from caflux_storage import Event
from caflux_storage.encode import encode_event
from caflux_testing.place import Place, numbers

T0 = 1_790_000_000_000_000_001
NAMES = ["BPM:X", "BPM:Y", "Mode", "SR:bpm[1]", "a.b"]


async def test_names_are_found_by_part_or_glob(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(*(numbers(name, [T0], [1.0]) for name in NAMES))

    async def found(**params: str | int) -> list[str]:
        answer = await client.get("/v1/pvs", params=params)
        names: list[str] = answer.json()["names"]
        return names

    assert await found() == NAMES
    assert await found(search="bpm") == ["BPM:X", "BPM:Y", "SR:bpm[1]"]
    assert await found(search="bpm:?") == ["BPM:X", "BPM:Y"]
    assert await found(search="*bpm*") == ["BPM:X", "BPM:Y", "SR:bpm[1]"]
    assert await found(search="*[1]") == ["SR:bpm[1]"]
    assert await found(search="a.b") == ["a.b"]
    assert await found(search="aXb") == []
    assert await found(search="'; DROP") == []


async def test_a_cut_list_says_so(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(*(numbers(name, [T0], [1.0]) for name in NAMES))

    whole = (await client.get("/v1/pvs", params={"limit": 5})).json()
    cut = (await client.get("/v1/pvs", params={"limit": 2, "search": "bpm"})).json()

    assert whole == {"names": NAMES, "total": 5, "truncated": False}
    assert cut == {"names": ["BPM:X", "BPM:Y"], "total": 3, "truncated": True}


async def test_bad_searches_are_refused(client: httpx.AsyncClient) -> None:
    for params in ({"search": "x" * 256}, {"limit": 0}, {"limit": 10_001}):
        assert (await client.get("/v1/pvs", params=params)).status_code == 422


def test_a_glob_is_no_regular_expression() -> None:
    assert matching(["a+b", "aab"], "a+?") == ["a+b"]
    assert matching(["x", "a|b"], "*a|b") == ["a|b"]
    assert matching(["a\\b"], "a\\?") == ["a\\b"]


async def test_events_come_with_the_last_one_before_the_range(
    client: httpx.AsyncClient, place: Place
) -> None:
    events = [
        Event("A", T0, "connected"),
        Event("A", T0 + 10, "overflow", "ring", 7),
        Event("B", T0 + 12, "paused"),
        Event("A", T0 + 20, "stopped"),
    ]
    await place.write(*map(encode_event, events), numbers("C", [T0], [1.0]))

    params = f"pv=A&pv=B&pv=C&from={T0 + 5}&to={T0 + 15}"
    answer = EventsAnswer.model_validate_json((await client.get(f"/v1/events?{params}")).content)

    assert (answer.start, answer.stop) == (T0 + 5, T0 + 15)
    found = [(e.pv, e.time, e.kind, e.detail, e.count) for e in answer.events]
    assert found == [(e.pv, e.time, e.kind, e.detail, e.count) for e in events[:3]]


async def test_events_are_asked_for_by_kind(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        *(encode_event(Event("A", T0 + k, kind)) for k, kind in enumerate(["connected", "clock"]))
    )

    answer = await client.get(f"/v1/events?pv=A&from={T0}&to={T0 + 9}&kind=clock&kind=x'%20OR%20")

    assert [event["kind"] for event in answer.json()["events"]] == ["clock"]


async def test_more_events_than_an_answer_may_have_are_refused(
    client: httpx.AsyncClient, place: Place
) -> None:
    await place.write(*(encode_event(Event("A", T0 + k, "clock")) for k in range(20_001)))

    refused = await client.get(f"/v1/events?pv=A&from={T0}&to={T0 + 20_001}")
    allowed = await client.get(f"/v1/events?pv=A&from={T0}&to={T0 + 19_999}")

    assert refused.status_code == 422
    assert "shorter range" in refused.json()["detail"]
    assert len(allowed.json()["events"]) == 19_999


async def test_events_of_an_unknown_pv_are_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/events?pv=nobody")

    assert answer.status_code == 404
    assert "'nobody'" in answer.json()["detail"]
