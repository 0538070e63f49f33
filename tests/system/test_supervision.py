"""The supervisor watches the real stack: says who is down, mails it, and restarts an engine when asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.ports import free_udp_tcp_port
from caflux_testing.running import running
from caflux_testing.smtp import SmtpServer
from caflux_testing.soft_ioc import client_environment
from caflux_testing.stack import Stack
from caflux_testing.wait import until


@pytest.fixture
def stack(smtp_server: SmtpServer, tmp_path: Path) -> Iterator[Stack]:
    mail = {
        "CAFLUX_SMTP_HOST": smtp_server.host,
        "CAFLUX_SMTP_PORT": str(smtp_server.port),
        "CAFLUX_MAIL_TO": "operator@lab.example",
        "CAFLUX_CHECK_INTERVAL_S": "1",
    }
    epics = client_environment(free_udp_tcp_port())
    with running(Stack(tmp_path / "stack", epics, settings=mail)) as stack:
        stack.start_supervisor()
        until(lambda: report(stack)["health"] == "ok", 60, "all to be well", seen=lambda: report(stack))
        yield stack


def report(stack: Stack) -> dict[str, Any]:
    answer = httpx.get(f"{stack.supervisor_url}/v1/health", verify=PLAIN_HTTP).raise_for_status()
    return dict(answer.json())


def health_of(stack: Stack, component: str) -> str:
    (found,) = (one["health"] for one in report(stack)["components"] if one["name"] == component)
    return str(found)


def subjects(server: SmtpServer) -> list[str]:
    return [str(message["Subject"]) for message in server.messages]


def test_what_is_down_is_told_and_what_is_back_too(stack: Stack, smtp_server: SmtpServer) -> None:
    assert {one["kind"] for one in report(stack)["components"]} >= {"service", "engine", "manager", "canary"}
    assert [engine["collector"] for engine in report(stack)["engines"]] == [stack.collector_id]
    stack.query_api.kill()
    until(lambda: health_of(stack, "query-api") == "down", 60, "query-api to be down")
    assert report(stack)["health"] == "down"
    until(
        lambda: subjects(smtp_server) == ["[CAFlux] query-api is down"],
        what="the mail",
        seen=lambda: subjects(smtp_server),
    )
    stack.start_query_api()
    until(lambda: health_of(stack, "query-api") == "ok", 60, "query-api to be well")
    until(lambda: len(smtp_server.messages) == 2, what="the second mail")
    assert subjects(smtp_server)[1] == "[CAFlux] query-api is well again"
    (incident,) = httpx.get(f"{stack.supervisor_url}/v1/incidents", verify=PLAIN_HTTP).json()
    assert incident["component"] == "query-api"
    assert incident["mailed"]
    assert incident["ended_at"] > incident["began_at"]


def check_settings(stack: Stack) -> None:
    """An admin is told with what an engine runs, nobody else is, and no secret is among it."""
    own = f"{stack.engine_url}/v1/settings"
    through = f"{stack.supervisor_url}/v1/collectors/{stack.collector_id}/settings"
    admin = {"Authorization": f"Bearer {stack.token}"}
    assert [httpx.get(url, verify=PLAIN_HTTP).status_code for url in (own, through)] == [401, 401]
    assert (
        httpx.get(own, headers=admin, verify=PLAIN_HTTP).status_code == 401
    )  # an engine knows the services, and no users
    service = {"Authorization": f"Bearer {stack.service_token}"}
    assert httpx.get(through, headers=service, verify=PLAIN_HTTP).status_code == 403
    answer = httpx.get(through, headers=admin, verify=PLAIN_HTTP).raise_for_status()
    assert stack.service_token not in answer.text
    told = {one["name"]: one for one in answer.json()["settings"]}
    assert told["CAFLUX_SERVICE_TOKEN"]["is_set"]
    assert told["CAFLUX_COLLECTOR_ID"]["value"] == stack.collector_id
    assert told["CAFLUX_COLLECTOR_ID"]["source"] == "environment"
    assert told["CAFLUX_BATCH_POINTS"]["source"] == "default"


def test_an_admin_restarts_an_engine_and_sees_its_settings_and_nobody_else_does(stack: Stack) -> None:
    check_settings(stack)
    before = stack.manager_status()["engine_pid"]
    restart = f"{stack.supervisor_url}/v1/collectors/{stack.collector_id}/restart"
    refused = httpx.post(restart, verify=PLAIN_HTTP)
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert (
        httpx.post(restart, headers={"Authorization": "Bearer guess"}, verify=PLAIN_HTTP).status_code == 401
    )
    assert stack.manager_status()["engine_pid"] == before
    assert (
        httpx.post(restart, headers={"Authorization": f"Bearer {stack.token}"}, verify=PLAIN_HTTP).status_code
        == 204
    )
    until(lambda: stack.manager_status()["engine_pid"] not in (None, before), what="a new engine")
    until(
        lambda: httpx.get(f"{stack.engine_url}/livez", verify=PLAIN_HTTP).is_success,
        what="its answer",
        ignoring=(httpx.TransportError,),
    )
    assert stack.manager_status()["restarts"] == 1
    stack.manager.stop()
    url = f"{stack.supervisor_url}/v1/collectors/{stack.collector_id}/settings"
    away = httpx.get(url, headers={"Authorization": f"Bearer {stack.token}"}, verify=PLAIN_HTTP)
    assert away.status_code == 503
    assert f"the engine of {stack.collector_id} can't be reached" in away.json()["detail"]
