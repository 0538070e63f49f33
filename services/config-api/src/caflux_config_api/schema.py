"""Which version the database's tables are of, and which they should be."""

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from caflux_service.problems import Unavailable
from sqlalchemy import Connection, inspect, text

from caflux_config_api.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Give Alembic's settings, for the connection that it is to migrate."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def wanted_version() -> str | None:
    """Give the version that this code works with."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


async def check_schema(database: Database) -> None:
    """Find the tables to be of the version that this code works with.

    Raises:
        Unavailable: they are not.
    """
    async with database.engine.connect() as connection:
        found = await connection.run_sync(_found_version)
    if found != wanted_version():
        raise Unavailable(
            f"the configuration's tables are of version {found or 'none'}, not {wanted_version()}; "
            "python -m caflux_config_api.migrate brings them up to date"
        )


def _found_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
