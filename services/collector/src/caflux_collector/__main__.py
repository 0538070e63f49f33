"""`python -m caflux_collector` is the manager, which runs the engine."""

from caflux_collector.manager.main import main

if __name__ == "__main__":
    raise SystemExit(main())
