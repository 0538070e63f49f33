"""Which CAFlux a command talks to, and with whose rights."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from caflux.client import Client
from caflux.errors import CafluxError

Url = Annotated[str, typer.Option(envvar="CAFLUX_URL", help="Address of the dashboard.")]
DEFAULT_URL = "http://127.0.0.1:8080"


def secret(name: str) -> str | None:
    """Give a secret from the variable `name`, or from the file that `name`_FILE names.

    Raises:
        CafluxError: the file can't be read.
    """
    if value := os.environ.get(name):
        return value
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise CafluxError(f"{name}_FILE names {path}, which can't be read: {error.strerror}") from error


@contextmanager
def reader(url: str) -> Iterator[Client]:
    """Give a client; it has a token if CAFLUX_TOKEN (or its file) is set."""
    with Client(url, secret("CAFLUX_TOKEN")) as client:
        yield client


@contextmanager
def writer(url: str) -> Iterator[Client]:
    """Give a client that may write: by CAFLUX_TOKEN, or else by CAFLUX_ADMIN_PASSWORD (or their files)."""
    token, password = secret("CAFLUX_TOKEN"), secret("CAFLUX_ADMIN_PASSWORD")
    if token is None and password is None:
        raise CafluxError(
            "to change anything, set CAFLUX_TOKEN to an API token, or CAFLUX_ADMIN_PASSWORD_FILE to the file "
            "of the admin's password (`caflux up` leaves the first one in its data folder)"
        )
    with Client(url, token) as client:
        if token is not None or password is None:
            yield client
        else:
            with client.as_admin(password, "caflux command"):
                yield client
