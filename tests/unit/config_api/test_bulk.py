"""Imports of every form and in every mode, dry runs, and rows by themselves."""

import json
from typing import Any

import httpx
import pytest
from caflux_testing.config_client import ConfigClient, problem, pv_path

APPLIANCE = [
    {
        "pvName": "AA:1",
        "paused": "true",
        "samplingMethod": "SCAN",
        "samplingPeriod": "5.0",
        "archiveFields": ["HIHI", "DESC", "VAL", "hm"],
        "DBRType": "DBR_SCALAR_DOUBLE",
        "dataStores": ["pb://…"],
    },
    {"pvName": "AA:2", "samplingMethod": "MONITOR", "samplingPeriod": "1.0", "controllingPV": "OK"},
]
ENGINE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE engineconfig SYSTEM "engineconfig.dtd">
<engineconfig>
  <write_period>30</write_period>
  <group><name>Vacuum gauges</name>
    <channel><name>VG:1</name><period>10</period><scan/></channel>
    <channel><name>VG:2</name><period>1</period><monitor/><disable/></channel>
  </group>
  <group><name>all</name>
    <channel><name>VG:1</name><period>00:01:00</period><scan/></channel>
    <channel><name>&lt;odd&gt;</name><period>00:02:03.5</period><scan/></channel>
  </group>
</engineconfig>
"""


async def post(
    client: ConfigClient, body: str, kind: str, accept: str = "*/*", **query: str
) -> httpx.Response:
    headers = {"content-type": kind, "accept": accept}
    return await client.http.post("/v1/pvs/import", params=query, content=body.encode(), headers=headers)


async def pvs(client: ConfigClient) -> dict[str, dict[str, Any]]:
    rows = (await client.http.get("/v1/pvs/export?format=json")).json()
    return {row["name"]: row for row in rows}


def some(row: dict[str, Any], *keys: str) -> list[object]:
    return [row[key] for key in keys]


async def test_names(admin: ConfigClient) -> None:
    answer = await post(admin, "# from the log book\nA\n\n  B b \r\n", "text/plain")
    assert (answer.json()["added"], sorted(await pvs(admin))) == (2, ["A", "B b"])
    answer = await post(admin, '["A", "C"]', "application/json")
    assert (answer.json()["added"], answer.json()["unchanged"]) == (1, 1)


async def test_yaml(admin: ConfigClient) -> None:
    text = """\
# a comment
- name: A
  mode: scan
  period_s: 0.5
  groups: [ring, "RF"]
  description: yes, 12
- {name: "B", deadband: 1e-3, use_adel: true}
- C
"""
    assert (await post(admin, text, "application/yaml")).json()["added"] == 3
    found = await pvs(admin)
    assert some(found["A"], "period_s", "groups", "description") == [0.5, ["RF", "ring"], "yes, 12"]
    assert some(found["B"], "deadband", "use_adel") == [0.001, True]


async def test_of_an_archiver_appliance(admin: ConfigClient) -> None:
    assert (await post(admin, json.dumps(APPLIANCE), "application/json")).json()["added"] == 2
    found = await pvs(admin)
    keys = ("state", "mode", "period_s", "fields", "controlling_pv")
    assert some(found["AA:1"], *keys) == ["paused", "scan", 5.0, ["DESC", "HIHI"], None]
    assert some(found["AA:2"], *keys) == ["active", "monitor", None, [], "OK"]


async def test_of_a_channel_archiver(admin: ConfigClient) -> None:
    answer = await post(admin, ENGINE, "text/xml")
    assert answer.json()["added"] == 3, answer.text
    found = await pvs(admin)
    assert some(found["VG:1"], "mode", "period_s", "groups") == ["scan", 10.0, ["Vacuum_gauges", "all"]]
    assert some(found["VG:2"], "mode", "period_s", "groups") == ["monitor", None, ["Vacuum_gauges"]]
    assert some(found["<odd>"], "mode", "period_s") == ["scan", 123.5]


@pytest.mark.parametrize(
    ("mode", "outcomes", "left"),
    [
        ("add", {"added": 1, "skipped": 1, "unchanged": 1}, {"A": None, "B": 2, "C": 3, "D": None}),
        ("change", {"changed": 1, "unchanged": 1, "skipped": 1}, {"A": 1, "B": 2, "C": 3}),
        ("upsert", {"added": 1, "changed": 1, "unchanged": 1}, {"A": 1, "B": 2, "C": 3, "D": None}),
        ("replace", {"added": 1, "changed": 1, "unchanged": 1, "deleted": 1}, {"A": 1, "B": 2, "D": None}),
    ],
)
async def test_modes(
    admin: ConfigClient, mode: str, outcomes: dict[str, int], left: dict[str, float | None]
) -> None:
    await admin.import_rows([{"name": "A"}, {"name": "B", "deadband": 2}, {"name": "C", "deadband": 3}])
    before, revision = await pvs(admin), await admin.revision()
    rows = json.dumps([{"name": "A", "deadband": 1}, {"name": "B"}, {"name": "D"}])

    dry = (await post(admin, rows, "application/json", mode=mode, dry_run="true")).json()
    assert {key: dry[key] for key in outcomes} == outcomes
    assert (await pvs(admin), await admin.revision()) == (before, revision)

    done = (await post(admin, rows, "application/json", mode=mode)).json()
    assert {key: done[key] for key in outcomes} == outcomes
    assert {name: row["deadband"] for name, row in (await pvs(admin)).items()} == left
    assert await admin.revision() == revision + 1
    deleted = (await admin.http.get("/v1/deleted-pvs")).json()["pvs"]
    assert [pv["name"] for pv in deleted] == (["C"] if mode == "replace" else [])


async def test_a_dry_run_tells_what_would_change_row_by_row(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": "A", "tags": ["x"]}, {"name": "B"}, {"name": "C"}])
    text = "name,deadband,tags\nA,1,x\nB,,\nbad\\,,\nD,2,\n"
    answer = (await post(admin, text, "text/csv", mode="replace", dry_run="true")).json()

    assert answer["dry_run"] is True
    told = [(row["row"], row["name"], row["outcome"]) for row in answer["rows"]]
    refused, added = (3, "bad\\", "refused"), (4, "D", "added")
    assert told == [(1, "A", "changed"), refused, added, (None, "C", "deleted")]
    assert (answer["rows"][0]["before"], answer["rows"][0]["after"]) == (
        {"deadband": None},
        {"deadband": 1.0},
    )
    assert "backslash" in answer["rows"][1]["detail"]
    assert answer["rows"][2]["after"]["deadband"] == 2.0


async def test_row_by_row_what_is_right_is_done(admin: ConfigClient) -> None:
    rows = json.dumps([{"name": "A"}, {"name": "B", "mode": "scan"}, {"name": "A"}, {"name": "C"}])
    assert "2 more" not in problem(await post(admin, rows, "application/json"), 422)
    assert await pvs(admin) == {}

    answer = (await post(admin, rows, "application/json", atomic="false")).json()
    assert (answer["added"], answer["refused"]) == (2, 2)
    assert [(error["row"], error["name"]) for error in answer["errors"]] == [(2, "B"), (3, "A")]
    assert [row["outcome"] for row in answer["rows"]] == ["added", "refused", "refused", "added"]
    assert sorted(await pvs(admin)) == ["A", "C"]


async def test_row_by_row_a_refused_row_is_no_reason_to_delete_its_pv(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": "A"}, {"name": "B"}])
    rows = json.dumps([{"name": "A", "deadband": -1}])
    answer = (await post(admin, rows, "application/json", atomic="false", mode="replace")).json()
    assert (answer["refused"], answer["deleted"]) == (1, 1)
    assert sorted(await pvs(admin)) == ["A"]


async def test_what_cannot_be_read_to_its_end(admin: ConfigClient) -> None:
    rows = "".join(f"A{number:04}\n" for number in range(1_500))
    text = f"name\n{rows}\x22unfinished"
    assert "not CSV" in problem(await post(admin, text, "text/csv"), 400)
    assert await pvs(admin) == {}
    answer = problem(await post(admin, text, "text/csv", atomic="false"), 400)
    assert "the 1000 rows before it are done" in answer
    assert len(await pvs(admin)) == 1_000


async def lines(client: ConfigClient, body: str, **query: str) -> list[dict[str, Any]]:
    answer = await post(client, body, "text/plain", "application/x-ndjson", **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_a_stream_tells_each_row_and_how_far_it_is(admin: ConfigClient) -> None:
    text = "".join(f"A{number:04}\n" for number in range(2_500))
    told = await lines(admin, text)
    rows = [line["row"] for line in told if "row" in line]
    assert [(row["row"], row["outcome"]) for row in rows] == [(each + 1, "added") for each in range(2_500)]
    progress = [line["progress"] for line in told if "progress" in line]
    assert [each["rows"] for each in progress] == [1_000, 2_000, 2_500]
    assert progress[-1]["bytes"] == progress[-1]["of_bytes"] == len(text)
    assert told[-1]["result"]["added"] == 2_500


async def test_a_stream_ends_with_what_is_wrong(admin: ConfigClient) -> None:
    text = "".join(f"A{number:04}\n" for number in range(1_200)) + "A0000\n"
    told = await lines(admin, text)
    assert (told[-1]["problem"]["status"], "row 1201" in told[-1]["problem"]["detail"]) == (422, True)
    assert await pvs(admin) == {}


async def test_only_who_may_configure_imports(nobody: ConfigClient) -> None:
    problem(await post(nobody, "A", "text/plain"), 401)


async def test_a_pv_of_any_name_beside_the_routes(admin: ConfigClient) -> None:
    assert (await admin.put("import")).status_code == 201
    assert (await admin.http.delete(pv_path("import"))).status_code == 204
