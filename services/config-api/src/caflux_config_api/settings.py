"""Settings of config-api."""

from pathlib import Path

from caflux_service.serve import ListenSettings
from caflux_service.settings import AccessSettings, ServiceSettings
from pydantic import Field, SecretStr

from caflux_config_api.access.single_sign_on.settings import OidcSettings
from caflux_config_api.database import ANSWER_TIMEOUT_S


def plain(secret: SecretStr | None) -> str | None:
    """Give a secret's text, or None where it isn't set."""
    return None if secret is None else secret.get_secret_value()


class DatabaseSettings(ServiceSettings):
    """Where the configuration is kept, from CAFLUX_… variables."""

    database_url: SecretStr = Field(
        description="sqlite:////abs/config.db or mysql://user@host:3306/caflux (SQLAlchemy's spellings too)."
    )
    database_password: SecretStr | None = Field(default=None, description="For a URL that holds none.")

    def database(self) -> tuple[str, str | None]:
        """Give URL and password."""
        return self.database_url.get_secret_value(), plain(self.database_password)


class ConfigSettings(DatabaseSettings, OidcSettings, AccessSettings, ListenSettings):
    """Settings of config-api, from CAFLUX_… variables."""

    admin_password: SecretStr | None = Field(
        default=None, description="The admin's; without it the first start makes one and writes it to `data`."
    )
    service_token: SecretStr | None = Field(
        default=None, description="By which collectors and the supervisor say who they are."
    )
    reader_token: SecretStr | None = Field(
        default=None, description="By which query-api and the supervisor read here while reading is closed."
    )
    public_url: str | None = Field(
        default=None,
        description="Of the dashboard, as browsers know it; needed where a proxy changes `Host`.",
    )
    session_idle_h: float = Field(
        default=24, gt=0, le=8_760, description="Hours after which a browser's session that isn't used ends."
    )
    session_lasts_d: float = Field(
        default=14, gt=0, le=365, description="Days after which a browser's session ends however it is used."
    )
    database_answer_s: float = Field(
        default=ANSWER_TIMEOUT_S,
        ge=1,
        le=600,
        description="A database server that takes longer for one statement is taken for gone.",
    )
    data: Path | None = Field(default=None, description="Folder for the file `admin-password`.")
    lease_s: float = Field(default=15.0, gt=0, description="A collector silent for longer is taken for dead.")
    restore_days: float = Field(
        default=30, gt=0, le=3_650, description="For so many days a deleted PV can be restored."
    )
