"""The archive, the database, and CAFlux's own services."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit

import httpx
from caflux_config_api.database import normalise
from caflux_contracts.health import Health, HealthReport
from caflux_service.reasons import reason
from caflux_service.settings import SettingsError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from caflux.doctor.findings import Finding, ill, odd, well
from caflux.doctor.versions import look_at_version
from caflux.up.checks import shown

_PATIENCE_S = 5.0
_CLOCK_S = 5.0
_NO_LIMIT = "0"
_ARCHIVE = "start InfluxDB, or correct CAFLUX_ARCHIVE_URL (http://host:8086/caflux)"


async def look_at_archive(url: str, user: str | None, password: str | None) -> AsyncIterator[Finding]:
    """Look at an InfluxDB: there, version, clock, database, policies, limits."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        yield well("archive", f"is the SQLite file {parts.path}")
        return
    base, database = urlunsplit((parts.scheme, parts.netloc, "", "", "")), parts.path.strip("/")
    auth = httpx.BasicAuth(user, password or "") if user else None
    try:
        async with httpx.AsyncClient(base_url=base, auth=auth, timeout=_PATIENCE_S, trust_env=False) as http:
            ping = await http.get("/ping")
            version = ping.headers["X-Influxdb-Version"]
            yield well("archive", f"InfluxDB {version} answers at {shown(parts)}")
            yield look_at_version("archive's version", "InfluxDB", version)
            yield look_at_clock(
                "the archive's clock", parsedate_to_datetime(ping.headers["Date"]), time.time()
            )
            answer = await http.get("/query", params={"q": "SHOW DATABASES"})
            yield _database(answer, database)
            if (answer := await http.get("/query", params={"q": "SHOW DIAGNOSTICS"})).is_success:
                for finding in _limits(answer):
                    yield finding
    except (KeyError, ValueError):
        yield ill("archive", f"what answers at {shown(parts)} is no InfluxDB with its v1 API", _ARCHIVE)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield ill("archive", f"{shown(parts)} can't be reached: {reason(error)}", _ARCHIVE)


def _database(answer: httpx.Response, database: str) -> Finding:
    what = f"archive's database {database}"
    if answer.status_code in {401, 403}:
        return ill(what, "InfluxDB refuses us", "set CAFLUX_ARCHIVE_USER and CAFLUX_ARCHIVE_PASSWORD_FILE")
    series = answer.json()["results"][0].get("series", [])
    names = [row[0] for one in series for row in one.get("values", [])]
    if database in names:
        return well(what, "is there")
    return odd(
        what, "is not there yet", "the engine makes it when it starts, if its user may; else create it"
    )


def _limits(answer: httpx.Response) -> list[Finding]:
    config = {
        f"{one['name']}.{column}": value
        for one in answer.json()["results"][0].get("series", [])
        for column, value in zip(one["columns"], one["values"][0], strict=True)
    }
    found = []
    if str(config.get("config-data.max-series-per-database", _NO_LIMIT)) != _NO_LIMIT:
        found.append(
            odd(
                "archive's limit of series",
                f"is {config['config-data.max-series-per-database']}: a PV is some four series",
                "set max-series-per-database = 0 in [data] of influxdb.conf",
            )
        )
    if config.get("config-data.index-version", config.get("config.index-version")) == "inmem":
        found.append(
            odd(
                "archive's index",
                "is in memory (inmem): with 100,000 PVs it takes gigabytes and a slow start",
                'set index-version = "tsi1" in [data] of influxdb.conf, and run influx_inspect buildtsi',
            )
        )
    return found


def look_at_clock(what: str, theirs: datetime, now: float) -> Finding:
    """Compare what time a server tells (UTC, where it says no zone) with ours, s since 1970."""
    offset = theirs.replace(tzinfo=theirs.tzinfo or UTC).timestamp() - now
    if abs(offset) > _CLOCK_S:
        return ill(what, f"is {offset:+.0f} s off this machine's", "run chrony or ntpd on both")
    return well(what, "agrees with this machine's")


async def look_at_database(url: str, password: str | None) -> AsyncIterator[Finding]:
    """Look at the configuration's database: there, version, character set, clock."""
    try:
        address = normalise(url, password)
    except SettingsError as error:
        yield ill("database", str(error), "correct CAFLUX_DATABASE_URL")
        return
    engine = create_async_engine(address)
    name = address.render_as_string(hide_password=True)
    try:
        async with engine.connect() as connection:
            if address.get_backend_name() == "sqlite":
                version = (await connection.execute(text("SELECT sqlite_version()"))).scalar_one()
                yield well("database", f"SQLite {version}, {address.database}")
                return
            query = text("SELECT version(), @@character_set_database, @@collation_database, UTC_TIMESTAMP()")
            version, characters, collation, now = (await connection.execute(query)).one()
            yield well("database", f"{version} answers at {name}")
            product = "MariaDB" if "MariaDB" in version else "MySQL"
            yield look_at_version("database's version", product, version)
            if characters != "utf8mb4" or not str(collation).endswith("_bin"):
                yield odd(
                    "database's characters",
                    f"are {characters}, {collation}: names that differ by case only would be one",
                    "ALTER DATABASE … CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, before the first start",
                )
            yield look_at_clock("the database's clock", now.replace(tzinfo=UTC), time.time())
    except (SQLAlchemyError, OSError) as error:
        cause = error.__cause__ or error
        yield ill(
            "database", f"{name} can't be used: {reason(cause)}", "start it, or correct its URL or password"
        )
    finally:
        await engine.dispose()


async def look_at_services(url: str, token: str | None) -> AsyncIterator[Finding]:
    """Look at the services behind the dashboard's address, and at what the supervisor says."""
    base = url.rstrip("/")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(timeout=_PATIENCE_S, trust_env=False, headers=headers) as http:
        for name in ("config", "query", "supervisor"):
            try:
                answer = await http.get(f"{base}/api/{name}/readyz")
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                yield ill(
                    "CAFlux", f"does not answer at {base}: {reason(error)}", "start it, or correct --url"
                )
                return
            if not answer.is_success:
                yield ill(
                    f"{name} service", f"answers {answer.status_code}: {answer.text[:300]}", "see its log"
                )
        try:
            answer = await http.get(f"{base}/api/supervisor/v1/health")
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                yield ill("supervisor", "tells only who may read", "set CAFLUX_TOKEN to an API token")
                return
            report = HealthReport.model_validate_json(answer.content)
        except (httpx.HTTPError, ValueError) as error:
            yield ill("supervisor", f"does not say how the parts are: {reason(error)}", "see its log")
            return
    for part in report.components:
        if part.health is Health.OK:
            yield well(part.name, f"is well since {part.since:%Y-%m-%d %H:%M} UTC")
        else:
            yield ill(
                part.name, f"is {part.health.value}: {part.detail}", "as it says; the Health page has more"
            )
