"""A body that is too long is answered 413, whether or not it says how long it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from caflux_service.app import always_ready, create_app
from fastapi import APIRouter, FastAPI, Request
from prometheus_client import CollectorRegistry
from pydantic import BaseModel

LIMIT = 1_000


class Text(BaseModel):
    text: str


@asynccontextmanager
async def nothing(app: FastAPI) -> AsyncIterator[None]:
    del app
    yield


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    router = APIRouter()

    @router.post("/raw")
    async def raw(request: Request) -> int:
        return len(await request.body())

    @router.post("/json")
    async def as_json(text: Text) -> int:
        return len(text.text)

    app = create_app(
        "test",
        lifespan=nothing,
        routers=[router],
        ready=always_ready,
        registry=CollectorRegistry(),
        max_body_bytes=LIMIT,
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 100):
        yield b" " * 100


@pytest.mark.parametrize("path", ["/raw", "/json"])
async def test_a_longer_body_is_refused_by_its_declared_length(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, content=b" " * (LIMIT + 1), headers={"content-type": "application/json"})

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "1000 bytes" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/raw", "/json"])
async def test_a_longer_body_is_refused_when_it_declares_none(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(
        path, content=in_pieces(LIMIT + 100), headers={"content-type": "application/json"}
    )

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_of_just_the_limit_passes(client: httpx.AsyncClient) -> None:
    declared = await client.post("/raw", content=b"x" * LIMIT)
    undeclared = await client.post("/raw", content=in_pieces(LIMIT))

    assert (declared.json(), undeclared.json()) == (LIMIT, LIMIT)
