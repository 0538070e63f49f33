"""Run the web process: `python -m caflux.web`."""

import asyncio
import sys

from alembic.util import CommandError
from caflux_config_api.app import create as create_config
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_query_api.app import create as create_query
from caflux_query_api.settings import QuerySettings
from caflux_service.logs import set_up_logs
from caflux_service.serve import run
from caflux_service.settings import SettingsError, load
from caflux_supervisor.app import create as create_supervisor
from caflux_supervisor.settings import SupervisorSettings
from sqlalchemy.exc import SQLAlchemyError

from caflux.web.app import create
from caflux.web.settings import WebSettings


def main() -> int:
    """Bring the database up to date and serve; an error that is foreseen is one sentence and exit code 1."""
    try:
        settings, config = load(WebSettings), load(ConfigSettings)
        set_up_logs(settings.log_format, settings.log_level)
        apis = {
            "config": create_config(config),
            "query": create_query(load(QuerySettings)),
            "supervisor": create_supervisor(load(SupervisorSettings)),
        }
        asyncio.run(migrate(*config.database()))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except CommandError as error:
        print(
            f"the configuration's database is of another version of CAFlux ({error}): "
            "run that version, or choose another --data or --database",
            file=sys.stderr,
        )
        return 1
    except (SQLAlchemyError, OSError) as error:
        print(f"the configuration's database can't be used: {_reason(error)}", file=sys.stderr)
        return 1
    return run(create(apis, settings.frontend), settings)


def _reason(error: Exception) -> str:
    """Give the database's own words: the first line, without the driver's class before it."""
    return (
        str(error).splitlines()[0].removeprefix("(").split(") ", 1)[-1]
        if str(error)
        else type(error).__name__
    )


if __name__ == "__main__":
    sys.exit(main())
