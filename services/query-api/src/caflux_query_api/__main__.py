"""Run query-api: `python -m caflux_query_api`."""

import argparse
import json
import sys

import uvicorn
from caflux_service.logs import set_up_logs

from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings

_GRACE_S = 3
"""How long a stop waits for answers under way; live streams never end by themselves."""


def main() -> None:
    """Serve, or print the OpenAPI document with --openapi."""
    parser = argparse.ArgumentParser(prog="python -m caflux_query_api", description=__doc__)
    parser.add_argument("--openapi", action="store_true", help="print the OpenAPI document and end")
    if parser.parse_args().openapi:
        app = create(QuerySettings(archive_url="http://influxdb:8086/caflux"))
        sys.stdout.write(json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n")
        return
    settings = QuerySettings()
    set_up_logs(settings.log_format, settings.log_level)
    uvicorn.run(
        create(settings),
        host=settings.host,
        port=settings.port,
        http="h11",
        log_config=None,
        timeout_graceful_shutdown=_GRACE_S,
    )


if __name__ == "__main__":
    main()
