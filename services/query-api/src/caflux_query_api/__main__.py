"""Serve query-api: `python -m caflux_query_api`; with --openapi, print its OpenAPI document instead."""

import sys

from caflux_service.serve import main

from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings


def _example() -> QuerySettings:
    return QuerySettings(archive_url="http://influxdb:8086/caflux")


if __name__ == "__main__":
    sys.exit(main(QuerySettings, create, _example))
