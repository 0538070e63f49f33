"""Bring the database's schema up to date: `python -m caflux_config_api.migrate`."""

import asyncio
import errno
import sys
from pathlib import Path

import structlog
from alembic import command
from caflux_service.logs import set_up_logs
from caflux_service.settings import SettingsError, load
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from caflux_config_api.database import Database, normalise
from caflux_config_api.schema import alembic_config
from caflux_config_api.settings import DatabaseSettings


async def migrate(database_url: str, password: str | None = None) -> None:
    """Create the tables, or bring those of an older version up to date. May be called at every start.

    Raises:
        SettingsError: the URL can't be used.
        sqlalchemy.exc.SQLAlchemyError: the database can't be reached, or refuses.
        FileNotFoundError: the folder of an SQLite file is missing.
    """
    url = normalise(database_url, password)
    _find_folder(url)
    database = Database(url, answer_timeout_s=None)
    try:
        async with database.changing_schema() as connection:
            await connection.run_sync(lambda given: command.upgrade(alembic_config(given), "head"))
    finally:
        await database.close()


def _find_folder(url: URL) -> None:
    """Say that the folder of an SQLite file is missing before aiosqlite does.

    Its thread still reports to the event loop when that has closed already, and prints a traceback.
    """
    if url.get_backend_name() == "sqlite" and url.database != ":memory:":
        folder = Path(str(url.database)).absolute().parent
        if not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(folder))


def main() -> int:
    """Migrate the database of the settings."""
    try:
        settings = load(DatabaseSettings)
        set_up_logs(settings.log_format, settings.log_level)
        asyncio.run(migrate(*settings.database()))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (SQLAlchemyError, OSError) as error:
        reason = str(error).split("\n")[0]
        sys.stderr.write(f"the configuration's database can't be migrated: {reason}\n")
        return 1
    structlog.get_logger("caflux.config").info("the configuration's tables are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
