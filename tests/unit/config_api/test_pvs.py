"""PVs, one by one: add, change, list, search, pause, delete."""

from datetime import UTC, datetime

import httpx
from caflux_testing.config_client import ConfigClient, HandClock, problem, pv_path

STRANGE_NAMES = [
    "SR:C01-BI{BPM:1}Pos:X-I",
    'IOC:ai1.VAL{"dbnd":{"abs":1.5}}',
    "with several spaces",
    'it\'s "quoted"',
    "'; DROP TABLE pv; --",
    "back\\slash\\'s",
    "a/b//c/../d/./e",
    "./a/..",
    "...",
    "percent%20and%2Fmore",
    "question?and#hash&more=1+1",
    "100%_!",
    "Ångström:µ",
    "电流🙂",
    "import/pause",
    "x" * 255,
]
BAD_NAMES = {
    "x" * 256: "255 characters",
    "x" * 500: "255 characters",
    " padded": "white space",
    "bell\a": "control",
    "nul\x00": "control",
    "end\\": "backslash",
}

SEARCHES = {
    "bpm": ["SR:BPM1:X", "SR:bpm2:X"],
    "X": ["SR:BPM1:X", "SR:bpm2:X"],
    "SR:*:x": ["SR:BPM1:X", "SR:bpm2:X"],
    "SR:bpm?:X": ["SR:BPM1:X", "SR:bpm2:X"],
    "BPM*": [],
    "*": ["50%_a", "50!b", "SR:BPM1:X", "SR:bpm2:X", "back\\slash", "Öl"],
    "%": ["50%_a"],
    "_": ["50%_a"],
    "!": ["50!b"],
    "0%*": [],
    "50%*": ["50%_a"],
    "\\": ["back\\slash"],
    "öL": ["Öl"],
    "'; DROP TABLE pv; --": [],
    "": ["50%_a", "50!b", "SR:BPM1:X", "SR:bpm2:X", "back\\slash", "Öl"],
}
NO_QUERIES = {
    "cursor": [("%%%", 400), ("ä", 400), ("__8", 400), ("IkEi", 400), ("bnVsbA", 400)],
    "limit": [("0", 422), ("1001", 422), ("ten", 422)],
    "state": [("asleep", 422)],
    "sort": [("colour", 422), ("--name", 422)],
    "connection": [("perhaps", 422)],
    "search": [("x" * 256, 422)],
}
NO_SETTINGS: list[tuple[dict[str, object], str]] = [
    ({"mode": "scan"}, "period_s"),
    ({"period_s": 1}, "scan mode"),
    ({"mode": "sometimes"}, "mode"),
    ({"deadband": -1}, "deadband"),
    ({"deadband": "much"}, "deadband"),
    ({"max_rate_hz": 0}, "max_rate_hz"),
    ({"description": "x" * 1_001}, "description"),
    ({"deadbnad": 1}, "deadbnad"),
    ({"state": "paused"}, "state"),
    ({"controlling_pv": ""}, "controlling_pv"),
    ({"controlling_pv": "bad\\"}, "controlling_pv"),
    ({"use_adel": "perhaps"}, "use_adel"),
    ({"use_adel": None}, "use_adel"),
]


async def test_put_adds_and_then_changes(admin: ConfigClient, clock: HandClock) -> None:
    added = await admin.put("A:1", deadband=0.5, description="first")
    clock.advance(60)
    changed = await admin.put("A:1", mode="scan", period_s=2)

    assert (added.status_code, changed.status_code) == (201, 200)
    before, after = added.json(), changed.json()
    assert before == {
        "name": "A:1",
        "state": "active",
        "mode": "monitor",
        "period_s": None,
        "deadband": 0.5,
        "max_rate_hz": None,
        "controlling_pv": None,
        "use_adel": False,
        "fields": [],
        "replicas": 1,
        "groups": [],
        "tags": [],
        "owner": "",
        "collector": None,
        "retention": None,
        "description": "first",
        "created_at": "2026-01-02T03:04:05.678901Z",
        "changed_at": "2026-01-02T03:04:05.678901Z",
        "revision": before["revision"],
        "aliases": [],
        "metadata": None,
    }
    assert (after["mode"], after["period_s"], after["deadband"], after["description"]) == (
        "scan",
        2,
        None,
        "",
    )
    assert after["created_at"] == before["created_at"]
    assert datetime.fromisoformat(after["changed_at"]) == datetime(2026, 1, 2, 3, 5, 5, 678_901, tzinfo=UTC)
    assert after["revision"] == before["revision"] + 1
    assert (await admin.http.get(pv_path("A:1"))).json() == after


async def test_an_equal_put_changes_nothing(admin: ConfigClient, clock: HandClock) -> None:
    first = await admin.put("A:1", deadband=0.1)
    revision = await admin.revision()
    clock.advance(60)
    again = await admin.put("A:1", deadband=0.1)

    assert again.status_code == 200
    assert again.json() == first.json()
    assert await admin.revision() == revision


async def test_a_pv_is_controlled_by_another(admin: ConfigClient) -> None:
    added = (await admin.put("A:1", controlling_pv="BEAM:OK", use_adel=True)).json()
    assert (added["controlling_pv"], added["use_adel"]) == ("BEAM:OK", True)
    assert (await admin.http.get(pv_path("A:1"))).json() == added

    revision = await admin.revision()
    answer = await admin.http.put(pv_path("A:1"), json={"controlling_pv": "A:1"})
    assert "must be another PV" in problem(answer, 422)
    assert await admin.revision() == revision

    changed = (await admin.put("A:1")).json()
    assert (changed["controlling_pv"], changed["use_adel"]) == (None, False)


async def test_pause_and_resume(admin: ConfigClient) -> None:
    await admin.put("A:1", deadband=1)
    paused = (await admin.http.post(pv_path("A:1", "/pause"))).json()
    revision = await admin.revision()
    again = (await admin.http.post(pv_path("A:1", "/pause"))).json()
    assert (paused["state"], again["state"]) == ("paused", "paused")
    assert await admin.revision() == revision

    still = (await admin.put("A:1", deadband=2)).json()
    assert (still["state"], still["deadband"]) == ("paused", 2)

    resumed = (await admin.http.post(pv_path("A:1", "/resume"))).json()
    assert (resumed["state"], resumed["deadband"]) == ("active", 2)
    assert resumed["revision"] > revision


async def test_delete(admin: ConfigClient) -> None:
    await admin.put("A:1")
    await admin.put("A:2")
    revision = await admin.revision()

    assert (await admin.http.delete(pv_path("A:1"))).status_code == 204
    assert await admin.names() == ["A:2"]
    assert await admin.revision() == revision + 1
    assert "A:1" in problem(await admin.http.delete(pv_path("A:1")), 404)
    assert await admin.revision() == revision + 1


async def test_what_is_not_there(admin: ConfigClient) -> None:
    for answer in (
        await admin.http.get(pv_path("no such")),
        await admin.http.delete(pv_path("no such")),
        await admin.http.post(pv_path("no such", "/pause")),
        await admin.http.post(pv_path("no such", "/resume")),
    ):
        assert "no such" in problem(answer, 404)


async def test_any_printable_name(admin: ConfigClient) -> None:
    await admin.put("other")

    for name in STRANGE_NAMES:
        assert (await admin.put(name, description=name)).status_code == 201
        assert (await admin.http.get(pv_path(name))).json()["name"] == name
        assert (await admin.http.post(pv_path(name, "/pause"))).json()["state"] == "paused"
        assert await admin.names(state="paused") == [name]
        assert await admin.names(search=name) == [name]
        assert (await admin.http.delete(pv_path(name))).status_code == 204
        assert await admin.names() == ["other"]


async def test_what_is_no_name(admin: ConfigClient) -> None:
    for name, why in BAD_NAMES.items():
        assert why in problem(await admin.put(name), 422)
        assert why in problem(await admin.http.get(pv_path(name)), 422)
    assert await admin.names() == []


async def test_names_tell_upper_from_lower_case(admin: ConfigClient) -> None:
    for name in ("a:x", "A:x", "á:x", "ß", "ss"):
        assert (await admin.put(name, description=name)).status_code == 201

    assert (await admin.http.get(pv_path("A:x"))).json()["description"] == "A:x"
    assert len(await admin.names()) == 5


async def test_names_are_ordered_alike_on_every_database(admin: ConfigClient) -> None:
    names = ["Z", "a", "B", "aa", "a1", "_", "~", "ä", "\uff5e", "🙂", "电"]
    for name in names:
        await admin.put(name)

    assert await admin.names() == sorted(names)


async def test_search(admin: ConfigClient) -> None:
    for name in ("SR:BPM1:X", "SR:bpm2:X", "50%_a", "50!b", "back\\slash", "Öl"):
        await admin.put(name)

    for search, found in SEARCHES.items():
        assert await admin.names(search=search) == sorted(found), search


async def test_pages(admin: ConfigClient) -> None:
    names = [f"P:{number:03}" for number in range(25)]
    await admin.import_rows([{"name": name} for name in [*names, "other"]])

    seen: list[str] = []
    cursor: str | None = None
    sizes = []
    while True:
        query = {"search": "P:", "limit": "10"} | ({"cursor": cursor} if cursor else {})
        page = (await admin.http.get("/v1/pvs", params=query)).json()
        assert page["total"] == 25
        sizes.append(len(page["pvs"]))
        seen += [pv["name"] for pv in page["pvs"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sizes == [10, 10, 5]
    assert seen == names


async def test_a_page_that_is_just_full_is_the_last(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": "A"}, {"name": "B"}])

    page = (await admin.http.get("/v1/pvs", params={"limit": 2})).json()

    assert (len(page["pvs"]), page["next_cursor"]) == (2, None)


async def test_queries_that_make_no_sense(nobody: ConfigClient) -> None:
    for parameter, cases in NO_QUERIES.items():
        for value, status in cases:
            problem(await nobody.http.get("/v1/pvs", params={parameter: value}), status)


async def test_settings_that_make_no_sense(admin: ConfigClient) -> None:
    for given, why in NO_SETTINGS:
        assert why in problem(await admin.put("A", **given), 422)
    assert await admin.names() == []


async def test_bodies_that_are_no_settings(admin: ConfigClient) -> None:
    async def put(content: bytes, content_type: str) -> httpx.Response:
        return await admin.http.put(pv_path("A"), content=content, headers={"content-type": content_type})

    problem(await put(b"not json", "application/json"), 400)
    problem(await put(b"", "application/json"), 422)
    problem(await put(b"[]", "application/json"), 422)
    problem(await put(b"{}", "text/plain"), 415)
    problem(await put(b'{"description": "\\ud800"}', "application/json"), 422)
    assert await admin.names() == []


async def test_numbers_come_back_to_the_last_bit(admin: ConfigClient) -> None:
    for number, value in enumerate([0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 123456789.123456789, 0.0]):
        assert (await admin.put(f"N{number}", deadband=value)).json()["deadband"] == value
        assert (await admin.http.get(pv_path(f"N{number}"))).json()["deadband"] == value


async def test_descriptions_may_hold_anything(admin: ConfigClient) -> None:
    text = "line\nend, \x00 nul, \\ 'quotes\" and 🙂 " + "x" * 960
    await admin.put("A", description=text)

    assert (await admin.http.get(pv_path("A"))).json()["description"] == text
