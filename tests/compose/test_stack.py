"""One stack, tests in order of the file: what is started is used, hurt, and started again."""

import json
import re
import time
from typing import Any

import httpx
import pytest
from caflux_testing.compose import ComposeStack
from caflux_testing.wait import until

pytestmark = pytest.mark.timeout(600)

ONE_SHOT = ("init", "migrate", "demo-pvs")
BEAM = "DEMO:SR:CURRENT"
SECOND = 1_000_000_000
GUESSES = (("admin", "admin"), ("admin", ""), ("root", "root"), ("caflux", "caflux"))


def query_influx(stack: ComposeStack, statement: str) -> list[dict[str, Any]]:
    answer = stack.run(
        "influxdb",
        "influx",
        "-database",
        "caflux",
        "-format",
        "json",
        "-precision",
        "ns",
        "-execute",
        statement,
    )
    return [series for result in json.loads(answer)["results"] for series in result.get("series", [])]


def configured(web: httpx.Client) -> set[str]:
    page = web.get("/api/config/v1/pvs", params={"limit": 1_000}).raise_for_status().json()
    return {pv["name"] for pv in page["pvs"]}


def samples(web: httpx.Client, start: int, stop: int) -> dict[int, Any]:
    """Give the raw samples of BEAM within [start, stop]."""
    query: dict[str, str | int] = {"pv": BEAM, "from": start, "to": stop, "points": 20_000}
    answer = web.get("/api/query/v1/data", params=query).raise_for_status().json()
    (series,) = answer["series"]
    assert series["kind"] == "raw"
    pairs = zip(series["time"], series["value"], strict=True)
    return {at: value for at, value in pairs if start <= at <= stop}


def test_every_part_is_well_and_every_one_shot_succeeded(stack: ComposeStack) -> None:
    for service in stack.services():
        state = stack.inspect(service)["State"]
        if service in ONE_SHOT:
            assert (state["Status"], state["ExitCode"]) == ("exited", 0), service
        else:
            assert state["Status"] == "running", service
            assert state["Health"]["Status"] == "healthy", service


def test_the_demos_pvs_arrive_in_influxdb(stack: ComposeStack, web: httpx.Client) -> None:
    wanted = configured(web)
    assert len(wanted) >= 40

    def missing() -> set[str]:
        series = query_influx(stack, "SELECT * FROM sample GROUP BY pv ORDER BY time DESC LIMIT 1")
        return wanted - {row["tags"]["pv"] for row in series}

    until(lambda: not missing(), timeout=90, what="a sample of every PV of the demo in InfluxDB")
    (series,) = query_influx(stack, f"SELECT value FROM sample WHERE pv = '{BEAM}' AND time > now() - 1m")
    times = [row[0] for row in series["values"]]
    assert times == sorted(set(times))
    assert any(at % 1_000_000 for at in times), "time stamps have nanoseconds"


def test_they_come_out_of_the_live_stream_through_caddy(web: httpx.Client) -> None:
    seen: list[int] = []
    arrived: list[float] = []
    with web.stream("GET", "/api/query/v1/live", params={"pv": BEAM}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers
        for line in answer.iter_lines():
            if line.startswith("data:") and '"time"' in line:
                (series,) = json.loads(line.removeprefix("data:"))
                assert series["pv"] == BEAM
                seen += series["time"]
                arrived.append(time.monotonic())
            if len(arrived) == 6:
                break
    assert seen == sorted(set(seen)), "each sample once, in order"
    # Nothing in between holds events back: six came one by one, not in one lump.
    assert arrived[-1] - arrived[0] > 0.2
    assert abs(time.time_ns() - seen[-1]) < 10 * SECOND


def test_the_dashboard_is_served_with_what_keeps_a_browser_safe(web: httpx.Client) -> None:
    page = web.get("/")
    assert page.status_code == 200
    assert '<div id="root">' in page.text
    assert page.headers["cache-control"] == "no-cache"
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "server" not in page.headers
    assert web.get("/viewer").text == page.text, "the page's own addresses give the page"
    (script,) = re.findall(r'src="(/assets/[^"]+\.js)"', page.text)
    asset = web.get(script, headers={"Accept-Encoding": "gzip"})
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-encoding"] == "gzip"
    missing = web.get("/assets/none.js")
    assert missing.status_code == 404
    assert "cache-control" not in missing.headers, "it may be there after the next upgrade"


def test_every_api_is_behind_its_prefix_and_others_are_a_problem(web: httpx.Client) -> None:
    for service in ("config", "query", "supervisor"):
        assert web.get(f"/api/{service}/readyz").json() == {"status": "ready"}
        assert web.get(f"/api/{service}/openapi.json").status_code == 200
    unknown = web.get("/api/nothing/v1/x")
    assert unknown.status_code == 404
    assert unknown.headers["content-type"] == "application/problem+json"
    assert "/api/config" in unknown.json()["detail"]
    name = "DEMO:no such PV/'; DROP TABLE pvs; --"
    missing = web.get("/api/query/v1/data", params={"pv": name})
    assert missing.status_code == 404
    assert name in missing.json()["detail"]


def test_no_password_is_built_in(stack: ComposeStack, web: httpx.Client, admin_password: str) -> None:
    assert len(admin_password) >= 20
    for guess in GUESSES:
        assert web.post("/api/config/v1/tokens", auth=guess).status_code in (401, 429), guess
    until(
        lambda: web.post("/api/config/v1/tokens", auth=("admin", admin_password)).status_code == 201,
        what="the admin's password to be accepted",
    )
    assert web.put("/api/config/v1/pvs/X", json={}).status_code == 401
    wrong = 'MYSQL_PWD="" mariadb --host=127.0.0.1 --user=%s --execute "SELECT 1" 2>&1 || true'
    for user in ("root", "caflux"):
        assert "Access denied" in stack.run("mariadb", "sh", "-c", wrong % user)


def test_no_secret_shows_in_a_log_or_in_what_docker_says(stack: ComposeStack, admin_password: str) -> None:
    secrets = [
        admin_password,
        stack.run("mariadb", "cat", "/secrets/root/mariadb-root-password"),
        stack.run("config-api", "cat", "/secrets/database/mariadb-password"),
        stack.run("collector", "cat", "/secrets/service/service-token"),
        stack.run("query-api", "cat", "/secrets/reader/reader-token"),
    ]
    shown = stack.logs() + json.dumps([stack.inspect(service) for service in stack.services()])
    assert len(set(secrets)) == 5
    for secret in secrets:
        assert len(secret) >= 20
        assert secret not in shown


def test_containers_have_no_more_than_they_need(stack: ComposeStack) -> None:
    published = {}
    for service in stack.services():
        container = stack.inspect(service)
        host = container["HostConfig"]
        assert host["CapDrop"] == ["ALL"], service
        assert "no-new-privileges:true" in host["SecurityOpt"], service
        assert host["ReadonlyRootfs"], service
        assert host["Init"], service
        if service not in ("mariadb", "influxdb"):
            assert container["Config"]["User"] == "10001:10001", service
        if ports := host["PortBindings"]:
            published[service] = [binding["HostIp"] for bindings in ports.values() for binding in bindings]
    assert published == {"frontend": ["127.0.0.1"]}


def test_an_engine_that_is_killed_comes_back(stack: ComposeStack, web: httpx.Client) -> None:
    def manager() -> dict[str, Any]:
        get = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:9100/status').read().decode())"
        status: dict[str, Any] = json.loads(stack.run("collector", "python", "-c", get))
        return status

    before = manager()
    killed_at = time.time_ns()
    stack.run("collector", "sh", "-c", f"kill -9 {before['engine_pid']}")
    after = until(
        lambda: (now := manager())["restarts"] > before["restarts"] and now["state"] == "running" and now,
        what="the manager to have the engine back",
    )
    assert after
    assert after["engine_pid"] != before["engine_pid"]
    until(
        lambda: any(at > killed_at + 5 * SECOND for at in samples(web, killed_at, time.time_ns())),
        timeout=60,
        what="samples from after the restart",
    )
    query: dict[str, str | int] = {"pv": BEAM, "from": killed_at - 60 * SECOND, "to": "now"}
    events = web.get("/api/query/v1/events", params=query).raise_for_status().json()["events"]
    assert {"stopped", "started"} <= {event["kind"] for event in events}


def test_the_data_survive_down_and_up(stack: ComposeStack, web: httpx.Client, admin_password: str) -> None:
    start = time.time_ns() - 20 * SECOND
    # The engine may have been killed by the test before, and have just come back.
    until(lambda: samples(web, start, time.time_ns() - 2 * SECOND), timeout=120, what="samples to keep")
    end = time.time_ns() - 2 * SECOND
    before = samples(web, start, end)
    pvs = configured(web)
    assert before
    stack.down()
    stack.up()
    assert samples(web, start, end) == before
    assert configured(web) == pvs
    assert stack.run("config-api", "cat", "/data/admin-password").strip() == admin_password
    assert web.post("/api/config/v1/tokens", auth=("admin", admin_password)).status_code == 201
    restarted = time.time_ns()
    until(lambda: samples(web, restarted, time.time_ns()), timeout=60, what="new samples after the start")
