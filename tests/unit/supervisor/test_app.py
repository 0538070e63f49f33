"""The supervisor's API."""

from collections.abc import AsyncIterator

import httpx
import pytest
from caflux_supervisor.app import create
from caflux_supervisor.settings import SupervisorSettings
from caflux_testing.http_server import HttpServer
from caflux_testing.sse import sent_events
from caflux_testing.wait import until_async
from caflux_testing.watched import Watched


@pytest.fixture
async def client(settings: SupervisorSettings) -> AsyncIterator[httpx.AsyncClient]:
    app = create(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://supervisor") as client,
    ):
        yield client


async def well(client: httpx.AsyncClient) -> bool:
    return bool((await client.get("/v1/health")).json()["health"] == "ok")


async def test_service_tells_health_metrics_and_readiness(client: httpx.AsyncClient) -> None:
    await until_async(lambda: well(client), what="health")

    assert (await client.get("/readyz")).status_code == 200
    assert (await client.get("/v1/incidents")).json() == []
    metrics = (await client.get("/metrics")).text
    assert 'caflux_supervisor_component_health{component="lab/engine",kind="engine"} 0.0' in metrics


async def test_proxy_of_the_environment_is_for_the_world_outside(
    settings: SupervisorSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    app = create(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://supervisor") as client,
    ):
        await until_async(lambda: well(client), what="health")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer nobody"}, 401),
        ({"Authorization": "Bearer viewer"}, 403),
        ({"Cookie": "caflux_session=admin"}, 403),
        ({"Cookie": "caflux_session=admin", "X-CAFlux": "1"}, 204),
        ({"Authorization": "Bearer admin"}, 204),
    ],
)
async def test_only_who_may_operate_restarts_engines(
    client: httpx.AsyncClient, watched: Watched, headers: dict[str, str], status: int
) -> None:
    await until_async(lambda: well(client), what="health")

    answer = await client.post("/v1/collectors/lab/restart", headers=headers)

    assert answer.status_code == status
    assert len(watched.restarts) == (status == 204)
    if status != 204:
        assert answer.headers["content-type"] == "application/problem+json"


async def test_restart_of_what_is_not_there(client: httpx.AsyncClient, watched: Watched) -> None:
    await until_async(lambda: well(client), what="health")
    admin = {"Authorization": "Bearer admin"}

    unknown = await client.post("/v1/collectors/nowhere/restart", headers=admin)
    assert unknown.status_code == 404
    assert "nowhere" in unknown.json()["detail"]

    watched.server.stop()
    other = {"Authorization": "Bearer who-was-not-asked-for-yet"}
    away = await client.post("/v1/collectors/lab/restart", headers=other)
    assert away.status_code == 503
    assert "connection refused" in away.json()["detail"]


async def test_what_a_manager_tells_is_an_incident_until_the_engine_is_well(
    client: httpx.AsyncClient,
) -> None:
    await until_async(lambda: well(client), what="health")
    told = {"collector": "lab", "reports": [{"at": 1_700_000_000, "text": "the engine hung"}]}
    mine = {"Authorization": "Bearer service-token-of-the-test"}

    assert (await client.post("/v1/reports", json=told)).status_code == 401
    viewer = {"Authorization": "Bearer viewer"}
    assert (await client.post("/v1/reports", json=told, headers=viewer)).status_code == 403
    unknown = await client.post("/v1/reports", json={**told, "collector": "x"}, headers=mine)
    assert unknown.status_code == 404
    assert (await client.post("/v1/reports", json=told, headers=mine)).status_code == 204

    async def ended() -> bool:
        incidents = (await client.get("/v1/incidents")).json()
        return bool(incidents and incidents[0]["ended_at"])

    await until_async(ended, what="the incident to end")
    (incident,) = (await client.get("/v1/incidents")).json()
    assert (incident["component"], incident["cause"]) == ("lab/engine", "the engine hung")
    assert incident["severity"] == "minor"
    assert incident["began_at"] == "2023-11-14T22:13:20Z"


async def test_incidents_are_streamed_as_they_happen_and_the_stream_resumes(
    settings: SupervisorSettings, watched: Watched
) -> None:
    app = create(settings)
    with HttpServer(app) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
            await until_async(lambda: well(client), what="health")
            watched.ready["query"] = False
            seen = []
            async with client.stream("GET", "/v1/events", headers={"Last-Event-ID": "0"}) as answer:
                assert answer.headers["content-type"].startswith("text/event-stream")
                async for event in sent_events(answer):
                    seen.append(event)
                    watched.ready["query"] = True
                    if event.event == "closed":
                        break
            assert seen[0].event == "opened"
            assert {event.data["incident"]["component"] for event in seen} == {"query-api"}
            assert int(seen[0].id or 0) == 1
            resume = {"Last-Event-ID": str(seen[-2].id)}
            async with client.stream("GET", "/v1/events", headers=resume) as answer:
                again = await anext(sent_events(answer))
            assert (again.event, again.data) == ("closed", seen[-1].data)
            assert (await client.get("/v1/events", headers={"Last-Event-ID": "x"})).status_code == 422
            page = (await client.get("/v1/incidents", params={"before": 1})).json()
            assert page == []
