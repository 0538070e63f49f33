"""How every web service is run: settings, logs, uvicorn, and its OpenAPI document on request."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import Field

from caflux_service.logs import set_up_logs
from caflux_service.settings import ServiceSettings, SettingsError, load

GRACE_S = 3
"""How long a stop waits for answers under way; live streams and long polls never end by themselves."""


class ListenSettings(ServiceSettings):
    """Settings of a service that listens on a port."""

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65_535, description="Port to listen on.")


Settings = TypeVar("Settings", bound=ListenSettings)


def main(kind: type[Settings], create: Callable[[Settings], FastAPI], example: Callable[[], Settings]) -> int:
    """Serve until told to stop, or print the OpenAPI document with --openapi; give the exit status.

    Args:
        kind: Settings to read from the environment.
        create: Makes the application.
        example: Settings good enough to make the application for its document.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--openapi", action="store_true", help="print the OpenAPI document and end")
    if parser.parse_args().openapi:
        document = create(example()).openapi()
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return 0
    try:
        settings = load(kind)
        app = create(settings)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    set_up_logs(settings.log_format, settings.log_level)
    run(app, settings)
    return 0


def run(app: FastAPI, settings: ListenSettings) -> None:
    """Serve until told to stop."""
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        # httptools drops the body of the h2c upgrade that Java clients begin with.
        http="h11",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
