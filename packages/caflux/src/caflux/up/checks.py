"""What can be known to fail before anything is started."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

import httpx
from caflux_service.reasons import reason

import caflux
from caflux.errors import CannotStart

_PATIENCE_S = 4.0
_DATABASE_PORT = 3306


def find_frontend(environment: Mapping[str, str]) -> Path:
    """Find the built dashboard: CAFLUX_FRONTEND, the installed package, or the checkout that this is.

    Raises:
        CannotStart: it has not been built.
    """
    package = Path(caflux.__file__).resolve().parent
    named = environment.get("CAFLUX_FRONTEND")
    places = [Path(named).absolute()] if named else [package / "frontend", *_in_checkout(package)]
    for place in places:
        if (place / "index.html").is_file():
            return place
    raise CannotStart(
        f"the dashboard has not been built (there is no {places[-1] / 'index.html'}): run `make up`, "
        "which builds and starts it, or `npm ci && npm run build` in the folder frontend"
    )


def _in_checkout(package: Path) -> list[Path]:
    return [
        parent / "frontend" / "dist"
        for parent in package.parents
        if (parent / "frontend" / "package.json").is_file()
    ]


async def check_servers(influx: str | None, database: str | None, environment: Mapping[str, str]) -> None:
    """Check that the archive and the database that the user named can be reached.

    Raises:
        CannotStart: says which can't, and why.
    """
    if influx is not None:
        await _check_influx(influx, environment)
    if database is not None:
        await _check_database(database)


async def _check_influx(url: str, environment: Mapping[str, str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CannotStart(
            f"--influx {shown(parts)} is no address of an InfluxDB; it looks like http://host:8086"
        )
    base = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
    try:
        # Like the archive's own connections: past any proxy of the environment.
        auth = _influx_user(environment)
        async with httpx.AsyncClient(timeout=_PATIENCE_S, auth=auth, trust_env=False) as client:
            answer = await client.get(f"{base}/query", params={"q": "SHOW DATABASES"})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CannotStart(
            f"the archive at {shown(parts)} can't be reached ({reason(error)}); "
            "start it, or give another address with --influx"
        ) from error
    if answer.status_code in {401, 403}:
        raise CannotStart(
            f"the archive at {shown(parts)} refuses us; set CAFLUX_ARCHIVE_USER and CAFLUX_ARCHIVE_PASSWORD"
        )
    if not answer.is_success or b'"results"' not in answer.content:
        raise CannotStart(f"what answers at {shown(parts)} is no InfluxDB with the v1 API")


def _influx_user(environment: Mapping[str, str]) -> httpx.BasicAuth | None:
    user = environment.get("CAFLUX_ARCHIVE_USER")
    password = environment.get("CAFLUX_ARCHIVE_PASSWORD", "")
    if path := environment.get("CAFLUX_ARCHIVE_PASSWORD_FILE"):
        try:
            password = password or Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise CannotStart(
                f"CAFLUX_ARCHIVE_PASSWORD_FILE names {path}, which can't be read: {error.strerror}"
            ) from error
    return httpx.BasicAuth(user, password) if user else None


async def _check_database(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme.startswith("sqlite"):
        return
    if not parts.hostname:
        raise CannotStart(
            f"--database {shown(parts)} is no address of a database; it looks like mysql://user@host:3306/caflux"
        )
    host, port = parts.hostname, parts.port or _DATABASE_PORT
    try:
        async with asyncio.timeout(_PATIENCE_S):
            _, writer = await asyncio.open_connection(host, port)
    except OSError as error:  # TimeoutError is one
        raise CannotStart(
            f"the database at {host}:{port} can't be reached ({reason(error)}); "
            "start it, or give another address with --database"
        ) from error
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def shown(parts: SplitResult) -> str:
    """Give a URL without its password."""
    if parts.password is None:
        return parts.geturl()
    netloc = parts.netloc.replace(f":{parts.password}@", ":…@")
    return urlunsplit(parts._replace(netloc=netloc))
