from pathlib import Path
from typing import Any

import pytest
from caflux_contracts.in_force import SettingInForce, SettingSource
from caflux_service.in_force import in_force
from caflux_service.settings import ServiceSettings
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, SecretStr


class Settings(ServiceSettings):
    """What a service may have."""

    archive_url: str = Field(description="Of the archive.")
    port: int = Field(default=25, description="To listen on.")
    data: Path | None = None
    password: SecretStr | None = None
    database_url: SecretStr = SecretStr("mysql://u:from-the-start@db/caflux")


URL = "http://archive:8086/beam"


def told(environ: dict[str, str], **given_: Any) -> dict[str, SettingInForce]:
    return {one.name: one for one in in_force(Settings(**{"archive_url": URL, **given_}), environ).settings}


def test_each_setting_is_told_with_its_source() -> None:
    environ = {"CAFLUX_PORT": "26", "CAFLUX_ARCHIVE_URL_FILE": "/run/url", "CAFLUX_ARCHIVE_URL": ""}
    settings = told(environ, port=26, data=Path("/data"))

    assert list(settings) == sorted(settings)
    port, url, level = (settings[f"CAFLUX_{name}"] for name in ("PORT", "ARCHIVE_URL", "LOG_LEVEL"))
    assert (port.value, port.default, port.source) == ("26", "25", SettingSource.ENVIRONMENT)
    assert port.description == "To listen on."
    assert (url.value, url.default, url.source) == (URL, None, SettingSource.FILE)
    assert (level.value, level.default, level.source) == ("INFO", "INFO", SettingSource.DEFAULT)
    assert settings["CAFLUX_DATA"].source is SettingSource.PROGRAM
    assert not settings["CAFLUX_PASSWORD"].is_set


@pytest.mark.parametrize("place", ["http://ada:{}@archive:8086/beam", "http://archive/beam?u=ada&p={}"])
@given(secret=st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=8).map("zz9".__add__))
def test_no_secret_is_told(place: str, secret: str) -> None:
    found = in_force(Settings(archive_url=place.format(secret), password=SecretStr(secret)), {})
    assert secret not in found.model_dump_json()
    settings = {one.name: one for one in found.settings}
    assert settings["CAFLUX_PASSWORD"].is_set
    assert settings["CAFLUX_PASSWORD"].secret
    assert settings["CAFLUX_DATABASE_URL"].value is settings["CAFLUX_DATABASE_URL"].default is None
    assert "archive" in (settings["CAFLUX_ARCHIVE_URL"].value or "")


def test_a_password_is_hidden_whatever_it_holds() -> None:
    url = told({}, archive_url="http://ada:a:b@c/d?@archive:8086/beam")["CAFLUX_ARCHIVE_URL"].value
    assert url == "http://ada:********@archive:8086/beam"
