"""Run the supervisor: `python -m caflux_supervisor`."""

import argparse
import json
import sys
from pathlib import Path

import uvicorn
from caflux_service.logs import set_up_logs

from caflux_supervisor.app import create
from caflux_supervisor.settings import SupervisorSettings


def main() -> None:
    """Serve, or print the OpenAPI document with --openapi."""
    parser = argparse.ArgumentParser(prog="python -m caflux_supervisor", description=__doc__)
    parser.add_argument("--openapi", action="store_true", help="print the OpenAPI document and end")
    if parser.parse_args().openapi:
        nowhere = SupervisorSettings(config_url="http://config", query_url="http://query", data=Path())
        sys.stdout.write(json.dumps(create(nowhere).openapi(), indent=2, ensure_ascii=False) + "\n")
        return
    settings = SupervisorSettings()
    set_up_logs(settings.log_format, settings.log_level)
    uvicorn.run(create(settings), host=settings.host, port=settings.port, http="h11", log_config=None)


if __name__ == "__main__":
    main()
