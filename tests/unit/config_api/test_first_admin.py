"""The admin's first password."""

import asyncio
import logging
import stat
from pathlib import Path

import httpx
import pytest
from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings
from caflux_service.settings import SettingsError
from caflux_testing.config_client import ADMIN_PASSWORD, ConfigClient, problem, running


async def log_in(client: ConfigClient, password: str) -> httpx.Response:
    return await client.http.post("/v1/session", json={"username": "admin", "password": password})


async def test_it_is_made_and_written_for_its_owner_only(
    database_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = ConfigSettings(database_url=database_url, data=tmp_path / "not" / "there")
    async with running(create(settings)) as client:
        file = tmp_path / "not" / "there" / "admin-password"
        password = file.read_text(encoding="ascii").strip()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert len(password) >= 20
        assert (await log_in(client, password)).status_code == 200
    told = "".join(capfd.readouterr()) + caplog.text
    assert told.count(str(file)) == 1
    assert password not in told

    async with running(create(settings)) as client:
        assert file.read_text(encoding="ascii").strip() == password
        assert (await log_in(client, password)).status_code == 200


async def test_every_installation_has_another(tmp_path: Path, database_url: str) -> None:
    async with running(create(ConfigSettings(database_url=database_url, data=tmp_path))):
        first = (tmp_path / "admin-password").read_text(encoding="ascii")
    assert first.strip() not in {"admin", "password", "caflux", ADMIN_PASSWORD}
    assert len(set(first)) > 8


async def test_a_set_one_is_taken_and_written_nowhere(settings: ConfigSettings) -> None:
    async with running(create(settings)) as client:
        assert (await log_in(client, ADMIN_PASSWORD)).status_code == 200
    assert settings.data is not None
    assert not settings.data.exists()


async def test_a_new_one_replaces_it_and_ends_its_sessions(settings: ConfigSettings) -> None:
    async with running(create(settings)) as client:
        await log_in(client, ADMIN_PASSWORD)
        cookie = {"Cookie": f"caflux_session={client.http.cookies['caflux_session']}"}
    async with running(create(settings)) as client:
        assert (await client.http.get("/v1/me", headers=cookie)).status_code == 200

    changed = ConfigSettings(
        database_url=settings.database_url, admin_password="battery staple", data=settings.data
    )
    async with running(create(changed)) as client:
        problem(await client.http.get("/v1/me", headers=cookie), 401)
        problem(await log_in(client, ADMIN_PASSWORD), 401)
        assert (await log_in(client, "battery staple")).status_code == 200


async def test_two_that_start_at_once_make_one(database_url: str, tmp_path: Path) -> None:
    settings = ConfigSettings(database_url=database_url, data=tmp_path)
    one, two = running(create(settings)), running(create(settings))
    clients = await asyncio.gather(one.__aenter__(), two.__aenter__())
    try:
        password = (tmp_path / "admin-password").read_text(encoding="ascii").strip()
        for client in clients:
            assert (await log_in(client, password)).status_code == 200
    finally:
        await asyncio.gather(one.__aexit__(None, None, None), two.__aexit__(None, None, None))


async def test_without_a_place_for_it_there_is_no_start(database_url: str) -> None:
    with pytest.raises(SettingsError, match=r"CAFLUX_ADMIN_PASSWORD.*CAFLUX_DATA"):
        async with running(create(ConfigSettings(database_url=database_url))):
            pass


async def test_a_place_that_cannot_be_written_is_named(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = ConfigSettings(database_url=database_url, data=tmp_path / "file")
    with pytest.raises(SettingsError, match=f"{tmp_path}/file/admin-password: "):
        async with running(create(settings)):
            pass
    working = ConfigSettings(database_url=database_url, data=tmp_path / "folder")
    async with running(create(working)) as client:
        password = (tmp_path / "folder" / "admin-password").read_text(encoding="ascii").strip()
        assert (await log_in(client, password)).status_code == 200
