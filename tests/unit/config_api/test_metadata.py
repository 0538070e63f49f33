"""What IOCs say of their PVs."""

from typing import Any

from caflux_testing.config_client import ConfigClient, HandClock, problem, pv_path

FULL = {
    "pv": "A",
    "native_type": "double",
    "element_count": 1,
    "egu": "µm",
    "precision": 3,
    "display_low": -1.5,
    "display_high": 1.5,
    "warning_low": -1.0,
    "warning_high": 1.0,
    "alarm_low": -1.2,
    "alarm_high": 1.2,
    "enum_strings": None,
    "ioc_host": "ioc1:5064",
    "description": "the beam's size",
}
EMPTY = dict.fromkeys(FULL) | {"pv": "B", "native_type": "string", "element_count": 0}


async def report(client: ConfigClient, *metadata: dict[str, Any]) -> None:
    answer = await client.as_service().http.post("/v1/metadata", json={"metadata": list(metadata)})
    assert answer.status_code == 204, answer.text


async def metadata_of(client: ConfigClient, name: str) -> Any:
    return without_time((await client.http.get(pv_path(name))).json()["metadata"])


def without_time(metadata: Any) -> Any:
    return metadata and {field: value for field, value in metadata.items() if field != "valid_from_ns"}


def at(metadata: dict[str, Any], valid_from_ns: int, **more: Any) -> dict[str, Any]:
    return {**metadata, **more, "valid_from_ns": valid_from_ns}


async def versions(client: ConfigClient, name: str) -> list[dict[str, Any]]:
    answer = await client.http.get("/v1/metadata/versions", params={"pv": name})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def known_at(client: ConfigClient, when: object, *names: str) -> list[dict[str, Any]]:
    answer = await client.http.get("/v1/metadata", params={"pv": list(names), "at": str(when)})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_the_latest_is_kept(admin: ConfigClient) -> None:
    await admin.put("A")
    await admin.put("B")
    assert await metadata_of(admin, "A") is None
    await report(admin, FULL, EMPTY)
    assert await metadata_of(admin, "A") == FULL
    assert await metadata_of(admin, "B") == EMPTY

    enum = {**EMPTY, "pv": "A", "native_type": "enum", "enum_strings": ["Off", "", "Ön"]}
    await report(admin, {**FULL, "egu": "mm"}, enum)
    enum |= {field: FULL[field] for field in ("description", "ioc_host")}  # not told this time
    assert await metadata_of(admin, "A") == enum
    page = (await admin.http.get("/v1/pvs")).json()
    assert [without_time(pv["metadata"]) for pv in page["pvs"]] == [enum, EMPTY]


async def test_every_version_is_kept_with_its_time(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": "A"}, {"name": "B"}])
    first, second, third = at(FULL, 1_000), at(FULL, 2_000, egu="mm"), at(FULL, 3_000, element_count=7)
    for told in (first, second, third):
        await report(admin, told)
    assert await versions(admin, "A") == [first, second, third]
    assert await versions(admin, "B") == []
    wanted = {0: first, 999: first, 1_000: first, 1_999: first, 2_000: second, 3_000: third, 2**63: third}
    for when, version in wanted.items():
        assert await known_at(admin, when, "B", "A") == [version]
    assert await known_at(admin, "1970-01-01T00:00:00.000002", "A") == [second]
    latest = await admin.http.get("/v1/metadata", params={"pv": ["nobody", "A"]})
    assert latest.json() == [third]


async def test_what_says_nothing_new_makes_no_version(admin: ConfigClient, clock: HandClock) -> None:
    await admin.put("A")
    await report(admin, at(FULL, 1_000, description=None, ioc_host="10.0.0.7:5064"))
    same = [
        at(FULL, 2_000, description=None),
        at(FULL, 3_000),  # its description is known now
        at(FULL, 4_000, description=None),
        at(FULL, 4_500, ioc_host="10.0.0.7:5064"),  # whose name was not looked up yet
        at(FULL, 5_000, ioc_host="ioc1:41234"),  # an IOC that was started again
        {**FULL, "ioc_host": "ioc1:41234"},
    ]
    for told in same:
        clock.advance(1)
        await report(admin, told)
    assert await versions(admin, "A") == [at(FULL, 1_000, ioc_host="ioc1:41234")]

    await report(admin, at(FULL, 6_000, ioc_host="ioc2:5064"))
    assert [version["ioc_host"] for version in await versions(admin, "A")] == ["ioc1:41234", "ioc2:5064"]


async def test_a_report_that_comes_late_has_its_place(admin: ConfigClient) -> None:
    await admin.put("A")
    now, earlier = at(FULL, 2_000), at(FULL, 1_000, egu="mm")
    for told in (now, earlier, earlier):
        await report(admin, told)
    assert await versions(admin, "A") == [earlier, now]
    assert await known_at(admin, 1_500, "A") == [earlier]


async def test_a_report_without_a_time_is_of_now(admin: ConfigClient) -> None:
    await admin.put("A")
    await report(admin, FULL)
    assert await versions(admin, "A") == [at(FULL, 1_767_323_045_678_901_000)]


async def test_versions_stay_when_the_pv_is_deleted_as_its_data_do(admin: ConfigClient) -> None:
    await admin.put("A")
    await report(admin, at(FULL, 1_000))
    await report(admin, at(FULL, 2_000, egu="mm"))
    await admin.http.delete(pv_path("A"))
    deleted = await versions(admin, "A")
    assert [version["egu"] for version in deleted] == ["µm", "mm"]
    await admin.put("A")
    assert await versions(admin, "A") == deleted


async def test_questions_that_make_no_sense(admin: ConfigClient) -> None:
    for query in ({}, {"pv": ""}, {"pv": "A", "at": "now"}, {"pv": "A", "at": "-1"}, {"pv": ["A"] * 1_001}):
        problem(await admin.http.get("/v1/metadata", params=query), 422)


async def test_metadata_are_no_change_of_the_configuration(admin: ConfigClient) -> None:
    before = (await admin.put("A")).json()
    revision = await admin.revision()
    await report(admin, FULL)

    after = (await admin.http.get(pv_path("A"))).json()
    assert {**after, "metadata": None} == before
    assert await admin.revision() == revision


async def test_they_stay_when_settings_change_and_when_the_pv_comes_back(admin: ConfigClient) -> None:
    await admin.put("A")
    await report(admin, FULL)
    await admin.put("A", deadband=1)
    await admin.import_rows([{"name": "A", "deadband": 2}])
    assert await metadata_of(admin, "A") == FULL

    await admin.http.delete(pv_path("A"))
    await admin.put("A")
    assert await metadata_of(admin, "A") == FULL


async def test_of_pvs_that_are_not_configured_they_are_left_out(admin: ConfigClient) -> None:
    await report(admin, FULL)
    await report(admin)
    await admin.put("A")
    assert await metadata_of(admin, "A") is None


async def test_limits_that_are_no_numbers_are_none(admin: ConfigClient) -> None:
    await admin.put("A")
    body = '{"metadata": [{"pv": "A", "native_type": "double", "element_count": 1, "alarm_high": NaN, '
    body += '"alarm_low": -Infinity, "warning_high": 1e308}]}'
    answer = await admin.as_service().http.post(
        "/v1/metadata", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 204, answer.text
    found = await metadata_of(admin, "A")
    assert (found["alarm_high"], found["alarm_low"], found["warning_high"]) == (None, None, 1e308)


async def test_many_at_once(admin: ConfigClient) -> None:
    names = [f"A:{number:04}" for number in range(2_500)]
    await admin.import_rows([{"name": name} for name in names])
    await report(admin, *({**FULL, "pv": name, "precision": number} for number, name in enumerate(names)))

    assert (await metadata_of(admin, names[-1]))["precision"] == 2_499


async def test_reports_that_make_no_sense(admin: ConfigClient) -> None:
    await admin.put("A")
    wrong: list[Any] = [
        {},
        {"metadata": None},
        {"metadata": [{"pv": "A"}]},
        {"metadata": [{**FULL, "pv": "bad\\"}]},
        {"metadata": [{**FULL, "element_count": -1}]},
        {"metadata": [{**FULL, "element_count": 10**30}]},
        {"metadata": [{**FULL, "precision": 2**40}]},
        {"metadata": [{**FULL, "egu": "x" * 41}]},
        {"metadata": [{**FULL, "description": "x" * 101}]},
        {"metadata": [{**FULL, "valid_from_ns": -1}]},
        {"metadata": [{**FULL, "valid_from_ns": 2**63}]},
        {"metadata": [{**FULL, "enum_strings": ["x" * 41]}]},
        {"metadata": [{**FULL, "enum_strings": ["x"] * 1_000}]},
        {"metadata": [FULL] * 5_001},
    ]
    for body in wrong:
        problem(await admin.as_service().http.post("/v1/metadata", json=body), 422)
    assert await metadata_of(admin, "A") is None
