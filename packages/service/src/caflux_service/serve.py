"""How every web service is run: settings, logs, uvicorn, and its OpenAPI document on request."""

import argparse
import asyncio
import json
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import Field
from starlette.routing import Mount

from caflux_service.logs import set_up_logs
from caflux_service.openapi import DocumentedApp
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
    return run(app, settings)


def run(app: FastAPI, settings: ListenSettings) -> int:
    """Serve until told to stop; give the exit status.

    What only the start can find out about the settings is told in a sentence, as `main` does.
    """
    try:
        asyncio.run(_serve(app, settings))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


async def _serve(app: FastAPI, settings: ListenSettings) -> None:
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        # httptools drops the body of the h2c upgrade that Java clients begin with.
        http="h11",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        lifespan="off",  # it is run here, where its errors can be told apart
    )
    async with app.router.lifespan_context(app):
        await _Server(config, app).serve()


class _Server(uvicorn.Server):
    """Uvicorn that tells its applications when it stops, and then ends with status 0."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGTERM and SIGINT, without raising them again at the end."""
        loop = asyncio.get_running_loop()
        signals = (signal.SIGTERM, signal.SIGINT)
        for number in signals:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in signals:
                loop.remove_signal_handler(number)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let long polls and streams end by themselves, and wait for that."""
        for app in _with_mounted(self._app):
            if isinstance(app, DocumentedApp):
                app.stopping.set()
        await super().shutdown(sockets)


def _with_mounted(app: FastAPI) -> Iterator[FastAPI]:
    yield app
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            yield from _with_mounted(route.app)
