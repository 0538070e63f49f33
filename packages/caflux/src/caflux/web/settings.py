"""Settings of the web process; the APIs that it mounts read their own."""

from pathlib import Path

from caflux_service.settings import ServiceSettings
from pydantic import Field


class WebSettings(ServiceSettings):
    """Where it listens and what it serves."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65_535)
    frontend: Path = Field(description="Folder of the built dashboard.")
