"""The one web application: APIs, dashboard, and what goes around them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from caflux.web.app import create
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

PAGE = "<!doctype html><title>CAFlux</title>" + "<p>long enough to be compressed</p>" * 100
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Api:
    """A service that notes whether its lifespan runs."""

    def __init__(self) -> None:
        self.alive = False
        self.app = FastAPI(lifespan=self._lifespan)
        self.app.get("/v1/alive")(self._alive)
        self.app.get("/v1/live")(self._live)

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        self.alive = True
        yield
        self.alive = False

    async def _alive(self) -> bool:
        return self.alive

    async def _live(self) -> StreamingResponse:
        async def events() -> AsyncIterator[str]:
            yield "data: " + "x" * 5_000 + "\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
async def client(tmp_path: Path, api: Api) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-4f1.js").write_text("let a = 1;\n" * 1_000)
    (tmp_path.parent / "secret.txt").write_text("secret")
    app = create({"config": api.app}, tmp_path)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://caflux") as client,
    ):
        yield client


async def test_mounted_api_lives_as_long_as_the_whole(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/config/v1/alive")).json() is True


async def test_lifespan_of_the_api_ends_with_the_whole(tmp_path: Path, api: Api) -> None:
    app = create({"config": api.app}, tmp_path)
    async with app.router.lifespan_context(app):
        assert api.alive
    assert not api.alive


@pytest.mark.parametrize("path", ["/", "/index.html", "/viewer", "/pvs/SR:CURRENT.VAL?from=now-1h", "/a/b/c"])
async def test_pages_of_the_application_are_its_start_page_and_never_stale(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path, headers=BROWSER)

    assert answer.text == PAGE
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


async def test_start_page_that_did_not_change_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/", headers=BROWSER)
    again = await client.get("/", headers=BROWSER | {"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304


async def test_files_with_a_hash_in_their_name_are_kept_for_ever(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/index-4f1.js")

    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert (await client.get("/favicon.svg")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/assets/gone.js", "/gone.png", "/%2e%2e/secret.txt", "/assets/../../secret.txt"]
)
async def test_file_that_is_not_there_is_a_problem_and_no_page(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"Accept": "*/*"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_unknown_api_is_a_problem_even_for_a_browser(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/nowhere/v1/pvs", headers=BROWSER)

    assert answer.status_code == 404
    assert "/api/nowhere/v1/pvs" in answer.json()["detail"]


async def test_event_streams_are_not_held_back_by_compression(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/config/v1/live", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in answer.headers


async def test_pages_take_no_posts(client: httpx.AsyncClient) -> None:
    assert (await client.post("/", headers=BROWSER)).status_code == 405
