"""`python -m caflux_collector.manager` runs the manager; with a command, it asks the one that runs."""

import sys

from caflux_collector.manager.main import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
