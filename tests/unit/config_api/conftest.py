"""config-api on both databases, asked as a client asks."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from caflux_config_api.app import create
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_testing.config_client import ADMIN_PASSWORD, SERVICE_TOKEN, ConfigClient, HandClock, running


@pytest.fixture(params=["sqlite", "mariadb"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/config.db"
    return str(request.getfixturevalue("mariadb").new_database())


@pytest.fixture
async def database_url(empty_database_url: str) -> str:
    """Give the URL of a database with its tables."""
    await migrate(empty_database_url)
    return empty_database_url


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
