"""config-api on both databases, asked as a client asks."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from caflux_config_api.app import create
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_testing.config_client import ADMIN_PASSWORD, SERVICE_TOKEN, ConfigClient, HandClock, running
from caflux_testing.mariadb import DatabaseServer


@pytest.fixture(params=["sqlite", "mariadb"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/config.db"
    return str(request.getfixturevalue("mariadb").new_database())


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an SQLite file with the tables, to copy: the migrations take longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "config.db"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_database(mariadb: DatabaseServer) -> str:
    """Give the URL of a database with the tables, to copy."""
    return migrated(mariadb.new_database())


def migrated(url: str) -> str:
    # In a thread of its own: pytest-asyncio has a loop for this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(url)).result()
    return url


@pytest.fixture(params=["sqlite", "mariadb"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database with its tables."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "config.db")
        return f"sqlite:///{tmp_path}/config.db"
    server: DatabaseServer = request.getfixturevalue("mariadb")
    return server.copy_of(request.getfixturevalue("migrated_database"))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> ConfigSettings:
    return ConfigSettings(
        database_url=database_url,
        admin_password=ADMIN_PASSWORD,
        service_token=SERVICE_TOKEN,
        data=tmp_path / "data",
    )


@pytest.fixture
async def nobody(settings: ConfigSettings, clock: HandClock) -> AsyncIterator[ConfigClient]:
    """Give a client that nobody has logged in."""
    async with running(create(settings, clock=clock)) as client:
        yield client


@pytest.fixture
async def admin(nobody: ConfigClient) -> ConfigClient:
    """Give a client with an admin's token."""
    return await nobody.as_admin()
