"""Every error is a problem (RFC 9457) that says what is wrong, and nothing of the inside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from caflux_contracts.pvs import PvSettings
from caflux_service.app import create_app
from caflux_service.problems import Conflict, TooMany, Unavailable
from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry


@asynccontextmanager
async def nothing(app: FastAPI) -> AsyncIterator[None]:
    del app
    yield


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    router = APIRouter()

    @router.post("/settings")
    async def take(settings: PvSettings) -> PvSettings:
        return settings

    @router.get("/conflict")
    async def conflict() -> None:
        raise Conflict("it is there already", errors=[{"where": "here"}])

    @router.get("/away")
    async def away() -> None:
        raise Unavailable("the archive is away")

    @router.get("/again")
    async def again() -> None:
        raise TooMany("wait", retry_after_s=17)

    @router.get("/fault")
    async def fault() -> None:
        raise RuntimeError("the password is hunter2")

    async def not_ready() -> None:
        raise Unavailable("still starting")

    app = create_app(
        "test", lifespan=nothing, routers=[router], ready=not_ready, registry=CollectorRegistry()
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def check(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["instance"] == answer.request.url.path
    return str(problem["detail"])


async def test_an_error_of_a_service_is_told(client: httpx.AsyncClient) -> None:
    answer = await client.get("/conflict")

    assert check(answer, 409) == "it is there already"
    assert answer.json()["errors"] == [{"where": "here"}]


@pytest.mark.parametrize(("path", "status", "after"), [("/away", 503, "5"), ("/again", 429, "17")])
async def test_who_should_come_again_is_told_when(
    client: httpx.AsyncClient, path: str, status: int, after: str
) -> None:
    answer = await client.get(path)

    check(answer, status)
    assert answer.headers["retry-after"] == after


async def test_a_fault_says_nothing_of_the_inside(client: httpx.AsyncClient) -> None:
    answer = await client.get("/fault")

    assert "hunter2" not in check(answer, 500)


async def test_an_unknown_path_and_method(client: httpx.AsyncClient) -> None:
    check(await client.get("/nowhere"), 404)
    check(await client.delete("/settings"), 405)


async def test_a_body_that_is_not_json(client: httpx.AsyncClient) -> None:
    answer = await client.post("/settings", content="{", headers={"content-type": "application/json"})

    assert "not valid JSON" in check(answer, 400)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
async def test_a_body_of_another_type(client: httpx.AsyncClient, content_type: str | None) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    answer = await client.post("/settings", content=b"{}", headers=headers)

    assert "application/json" in check(answer, 415)


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "application/vnd.x+json"])
async def test_spellings_of_json(client: httpx.AsyncClient, content_type: str) -> None:
    answer = await client.post("/settings", content=b"{}", headers={"content-type": content_type})

    assert answer.status_code == 200


async def test_a_value_that_is_wrong_is_named(client: httpx.AsyncClient) -> None:
    answer = await client.post("/settings", json={"deadband": -1, "mode": "scan"})

    assert "body.deadband" in check(answer, 422)
    assert [error["where"] for error in answer.json()["errors"]] == ["body.deadband"]


async def test_a_missing_body_is_missing(client: httpx.AsyncClient) -> None:
    assert "required" in check(await client.post("/settings"), 422)


@pytest.mark.parametrize(
    "body",
    [b'{"\\ud800": 1}', b'{"description": "\\udfff"}', b'{"deadband": NaN}', b'{"deadband": 1e999}', b"[]"],
)
async def test_json_that_is_odd(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/settings", content=body, headers={"content-type": "application/json"})

    check(answer, 422)


async def test_json_nested_too_deep(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/settings", content=b"[" * 100_000, headers={"content-type": "application/json"}
    )

    check(answer, 400)


async def test_not_ready_says_why(client: httpx.AsyncClient) -> None:
    assert check(await client.get("/readyz"), 503) == "still starting"
    assert (await client.get("/livez")).status_code == 200
