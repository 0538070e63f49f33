"""A PV without data is configured or unknown: a real config-api says which."""

from pathlib import Path

import httpx
import pytest
from caflux_config_api.app import create as create_config
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings
from caflux_testing.config_client import ADMIN_PASSWORD, pv_path
from caflux_testing.http_server import HttpServer
from caflux_testing.place import Place, numbers

T0 = 1_790_000_000_000_000_001
HOSTILE = ["q'; DROP", 'a "b"', "a/b", 'x.{"a":1}', "a,b=c d", "back\\slash x", "é&?#%2F"]


@pytest.fixture
async def config_url(tmp_path: Path) -> str:
    """Give the URL of a configuration's database."""
    url = f"sqlite:///{tmp_path}/config.db"
    await migrate(url)
    return url


async def ask(place: Place, config: str, *pvs: str, path: str = "data") -> httpx.Response:
    app = create(QuerySettings(archive_url=place.url, config_url=config))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
    ):
        return await client.get(f"/v1/{path}", params={"pv": list(pvs)})


async def test_a_configured_pv_without_data_is_empty_and_an_unknown_one_not_found(
    place: Place, config_url: str, tmp_path: Path
) -> None:
    settings = ConfigSettings(database_url=config_url, admin_password=ADMIN_PASSWORD, data=tmp_path)
    with HttpServer(create_config(settings)) as config:
        async with httpx.AsyncClient(base_url=config.url, auth=("admin", ADMIN_PASSWORD)) as admin:
            token = (await admin.post("/v1/tokens")).json()["token"]
        async with httpx.AsyncClient(
            base_url=config.url, headers={"Authorization": f"Bearer {token}"}
        ) as admin:
            for name in HOSTILE:
                assert (await admin.put(pv_path(name), json={})).status_code == 201

        known = await ask(place, config.url, *HOSTILE)
        events = await ask(place, config.url, *HOSTILE, path="events")
        unknown = await ask(place, config.url + "/", *HOSTILE, "nobody")

    assert [(one["pv"], one["value"]) for one in known.json()["series"]] == [(name, []) for name in HOSTILE]
    assert events.json()["events"] == []
    assert unknown.status_code == 404
    assert "no PV 'nobody' in the archive or in the configuration" in unknown.json()["detail"]


async def test_a_group_is_compared(place: Place, config_url: str, tmp_path: Path) -> None:
    await place.write(*(numbers(pv, [T0, T0 + 10], [1.0, 2.0]) for pv in "ABC"))
    settings = ConfigSettings(database_url=config_url, admin_password=ADMIN_PASSWORD, data=tmp_path)
    with HttpServer(create_config(settings)) as config:
        async with httpx.AsyncClient(base_url=config.url, auth=("admin", ADMIN_PASSWORD)) as admin:
            token = (await admin.post("/v1/tokens")).json()["token"]
        async with httpx.AsyncClient(
            base_url=config.url, headers={"Authorization": f"Bearer {token}"}
        ) as admin:
            for name, groups in (("A", ["optics"]), ("B", ["vacuum"]), ("C", ["optics", "vacuum"])):
                assert (await admin.put(pv_path(name), json={"groups": groups})).status_code == 201
        app = create(QuerySettings(archive_url=place.url, config_url=config.url))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://query") as client,
        ):
            times = {"time1": T0, "time2": T0 + 10}
            changes = (await client.get("/v1/changes", params={**times, "group": "optics"})).json()
            asked = {"group": "vacuum", "pvs": ["A"]}
            posted = (await client.post("/v1/changes", params=times, json=asked)).json()
            held = (await client.get("/v1/at", params={"time": T0, "group": "vacuum"})).json()
            nobody = await client.get("/v1/at", params={"group": "optic"})

    assert [one["pv"] for one in changes["changes"]] == ["A", "C"]
    assert changes["compared"] == 2
    assert [one["pv"] for one in posted["changes"]] == ["A", "B", "C"]
    assert [one["pv"] for one in held["pvs"]] == ["B", "C"]
    assert nobody.status_code == 404
    assert "optic" in nobody.json()["detail"]


async def test_while_config_api_is_away_a_name_is_not_found_and_the_answer_says_why(place: Place) -> None:
    await place.write(numbers("A", [T0], [1.0]))
    server = HttpServer(create(QuerySettings(archive_url=place.url)))  # never started

    known = await ask(place, server.url, "A")
    unknown = await ask(place, server.url, "nobody")

    assert known.status_code == 200
    assert unknown.status_code == 404
    assert "config-api" in unknown.json()["detail"]
    assert "does not answer" in unknown.json()["detail"]


async def test_what_answers_in_the_place_of_config_api_with_an_error_is_named(place: Place) -> None:
    async def broken(scope, receive, send) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        del scope, receive
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    with HttpServer(broken) as server:
        answer = await ask(place, server.url, "nobody")

    assert answer.status_code == 404
    assert "answers 500" in answer.json()["detail"]
