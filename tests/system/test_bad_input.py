"""Bad and odd input on the whole stack: each gets a problem that says what is wrong, or works.

Nothing that a client sends reaches a query as text: names that would end a statement are names.
"""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from caflux_contracts.names import MAX_NAME_LENGTH, check_pv_name
from caflux_storage.encode import sample_prefix
from caflux_testing import archive
from caflux_testing.influxd import InfluxServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.ports import free_udp_tcp_port
from caflux_testing.running import running
from caflux_testing.soft_ioc import client_environment
from caflux_testing.stack import Stack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ODD_NAMES = [
    "'; DROP TABLE pvs; --",
    '"; DROP DATABASE "x"',
    "x' OR '1'='1",
    'with "double" quotes',
    "with 'single' quotes",
    "with spaces  in it",
    "back\\slash\\n",
    "slash/slash//slash",
    'BEAM.VAL{"dbnd":{"abs":0.5}}',
    "a:b:c",
    "a,b=c d,e",
    "100%25%2F",
    "like_%_wildcards",
    "glob*?[a-z]",
    "?query=1&x=2#fragment",
    "a+b",
    "a/../b",
    "$(P):${Q}",
    "Grüße:Ölstand",
    "加速器:電流",
    "emoji 🌀",
    "<script>alert(1)</script>",
    "x" * MAX_NAME_LENGTH,
]
BAD_NAMES = {
    "x" * 500: "255 characters",
    "x" * (MAX_NAME_LENGTH + 1): "255 characters",
    "ends with\\": "backslash",
    " begins with a space": "white space",
    "two\nlines": "control characters",
    "nul\0": "control characters",
}
SAMPLE_NS = 1_700_000_000_123_456_789
AROUND = {"from": SAMPLE_NS - 1, "to": SAMPLE_NS + 1}


@pytest.fixture(scope="module", params=["sqlite", "servers"])
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder, epics = tmp_path_factory.mktemp("stack"), client_environment(free_udp_tcp_port())
    if request.param == "sqlite":
        wanted = Stack(folder, epics)
    else:
        influxd: InfluxServer = request.getfixturevalue("influxd")
        mariadb: DatabaseServer = request.getfixturevalue("mariadb")
        wanted = Stack(folder, epics, influxd.new_database(), mariadb.new_database())
    with running(wanted) as stack:
        wait_for_query(stack)
        yield stack


def wait_for_query(stack: Stack) -> None:
    stack.query_api.wait_ready(lambda: httpx.get(f"{stack.query_url}/readyz", verify=PLAIN_HTTP).is_success)


@pytest.fixture
def api(stack: Stack) -> Iterator[httpx.Client]:
    with stack.api() as client:
        yield client


@pytest.fixture
def query(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.query_url, timeout=30, verify=PLAIN_HTTP) as client:
        yield client


def path_of(name: str) -> str:
    return f"/v1/pvs/{quote(name, safe='')}"


def problem(answer: httpx.Response, *statuses: int, says: str = "") -> dict[str, Any]:
    """Check that an answer is a problem with one of these statuses whose detail says something."""
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    assert body["title"]
    assert len(body["detail"]) > len("no")
    assert says in answer.text
    return body


def record_sample(stack: Stack, name: str) -> None:
    archive.write(stack.archive_url, f"{sample_prefix(name)}value=1.5 {SAMPLE_NS}\n".encode())


def works_everywhere(stack: Stack, api: httpx.Client, query: httpx.Client, name: str) -> None:
    """Configure a PV, find it, record it, retrieve it, and delete it."""
    assert api.put(path_of(name), json={"description": name[:100]}).status_code == 201
    assert api.get(path_of(name)).json()["name"] == name
    assert name in {pv["name"] for pv in api.get("/v1/pvs", params={"search": name}).json()["pvs"]}
    for action, state in (("pause", "paused"), ("resume", "active")):
        assert api.post(f"{path_of(name)}/{action}").json()["state"] == state
    record_sample(stack, name)
    answer = query.get("/v1/data", params={"pv": name, **AROUND})
    assert answer.status_code == 200, answer.text
    (series,) = answer.json()["series"]
    assert (series["pv"], series["time"], series["value"]) == (name, [SAMPLE_NS], [1.5])
    assert name in query.get("/v1/pvs", params={"search": name}).json()["names"]
    assert query.get("/v1/events", params={"pv": name}).status_code == 200
    assert api.delete(path_of(name)).status_code == 204
    problem(api.get(path_of(name)), 404)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_works(stack: Stack, api: httpx.Client, query: httpx.Client, name: str) -> None:
    assert check_pv_name(name) == name
    works_everywhere(stack, api, query, name)


def is_pv_name(text: str) -> bool:
    try:
        check_pv_name(text)
    except ValueError:
        return False
    return True


# A path that is nothing but dots is another path to every HTTP client; `import` and `export` are routes.
names = st.text(min_size=1, max_size=40).filter(is_pv_name).filter(lambda text: text.strip(".") != "")


@given(name=names)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_works(stack: Stack, api: httpx.Client, query: httpx.Client, name: str) -> None:
    works_everywhere(stack, api, query, name)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_name_is_refused_with_its_reason(api: httpx.Client, query: httpx.Client, name: str) -> None:
    reason = BAD_NAMES[name]
    # A line end is in no route: there it is an address that is not there.
    status, said = (404, "") if "\n" in name else (422, reason)
    problem(api.put(path_of(name), json={}), status, says=said)
    problem(api.get(path_of(name)), status, says=said)
    problem(api.post("/v1/pvs/import", json=[{"name": name}]), 422, says=reason)
    problem(query.get("/v1/data", params={"pv": name}), 422, says=reason)
    problem(query.get("/v1/live", params={"pv": name}), 422, says=reason)


def test_odd_names_travel_in_bulk(api: httpx.Client) -> None:
    rows = [{"name": name, "description": f"is {name[:50]}"} for name in ODD_NAMES]
    assert api.post("/v1/pvs/import", json=rows).json()["added"] == len(rows)
    table = api.get("/v1/pvs/export", params={"format": "csv"}).content
    again = api.post("/v1/pvs/import", content=table, headers={"Content-Type": "text/csv"})
    said = {"added": 0, "changed": 0, "unchanged": len(rows), "errors": []}
    assert {key: again.json()[key] for key in said} == said
    exported = api.get("/v1/pvs/export", params={"format": "json"}).json()
    assert {row["name"] for row in exported} == set(ODD_NAMES)
    for name in ODD_NAMES:
        assert api.delete(path_of(name)).status_code == 204


def test_an_unknown_pv_is_not_found(api: httpx.Client, query: httpx.Client) -> None:
    problem(api.get("/v1/pvs/NO:SUCH"), 404, says="NO:SUCH")
    problem(api.delete("/v1/pvs/NO:SUCH"), 404, says="NO:SUCH")
    problem(api.post("/v1/pvs/NO:SUCH/pause"), 404, says="NO:SUCH")
    problem(query.get("/v1/data", params={"pv": "NO:SUCH"}), 404, says="NO:SUCH")
    problem(query.get("/v1/events", params={"pv": "NO:SUCH"}), 404, says="NO:SUCH")
    problem(query.get("/v1/live", params={"pv": "NO:SUCH"}), 404, says="NO:SUCH")


def test_a_configured_pv_without_data_has_none(api: httpx.Client, query: httpx.Client) -> None:
    api.put("/v1/pvs/NOT:YET", json={}).raise_for_status()
    (series,) = query.get("/v1/data", params={"pv": "NOT:YET"}).raise_for_status().json()["series"]
    assert (series["kind"], series["time"], series["value"]) == ("raw", [], [])
    assert api.delete("/v1/pvs/NOT:YET").status_code == 204


@pytest.mark.parametrize(
    "parameters",
    [
        {"from": "yesterday"},
        {"from": "2026-13-01T00:00:00Z"},
        {"from": "2026-02-30"},
        {"from": "now-1fortnight"},
        {"from": "now-"},
        {"from": ""},
        {"from": "'; DROP SERIES FROM sample; --"},
        {"from": "1e400"},
        {"from": "9" * 40},
        {"from": "now-1h", "to": "now-2h"},
        {"from": "2026-01-01T00:00:00Z", "to": "2025-01-01T00:00:00Z"},
        {"points": "0"},
        {"points": "-5"},
        {"points": "many"},
        {"points": "1000000000"},
    ],
    ids=str,
)
def test_a_bad_range_is_refused(stack: Stack, query: httpx.Client, parameters: dict[str, str]) -> None:
    record_sample(stack, "RANGE:TEST")
    answer = query.get("/v1/data", params={"pv": "RANGE:TEST", **parameters})
    body = problem(answer, 400, 422)
    assert any(name in body["detail"] for name in parameters), body["detail"]


def test_a_request_for_nothing_is_refused(query: httpx.Client) -> None:
    for path in ("/v1/data", "/v1/events", "/v1/live"):
        problem(query.get(path), 422, says="pv")


def test_more_pvs_than_may_be_asked_for_are_refused(query: httpx.Client) -> None:
    answer = query.get("/v1/data", params={"pv": [f"P{index}" for index in range(2_000)]})
    problem(answer, 400, 414, 422)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"not json", 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (b'"text"', 422),
        (b"null", 422),
        (b'{"mode": "sometimes"}', 422),
        (b'{"mode": "scan"}', 422),
        (b'{"period_s": 1}', 422),
        (b'{"mode": "scan", "period_s": 0.001}', 422),
        (b'{"deadband": -1}', 422),
        (b'{"deadband": NaN}', 422),
        (b'{"max_rate_hz": 0}', 422),
        (b'{"max_rate_hz": 1e999}', 422),
        (b'{"controlling_pv": "\\u0000"}', 422),
        (b'{"use_adel": 2}', 422),
        (b'{"unknown": 1}', 422),
        (b'{"description": "' + b"x" * 1_001 + b'"}', 422),
        (b"[" * 100_000, 400),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bad_body_is_refused(api: httpx.Client, body: bytes, status: int) -> None:
    answer = api.put("/v1/pvs/BODY:TEST", content=body, headers={"Content-Type": "application/json"})
    problem(answer, status, *((400, 422) if status == 400 else ()))
    problem(api.get("/v1/pvs/BODY:TEST"), 404)


def test_one_bad_row_of_an_import_is_named_and_nothing_is_imported(api: httpx.Client) -> None:
    rows = [{"name": "GOOD:ROW"}, {"name": "BAD:ROW", "mode": "scan"}]
    body = problem(api.post("/v1/pvs/import", json=rows), 422, says="period_s")
    assert [error["row"] for error in body["errors"]] == [2]
    table = b"name,mode,period_s\r\nGOOD:ROW,monitor,\r\nBAD:ROW,scan,often\r\n"
    answer = api.post("/v1/pvs/import", content=table, headers={"Content-Type": "text/csv"})
    assert [error["row"] for error in problem(answer, 422)["errors"]] == [2]
    problem(api.get("/v1/pvs/GOOD:ROW"), 404)


@pytest.mark.parametrize("content_type", ["text/csv", "application/json", "application/xml", ""])
@pytest.mark.parametrize("body", [b"", b"\x00\x01\xff", b"<pvs/>", b'"unclosed'])
def test_an_import_of_rubbish_is_refused(api: httpx.Client, content_type: str, body: bytes) -> None:
    answer = api.post("/v1/pvs/import", content=body, headers={"Content-Type": content_type})
    problem(answer, 400, 415, 422)


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": "0"},
        {"limit": "all"},
        {"cursor": "rubbish"},
        {"cursor": "é"},
        {"state": "lost"},
        {"search": "x" * 500},
    ],
    ids=str,
)
def test_a_bad_page_is_refused(api: httpx.Client, parameters: dict[str, str]) -> None:
    problem(api.get("/v1/pvs", params=parameters), 400, 422)


def test_writing_needs_a_token(stack: Stack) -> None:
    with httpx.Client(base_url=stack.config_url, verify=PLAIN_HTTP) as nobody:
        for answer in (
            nobody.put("/v1/pvs/A", json={}),
            nobody.delete("/v1/pvs/A"),
            nobody.post("/v1/pvs/A/pause"),
            nobody.post("/v1/pvs/import", json=[]),
            nobody.post("/v1/tokens"),
            nobody.post("/v1/tokens", auth=("admin", "guess")),
            nobody.post("/v1/tokens", auth=("admin' --", "x")),
            nobody.put("/v1/pvs/A", json={}, headers={"Authorization": "Bearer guess"}),
            nobody.put("/v1/pvs/A", json={}, headers={"Authorization": "Bearer ' OR 1=1 --"}),
            nobody.put("/v1/pvs/A", json={}, headers={"Authorization": "Nonsense"}),
            nobody.get("/v1/me"),
        ):
            problem(answer, 401)


def test_a_service_may_not_do_what_an_admin_may(stack: Stack) -> None:
    headers = {"Authorization": f"Bearer {stack.service_token}"}
    with httpx.Client(base_url=stack.config_url, headers=headers, verify=PLAIN_HTTP) as service:
        problem(service.put("/v1/pvs/A", json={}), 403)
        problem(service.post("/v1/pvs/import", json=[{"name": "A"}]), 403)


def test_what_is_not_there_is_a_problem_too(api: httpx.Client, query: httpx.Client) -> None:
    for client in (api, query):
        problem(client.get("/v1/no/such/route"), 404)
        problem(client.patch("/v1/pvs"), 405)


def test_a_body_that_is_too_long_is_refused(api: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        piece = b" " * 1_048_576
        for _ in range(70):
            yield piece

    answer = api.put("/v1/pvs/A", content=endless(), headers={"Content-Type": "application/json"})
    problem(answer, 413)


def test_the_live_stream_of_an_odd_name_begins_with_its_last_sample(
    stack: Stack, api: httpx.Client, query: httpx.Client
) -> None:
    name = 'LIVE "odd" \\ {/} Ü'
    api.put(path_of(name), json={}).raise_for_status()
    now = time.time_ns()
    archive.write(stack.archive_url, f"{sample_prefix(name)}value=2.5 {now}\n".encode())
    with query.stream("GET", "/v1/live", params={"pv": name}) as stream:
        data = next(line for line in stream.iter_lines() if line.startswith("data:"))
    assert f'"time":[{now}]' in data.replace(" ", "")
    assert api.delete(path_of(name)).status_code == 204
