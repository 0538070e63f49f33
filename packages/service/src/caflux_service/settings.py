"""Settings from CAFLUX_… variables; every secret may also come from a file named by CAFLUX_…_FILE."""

import os
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "CAFLUX_"


class SettingsError(Exception):
    """The settings can't be used; the message names the variable and what it needs."""


class _FromFiles(PydanticBaseSettingsSource):
    """Read CAFLUX_X from the file that CAFLUX_X_FILE names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Give the file's text without its last line end, or None where there is no such variable."""
        del field
        variable = f"{PREFIX}{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n"), field_name, False
        except OSError as error:
            raise SettingsError(f"{variable} names {path}, which can't be read: {error.strerror}") from error

    def __call__(self) -> dict[str, Any]:
        """Give every field that has a file."""
        found = {
            name: self.get_field_value(info, name)[0] for name, info in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


class ServiceSettings(BaseSettings):
    """Settings that every service has."""

    # An empty variable is an unset one: compose files hand over `${CAFLUX_X:-}`.
    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True)

    log_format: str = Field(
        default="console", pattern="^(console|json)$", description="`console`, or `json` for machines."
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="Least level that is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of precedence: arguments, variables, files."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, _FromFiles(settings_cls)


class AccessSettings(ServiceSettings):
    """Who may read, the same in config-api, query-api and the supervisor."""

    reading: Literal["open", "closed"] = Field(
        default="open", description="`closed`: reading needs to be logged in, too, or a token."
    )


class RemoteAccessSettings(AccessSettings):
    """The same, of services that ask config-api who somebody is."""

    reader_token: SecretStr | None = Field(
        default=None, description="By which this service reads from config-api while reading is closed."
    )
    access_cache_s: float = Field(
        default=5, ge=0.05, le=60, description="Seconds for which config-api's word on who somebody is holds."
    )

    def own_headers(self) -> dict[str, str]:
        """Give what this service sends to config-api with requests of its own."""
        token = self.reader_token
        return {} if token is None else {"Authorization": f"Bearer {token.get_secret_value()}"}


Settings = TypeVar("Settings", bound=ServiceSettings)


def load(kind: type[Settings]) -> Settings:
    """Read settings from the environment.

    Raises:
        SettingsError: something is missing or wrong; the message names each variable, and no value.
    """
    try:
        return kind()
    except ValidationError as error:
        wrong = [
            f"{PREFIX}{'.'.join(str(part) for part in row['loc']).upper()}: {_what(row)}"
            for row in error.errors()
        ]
        raise SettingsError("; ".join(wrong)) from None  # pydantic's own text shows the values


def _what(row: Any) -> str:
    return "must be set" if row["type"] == "missing" else str(row["msg"]).removeprefix("Value error, ")
