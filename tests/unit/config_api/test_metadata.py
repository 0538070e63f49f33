"""What IOCs say of their PVs."""

from typing import Any

from caflux_testing.config_client import ConfigClient, problem, pv_path

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
}
EMPTY = dict.fromkeys(FULL) | {"pv": "B", "native_type": "string", "element_count": 0}


async def report(client: ConfigClient, *metadata: dict[str, Any]) -> None:
    answer = await client.as_service().http.post("/v1/metadata", json={"metadata": list(metadata)})
    assert answer.status_code == 204, answer.text


async def metadata_of(client: ConfigClient, name: str) -> Any:
    return (await client.http.get(pv_path(name))).json()["metadata"]


async def test_the_latest_is_kept(admin: ConfigClient) -> None:
    await admin.put("A")
    await admin.put("B")
    assert await metadata_of(admin, "A") is None
    await report(admin, FULL, EMPTY)
    assert await metadata_of(admin, "A") == FULL
    assert await metadata_of(admin, "B") == EMPTY

    enum = {**EMPTY, "pv": "A", "native_type": "enum", "enum_strings": ["Off", "", "Ön"]}
    await report(admin, {**FULL, "egu": "mm"}, enum)
    assert await metadata_of(admin, "A") == enum
    page = (await admin.http.get("/v1/pvs")).json()
    assert [pv["metadata"] for pv in page["pvs"]] == [enum, EMPTY]


async def test_metadata_are_no_change_of_the_configuration(admin: ConfigClient) -> None:
    before = (await admin.put("A")).json()
    revision = await admin.revision()
    await report(admin, FULL)

    after = (await admin.http.get(pv_path("A"))).json()
    assert {**after, "metadata": None} == before
    assert await admin.revision() == revision


async def test_they_stay_when_settings_change_and_go_with_the_pv(admin: ConfigClient) -> None:
    await admin.put("A")
    await report(admin, FULL)
    await admin.put("A", deadband=1)
    await admin.import_rows([{"name": "A", "deadband": 2}])
    assert await metadata_of(admin, "A") == FULL

    await admin.http.delete(pv_path("A"))
    await admin.put("A")
    assert await metadata_of(admin, "A") is None


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
        {"metadata": [{**FULL, "enum_strings": ["x" * 41]}]},
        {"metadata": [{**FULL, "enum_strings": ["x"] * 1_000}]},
        {"metadata": [FULL] * 5_001},
    ]
    for body in wrong:
        problem(await admin.as_service().http.post("/v1/metadata", json=body), 422)
    assert await metadata_of(admin, "A") is None
