"""Import and export of many PVs."""

import csv
import io
import json
from typing import Any

import httpx
from caflux_contracts.pvs import PvRow
from caflux_testing.config_client import ConfigClient, HandClock, problem, pv_path

ROWS: list[dict[str, Any]] = [
    {"name": "A", "mode": "scan", "period_s": 0.5, "description": "first"},
    {
        "name": 'B{"x":1}, "quoted"',
        "deadband": 0.1,
        "max_rate_hz": 10,
        "state": "paused",
        "use_adel": True,
        "controlling_pv": 'C "c"',
    },
    {"name": "Ö電🙂", "description": "two\nlines, and 'quotes'"},
]

NO_TABLES = [
    (b"", 422, "first line"),
    (b"A\nB\n", 422, "first line"),
    (b"name,deadbnad\nA,1\n", 422, "deadbnad"),
    (b"name,name\nA,B\n", 422, "twice"),
    (b"name\n\xff\n", 400, "UTF-8"),
    (b"name\n\x00\n", 422, "control"),
    (b'name\n"A\n', 400, "CSV"),
    (b'name\n"A"B\n', 400, "CSV"),
    (b"name,deadband\nA,1,2\n", 422, "cells without a column"),
    (b"name,deadband\nA,much\n", 422, "deadband"),
    (b"name,deadband\nA,nan\n", 422, "deadband"),
    (b"name,description\nA," + b"x" * 200_000 + b"\n", 400, "CSV"),
    (b"name\n'; DROP TABLE pv\\\n", 422, "backslash"),
]
NO_BODIES = [
    (b"not json", "application/json", 400),
    (b"", "application/json", 400),
    (b"\xff", "application/json", 400),
    (b"{}", "application/json", 400),
    (b'["A", 1]', "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b"[" + b"1" * 5_000 + b"]", "application/json", 400),
    (b"[]", "application/pdf", 415),
    (b"a: b", "application/yaml", 400),
    (b"- [a, b", "application/yaml", 400),
    (b"- &a {name: A}\n- *a\n", "application/yaml", 400),
    (b"- [[[[[[[[[[]]]]]]]]]]", "text/yaml", 400),
    (b"- A\n---\n- B\n", "application/yaml", 400),
    (b"", "application/yaml", 400),
    (b"\xff", "text/plain", 400),
    (b"<group/>", "application/xml", 400),
    (b"<engineconfig>", "application/xml", 400),
    (b"", "text/xml", 400),
    (b'<!DOCTYPE e [<!ENTITY a "aaaa">]><engineconfig>&a;</engineconfig>', "application/xml", 400),
    (b"name\nA\n", "application/x-www-form-urlencoded", 415),
]


async def import_csv(client: ConfigClient, text: str | bytes) -> httpx.Response:
    content = text.encode() if isinstance(text, str) else text
    return await client.http.post("/v1/pvs/import", content=content, headers={"content-type": "text/csv"})


def counts(answer: httpx.Response) -> tuple[int, int, int]:
    assert answer.status_code == 200, answer.text
    result = answer.json()
    assert result["errors"] == []
    return result["added"], result["changed"], result["unchanged"]


async def pv(client: ConfigClient, name: str) -> dict[str, Any]:
    answer = await client.http.get(pv_path(name))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_json_adds_changes_and_leaves(admin: ConfigClient, clock: HandClock) -> None:
    assert counts(await admin.import_rows(ROWS)) == (3, 0, 0)
    before = await pv(admin, "A")
    clock.advance(10)
    revision = await admin.revision()

    changed = [*ROWS[:2], {**ROWS[2], "deadband": 3}, {"name": "new"}]
    assert counts(await admin.import_rows(changed)) == (1, 1, 2)
    assert await pv(admin, "A") == before
    assert await admin.revision() == revision + 1
    assert (await pv(admin, "new"))["revision"] == (await pv(admin, "Ö電🙂"))["revision"] == revision + 1


async def test_csv(admin: ConfigClient) -> None:
    table = 'name,mode,period_s,description\r\nA,scan,0.5,"say ""hi"", twice"\r\n\r\n"B, c",,,\r\n'

    assert counts(await import_csv(admin, table)) == (2, 0, 0)
    assert (await pv(admin, "A"))["description"] == 'say "hi", twice'
    assert (await pv(admin, "A"))["period_s"] == 0.5
    assert (await pv(admin, "B, c"))["mode"] == "monitor"


async def test_csv_as_spreadsheets_write_it(admin: ConfigClient) -> None:
    tables = [
        b"\xef\xbb\xbfname,deadband\nA,1\n",
        b"name;deadband\nA;2\n",
        b"name\tdeadband\r\nA\t3\r\n",
        b'"name","deadband"\n"A","4"',
        b"deadband,name\n5,A",
    ]
    for deadband, table in enumerate(tables, start=1):
        assert counts(await import_csv(admin, table)) in ((1, 0, 0), (0, 1, 0))
        assert (await pv(admin, "A"))["deadband"] == deadband


async def test_what_a_row_leaves_out_stays(admin: ConfigClient) -> None:
    await admin.import_rows(ROWS)

    assert counts(await import_csv(admin, "name\nA\nnew\n")) == (1, 0, 1)
    assert counts(await import_csv(admin, "name,state\nA,paused\n")) == (0, 1, 0)
    found = await pv(admin, "A")
    assert (found["state"], found["mode"], found["period_s"]) == ("paused", "scan", 0.5)


async def test_an_empty_cell_is_the_default(admin: ConfigClient) -> None:
    await admin.import_rows(ROWS)

    assert counts(await import_csv(admin, "name,mode,period_s,state\nA,,,\n")) == (0, 1, 0)
    found = await pv(admin, "A")
    assert (found["mode"], found["period_s"], found["description"]) == ("monitor", None, "first")


async def test_controlling_pv_and_use_adel_in_a_table(admin: ConfigClient) -> None:
    assert counts(await import_csv(admin, "name,controlling_pv,use_adel\nA,BEAM:OK,true\nB,,\n")) == (2, 0, 0)
    found = await pv(admin, "A")
    assert (found["controlling_pv"], found["use_adel"]) == ("BEAM:OK", True)
    assert counts(await import_csv(admin, "name,controlling_pv,use_adel\nA,,false\n")) == (0, 1, 0)
    found = await pv(admin, "A")
    assert (found["controlling_pv"], found["use_adel"]) == (None, False)
    assert "another PV" in problem(await import_csv(admin, "name,controlling_pv\nA,A\n"), 422)


async def test_all_or_nothing(admin: ConfigClient) -> None:
    await admin.put("there", deadband=1)
    revision = await admin.revision()
    rows: list[dict[str, Any]] = [
        {"name": "good"},
        {"name": "there", "deadband": 5},
        {"name": "bad\\"},
        {"name": "scan", "mode": "scan"},
        {"name": "good", "deadband": 1},
        {"deadband": 1},
        {"name": 5},
        {"name": "\ud800"},
        {"name": "typo", "deadbnad": 1},
        {"name": "much", "deadband": 10**400},
    ]

    answer = await admin.http.post(
        "/v1/pvs/import", content=json.dumps(rows), headers={"content-type": "application/json"}
    )

    detail = problem(answer, 422)
    assert detail.startswith("nothing was imported: row 3 (bad\\)")
    assert "7 more" in detail
    errors = answer.json()["errors"]
    assert [error["row"] for error in errors] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert "backslash" in errors[0]["detail"]
    assert "period_s" in errors[1]["detail"]
    assert "row 1 has the same name" in errors[2]["detail"]
    assert await admin.names() == ["there"]
    assert (await pv(admin, "there"))["deadband"] == 1
    assert await admin.revision() == revision


async def test_names_that_differ_in_case_are_not_the_same(admin: ConfigClient) -> None:
    assert counts(await admin.import_rows([{"name": "a"}, {"name": "A"}])) == (2, 0, 0)


async def test_tables_that_make_no_sense(admin: ConfigClient) -> None:
    for table, status, why in NO_TABLES:
        assert why in problem(await import_csv(admin, table), status)
    assert await admin.names() == []


async def test_bodies_that_make_no_sense(admin: ConfigClient) -> None:
    for body, content_type, status in NO_BODIES:
        headers = {"content-type": content_type}
        problem(await admin.http.post("/v1/pvs/import", content=body, headers=headers), status)


async def test_a_body_without_content_type(admin: ConfigClient) -> None:
    assert "Content-Type" in problem(await admin.http.post("/v1/pvs/import", content=b"[]"), 415)


async def test_nothing_is_nothing(admin: ConfigClient) -> None:
    revision = await admin.revision()

    assert counts(await admin.import_rows([])) == (0, 0, 0)
    assert counts(await import_csv(admin, "name\n")) == (0, 0, 0)
    assert await admin.revision() == revision


async def test_the_first_hundred_errors_are_told(admin: ConfigClient) -> None:
    answer = await admin.import_rows([{"name": ""}] * 250)

    assert "249 more" in problem(answer, 422)
    assert len(answer.json()["errors"]) == 100


async def test_export_as_csv(admin: ConfigClient) -> None:
    await admin.import_rows(ROWS)
    answer = await admin.http.get("/v1/pvs/export")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="caflux-pvs.csv"'
    table = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["name"] for row in table] == ["A", 'B{"x":1}, "quoted"', "Ö電🙂"]
    assert table[1]["state"] == "paused"
    assert (table[1]["controlling_pv"], table[1]["use_adel"], table[0]["use_adel"]) == (
        'C "c"',
        "true",
        "false",
    )
    assert table[2]["description"] == "two\nlines, and 'quotes'"


async def test_export_as_json(admin: ConfigClient) -> None:
    assert (await admin.http.get("/v1/pvs/export?format=json")).json() == []
    await admin.import_rows(ROWS)
    exported = (await admin.http.get("/v1/pvs/export?format=json")).json()

    assert [row["name"] for row in exported] == ["A", 'B{"x":1}, "quoted"', "Ö電🙂"]
    assert set(exported[0]) == set(PvRow.model_fields)


async def test_export_in_another_format(nobody: ConfigClient) -> None:
    assert "format" in problem(await nobody.http.get("/v1/pvs/export?format=xml"), 422)


async def test_many_rows(admin: ConfigClient) -> None:
    rows = [{"name": f"SR:C{number:05}", "deadband": number / 7} for number in range(5_000)]
    assert counts(await admin.import_rows(rows)) == (5_000, 0, 0)
    exported = await admin.http.get("/v1/pvs/export?format=json")
    assert [(row["name"], row["deadband"]) for row in exported.json()] == [
        (row["name"], row["deadband"]) for row in rows
    ]
    assert counts(await admin.import_rows(exported.json())) == (0, 0, 5_000)
    assert counts(await admin.import_rows([{**row, "description": "x"} for row in rows])) == (0, 5_000, 0)
