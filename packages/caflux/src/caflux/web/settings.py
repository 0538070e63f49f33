"""Settings of the web process; the APIs that it mounts read their own."""

from pathlib import Path

from caflux_service.serve import ListenSettings
from pydantic import Field


class WebSettings(ListenSettings):
    """Where it listens and what it serves."""

    port: int = Field(default=8080, ge=0, le=65_535, description="Port to listen on.")
    frontend: Path = Field(description="Folder of the built dashboard.")
