"""Settings of query-api."""

from caflux_service.serve import ListenSettings
from caflux_service.settings import RemoteAccessSettings
from pydantic import Field, SecretStr


class QuerySettings(RemoteAccessSettings, ListenSettings):
    """Where the archive is, and how much may be asked of it at once."""

    archive_url: str = Field(description="http(s)://host:8086/database or sqlite:////path/archive.db")
    archive_user: str | None = None
    archive_password: SecretStr | None = None
    config_url: str | None = Field(default=None, description="Base URL of config-api, before /v1.")

    live_period_s: float = Field(default=0.1, ge=0.02, le=60, description="Between two looks at the archive.")
    max_samples: int = Field(default=20_000_000, gt=0, description="Most samples that one request may read.")
    max_reads: int = Field(
        default=8, gt=0, description="Most PVs that are read at once, of all requests together; others wait."
    )
    cache_mb: int = Field(
        default=64,
        ge=0,
        description="Memory for samples that were read lately, in MB; a quarter of it for JSON.",
    )
    max_live_clients: int = Field(default=500, gt=0, description="Most live streams at once.")
    max_exports: int = Field(default=4, gt=0, description="Most exports at once.")
