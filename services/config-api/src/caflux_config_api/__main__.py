"""Serve config-api: `python -m caflux_config_api`; with --openapi, print its OpenAPI document instead."""

import sys

from caflux_service.serve import main

from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings

if __name__ == "__main__":
    sys.exit(main(ConfigSettings, create, lambda: ConfigSettings(database_url="sqlite:///:memory:")))
