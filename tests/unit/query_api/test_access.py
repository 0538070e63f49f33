"""Reading that is closed: config-api says who may, for a few seconds at a time. Open, it needs nobody."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_config_api.app import create as create_config
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_service.settings import SettingsError
from caflux_testing.config_client import ADMIN_PASSWORD, problem
from caflux_testing.http_server import HttpServer
from caflux_testing.place import Place, numbers
from caflux_testing.sse import each_series, sent_events
from caflux_testing.wait import until_async

READER = "token-that-reads"
ASKED = {"pv": "A", "from": "0", "to": "now"}


@pytest.fixture
async def config(tmp_path: Path) -> AsyncIterator[HttpServer]:
    """Give a config-api that can be stopped."""
    url = f"sqlite:///{tmp_path}/config.db"
    await migrate(url)
    settings = ConfigSettings(
        database_url=url, admin_password=ADMIN_PASSWORD, reader_token=READER, reading="closed"
    )
    with HttpServer(create_config(settings)) as server:
        yield server


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Place]:
    place = await Place.prepared(f"sqlite:///{tmp_path}/archive.db")
    await place.write(numbers("A", [1_000], [1.0]))
    yield place
    await place.close()


@pytest.fixture
async def query(archive: Place, config: HttpServer) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a query-api whose reading is closed."""
    settings = QuerySettings(
        archive_url=archive.url,
        config_url=config.url,
        reader_token=READER,
        reading="closed",
        access_cache_s=0.2,
        live_period_s=0.02,
    )
    with HttpServer(create(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
            yield client


async def issue(config: HttpServer, **wish: Any) -> tuple[int, dict[str, str]]:
    """Give a token's id, and the header that shows it."""
    async with httpx.AsyncClient(base_url=config.url, auth=("admin", ADMIN_PASSWORD), timeout=60) as admin:
        issued = (await admin.post("/v1/tokens", json=wish)).json()
    return issued["id"], {"Authorization": f"Bearer {issued['token']}"}


async def revoke(config: HttpServer, token_id: int) -> None:
    _, by_admin = await issue(config)
    async with httpx.AsyncClient(base_url=config.url, headers=by_admin, timeout=60) as admin:
        (await admin.delete(f"/v1/tokens/{token_id}")).raise_for_status()


async def test_who_may_read_reads_until_they_may_no_more(
    query: httpx.AsyncClient, config: HttpServer
) -> None:
    problem(await query.get("/v1/data", params=ASKED), 401)
    _, configures = await issue(config, scope=["configure"])
    assert "permission to read" in problem(await query.get("/v1/data", params=ASKED, headers=configures), 403)

    token_id, reads = await issue(config, scope=["read"])
    assert (await query.get("/v1/data", params=ASKED, headers=reads)).status_code == 200
    await revoke(config, token_id)

    async def refused() -> bool:
        return (await query.get("/v1/data", params=ASKED, headers=reads)).status_code == 401

    await until_async(refused, what="the revoked token to be refused")


async def test_a_browser_reads_by_its_cookie_and_its_stream_ends_when_it_is_logged_out(
    query: httpx.AsyncClient, config: HttpServer, archive: Place
) -> None:
    async with httpx.AsyncClient(base_url=config.url, timeout=60) as browser:
        login = {"username": "admin", "password": ADMIN_PASSWORD}
        (await browser.post("/v1/session", json=login)).raise_for_status()
        cookie = {"Cookie": f"caflux_session={browser.cookies['caflux_session']}"}
        async with query.stream("GET", "/v1/live", params={"pv": "A"}, headers=cookie) as answer:
            events = each_series(sent_events(answer))
            assert (await anext(events)).data["value"] == [1.0]
            await archive.write(numbers("A", [2_000], [2.0]))
            assert (await anext(events)).data["value"] == [2.0]

            (await browser.delete("/v1/session")).raise_for_status()
            assert [event.event async for event in events] == ["end"], "the stream ends"
    problem(await query.get("/v1/live", params={"pv": "A"}, headers=cookie), 401)


async def test_config_api_away_closes_what_is_closed(query: httpx.AsyncClient, config: HttpServer) -> None:
    _, reads = await issue(config, scope=["read"])
    assert (await query.get("/v1/data", params=ASKED, headers=reads)).status_code == 200
    config.stop()

    async def refused() -> httpx.Response | None:
        answer = await query.get("/v1/data", params=ASKED, headers=reads)
        return answer if answer.status_code == 503 else None

    answer = await until_async(refused, what="what is known to run out")
    assert answer is not None
    assert "config-api, which knows who may do this, can't be asked" in problem(answer, 503)
    assert answer.headers["retry-after"]
    problem(await query.get("/v1/data", params=ASKED), 401)

    config.start()

    async def well() -> bool:
        return (await query.get("/v1/data", params=ASKED, headers=reads)).status_code == 200

    await until_async(well, what="reading to go on")


async def test_config_api_away_leaves_open_what_is_open(archive: Place, config: HttpServer) -> None:
    settings = QuerySettings(archive_url=archive.url, config_url=config.url)
    config.stop()
    shown: tuple[dict[str, str], ...] = (
        {},
        {"Authorization": "Bearer whatever"},
        {"Cookie": "caflux_session=gone"},
    )
    with HttpServer(create(settings)) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as query:
            for headers in shown:
                assert (await query.get("/v1/data", params=ASKED, headers=headers)).status_code == 200


def test_closed_reading_needs_somebody_who_knows(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CAFLUX_CONFIG_URL must be set"):
        create(QuerySettings(archive_url=f"sqlite:///{tmp_path}/archive.db", reading="closed"))
