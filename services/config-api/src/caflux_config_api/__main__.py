"""Serve config-api: `python -m caflux_config_api`; with --openapi, print its OpenAPI document instead."""

import argparse
import json
import sys

import uvicorn
from caflux_service.logs import set_up_logs
from caflux_service.settings import SettingsError, load

from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings


def main() -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="caflux_config_api", description=__doc__)
    parser.add_argument("--openapi", action="store_true", help="print the OpenAPI document and end")
    if parser.parse_args().openapi:
        document = create(ConfigSettings(database_url="sqlite:///:memory:")).openapi()
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return 0
    try:
        settings = load(ConfigSettings)
        app = create(settings)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    set_up_logs(settings.log_format, settings.log_level)
    uvicorn.run(app, host=settings.host, port=settings.port, http="h11", log_config=None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
