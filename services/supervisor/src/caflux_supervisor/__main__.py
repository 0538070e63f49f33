"""Serve the supervisor: `python -m caflux_supervisor`; with --openapi, print its OpenAPI document instead."""

import sys
from pathlib import Path

from caflux_service.serve import main

from caflux_supervisor.app import create
from caflux_supervisor.settings import SupervisorSettings


def _example() -> SupervisorSettings:
    return SupervisorSettings(config_url="http://config", query_url="http://query", data=Path())


if __name__ == "__main__":
    sys.exit(main(SupervisorSettings, create, _example))
