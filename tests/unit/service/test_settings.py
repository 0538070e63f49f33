from pathlib import Path

import pytest
from caflux_service.settings import ServiceSettings, SettingsError, load
from pydantic import SecretStr


class Settings(ServiceSettings):
    port: int = 25
    host: str | None = None
    password: SecretStr | None = None


class Needy(ServiceSettings):
    config_url: str
    port: int


def secret(settings: Settings) -> str | None:
    return settings.password.get_secret_value() if settings.password else None


def test_a_variable_that_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CAFLUX_PORT", "CAFLUX_HOST", "CAFLUX_PASSWORD", "CAFLUX_PASSWORD_FILE"):
        monkeypatch.setenv(name, "")
    settings = load(Settings)
    assert (settings.port, settings.host, settings.password) == (25, None, None)


def test_a_secret_comes_from_its_file_unless_the_variable_itself_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "password"
    file.write_text("from the file \n", encoding="utf-8")
    monkeypatch.setenv("CAFLUX_PASSWORD_FILE", str(file))
    assert secret(load(Settings)) == "from the file "
    monkeypatch.setenv("CAFLUX_PASSWORD", "")
    assert secret(load(Settings)) == "from the file "
    monkeypatch.setenv("CAFLUX_PASSWORD", "from the variable")
    assert secret(load(Settings)) == "from the variable"


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAFLUX_PASSWORD_FILE", "/nowhere/password")
    with pytest.raises(SettingsError, match="CAFLUX_PASSWORD_FILE names /nowhere/password"):
        load(Settings)


def test_every_variable_that_is_wrong_is_named_and_no_value_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAFLUX_PORT", "s3cret")
    with pytest.raises(SettingsError) as caught:
        load(Needy)
    assert "CAFLUX_CONFIG_URL: must be set" in str(caught.value)
    assert "CAFLUX_PORT: " in str(caught.value)
    assert "s3cret" not in str(caught.value)
